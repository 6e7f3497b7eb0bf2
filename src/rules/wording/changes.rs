//! DAT: what a text says of a change, and of a number of times.

use crate::chinese::number::decimal;
use crate::diagnostic::Severity;
use crate::rules::text::pattern;
use crate::rules::{Check, Example, Findings, Rule, Text};

pub static DAT_04: Rule = Rule {
    id: "DAT-04",
    name: "增减的数与前后的数不符",
    severity: Severity::Error,
    reason: "“由甲增加到乙，增加（增长）丙”：乙减甲等于丙；写成百分数的，等于乙减甲再除以甲。\
             百分数之间的增减说“个百分点”。",
    examples: &[
        Example {
            bad: "在校生由318人增加到384人，增长20.5%。",
            good: "在校生由318人增加到384人，增长20.8%。",
        },
        Example {
            bad: "经费由11亿元增加到12亿元，增加3亿元。",
            good: "经费由2.5亿元增加到28000万元，增加3000万元；由11.1亿元增加到11.7亿元，增长5.59%。",
        },
        Example {
            bad: "巩固率从93.2%提高到95.1%，提高2.1个百分点。",
            good: "巩固率从93.2%提高到95.1%，提高1.9个百分点。",
        },
    ],
    check: Check::Wording(wrong_change),
};

fn wrong_change(text: &Text, findings: &mut Findings) {
    let change = pattern!(
        r"[由从](?:上年|去年|[0-9]{4}年)?的?([0-9]+(?:\.[0-9]+)?)(%|\p{Han}{1,3}?)?(?:增加|增长|提高|上升|扩大|减少|下降|降低|缩小)[到至]([0-9]+(?:\.[0-9]+)?)(%|\p{Han}{1,3})?[，,](?:净)?(?:增加|增长|提高|上升|扩大|减少|下降|降低|缩小)了?([0-9]+(?:\.[0-9]+)?)(%|个百分点|\p{Han}{1,3})?"
    );
    for (place, parts) in text.captures(change) {
        let part = |group: usize| parts.get(group).map_or("", |part| part.as_str());
        let (Some(before), Some(after), Some(said)) = (
            Written::of(part(1), part(2)),
            Written::of(part(3), part(4)),
            Written::of(part(5), part(6)),
        ) else {
            continue;
        };
        if !before.unit.is_empty() && before.unit != after.unit {
            continue;
        }
        let off = before.half + after.half;
        let difference = (after.value - before.value).abs();
        let of_rates = after.unit == "%";
        let (right, off) = match said.unit {
            // To say 3% where 3 points are meant is a slip of another kind.
            "%" if of_rates || before.value == 0.0 => continue,
            "%" => {
                let growth = difference / before.value;
                (growth * 100.0, off * (1.0 + growth) / before.value * 100.0)
            }
            "个百分点" if of_rates => (difference, off),
            unit if unit == after.unit && !of_rates => (difference, off),
            _ => continue,
        };
        if (right - said.value).abs() <= off + said.half + 1e-6 {
            continue;
        }
        let right = if said.unit == "%" { format!("{right:.1}") } else { decimal(right) };
        let unit = said.unit;
        findings.push(
            place,
            format!("从{}到{}相差{right}{unit}，写的是{}{unit}", part(1), part(3), part(5)),
            "请核对前后的数和增减的数",
        );
    }
}

/// A number as a text gives it.
struct Written<'t> {
    value: f64,
    unit: &'t str,
    /// How far the true number may be from it.
    half: f64,
}

impl<'t> Written<'t> {
    fn of(digits: &str, unit: &'t str) -> Option<Self> {
        let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let counted =
            decimals == 0 && !unit.starts_with(['万', '亿', '%']) && unit != "个百分点";
        let half = if counted { 0.0 } else { 0.5 * 0.1_f64.powi(decimals as i32) };
        Some(Self { value: digits.parse().ok()?, unit, half })
    }
}

pub static DAT_09: Rule = Rule {
    id: "DAT-09",
    name: "次数乘以每次的数不等于合计",
    severity: Severity::Error,
    reason: "“开展4次，每次2天，共8天”：次数乘以每次的数等于合计。",
    examples: &[Example {
        bad: "全年送教4次，每次2天，共6天。",
        good: "全年送教4次，每次2天，共8天；培训3期，每期约50人，共160人。",
    }],
    check: Check::Wording(wrong_product),
};

fn wrong_product(text: &Text, findings: &mut Findings) {
    let product = pattern!(
        r"([0-9]+)(?:次|期|场|轮|批)[，,]每(?:次|期|场|轮|批)([0-9]+)(天|人|课时|学时|小时|所|节)[，,](?:共计|共|合计|总计)([0-9]+)(天|人|课时|学时|小时|所|节)"
    );
    for (place, parts) in text.captures(product) {
        let (Ok(times), Ok(each), Ok(said)) =
            (parts[1].parse::<u64>(), parts[2].parse::<u64>(), parts[4].parse::<u64>())
        else {
            continue;
        };
        let Some(right) = times.checked_mul(each) else { continue };
        if parts[3] != parts[5] || right == said {
            continue;
        }
        findings.push(
            place,
            format!("{times}乘以{each}是{right}{}，写的是{said}{}", &parts[3], &parts[5]),
            "请核对次数、每次的数和合计",
        );
    }
}

pub static DAT_12: Rule = Rule {
    id: "DAT-12",
    name: "教师节的届数与年份不符",
    severity: Severity::Hint,
    reason: "第一个教师节在1985年，第几个加1984就是年份。",
    examples: &[Example {
        bad: "2015年9月10日是第30个教师节。",
        good: "2015年9月10日是第31个教师节。",
    }],
    check: Check::Wording(wrong_anniversary),
};

/// The year before the first 教师节.
const BEFORE_TEACHERS_DAY: u32 = 1984;

fn wrong_anniversary(text: &Text, findings: &mut Findings) {
    let day = pattern!(
        r"([0-9]{4})年[^。；0-9]{0,4}(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?[^。；0-9]{0,12}第([0-9]{1,3})个教师节"
    );
    for (place, parts) in text.captures(day) {
        let (Ok(year), Ok(nth)) = (parts[1].parse::<u32>(), parts[2].parse::<u32>()) else {
            continue;
        };
        if year == nth + BEFORE_TEACHERS_DAY || year <= BEFORE_TEACHERS_DAY {
            continue;
        }
        findings.push(
            place,
            format!("{year}年是第{}个教师节，写的是第{nth}个", year - BEFORE_TEACHERS_DAY),
            "请核对年份和届数",
        );
    }
}
