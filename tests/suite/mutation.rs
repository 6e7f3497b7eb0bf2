//! Whatever a clerk does to a workbook or a manuscript, the check comes to an end,
//! names places that exist, and its repairs are done in one run.
//! `PROPTEST_CASES=10000 cargo test --test suite mutation` tries ten thousand of each,
//! in some minutes.

use proptest::prelude::*;
use proptest::sample::Index;
use tempfile::TempDir;

use dudao::batch::{self, Fixed};
use dudao::diagnostic::{Report, Severity, Sources, Span, to_json, to_terminal};

use crate::fix::{check_workbook, numbers};
use crate::samples::root;

/// One slip of the hand or of a program, at a place of the text.
#[derive(Debug, Clone)]
enum Slip {
    Drop(Index, usize),
    Insert(Index, &'static str),
    Repeat(Index, usize),
    Swap(Index),
    DropLine(Index),
    RepeatLine(Index),
    SwapLines(Index),
    Widen(Index),
    Cut(Index),
    Windows,
}

const TYPED: [&str; 36] = [
    " ",
    "　",
    "\u{a0}",
    "\t",
    "\n",
    "\r",
    "\u{feff}",
    "\u{200b}",
    "：",
    ":",
    ": ",
    "，",
    ",",
    "、",
    "；",
    "“",
    "”",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "(",
    "）",
    "〔",
    "《",
    "》",
    "#",
    "- ",
    "-",
    "|",
    "99999999999999999999",
    "二0一九年",
    "截止2019年底、等",
    "<!-- 不查 PUN-01：甲 -->",
];

fn slip() -> impl Strategy<Value = Slip> {
    let at = any::<Index>;
    prop_oneof![
        (at(), 1usize..4).prop_map(|(at, n)| Slip::Drop(at, n)),
        (at(), proptest::sample::select(&TYPED[..])).prop_map(|(at, s)| Slip::Insert(at, s)),
        (at(), 1usize..12).prop_map(|(at, n)| Slip::Repeat(at, n)),
        at().prop_map(Slip::Swap),
        at().prop_map(Slip::DropLine),
        at().prop_map(Slip::RepeatLine),
        at().prop_map(Slip::SwapLines),
        at().prop_map(Slip::Widen),
        at().prop_map(Slip::Cut),
        Just(Slip::Windows),
    ]
}

impl Slip {
    fn make(&self, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        let mut chars: Vec<char> = text.chars().collect();
        let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
        match self {
            Slip::Drop(at, n) => {
                let at = at.index(chars.len());
                chars.drain(at..chars.len().min(at + n));
            }
            Slip::Insert(at, typed) => {
                let at = at.index(chars.len());
                chars.splice(at..at, typed.chars());
            }
            Slip::Repeat(at, n) => {
                let at = at.index(chars.len());
                let again = chars[at..chars.len().min(at + n)].to_vec();
                chars.splice(at..at, again);
            }
            Slip::Swap(at) => {
                let at = at.index(chars.len());
                let other = (at + 1).min(chars.len() - 1);
                chars.swap(at, other);
            }
            Slip::Widen(at) => {
                let from = at.index(chars.len());
                let ascii = chars[from..].iter_mut().find(|c| matches!(c, '!'..='~'));
                if let Some(c) = ascii {
                    *c = char::from_u32(u32::from(*c) + 0xfee0).unwrap();
                }
            }
            Slip::Cut(at) => chars.truncate(at.index(chars.len())),
            Slip::DropLine(at) => {
                lines.remove(at.index(lines.len()));
                return lines.concat();
            }
            Slip::RepeatLine(at) => {
                let at = at.index(lines.len());
                lines.insert(at, lines[at]);
                return lines.concat();
            }
            Slip::SwapLines(at) => {
                let at = at.index(lines.len());
                let other = (at + 1).min(lines.len() - 1);
                lines.swap(at, other);
                return lines.concat();
            }
            Slip::Windows => return text.replace("\r\n", "\n").replace('\n', "\r\n"),
        }
        chars.into_iter().collect()
    }
}

fn files(paths: impl IntoIterator<Item = std::path::PathBuf>) -> String {
    let read = |path| std::fs::read_to_string(path).unwrap();
    paths.into_iter().map(read).collect()
}

/// Workbooks that are quickly checked, each as one file.
fn workbooks() -> Vec<String> {
    let starter = root().join("templates/starter");
    let mut paths: Vec<_> =
        std::fs::read_dir(starter).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|e| e == "yaml"));
    let base = files([root().join("tests/cases/data/base.yaml")]);
    vec![files(paths), base]
}

fn manuscripts() -> Vec<String> {
    let folders = ["tests/cases/clean", "tests/cases/pages"].map(|folder| root().join(folder));
    let mut paths: Vec<_> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .collect();
    paths.sort();
    paths.into_iter().map(|path| files([path])).collect()
}

/// Every place is one of its source, and can be shown.
fn places_exist(report: &Report, sources: &Sources) {
    for found in report.iter() {
        let labels = found.labels.iter().map(|label| label.span);
        for span in labels.chain(found.edits.iter().map(|edit| edit.span)) {
            let Span { source, start, end } = span;
            let source = sources.get(source);
            assert!(source.text.get(start..end).is_some(), "{span:?} of {found:?}");
            let lines = source.text.split('\n').count();
            assert!(source.position(start).line <= lines, "{span:?} of {found:?}");
        }
    }
    to_terminal(report, sources, false);
    to_json(report, sources);
}

/// How often a text goes wrong as YAML.
fn yaml_errors(report: &Report) -> usize {
    let errors = report.iter().filter(|found| found.severity == Severity::Error);
    errors.filter(|found| found.id.starts_with("YML")).count()
}

fn repaired_once_for_all(
    name: &str,
    text: &str,
    check: fn(&std::path::Path, &mut Sources, &mut Report),
) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    let (mut sources, mut report) = (Sources::new(), Report::new());
    check(&path, &mut sources, &mut report);
    places_exist(&report, &sources);
    let fix = || batch::fix(|sources, report| check(&path, sources, report));
    let typed = yaml_errors(&report);
    let Fixed { files, report, sources } = fix();
    places_exist(&report, &sources);
    let said = to_terminal(&report, &sources, false);
    assert!(yaml_errors(&report) <= typed, "{text}\n→ {typed} errors before\n{said}");
    for file in files {
        assert_eq!(numbers(text), numbers(&file.after), "{}", file.after);
        file.write().unwrap();
        let again = fix().files;
        assert!(again.is_empty(), "{}\n→\n{}", again[0].before, again[0].after);
    }
}

/// One case for each eight that proptest would try: a debug build is slow.
fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    ProptestConfig { cases: default.cases / 8, failure_persistence: None, ..default }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_workbook_with_slips(
        workbook in proptest::sample::select(workbooks()),
        slips in proptest::collection::vec(slip(), 1..6),
    ) {
        let text = slips.iter().fold(workbook, |text, slip| slip.make(&text));
        repaired_once_for_all("簿.yaml", &text, check_workbook);
    }

    #[test]
    fn a_manuscript_with_slips(
        manuscript in proptest::sample::select(manuscripts()),
        slips in proptest::collection::vec(slip(), 1..8),
    ) {
        let text = slips.iter().fold(manuscript, |text, slip| slip.make(&text));
        repaired_once_for_all("稿.md", &text, batch::check_text);
    }
}
