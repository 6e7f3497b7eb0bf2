//! What a clerk reads when the input is wrong: each folder under
//! `tests/cases/bad_input` is a workbook, the text file beside it what `dudao
//! check` says of it. `cargo bless` writes the messages anew.

use std::path::Path;

use dudao::batch::{self, Project};
use dudao::diagnostic::{Diagnostic, Report, Sources, to_terminal};
use dudao::workbook::{self, Workbook};
use dudao::yaml;

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
fn fifteen_mistakes_are_fifteen_findings() {
    let said = said(&root().join("tests/cases/bad_input/a_hurried_clerk"));
    let findings = said.lines().filter(|line| line.starts_with(['错', '警', '提']));
    assert_eq!(findings.count(), 15, "{said}");
}

/// The lines of what is found in a text that is meant as a whole workbook.
fn lines_found(text: &str) -> Vec<usize> {
    let (mut sources, mut report) = (Sources::new(), Report::new());
    let source = sources.add("工作簿.yaml", text);
    let schema = workbook::schema();
    if let Some(tree) = yaml::parse(source, text, &schema, &mut report) {
        yaml::check(&tree, &schema, &mut report);
    }
    let place = |found: &Diagnostic| sources.get(source).position(found.labels[0].span.start);
    report.iter().map(|found| place(found).line).collect()
}

#[test]
fn a_slip_anywhere_is_one_finding_on_its_line() {
    type Slip = fn(&str) -> String;
    let slips: [(&str, Slip); 13] = [
        ("full-width colon", |line| line.replacen(": ", "：", 1)),
        ("no blank after the colon", |line| line.replacen(": ", ":", 1)),
        ("two colons", |line| line.replacen(": ", "：: ", 1)),
        ("unseen character", |line| line.replacen(": ", "\u{200b}: ", 1)),
        ("text with a colon", |line| line.replacen(": ", ": 甲: ", 1)),
        ("full-width comma", |line| line.replacen(", ", "，", 1)),
        ("full-width marks", |line| {
            line.replace('{', "｛").replace('}', "｝").replace(": ", "：").replace(", ", "，")
        }),
        ("no closing brace", |line| line.strip_suffix('}').unwrap_or(line).to_string()),
        ("full-width brace", |line| line.replacen('}', "｝", 1)),
        ("another dash", |line| line.replacen("- ", "— ", 1)),
        ("no blank after the dash", |line| line.replacen("- ", "-", 1)),
        ("tab", |line| line.replacen("  ", "\t", 1)),
        ("one blank more", |line| format!(" {line}")),
    ];
    let read = |files: &[&str]| -> String {
        let text = |file| std::fs::read_to_string(root().join("sample-inputs").join(file));
        files.iter().map(|file| text(file).unwrap()).collect()
    };
    let right = [
        read(&["linxia-2014/01-基本信息.yaml"]),
        read(&["changzhou-2013/1-机构与依据.yaml", "changzhou-2013/2-工作计划.yaml"]),
    ];
    let mut made = 0;
    for text in right {
        assert_eq!(lines_found(&text), [0; 0]);
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let flow = line.contains('{');
            for (name, slip) in slips {
                let slipped = slip(line);
                let touched = match name {
                    "full-width marks" => flow,
                    // Two blanks of nothing, and what only a mapping in braces has.
                    "full-width comma" | "full-width brace" => flow,
                    "text with a colon" => !flow,
                    _ => true,
                };
                let comment =
                    line.trim_start().is_empty() || line.trim_start().starts_with('#');
                if slipped == *line || comment || !touched {
                    continue;
                }
                made += 1;
                let mut lines = lines.clone();
                lines[at] = &slipped;
                let found = lines_found(&(lines.join("\n") + "\n"));
                // The only line of its group may stand where it likes.
                let harmless = name == "one blank more" && found.is_empty();
                assert!(
                    harmless || found == [at + 1],
                    "{name}: {line} -> {slipped}: {found:?}"
                );
            }
        }
    }
    assert!(made > 400, "{made} slips were made");
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
