//! The PDFs: the manuscript's text in order, fit for archives and for reading
//! aloud, the same bytes every time.

use dudao::batch;
use dudao::diagnostic::{Report, Sources};
use dudao::document::{Block, Document, Run, Style, plain_text, runs_text};
use dudao::manuscript;
use dudao::typeset::{FontSources, Fonts, Profile, Standard, Typesetter};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
use pdf_extract::Object;

use crate::pages;
use crate::samples::{SAMPLES, clean, open, sample};

/// With the default faces only, so that every machine sets the same.
pub fn typesetter() -> Typesetter {
    typesetter_for(Standard::Archive)
}

fn typesetter_for(standard: Standard) -> Typesetter {
    let fonts = Fonts::discover(&FontSources::default()).expect("default faces");
    Typesetter::new(fonts, &Profile::default(), standard)
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
        for (stem, draft) in open(&sample(name)).drafts() {
            let (mut sources, mut report) = (Sources::new(), Report::new());
            let text = batch::write_manuscript(&draft);
            let id = sources.add("文稿.md", text.as_str());
            let model = manuscript::parse(id, &text, &mut report);
            clean(&report, &sources);
            let mut model = model.unwrap();
            let pages = typesetter.set(&model, &Default::default()).unwrap();
            let pdf = pages.pdf().unwrap();
            let read = pdf_extract::extract_text_from_mem(&pdf).unwrap();
            let headers = headers(&model);
            let read = without_drawings(&mut model, characters(&read));
            let wanted = characters(&plain_text(&model));
            assert_same(&stem, &wanted, &read, &headers);
        }
    }
}

/// Leaves of each chart its caption. What a PDF has above it, scale and legend
/// among the names and numbers, is taken out of the text that was read.
fn without_drawings(document: &mut Document, mut read: String) -> String {
    for block in &mut document.body {
        let Block::Chart(chart) = block else { continue };
        let unit = format!("单位：{}", chart.unit.as_deref().unwrap_or_default());
        let start = read.find(&unit).unwrap();
        let end = start + read[start..].find(&characters(&chart.caption)).unwrap();
        let drawing: String = read.drain(start..end).collect();
        let values = chart.series.iter().flat_map(|series| &series.values);
        for label in chart.categories.iter().chain(values.map(|value| &value.text)) {
            assert!(drawing.contains(&characters(label)), "{label} is not in {drawing}");
        }
        let text = vec![Run { text: chart.caption.clone(), style: Style::Plain }];
        *block = Block::Paragraph { text };
    }
    read
}

