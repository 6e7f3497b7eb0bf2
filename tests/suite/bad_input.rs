//! What a clerk reads when the input is wrong: each folder under
//! `tests/cases/bad_input` is a workbook, the text file beside it what `dudao
//! check` says of it. `cargo bless` writes the messages anew.

use std::path::Path;

use dudao::batch::{self, Project};
use dudao::diagnostic::{Report, Sources, to_terminal};
use dudao::workbook::Workbook;

use crate::golden;
use crate::samples::root;

/// All that is said of a workbook, with places relative to its folder.
fn said(workbook: &Path) -> String {
    let (mut sources, mut report) = (Sources::new(), Report::new());
    if let Some(project) = Project::open(workbook, None, &mut sources, &mut report) {
        batch::check(&project, &mut sources, &mut report);
    }
    report.sort();
    let text = to_terminal(&report, &sources, false);
    text.replace(&format!("{}/", workbook.display()), "")
        .replace(&workbook.display().to_string(), "工作簿")
}

#[test]
fn every_fault_has_its_message() {
    let cases = root().join("tests/cases/bad_input");
    let mut folders: Vec<_> =
        std::fs::read_dir(&cases).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    assert!(folders.len() >= 10, "the cases are there");
    for folder in folders {
        let said = said(&folder);
        assert!(said.contains("错误["), "{}: nothing is wrong with it", folder.display());
        golden::check(&folder.with_extension("txt"), &said);
    }
}

#[test]
fn fifteen_mistakes_are_fifteen_findings() {
    let said = said(&root().join("tests/cases/bad_input/a_hurried_clerk"));
    let findings = said.lines().filter(|line| line.starts_with(['错', '警', '提']));
    assert_eq!(findings.count(), 15, "{said}");
}

#[test]
fn what_only_looks_like_a_slip_is_left_alone() {
    let path = root().join("tests/cases/good_input/looks_like_slips.yaml");
    let (mut sources, mut report) = (Sources::new(), Report::new());
    let workbook = Workbook::read(&path, &mut sources, &mut report);
    assert!(
        workbook.is_some() && report.is_empty(),
        "{}",
        to_terminal(&report, &sources, false)
    );
}

#[test]
fn a_missing_workbook_and_an_empty_folder_are_named() {
    let missing = said(Path::new("没有这个文件夹"));
    assert!(missing.contains("WBK-01"), "{missing}");
    let folder = tempfile::tempdir().unwrap();
    assert!(said(folder.path()).contains("WBK-03"));
}

#[test]
fn files_that_are_not_what_they_say() {
    let gbk: &[u8] = b"\xc4\xea\xb6\xc8: 2014\n";
    let utf_16: &[u8] = b"\xff\xfe\x74\x5e\xa6\x5e:\0";
    for (bytes, word) in [
        (gbk, "GBK"),
        (utf_16, "UTF-16"),
        (b"PK\x03\x04\x14\0", "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1", "旧版 Excel"),
        (b"%PDF-1.7\n", "PDF"),
        (b"a: 1\0", "不是文本文件"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.yaml"), bytes).unwrap();
        let said = said(folder.path());
        assert!(said.contains("WBK-05") && said.contains("a.yaml"), "{said}");
        assert!(said.contains(word) && said.matches("错误[").count() == 1, "{word}: {said}");
    }
}
