//! Results and schools kept in tables. Each text under `tests/cases/tables` is a
//! workbook with tables in a form that can be read:
//!
//! ```text
//! 结果表: 得分.xlsx            what the workbook says, where it is not this; 学校表 too
//! === 得分.xlsx               a file; behind its name, how it is broken or encoded
//! --- 得分 隐藏               a sheet, here a hidden one
//! 合并 A2:A3                  a merged region
//! 学校 | A1 | '8分            a row: numbers, dates, 92.6% 1:18 #001 numbers in these
//!                             formats, =#REF! a failed formula, TRUE, else texts, as
//!                             after ' whatever they look like
//! ```
//!
//! What the program says of all is in `tests/golden/tables.txt`; `cargo bless`
//! writes it anew.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use dudao::diagnostic::{Report, Sources, to_terminal};
use dudao::record::Record;
use dudao::workbook::{Workbook, form};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Worksheet};

use crate::bad_input::said;
use crate::golden;
use crate::samples::{clean, root, sample};

fn cases() -> PathBuf {
    root().join("tests/cases/tables")
}

/// The workbook of a case, laid out in a folder with its tables.
fn lay(case: &str, folder: &Path) {
    let mut parts = case.split("=== ");
    let own = parts.next().unwrap_or_default();
    let read = |name: &str| std::fs::read_to_string(cases().join(name)).unwrap();
    let mut yaml = read("工作簿.yaml");
    if let Some(line) = own.lines().find(|line| line.starts_with("结果表: ")) {
        yaml = yaml.replace("结果表: 得分.xlsx", &line.replace("\\n", "\n    "));
    }
    match own.lines().find(|line| line.starts_with("学校表: ")) {
        Some(line) => yaml.push_str(line),
        None => yaml.push_str(&read("学校.yaml")),
    }
    std::fs::write(folder.join("工作簿.yaml"), yaml).unwrap();
    for part in parts {
        let (head, body) = part.split_once('\n').unwrap_or((part, ""));
        let (name, how) = head.split_once(' ').unwrap_or((head, ""));
        std::fs::write(folder.join(name), file(name, how, body)).unwrap();
    }
}

fn file(name: &str, how: &str, body: &str) -> Vec<u8> {
    let compound = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    match how {
        "原文" => body.into(),
        "旧格式" => [&compound[..], &[0; 600]].concat(),
        "加密" => {
            let entry = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes);
            compound.into_iter().chain([0; 600]).chain(entry).collect()
        }
        "字节" => {
            body.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
        }
        _ if name.ends_with(".csv") => {
            let text = csv(body);
            match how {
                "GBK" => encoding_rs::GBK.encode(&text).0.into_owned(),
                "带签名" => format!("\u{feff}{text}").into(),
                "Unicode 文本" => {
                    let text = format!("\u{feff}{}", text.replace(',', "\t"));
                    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
                }
                _ => text.into(),
            }
        }
        _ => xlsx(body),
    }
}

fn cells(row: &str) -> impl Iterator<Item = String> {
    row.split('|').map(|cell| cell.trim_matches(' ').replace("\\n", "\n"))
}

fn csv(body: &str) -> String {
    let quoted = |cell: String| match cell.trim_start_matches('\'') {
        cell if cell.contains(['\n', ',']) => format!("\"{cell}\""),
        cell => cell.to_owned(),
    };
    let row = |row: &str| cells(row).map(quoted).collect::<Vec<_>>().join(",") + "\r\n";
    body.lines().map(row).collect()
}

