//! Every number can be traced: in a manuscript it is a figure or a datum.

use std::collections::BTreeSet;

use dudao::figures::Figure;

use crate::samples::{Opened, open, sample};

/// The numbers of the source text of `linxia-2014` (27 schools evaluated on 12
/// core and 28 ordinary indicators, 25 reached; a table of 36 items; 25 schools
/// revisited; 8 kindergartens inspected, 3 assessed again; 6 complaints, 4
/// settled; 2 certificates), and the figure that each must be.
const SOURCE_NUMBERS: [(&str, &str, &str); 10] = [
    ("义务教育标准化学校建设督导评估", "督导学校数", "27"),
    ("义务教育标准化学校建设督导评估", "核心指标数", "12"),
    ("义务教育标准化学校建设督导评估", "普通指标数", "28"),
    ("义务教育标准化学校建设督导评估", "达标学校数", "25"),
    ("农村义务教育学校基本办学条件专项督导", "统计项数", "36"),
    ("2013年督导意见整改情况回访", "督导学校数", "25"),
    ("公办幼儿园专项督导", "督导学校数", "8"),
    ("示范性幼儿园和一类幼儿园市级复评", "督导学校数", "3"),
    ("", "信访受理件数", "6"),
    ("", "信访办结件数", "4"),
];

fn figure(opened: &Opened, activity: &str, name: &str) -> (usize, Figure) {
    let record = &opened.project.workbook.record;
    let scope = record.activity(activity).map(|a| a.label());
    assert!(activity.is_empty() || scope.is_some(), "no activity {activity}");
    let ledger = opened.project.ledger();
    let found = ledger.numbered(scope).find(|(_, figure)| figure.name == name);
    let (number, figure) = found.unwrap_or_else(|| panic!("no figure {activity}·{name}"));
    (number, figure.clone())
}

#[test]
fn the_numbers_of_the_source_are_figures_of_the_summary() {
    let opened = open(&sample("linxia-2014"));
    let drafts = opened.drafts();
    let (_, summary) = drafts.last().unwrap();
    for (activity, name, value) in SOURCE_NUMBERS {
        let (number, figure) = figure(&opened, activity, name);
        assert_eq!(figure.value.to_string(), value, "{activity}·{name}");
        assert!(!figure.sources.is_empty(), "{activity}·{name} comes from nowhere");
        for path in figure.sources.paths() {
            assert!(opened.project.workbook.span(&path).is_some(), "{path} has no place");
        }
        let quoted = summary.quotes.iter().any(|quote| quote.figure == number);
        assert!(quoted, "the summary does not quote {activity}·{name}");
    }
    let certified = opened.project.workbook.record.trainings[0].certified;
    assert_eq!(certified, Some(2));
    assert!(summary.body.contains("2名同志取得培训合格证"));
}

#[test]
fn every_number_is_a_figure_or_a_datum() {
    let opened = open(&sample("linxia-2014"));
    let data: String =
        opened.project.workbook.places().texts().map(|(t, _)| format!("{t}\n")).collect();
    let data: BTreeSet<String> = numbers(&data, |_| false).into_iter().collect();
    let ordinals: BTreeSet<&str> = BTreeSet::from(["1"]);
    let mut faults = Vec::new();
    for (stem, draft) in opened.drafts() {
        let quoted = |at: usize| {
            draft.quotes.iter().any(|quote| (quote.start..quote.end).contains(&at))
        };
        for number in numbers(&draft.body, quoted) {
            let of_date = number.len() <= 4 && !number.contains('.');
            let known = data.contains(&number)
                || (of_date && data.contains(&format!("{number:0>2}")))
                || ordinals.contains(number.as_str());
            if !known {
                faults.push(format!("{stem}: {number}"));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// The numbers of a text that do not start at a skipped place.
fn numbers(text: &str, skip: impl Fn(usize) -> bool) -> Vec<String> {
    let mut numbers = Vec::new();
    let mut current: Option<(usize, String)> = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = current.as_ref().is_some_and(|(_, n)| !n.contains('.')) && c == '.';
        if c.is_ascii_digit() || inside {
            current.get_or_insert((at, String::new())).1.push(c);
        } else if let Some((start, number)) = current.take()
            && !skip(start)
        {
            numbers.push(number.trim_end_matches('.').to_owned());
        }
    }
    numbers
}

#[test]
fn a_typed_number_would_be_found() {
    let found =
        numbers("共督导9所学校，占92.6%。", |at| at == "共督导9所学校，占".len());
    assert_eq!(found, ["9"], "a quoted number is skipped, a typed one is not");
}
