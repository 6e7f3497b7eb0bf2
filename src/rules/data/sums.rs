//! DAT: numbers that belong together.

use crate::chinese::number::decimal;
use crate::diagnostic::Severity;
use crate::rules::{Check, Findings, Rule};
use crate::workbook::Workbook;

pub static DAT_01: Rule = Rule {
    id: "DAT-01",
    name: "分项合计不等于总数",
    severity: Severity::Error,
    reason: "一项统计的各分项相加要等于总数，上年的也一样；差一个数，文书里的比例就全不对。",
    examples: &[],
    check: Check::Data(parts_and_total),
};

fn parts_and_total(workbook: &Workbook, findings: &mut Findings) {
    for (i, statistic) in workbook.record.statistics.iter().enumerate() {
        if statistic.parts.is_empty() || statistic.partial {
            continue;
        }
        let total = statistic.total;
        let sum: f64 = statistic.parts.iter().map(|part| part.value).sum();
        if (sum - total).abs() < 1e-6 {
            continue;
        }
        let difference = decimal((sum - total).abs());
        let side = if sum < total { "少" } else { "多" };
        let sum = decimal(sum);
        let places =
            [(format!("/统计/{i}/总数"), "总数"), (format!("/统计/{i}/分项"), "分项")];
        let places: Vec<_> = places
            .iter()
            .filter_map(|(path, text)| Some((workbook.span(path)?, *text)))
            .collect();
        findings.push_with(
            &places,
            format!(
                "“{}”分项合计{sum}，比总数{}{side}{difference}",
                statistic.name,
                decimal(total)
            ),
            "请核对总数和各分项；分项只是其中一部分的，写上“只列部分: 是”",
        );
    }
}
