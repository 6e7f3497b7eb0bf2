//! Rules on data: what each finds and what it leaves alone. The workbooks of a
//! rule stand in `tests/cases/data/<ID>/workbooks.yaml`, one after another; the
//! sections that one does not write come from `base.yaml`. A line where a rule
//! must find something ends in a comment with its id. `cargo bless` writes the
//! messages anew.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use dudao::batch;
use dudao::diagnostic::{Report, Sources, to_terminal};
use dudao::figures;
use dudao::rules::{self, Check, RULES, Rule};
use dudao::workbook::Workbook;

use crate::golden;
use crate::samples::{SAMPLES, clean, open, root, sample};

/// A finding or what announces one: the line, and the rule's id.
type Hits = BTreeSet<(usize, String)>;

fn cases() -> std::path::PathBuf {
    root().join("tests/cases/data")
}

fn of_data() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().filter(|rule| !matches!(rule.check, Check::Wording(_))).copied()
}

/// The sections of a workbook's text with their keys.
fn sections(text: &str) -> Vec<(&str, String)> {
    let mut sections: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        match line.split_once(':') {
            Some((key, _)) if !line.starts_with([' ', '#', '-']) => {
                sections.push((key, format!("{line}\n")));
            }
            _ => {
                if let Some((_, section)) = sections.last_mut() {
                    let _ = writeln!(section, "{line}");
                }
            }
        }
    }
    sections
}

/// The case with the sections of the base that it does not have, below it.
fn completed(case: &str, base: &str) -> String {
    let own: Vec<&str> = sections(case).into_iter().map(|(key, _)| key).collect();
    let missing = sections(base).into_iter().filter(|(key, _)| !own.contains(key));
    missing.fold(format!("{case}\n"), |text, (_, section)| text + &section)
}

fn announced(case: &str) -> Hits {
    case.lines()
        .enumerate()
        .filter_map(|(i, line)| Some((i + 1, line.split_once(" # ")?.1)))
        .flat_map(|(line, ids)| ids.split(' ').map(move |id| (line, id.to_owned())))
        .filter(|(_, id)| rules::rule(id).is_some())
        .collect()
}

/// What the rules say of a workbook.
fn checked(text: &str, folder: &Path) -> (Report, Sources) {
    let path = folder.join("case.yaml");
    std::fs::write(&path, text).unwrap();
    let (mut sources, mut report) = (Sources::new(), Report::new());
    let workbook = Workbook::read(&path, &mut sources, &mut report);
    let wrong = to_terminal(&report, &sources, false);
    let workbook = workbook.unwrap_or_else(|| panic!("not a workbook:\n{text}\n{wrong}"));
    let ledger = figures::compute(&workbook.record);
    rules::check_data(&workbook, &ledger, &mut report);
    report.sort();
    (report, sources)
}

#[test]
fn every_rule_on_data_finds_what_is_marked_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let base = std::fs::read_to_string(cases().join("base.yaml")).unwrap();
    let mut said = String::new();
    let mut faults = Vec::new();
    for rule in of_data() {
        let path = cases().join(rule.id).join("workbooks.yaml");
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|e| panic!("{} has no cases: {}: {e}", rule.id, path.display()));
        let (mut fires, mut silent) = (0, 0);
        for case in text.split("---\n") {
            let (report, sources) = checked(&completed(case, &base), folder.path());
            let found: Hits = report
                .iter()
                .map(|d| {
                    let span = d.labels.first().expect("a finding has a place").span;
                    (sources.get(span.source).position(span.start).line, d.id.to_owned())
                })
                .collect();
            let announced = announced(case);
            if found != announced {
                faults.push(format!(
                    "{}: of\n{case}found {found:?}, announced {announced:?}\n{}",
                    rule.id,
                    to_terminal(&report, &sources, false)
                ));
            }
            if announced.iter().any(|(_, id)| id == rule.id) {
                fires += 1;
            } else {
                silent += 1;
            }
            for d in report.iter().filter(|d| d.id == rule.id) {
                let help = d.help.as_deref().unwrap_or_default();
                let _ = writeln!(said, "{} {}\n  {help}", d.id, d.message);
            }
        }
        if fires < 3 || silent < 3 {
            faults.push(format!("{}: {fires} cases fire and {silent} do not", rule.id));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    golden::check(&root().join("tests/golden/data-rules.txt"), &said);
}

#[test]
fn rules_on_data_find_their_bad_examples_and_not_their_good_ones() {
    let folder = tempfile::tempdir().unwrap();
    let base = std::fs::read_to_string(cases().join("base.yaml")).unwrap();
    let mut faults = Vec::new();
    for rule in of_data() {
        assert!(!rule.examples.is_empty(), "{}", rule.id);
        for example in rule.examples {
            for (case, bad) in [(example.bad, true), (example.good, false)] {
                let (report, sources) = checked(&completed(case, &base), folder.path());
                if report.iter().any(|d| d.id == rule.id) != bad {
                    let said = to_terminal(&report, &sources, false);
                    faults.push(format!("{}, bad: {bad}: {case}\n{said}", rule.id));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn nothing_is_found_in_the_samples_and_the_starter() {
    let samples = SAMPLES.iter().map(|name| sample(name));
    for path in samples.chain([root().join("templates/starter")]) {
        let mut opened = open(&path);
        let mut report = Report::new();
        batch::check(&opened.project, &mut opened.sources, &mut report);
        clean(&report, &opened.sources);
    }
}
