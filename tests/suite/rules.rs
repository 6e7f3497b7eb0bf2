//! The rules, by their cases. A text that begins with `---` is a manuscript, any
//! other a plain text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use dudao::batch;
use dudao::diagnostic::{Report, SourceId, Sources};
use dudao::manuscript;
use dudao::rules::{self, Check, RULES, Text};

use crate::golden;
use crate::samples::{SAMPLES, clean, root};

/// What the rules find: id and line, in the order of the text.
fn found(words: &str) -> Vec<(&'static str, usize)> {
    let mut sources = Sources::new();
    let source = sources.add("文稿", words);
    let mut report = Report::new();
    rules::check_wording(&text(source, words), &BTreeMap::new(), &mut report);
    report.sort();
    let line = |at: usize| sources.get(source).position(at).line;
    report.iter().map(|d| (d.id, line(d.labels[0].span.start))).collect()
}

fn text(source: SourceId, words: &str) -> Text<'_> {
    if words.starts_with("---\n") {
        let (passages, excuses) = manuscript::passages(source, words);
        Text::new(words, passages, excuses)
    } else {
        Text::plain(source, words)
    }
}

fn ids(words: &str) -> BTreeSet<&'static str> {
    found(words).into_iter().map(|(id, _)| id).collect()
}

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = root().join(folder);
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn the_reference_of_the_rules_is_up_to_date() {
    golden::check(&root().join("docs/rules.md"), &rules::reference());
}

#[test]
fn rules_on_wording_find_their_bad_examples_and_not_their_good_ones() {
    let mut faults = Vec::new();
    for rule in RULES.iter().filter(|rule| matches!(rule.check, Check::Wording(_))) {
        assert!(!rule.examples.is_empty(), "{}", rule.id);
        for example in rule.examples {
            if !ids(example.bad).contains(rule.id) {
                faults.push(format!("{} not in: {}", rule.id, example.bad));
            }
            if ids(example.good).contains(rule.id) {
                faults.push(format!("{} in: {}", rule.id, example.good));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// `tests/cases/rules` has a file for each family, in it for each rule lines `错 …`
/// where it must find something and `对 …` where nothing may be found. What other
/// rules find is annotated: `错 … ⟨PUN-04⟩`. `⏎` breaks a line.
#[test]
fn each_rule_finds_what_its_cases_say_and_nothing_else() {
    let mut faults = Vec::new();
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for path in files("tests/cases/rules") {
        let mut rule = String::new();
        for (at, line) in read(&path).lines().enumerate() {
            if let Some(id) = line.strip_prefix("# ") {
                rule = id.to_owned();
                continue;
            }
            let (bad, case) = match (line.strip_prefix("错 "), line.strip_prefix("对 ")) {
                (Some(case), _) => (true, case),
                (_, Some(case)) => (false, case),
                _ => {
                    assert!(line.is_empty(), "{}:{}: {line}", path.display(), at + 1);
                    continue;
                }
            };
            let (words, others) = case.split_once(" ⟨").unwrap_or((case, ""));
            let mut expected: BTreeSet<&str> =
                others.trim_end_matches('⟩').split_whitespace().collect();
            let count = counts.entry(rule.clone()).or_default();
            if bad {
                expected.insert(&rule);
                count.0 += 1;
            } else {
                count.1 += 1;
            }
            let found = ids(&words.replace('⏎', "\n"));
            if found != expected {
                faults.push(format!(
                    "{}:{}: {words}\n  expected {expected:?}, found {found:?}",
                    path.display(),
                    at + 1
                ));
            }
        }
    }
    for rule in RULES.iter().filter(|rule| matches!(rule.check, Check::Wording(_))) {
        if !counts.get(rule.id).is_some_and(|(bad, good)| *bad >= 3 && *good >= 3) {
            faults.push(format!("{}: three cases of each kind are needed", rule.id));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// Whole texts with the slips of an office, each beside what is found in it.
#[test]
fn texts_with_slips_give_the_findings_as_accepted() {
    for path in files("tests/cases/texts") {
        if path.extension().is_some_and(|e| e == "txt") {
            let findings: String = found(&read(&path))
                .into_iter()
                .map(|(id, line)| format!("{line}\t{id}\n"))
                .collect();
            golden::check(&path.with_extension("findings"), &findings);
        }
    }
}

#[test]
fn nothing_is_found_in_clean_prose_and_in_our_own_drafts() {
    let mut drafts = files("tests/cases/clean");
    for sample in SAMPLES {
        drafts.extend(files(&format!("tests/golden/{sample}")));
    }
    assert!(drafts.len() > 30, "the texts are there");
    let (mut sources, mut report) = (Sources::new(), Report::new());
    for path in drafts {
        batch::check_text(&path, &mut sources, &mut report);
    }
    clean(&report, &sources);
}

#[test]
fn an_excuse_silences_one_rule_in_one_block() {
    let head = "---\n标题: 总结\n版式: 普通\n---\n\n";
    for (body, expected) in [
        ("依据《甲》、《乙》。\n", vec![("PUN-01", 6)]),
        ("<!-- 不查 PUN-01：原文如此 -->\n依据《甲》、《乙》。\n", vec![]),
        (
            "<!-- 不查 PUN-01：原文如此 -->\n依据《甲》、《乙》，截止目前。\n\n依据《甲》、《乙》。\n",
            vec![("LEX-01", 7), ("PUN-01", 9)],
        ),
        ("<!-- 不查 PUN-01：原文如此 -->\n依据《甲》《乙》。\n", vec![("RUL-12", 6)]),
        ("<!-- 不查 PUN-91：原文如此 -->\n依据《甲》《乙》。\n", vec![("RUL-11", 6)]),
    ] {
        assert_eq!(found(&format!("{head}{body}")), expected, "{body}");
    }
}

proptest! {
    /// Whatever is typed, the rules come to an end and name places that exist.
    #[test]
    fn places_are_in_the_text(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "督导", "学校", "一", "二0一九年", "3", "、", "，", ",", "。", "；", "：", ":", "（", ")",
            "(", "）", "《", "》", "“", "”", "<", ">", "—", "--", "...", "…", " ", "\u{a0}", "　", "\n",
            "\n\n", "# ", "- ", "1. ", "1、", "（一）", "一、", "| ", "|\n| --- |\n", "表：", "XX",
            "x", "_", "201*", "某县", "等", "的的", "近2726名", "36-45岁", "4-6%", "〔2014〕", "[2014]2号",
            "(dǎo)", "導", "?！", "一是", "二是", "附件：", "见附表", "http://a.cn/b", "<!-- 不查 PUN-01：甲 -->\n",
            "现将情况报告如下：", "两个方面：", "同以同志为", "𠮷", "é",
        ]), 0..40),
        manuscript in any::<bool>(),
    ) {
        let typed = parts.concat();
        let words =
            if manuscript { format!("---\n标题: 总结\n版式: 普通\n---\n{typed}") } else { typed };
        let mut sources = Sources::new();
        let source = sources.add("文稿", words.as_str());
        let mut report = Report::new();
        rules::check_wording(&text(source, &words), &BTreeMap::new(), &mut report);
        for label in report.iter().flat_map(|d| &d.labels) {
            prop_assert!(words.get(label.span.start..label.span.end).is_some(), "{:?}", label);
        }
    }
}
