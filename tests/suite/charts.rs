//! A chart asked for in the data, in the documents that quote its statistic.

use std::path::Path;

use dudao::batch::{self, Project};
use dudao::diagnostic::{Report, Sources};

use crate::samples::{open, root};

const STATISTIC: &str = "统计:\n  - {名称: 专任教师, 总数: 191, 单位: 人, 图: 柱图, 分项: \
                         [{名称: 小学, 数: 93, 上年: 90}, {名称: 初中, 数: 98, 上年: 101}]}\n";
const QUOTATION: &str =
    "下一步工作:\n  - {标题: 配齐教师, 内容: '全县专任教师{{ n[\"专任教师·总数\"] }}人。'}\n";

/// The starter workbook with a further file.
fn starter_with(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(root().join("templates/starter")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    std::fs::write(folder.path().join("统计.yaml"), text).unwrap();
    folder
}

fn found(workbook: &Path) -> Vec<&'static str> {
    let (mut sources, mut report) = (Sources::new(), Report::new());
    let project = Project::open(workbook, None, &mut sources, &mut report).unwrap();
    batch::check(&project, &mut sources, &mut report);
    report.iter().map(|diagnostic| diagnostic.id).collect()
}

#[test]
fn the_summary_draws_a_statistic_below_the_paragraph_that_quotes_it() {
    let workbook = starter_with(&format!("{STATISTIC}{QUOTATION}"));
    let drafts = open(workbook.path()).drafts();
    let summary = drafts.iter().find(|(stem, _)| stem.ends_with("年度工作总结")).unwrap();
    let chart = "全县专任教师191人。\n\n柱图：2024年与2025年专任教师情况（人）\n\
                 | 分项 | 2024年 | 2025年 |\n|:--|--:|--:|\n| 小学 | 90 | 93 |\n| 初中 | 101 | 98 |\n";
    assert!(summary.1.body.contains(chart), "{}", summary.1.body);
    assert_eq!(found(workbook.path()), [""; 0]);
}

#[test]
fn a_chart_that_no_document_draws_is_told() {
    assert_eq!(found(starter_with(STATISTIC).path()), ["WBK-18"]);
}
