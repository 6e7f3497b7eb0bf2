//! What a clerk reads when the input is wrong: each folder under
//! `tests/cases/bad_input` is a workbook, the text file beside it what `dudao
//! check` says of it. `cargo bless` writes the messages anew.

use std::path::Path;

use dudao::batch::{self, Project};
use dudao::diagnostic::{Report, Sources, to_terminal};

use crate::golden;
use crate::samples::root;

/// All that is said of a workbook, with places relative to its folder.
pub fn said(workbook: &Path) -> String {
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
fn a_missing_workbook_and_an_empty_folder_are_named() {
    let missing = said(Path::new("没有这个文件夹"));
    assert!(missing.contains("WBK-01"), "{missing}");
    let folder = tempfile::tempdir().unwrap();
    assert!(said(folder.path()).contains("WBK-03"));
}

#[test]
fn a_file_in_gbk_is_named_with_its_remedy() {
    let folder = tempfile::tempdir().unwrap();
    // 年度 in GBK.
    std::fs::write(folder.path().join("a.yaml"), b"\xc4\xea\xb6\xc8: 2014\n").unwrap();
    let said = said(folder.path());
    assert!(
        said.contains("WBK-05") && said.contains("a.yaml:1:1") && said.contains("UTF-8"),
        "{said}"
    );
}
