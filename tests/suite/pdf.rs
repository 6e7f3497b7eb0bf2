//! The PDFs: the manuscript's text in order, the same bytes every time.

use dudao::batch;
use dudao::diagnostic::{Report, Sources};
use dudao::document::{Block, Document, plain_text, runs_text};
use dudao::manuscript;
use dudao::typeset::{FontSources, Fonts, Profile, Standard, Typesetter};

use crate::samples::{SAMPLES, clean, open, sample};

/// With the default faces only, so that every machine sets the same.
pub fn typesetter() -> Typesetter {
    let fonts = Fonts::discover(&FontSources::default()).expect("default faces");
    Typesetter::new(fonts, &Profile::default(), Standard::Archive)
}

/// The characters of a text without blanks, and without the folios that a PDF
/// has between its pages.
fn characters(text: &str) -> String {
    let folio = |line: &str| {
        let inner = line.trim().strip_prefix('—').and_then(|l| l.strip_suffix('—'));
        inner.is_some_and(|n| n.trim().parse::<u32>().is_ok())
    };
    text.lines()
        .filter(|line| !folio(line))
        .flat_map(str::chars)
        .filter(|c| !c.is_whitespace())
        .collect()
}

#[test]
fn a_pdf_reads_as_its_manuscript() {
    let typesetter = typesetter();
    for name in SAMPLES {
        for (document, draft) in open(&sample(name)).drafts() {
            let (mut sources, mut report) = (Sources::new(), Report::new());
            let text = batch::write_manuscript(&draft);
            let id = sources.add("文稿.md", text.as_str());
            let model = manuscript::parse(id, &text, &mut report);
            clean(&report, &sources);
            let model = model.unwrap();
            let pages = typesetter.set(&model, &Default::default()).unwrap();
            let pdf = pages.pdf().unwrap();
            let read = pdf_extract::extract_text_from_mem(&pdf).unwrap();
            let headers = headers(&model);
            let wanted = characters(&plain_text(&model));
            assert_same(&document.stem, &wanted, &characters(&read), &headers);
        }
    }
}

/// The header rows, which a table that goes over a page repeats.
fn headers(document: &Document) -> Vec<String> {
    let attached = document.attachments.iter().flat_map(|attachment| &attachment.body);
    let tables = document.body.iter().chain(attached).filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables
        .map(|table| table.header.iter().flatten().map(|cell| runs_text(&cell.text)).collect())
        .collect()
}

fn assert_same(name: &str, wanted: &str, read: &str, headers: &[String]) {
    let (mut wanted, mut read) = (wanted, read);
    while wanted != read {
        let same: usize = wanted
            .chars()
            .zip(read.chars())
            .take_while(|(a, b)| a == b)
            .map(|(a, _)| a.len_utf8())
            .sum();
        let rest = &read[same..];
        let repeated = headers.iter().find_map(|header| rest.strip_prefix(header.as_str()));
        let around = |text: &str| text.chars().take(40).collect::<String>();
        let Some(after) = repeated else {
            panic!(
                "{name}: the PDF reads otherwise\n manuscript: {}\n pdf: {}",
                around(&wanted[same..]),
                around(rest)
            );
        };
        (wanted, read) = (&wanted[same..], after);
    }
}

#[test]
fn a_lost_sentence_would_be_found() {
    let (wanted, read) = (characters("甲乙。\n丙丁。"), characters("甲乙。\n— 2 —\n"));
    assert!(std::panic::catch_unwind(|| assert_same("试", &wanted, &read, &[])).is_err());
}