/// What a table that goes over a page repeats: its header rows, and of a group of
/// rows the first cell.
fn headers(document: &Document) -> Vec<String> {
    let attached = document.attachments.iter().flat_map(|attachment| &attachment.body);
    let tables = document.body.iter().chain(attached).filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let repeated = tables.flat_map(|table| {
        let header = table.header.iter().flatten().map(|cell| runs_text(&cell.text)).collect();
        let groups = table.rows.iter().filter_map(|row| row.cells.first());
        let groups = groups.map(|cell| runs_text(cell)).filter(|cell| !cell.is_empty());
        std::iter::once(header).chain(groups)
    });
    repeated.collect()
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

/// What an independent validator finds wrong, by rule.
fn faults(pdf: &[u8], profile: ValidationProfile) -> Vec<String> {
    let options = ValidationOptions::default().profile(profile);
    let report = validate_pdf_bytes(pdf, &options).unwrap();
    let failures = report.failures.iter().map(ToString::to_string);
    failures.filter(|failure| !(is_of_lengths(failure) && lengths_are_right(pdf))).collect()
}

/// The validator takes the last byte of compressed data for a part of the line
/// end where it happens to be a carriage return; so lengths are counted here.
fn is_of_lengths(failure: &str) -> bool {
    failure.contains("6.1.7.1:1]")
}

/// Whether each stream is as long as it says, up to the line end before its end.
fn lengths_are_right(pdf: &[u8]) -> bool {
    let find = |from: usize, what: &[u8]| {
        pdf[from..].windows(what.len()).position(|window| window == what).map(|at| from + at)
    };
    let mut at = 0;
    while let Some(key) = find(at, b"/Length ") {
        let digits = pdf[key + 8..].iter().take_while(|byte| byte.is_ascii_digit());
        let length = digits.fold(0, |sum, digit| sum * 10 + usize::from(digit - b'0'));
        let Some(data) = find(key, b"stream\n").map(|keyword| keyword + 7) else {
            return false;
        };
        let after = pdf.get(data + length..).unwrap_or_default();
        if !after.starts_with(b"\nendstream") {
            return false;
        }
        at = data + length;
    }
    at > 0
}

#[test]
fn a_wrong_length_would_be_found() {
    let mut pdf = pages::set(&typesetter(), "总结").pdf().unwrap();
    assert!(lengths_are_right(&pdf));
    let digit = pdf.windows(8).position(|window| window == b"/Length ").unwrap() + 8;
    pdf[digit] = if pdf[digit] == b'1' { b'2' } else { b'1' };
    assert!(!lengths_are_right(&pdf));
}

#[test]
fn pdfs_can_be_archived_and_read_aloud() {
    let profiles = [
        (Standard::Archive, ValidationProfile::PdfA2b),
        (Standard::Accessible, ValidationProfile::PdfUa1),
    ];
    for (standard, profile) in profiles {
        let typesetter = typesetter_for(standard);
        for name in pages::names() {
            let set = pages::set(&typesetter, name);
            assert!(set.conforms(), "{name}");
            let pdf = set.pdf().unwrap();
            assert_eq!(faults(&pdf, profile), [] as [String; 0], "{name}, {profile:?}");
        }
    }
}

#[test]
fn a_pdf_for_archiving_is_not_taken_for_one_to_read_aloud() {
    let pdf = pages::set(&typesetter(), "总结").pdf().unwrap();
    assert_ne!(faults(&pdf, ValidationProfile::PdfUa1), [] as [String; 0]);
}

/// The text strings of a PDF are UTF-16 where they are Chinese.
fn text_of(value: &Object) -> String {
    pdf_extract::decode_text_string(value).unwrap()
}

#[test]
fn a_pdf_says_what_it_is() {
    let pdf = pages::set(&typesetter(), "总结").pdf().unwrap();
    let pdf = pdf_extract::Document::load_mem(&pdf).unwrap();
    let info = pdf.trailer.get(b"Info").and_then(Object::as_reference).unwrap();
    let info = pdf.get_dictionary(info).unwrap();
    assert_eq!(text_of(info.get(b"Title").unwrap()), "临夏市2014年教育督导工作总结");
    assert_eq!(text_of(info.get(b"Author").unwrap()), "临夏市人民政府教育督导室");

    let catalog = pdf.catalog().unwrap();
    assert_eq!(text_of(catalog.get(b"Lang").unwrap()), "zh-CN");
    assert!(catalog.has(b"StructTreeRoot"), "tagged");
    let outline = pdf.get_toc().unwrap().toc;
    let outline: Vec<_> = outline.iter().map(|entry| entry.title.as_str()).collect();
    assert_eq!(
        outline,
        [
            "一、主要工作及成效",
            "（一）强化督政职能，推动政府依法履行教育职责",
            "（二）抓实综合督导。",
            "1.听取汇报。",
            "（1）随堂听课。",
            "二、存在的问题",
        ]
    );
}

#[test]
fn faces_are_embedded_as_subsets() {
    let pdf = pages::set(&typesetter(), "通知").pdf().unwrap();
    let pdf = pdf_extract::Document::load_mem(&pdf).unwrap();
    let described = pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let described = described.filter(|dictionary| dictionary.has_type(b"FontDescriptor"));
    let mut faces = Vec::new();
    for face in described {
        let name = face.get(b"FontName").and_then(Object::as_name).unwrap();
        let name = String::from_utf8_lossy(name).into_owned();
        let file = [&b"FontFile2"[..], b"FontFile3"].iter().find_map(|key| face.get(key).ok());
        let file = pdf.get_object(file.and_then(|file| file.as_reference().ok()).unwrap());
        let size = file.unwrap().as_stream().unwrap().content.len();
        assert!(size < 100_000, "{name}: {size} bytes");
        // ABCDEF+Name marks a subset.
        let (mark, family) = name.split_once('+').unwrap();
        assert_eq!(mark.len(), 6);
        faces.push(family.to_owned());
    }
    faces.sort();
    let used = ["GWBiaoSong", "GWFangsong", "GWHei", "GWSong"];
    assert_eq!(faces, used.map(|face| format!("{face}-Regular")));
}

#[test]
fn a_lost_sentence_would_be_found() {
    let (wanted, read) = (characters("甲乙。\n丙丁。"), characters("甲乙。\n— 2 —\n"));
    assert!(std::panic::catch_unwind(|| assert_same("试", &wanted, &read, &[])).is_err());
}
