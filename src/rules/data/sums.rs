//! DAT: parts and their total.

use super::push;
use crate::chinese::number::decimal;
use crate::diagnostic::Severity;
use crate::record::Statistic;
use crate::rules::{Check, Example, Findings, Rule};
use crate::workbook::Workbook;

pub static DAT_01: Rule = Rule {
    id: "DAT-01",
    name: "分项合计不等于总数",
    severity: Severity::Error,
    reason: "一项统计的各分项相加要等于总数，上年的也一样；差一个数，文书里的比例就全不对。\
             带小数的数允许四舍五入的差；百分数和生均、平均数不相加。",
    examples: &[Example {
        bad: "统计: [{名称: 督学, 总数: 38, 单位: 名, 分项: [{名称: 专职, 数: 31}, {名称: 兼职, 数: 8}]}]",
        good: "统计: [{名称: 督学, 总数: 39, 单位: 名, 分项: [{名称: 专职, 数: 31}, {名称: 兼职, 数: 8}]}]",
    }],
    check: Check::Data(parts_and_total),
};

fn parts_and_total(workbook: &Workbook, findings: &mut Findings) {
    for (i, statistic) in workbook.record.statistics.iter().enumerate() {
        if statistic.parts.is_empty() || statistic.partial || !adds_up(statistic) {
            continue;
        }
        let last_year: Option<Vec<f64>> =
            statistic.parts.iter().map(|p| p.last_year).collect();
        let this_year = statistic.parts.iter().map(|part| part.value).collect();
        let sums = [
            ("", "总数", Some(statistic.total), Some(this_year)),
            ("上年", "上年", statistic.last_year, last_year),
        ];
        for (when, key, total, parts) in sums {
            let (Some(total), Some(parts)) = (total, parts) else { continue };
            let sum: f64 = parts.iter().sum();
            // A total with fewer decimals than its parts was rounded too.
            let of_total = decimals(total);
            let coarser = parts.iter().any(|part| decimals(*part) > of_total);
            let of_total = if coarser { half_unit(of_total) } else { 0.0 };
            if (sum - total).abs() <= rounding(&parts) + of_total {
                continue;
            }
            let side = if sum < total { "少" } else { "多" };
            let message = format!(
                "“{}”{when}分项合计{}，比总数{}{side}{}",
                statistic.name,
                decimal(sum),
                decimal(total),
                decimal((sum - total).abs())
            );
            push(
                workbook,
                findings,
                &[(&format!("/统计/{i}/{key}"), "总数"), (&format!("/统计/{i}/分项"), "分项")],
                message,
                "请核对总数和各分项；分项只是其中一部分的，写上“只列部分: 是”",
            );
        }
    }
}

pub static DAT_02: Rule = Rule {
    id: "DAT-02",
    name: "百分比合计不是100%",
    severity: Severity::Warning,
    reason: "把总体分完的几个百分比相加是100%，四舍五入造成的差除外。",
    examples: &[Example {
        bad: "统计: [{名称: 经费来源, 总数: 100, 单位: \"%\", 分项: [{名称: 财政拨款, 数: 88.5}, {名称: 其他, 数: 10.5}]}]",
        good: "统计: [{名称: 经费来源, 总数: 100, 单位: \"%\", 分项: [{名称: 财政拨款, 数: 88.5}, {名称: 其他, 数: 11.5}]}]",
    }],
    check: Check::Data(shares_of_a_whole),
};

fn shares_of_a_whole(workbook: &Workbook, findings: &mut Findings) {
    for (i, statistic) in workbook.record.statistics.iter().enumerate() {
        let whole = statistic.unit == "%" && statistic.total == 100.0;
        if !whole || statistic.parts.is_empty() || statistic.partial {
            continue;
        }
        let parts: Vec<f64> = statistic.parts.iter().map(|part| part.value).collect();
        let sum: f64 = parts.iter().sum();
        if (sum - statistic.total).abs() <= rounding(&parts) {
            continue;
        }
        push(
            workbook,
            findings,
            &[(&format!("/统计/{i}/分项"), "")],
            format!("“{}”的各项百分比合计{}%，不是100%", statistic.name, decimal(sum)),
            "请核对各项百分比；只列了其中几项的，写上“只列部分: 是”",
        );
    }
}

/// Whether the parts of a statistic may be added: rates and averages may not.
pub(super) fn adds_up(statistic: &Statistic) -> bool {
    let averages = ["生均", "人均", "师均", "班均", "平均", "每百", "每生"];
    !statistic.unit.contains(['%', '‰', '/'])
        && !averages.iter().any(|word| statistic.name.contains(word))
}

/// How far a sum may be off because its parts were rounded to the decimals they
/// are written with; integers are exact.
fn rounding(parts: &[f64]) -> f64 {
    let most = parts.iter().copied().map(decimals).max().unwrap_or(0);
    EXACT + if most == 0 { 0.0 } else { half_unit(most) * parts.len() as f64 }
}

/// What is left of a difference of numbers that are equal as written.
pub(super) const EXACT: f64 = 1e-6;

fn decimals(value: f64) -> usize {
    decimal(value).split_once('.').map_or(0, |(_, digits)| digits.len())
}

/// How far a number rounded to so many decimals may be from the true one.
pub(super) fn half_unit(decimals: usize) -> f64 {
    0.5 * 0.1_f64.powi(decimals as i32)
}