fn xlsx(body: &str) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let body = if body.starts_with("--- ") { body } else { &format!("--- Sheet1\n{body}") };
    for part in body.split("--- ").skip(1) {
        let (head, rows) = part.split_once('\n').unwrap_or((part, ""));
        let sheet = workbook.add_worksheet();
        let (name, hidden) = head.split_once(' ').unwrap_or((head, ""));
        sheet.set_name(name).unwrap();
        let sheet =
            if hidden == "隐藏" { sheet.set_hidden(true) } else { sheet.set_active(true) };
        let (merged, rows): (Vec<&str>, Vec<&str>) =
            rows.lines().partition(|line| line.starts_with("合并 "));
        for region in merged {
            let (from, to) = region[7..].split_once(':').unwrap();
            let ((top, left), (bottom, right)) = (place(from), place(to));
            sheet.merge_range(top, left, bottom, right, "", &Format::new()).unwrap();
        }
        for (row, text) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells(text)) {
                write(sheet, row, column, &cell);
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// `B17` as row and column from 0.
fn place(cell: &str) -> (u32, u16) {
    let column = u16::from(cell.as_bytes()[0] - b'A');
    (cell[1..].parse::<u32>().unwrap() - 1, column)
}

/// A number that is shown as `92.6%`, `1:18` or `#001`.
fn formatted(cell: &str) -> Option<(f64, Format)> {
    let (number, format) = if let Some(percent) = cell.strip_suffix('%') {
        (percent.parse::<f64>().ok()? / 100.0, "0.0%".to_owned())
    } else if let Some(digits) = cell.strip_prefix('#') {
        (digits.parse().ok()?, "0".repeat(digits.len()))
    } else {
        let (hours, minutes) = cell.split_once(':')?;
        let minutes = hours.parse::<f64>().ok()? * 60.0 + minutes.parse::<f64>().ok()?;
        (minutes / 1440.0, "h:mm".to_owned())
    };
    Some((number, Format::new().set_num_format(format)))
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &str) {
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let number: Option<f64> = cell.parse().ok();
    let is_day =
        cell.len() == 10 && chrono::NaiveDate::parse_from_str(cell, "%Y-%m-%d").is_ok();
    if let Some(error) = cell.strip_prefix('=') {
        sheet.write_formula(row, column, Formula::new("=NA()").set_result(error)).unwrap();
    } else if let Some(text) = cell.strip_prefix('\'') {
        sheet.write_string(row, column, text).unwrap();
    } else if let Some((number, format)) = formatted(cell) {
        sheet.write_number_with_format(row, column, number, &format).unwrap();
    } else if let Some(number) = number {
        sheet.write_number(row, column, number).unwrap();
    } else if is_day {
        let date = ExcelDateTime::parse_from_str(cell).unwrap();
        sheet.write_datetime_with_format(row, column, &date, &day).unwrap();
    } else if cell == "TRUE" {
        sheet.write_boolean(row, column, true).unwrap();
    } else if !cell.is_empty() {
        sheet.write_string(row, column, cell).unwrap();
    }
}

fn read(folder: &Path) -> Record {
    let (mut sources, mut report) = (Sources::new(), Report::new());
    let workbook = Workbook::read(folder, &mut sources, &mut report);
    clean(&report, &sources);
    workbook.expect("a workbook without findings is read").record
}

#[test]
fn every_broken_table_has_its_message() {
    let mut names: Vec<String> = std::fs::read_dir(cases())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".txt"))
        .collect();
    names.sort();
    let mut all = String::new();
    for name in names {
        let folder = tempfile::tempdir().unwrap();
        lay(&std::fs::read_to_string(cases().join(&name)).unwrap(), folder.path());
        let said = said(folder.path());
        assert!(!said.is_empty(), "{name}: nothing is said of it");
        let _ = writeln!(all, "# {}\n\n{said}", name.trim_end_matches(".txt"));
    }
    golden::check(&root().join("tests/golden/tables.txt"), &all);
}

/// The texts of a folder of cases with their names.
fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    texts.sort();
    texts
}

#[test]
fn a_table_gives_the_same_record_as_yaml() {
    let folder = tempfile::tempdir().unwrap();
    let same = cases().join("same");
    let results = std::fs::read_to_string(same.join("结果.yaml")).unwrap();
    lay("", folder.path());
    let yaml = folder.path().join("工作簿.yaml");
    let text = std::fs::read_to_string(&yaml).unwrap();
    std::fs::write(&yaml, text.replace("    结果表: 得分.xlsx\n", &results)).unwrap();
    let expected = read(folder.path());
    assert_eq!(expected.activities[0].results.len(), 3);
    for (name, text) in texts(&same) {
        let folder = tempfile::tempdir().unwrap();
        lay(&text, folder.path());
        assert_eq!(read(folder.path()), expected, "{name}");
    }
}

/// A copy of a workbook whose first activity with results has them in a table
/// that the program has made.
fn with_form(workbook: &Path, folder: &Path) -> Record {
    let record = read(workbook);
    let activity = record.activities.iter().find(|a| !a.results.is_empty()).unwrap();
    let bytes = form(&record, activity).unwrap();
    assert!(bytes == form(&record, activity).unwrap(), "the same bytes again");
    std::fs::write(folder.join("得分.xlsx"), bytes).unwrap();
    for entry in std::fs::read_dir(workbook).unwrap() {
        let path = entry.unwrap().path();
        let mut text = std::fs::read_to_string(&path).unwrap();
        if let Some(start) = text.find("    结果:\n") {
            let inside = |line: &&str| line.starts_with("     ") || line.trim().is_empty();
            let block = text[start..].split_inclusive('\n').skip(1).take_while(inside);
            let end = start + "    结果:\n".len() + block.map(str::len).sum::<usize>();
            text.replace_range(start..end, "    结果表: 得分.xlsx\n");
        }
        std::fs::write(folder.join(path.file_name().unwrap()), text).unwrap();
    }
    record
}

