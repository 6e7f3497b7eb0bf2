//! Charts, measured on the page: whatever the names and numbers, no label meets
//! another, none leaves the type area, and the text below stands on the grid.

use super::{PITCH, document, paragraph, set};
use crate::document::{Block, Chart, ChartForm, ChartValue, Format, Series};
use crate::typeset::Pages;
use typst::layout::{Frame, FrameItem};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

const AFTER: &str = "图下";

/// A piece of text as the box of its characters, in mm.
#[derive(Debug)]
struct Label {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    words: String,
}

impl Label {
    fn meets(&self, other: &Label) -> bool {
        // Boxes that touch are pieces of one line, or lines of one name.
        let touch = 0.05;
        self.left + touch < other.right
            && other.left + touch < self.right
            && self.top + touch < other.bottom
            && other.top + touch < self.bottom
    }

    fn is_on_the_type_area(&self) -> bool {
        self.left > 27.9 && self.right < 184.1 && self.top > 36.9 && self.bottom < 262.1
    }
}

/// All text of a page but its folio. Characters of Chinese reach from 0.86 em
/// above the baseline to 0.14 em below, digits from 0.7 em to nothing.
fn labels(pages: &Pages, page: usize) -> Vec<Label> {
    fn walk(frame: &Frame, x: f64, y: f64, found: &mut Vec<Label>) {
        for (pos, item) in frame.items() {
            let (x, y) = (x + pos.x.to_mm(), y + pos.y.to_mm());
            match item {
                FrameItem::Group(group) => walk(&group.frame, x, y, found),
                FrameItem::Text(text) if !text.text.contains('—') => {
                    let size = text.size.to_mm();
                    let (above, below) =
                        if text.text.is_ascii() { (0.7, 0.0) } else { (0.86, 0.14) };
                    found.push(Label {
                        left: x,
                        top: y - above * size,
                        right: x + text.width().to_mm(),
                        bottom: y + below * size,
                        words: text.text.to_string(),
                    });
                }
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    walk(&pages.document().pages()[page].frame, 0.0, 0.0, &mut found);
    found
}

fn chart(form: ChartForm, categories: &[String], numbers: &[Vec<&str>]) -> Chart {
    let series = numbers.iter().enumerate().map(|(nth, numbers)| Series {
        name: format!("{}年", 2011 + nth),
        values: numbers
            .iter()
            .map(|text| ChartValue::new(text.parse().unwrap(), text.to_string()))
            .collect(),
    });
    let (caption, unit) = ("各学段督导学校".to_owned(), Some("所".to_owned()));
    Chart::new(form, caption, unit, categories.to_vec(), series.collect()).unwrap()
}

fn meetings(labels: &[Label]) -> Vec<String> {
    let pairs = labels.iter().enumerate().flat_map(|(nth, label)| {
        labels[..nth]
            .iter()
            .filter(|other| label.meets(other))
            .map(move |other| (label, other))
    });
    pairs.map(|(label, other)| format!("{} meets {}", label.words, other.words)).collect()
}

/// What is wrong on paper with charts that stand one below the other.
fn faults(charts: Vec<Chart>) -> Vec<String> {
    let with_text = |chart| [Block::Chart(chart), paragraph(AFTER)];
    let body = charts.into_iter().flat_map(with_text).collect();
    let pages = set(&document(Format::Plain, body));
    let mut faults = Vec::new();
    for page in 0..pages.count() {
        let labels = labels(&pages, page);
        faults.extend(meetings(&labels));
        for label in &labels {
            if !label.is_on_the_type_area() {
                faults.push(format!("{} leaves the type area", label.words));
            }
            if label.words == AFTER {
                let middle = (label.top + label.bottom) / 2.0;
                let lines = (middle - 37.0) / PITCH - 0.5;
                if (lines - lines.round()).abs() > 0.01 {
                    faults.push(format!("the text below is {lines} lines down"));
                }
            }
        }
    }
    faults
}

fn names(count: usize, characters: usize) -> Vec<String> {
    (0..count)
        .map(|nth| "督导评估学校".chars().cycle().skip(nth).take(characters).collect())
        .collect()
}

#[test]
fn labels_never_meet() {
    let numbers = [
        "0", "7", "99999.99", "38", "12345", "0.25", "618", "1.5", "99999.99", "3", "0", "46",
    ];
    for count in [1, 2, 5, 8, 12] {
        for characters in [2, 7, 15, 20] {
            let names = names(count, characters);
            let mut charts = Vec::new();
            // Numbers of one digit, of all lengths, and of the greatest.
            for pick in [|_| 1, |nth| 1 + nth % 11, |_| 2] {
                for series in 1..=4 {
                    let row = |one| (0..count).map(|nth| numbers[pick(nth + one)]).collect();
                    let rows: Vec<Vec<&str>> = (0..series).map(row).collect();
                    charts.push(chart(ChartForm::Bar, &names, &rows));
                    if series == 1 && count <= 8 {
                        charts.push(chart(ChartForm::Share, &names, &rows));
                    }
                }
            }
            assert_eq!(faults(charts), [""; 0], "{count} names of {characters} characters");
        }
    }
}

/// The characters of pages, without their folios.
fn characters(body: Vec<Block>) -> Vec<char> {
    let pages = set(&document(Format::Plain, body));
    let labels = (0..pages.count()).flat_map(|page| labels(&pages, page));
    labels.flat_map(|label| label.words.chars().collect::<Vec<_>>()).collect()
}

#[test]
fn a_chart_says_its_words_once_and_no_others() {
    let two = [vec!["5", "1234.5", "0"], vec!["7", "20", "36"]];
    let axis = "单位：所050010001500";
    for (form, numbers, printed) in [
        (ChartForm::Bar, &two[..1], &["51234.50", axis][..]),
        (ChartForm::Bar, &two[..], &["51234.50", "72036", "2011年2012年", axis]),
        (ChartForm::Share, &two[1..], &["7所20所36所", "11.1%31.7%57.1%"]),
    ] {
        let chart = chart(form, &names(3, 6), numbers);
        let mut wanted = characters(vec![paragraph(AFTER)]);
        wanted.extend(printed.concat().chars());
        wanted.extend(chart.categories.concat().chars());
        wanted.extend(chart.caption.chars());
        let mut found = characters(vec![Block::Chart(chart), paragraph(AFTER)]);
        wanted.sort();
        found.sort();
        assert_eq!(found, wanted, "{form:?}");
    }
}

#[test]
fn words_of_latin_letters_are_not_torn() {
    let names: Vec<String> = (0..6).map(|nth| format!("INTERNATIONAL{nth}")).collect();
    assert_eq!(faults(vec![chart(ChartForm::Bar, &names, &[vec!["5"; 6]])]), [""; 0]);
}

#[test]
fn the_caption_is_centred_below() {
    let chart = chart(ChartForm::Bar, &names(2, 4), &[vec!["5", "3"]]);
    let caption = chart.caption.clone();
    let pages = set(&document(Format::Plain, vec![Block::Chart(chart)]));
    let labels = labels(&pages, 0);
    let found = labels.iter().find(|label| label.words == caption).unwrap();
    assert!(((found.left + found.right) / 2.0 - (28.0 + 156.0 / 2.0)).abs() < 0.1);
    let names = labels.iter().filter(|label| label.words == "督导评估");
    assert!(names.clone().count() == 1 && names.clone().all(|name| name.bottom < found.top));
}

#[test]
fn wrong_charts_would_be_found() {
    let few = chart(ChartForm::Bar, &names(2, 4), &[vec!["5"; 2], vec!["7"; 2]]);
    assert_eq!(faults(vec![few.clone()]), [""; 0]);
    // More than a chart may have, put in behind the check; then the same labels
    // on half the room.
    let mut many = few.clone();
    many.categories = names(24, 4);
    for series in &mut many.series {
        series.values = vec![series.values[0].clone(); 24];
    }
    many.series.extend(many.series.clone());
    assert!(faults(vec![many]).iter().any(|fault| fault.contains("leaves")));
    let half = |label: Label| {
        let (width, height) = (label.right - label.left, label.bottom - label.top);
        let (left, top) = (label.left / 2.0, label.top / 2.0);
        Label { left, top, right: left + width, bottom: top + height, ..label }
    };
    let page = set(&document(Format::Plain, vec![Block::Chart(few)]));
    assert!(!meetings(&labels(&page, 0).into_iter().map(half).collect::<Vec<_>>()).is_empty());
}

#[test]
fn a_chart_is_a_figure_with_words_for_those_who_cannot_see_it() {
    let chart = chart(ChartForm::Share, &names(2, 4), &[vec!["7", "20"]]);
    let pages = set(&document(Format::Plain, vec![Block::Chart(chart)]));
    let options = PdfOptions {
        standards: PdfStandards::new(&[PdfStandard::Ua_1]).unwrap(),
        ..PdfOptions::default()
    };
    // PDF/UA refuses a drawing without words.
    let pdf = typst_pdf::pdf(pages.document(), &options).unwrap();
    let words = "2011年：督导评估7所，25.9%；导评估学20所，74.1%";
    let hex: String = words.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    assert!(pdf.windows(hex.len()).any(|window| window == hex.as_bytes()), "no words");
    assert!(pages.pdf().is_ok(), "PDF/A");
}
