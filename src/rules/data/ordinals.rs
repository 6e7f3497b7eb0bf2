//! DAT-20: ordinals that a clerk typed before what the program numbers.

use super::push;
use crate::chinese::typed_ordinal;
use crate::diagnostic::Severity;
use crate::record::SchoolResult;
use crate::rules::{Check, Example, Findings, Rule};
use crate::workbook::Workbook;

pub static DAT_20: Rule = Rule {
    id: "DAT-20",
    name: "结果里自己写了序号",
    severity: Severity::Error,
    reason: "亮点、问题、措施和建议由程序编号，只有一条的不编；自己再写“一是”“1.”“（1）”，就会\
             印成两个序号。一条里写了几条的，也要分开，才能一个问题对一条整改要求。",
    examples: &[Example {
        bad: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 结果: [{学校: 清河县第一小学, 亮点: [一是校园文化好。, 二是家校共育实。]}]}]",
        good: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 结果: [{学校: 清河县第一小学, 亮点: [校园文化好。, 家校共育实。]}]}]",
    }],
    check: Check::Data(typed_in_results),
};

fn typed_in_results(workbook: &Workbook, findings: &mut Findings) {
    for (i, activity) in workbook.record.activities.iter().enumerate() {
        for (j, result) in activity.results.iter().enumerate() {
            for (path, text) in numbered(result) {
                let typed = typed_ordinal::find(text).or(typed_ordinal::find_clause(text));
                let Some(typed) = typed else { continue };
                let next = typed.replace('1', "2").replace('一', "二").replace('①', "②");
                let more = if next != typed && text.contains(&next) {
                    format!("；“{next}”另写一条")
                } else {
                    String::new()
                };
                push(
                    workbook,
                    findings,
                    &[(&format!("/督导活动/{i}/结果/{j}/{path}"), "")],
                    format!("这里自己写了序号“{typed}”"),
                    &format!("删去“{typed}”，序号由程序编{more}"),
                );
            }
        }
    }
}

/// The texts that a letter numbers, each with its path in the result.
fn numbered(result: &SchoolResult) -> impl Iterator<Item = (String, &str)> {
    let lists = [("亮点", &result.strengths), ("建议", &result.advice)];
    let lists = lists.into_iter().flat_map(|(key, texts)| {
        texts.iter().enumerate().map(move |(k, text)| (format!("{key}/{k}"), text.as_str()))
    });
    let problems = result.problems.iter().enumerate().flat_map(|(k, problem)| {
        let measure = problem.measure.iter().map(move |text| (format!("问题/{k}/措施"), text));
        let content = (format!("问题/{k}/内容"), &problem.content);
        std::iter::once(content).chain(measure).map(|(path, text)| (path, text.as_str()))
    });
    lists.chain(problems)
}