#[test]
fn a_table_of_ours_reads_back_as_what_it_was_made_from() {
    for workbook in [sample("linxia-2014"), root().join("templates/starter")] {
        let folder = tempfile::tempdir().unwrap();
        let expected = with_form(&workbook, folder.path());
        let (mut sources, mut report) = (Sources::new(), Report::new());
        let read = Workbook::read(folder.path(), &mut sources, &mut report).unwrap();
        assert_eq!(read.record, expected);
        // Schools of the list that have no results yet stand in it as well.
        report.sort();
        let said = to_terminal(&report, &sources, false);
        let unfilled = expected.schools.len() - read.record.activities[0].results.len();
        assert_eq!(said.is_empty(), unfilled == 0, "{said}");
        assert_eq!(said.matches("[TAB-16]").count(), said.matches('[').count() / 2, "{said}");
    }
}

#[test]
fn figures_and_programs_are_given_the_cell() {
    let folder = tempfile::tempdir().unwrap();
    with_form(&root().join("templates/starter"), folder.path());
    let (mut sources, mut report) = (Sources::new(), Report::new());
    let read = Workbook::read(folder.path(), &mut sources, &mut report).unwrap();
    let place = |path: &str| {
        let place = sources.place(read.span(path).unwrap());
        place.rsplit('/').next().unwrap().to_owned()
    };
    assert_eq!(place("/督导活动/0/结果/2/得分/B1"), "得分.xlsx[得分]!G6");
    assert_eq!(place("/督导活动/0/结果/2/问题/1/指标"), "得分.xlsx[得分]!V6");
}

/// What may stand in a cell, headers among it.
fn any_cell() -> impl Strategy<Value = String> {
    let words = [
        "",
        "学校",
        "代码",
        "名称",
        "学段",
        "A1",
        "A2",
        "B1",
        "C1",
        "问题",
        "问题1",
        "问题1措施",
        "措施",
        "亮点",
        "亮点2",
        "时间起",
        "问卷有效",
        "整改期限",
        "满分",
        "合计",
        "（备注）",
        "总分",
        "清河县第一小学",
        "清河县第二小学",
        "001",
        "1003",
        "20",
        "-1",
        "7.5",
        "８分",
        "1e400",
        "NaN",
        "2025-10-13",
        "2025/2/30",
        "甲；乙",
        "；",
        "│",
        "无",
        "小学",
        "\u{1f600}",
    ];
    prop_oneof![9 => prop::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => ".{0,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_table_is_too_strange(
        results in prop::collection::vec(prop::collection::vec(any_cell(), 0..9), 0..7),
        schools in prop::collection::vec(prop::collection::vec(any_cell(), 0..6), 0..5),
    ) {
        let folder = tempfile::tempdir().unwrap();
        lay("结果表: 得分.csv\n学校表: 名单.csv\n", folder.path());
        for (name, rows) in [("得分.csv", results), ("名单.csv", schools)] {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in rows.iter().filter(|row| !row.is_empty()) {
                writer.write_record(row).unwrap();
            }
            std::fs::write(folder.path().join(name), writer.into_inner().unwrap()).unwrap();
        }
        let (mut sources, mut report) = (Sources::new(), Report::new());
        let read = Workbook::read(folder.path(), &mut sources, &mut report);
        prop_assert_eq!(read.is_some(), !report.has_errors());
        // Its help speaks of lines of YAML: tables have their own words for it.
        prop_assert!(report.iter().all(|d| d.id != "SHP-02" && d.id != "SHP-03"));
        for label in report.iter().flat_map(|diagnostic| &diagnostic.labels) {
            let source = sources.get(label.span.source);
            prop_assert!(label.span.start <= label.span.end);
            prop_assert!(label.span.end <= source.text.len());
            prop_assert!(source.text.is_char_boundary(label.span.start));
        }
        let _shown = to_terminal(&report, &sources, false);
    }
}
