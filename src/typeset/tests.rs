//! Layout is measured: baselines and words from the frames, ink from page
//! images.

use std::sync::LazyLock;

use chrono::NaiveDate;
use typst_render::RenderOptions;

use super::profile::RecordPage;
use super::*;
use crate::document::{
    Alignment, Attachment, Block, Elements, Format, HeaderCell, Image, Row, Run, Style, Table,
    plain_text,
};

mod closing;
mod lines;
mod tables;

const CELL: f64 = 156.0 / 28.0;
const PITCH: f64 = 225.0 / 22.0;
const MM: f64 = 72.0 / 25.4;

mod charts;

static TYPESETTER: LazyLock<Typesetter> = LazyLock::new(|| {
    let fonts = Fonts::discover(&FontSources::default()).unwrap();
    Typesetter::new(fonts, &Profile::default(), Standard::Archive)
});

/// Always with 22 lines a page.
static EVEN: LazyLock<Typesetter> = LazyLock::new(|| {
    let fonts = Fonts::discover(&FontSources::default()).unwrap();
    let line_pitch = Some(super::PITCH);
    let profile = Profile { line_pitch, ..Profile::default() };
    Typesetter::new(fonts, &profile, Standard::Archive)
});

fn set(document: &Document) -> Pages {
    let pages = EVEN.set(document, &BTreeMap::new()).unwrap();
    assert_eq!(pages.warnings(), [] as [&str; 0]);
    pages
}

fn runs(text: &str) -> Vec<Run> {
    vec![Run { text: text.to_owned(), style: Style::Plain }]
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: runs(text) }
}

fn document(format: Format, body: Vec<Block>) -> Document {
    let elements = Elements {
        title: "2014年教育督导工作总结".to_owned(),
        format,
        masthead: vec!["临夏市人民政府教育督导室".to_owned()],
        copy_number: None,
        secrecy: None,
        secrecy_years: None,
        urgency: None,
        number: Some("临政教督〔2014〕31号".to_owned()),
        signers: Vec::new(),
        addressees: vec!["城关第一小学".to_owned()],
        signature: vec!["临夏市人民政府教育督导室".to_owned()],
        date: NaiveDate::from_ymd_opt(2014, 12, 2),
        sealed: true,
        seals: Vec::new(),
        stamps: Vec::new(),
        present: Vec::new(),
        excused: Vec::new(),
        observers: Vec::new(),
        note: None,
        copies_to: vec!["临夏市教育局".to_owned()],
        printed_by: None,
        printed_on: None,
        numbering: Default::default(),
    };
    Document { elements, body, attachments: Vec::new() }
}

fn full_document(format: Format) -> Document {
    let heading = Block::Heading {
        level: 1,
        ordinal: "一、".to_owned(),
        text: runs("主要工作"),
        body: None,
    };
    let run_in = Block::Heading {
        level: 2,
        ordinal: "（一）".to_owned(),
        text: runs("督导评估。"),
        body: Some(runs("评估学校27所，其中张堃、李喆负责5所。")),
    };
    let cell = |text: &str| runs(text);
    let head = |text: &str| HeaderCell { text: runs(text), columns: 1, rows: 1 };
    let table = Table {
        caption: Some("表1".to_owned()),
        columns: vec![Alignment::Left, Alignment::Right],
        header: vec![vec![head("指标"), head("得分")]],
        rows: vec![Row { cells: vec![Vec::new(), cell("92.5")], total: true }],
        notes: Vec::new(),
        landscape: false,
    };
    let mut document = document(format, vec![heading, run_in, paragraph("特此通知。")]);
    document.attachments.push(Attachment {
        label: "附件".to_owned(),
        title: "得分表".to_owned(),
        body: vec![Block::Table(table)],
    });
    document
}

/// Baseline origin in mm and words of every piece of text on a page.
fn pieces(pages: &Pages, page: usize) -> Vec<(f64, f64, String)> {
    fn walk(frame: &Frame, x: f64, y: f64, found: &mut Vec<(f64, f64, String)>) {
        for (pos, item) in frame.items() {
            let (x, y) = (x + pos.x.to_mm(), y + pos.y.to_mm());
            match item {
                FrameItem::Group(group) => walk(&group.frame, x, y, found),
                FrameItem::Text(text) => found.push((x, y, text.text.to_string())),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    walk(&pages.document().pages()[page].frame, 0.0, 0.0, &mut found);
    found
}

fn words(pages: &Pages, page: usize) -> String {
    pieces(pages, page).into_iter().map(|(_, _, text)| text).collect()
}

/// Left, top, right and bottom in mm of the red ink within a band of a page.
fn red_ink(pages: &Pages, from: f64, to: f64) -> (f64, f64, f64, f64) {
    let image = typst_render::render(&pages.document().pages()[0], &RenderOptions::default());
    let per_mm = 2.0 * MM;
    let (mut left, mut top, mut right, mut bottom) = (f64::MAX, f64::MAX, 0.0, 0.0_f64);
    for (index, pixel) in image.pixels().iter().enumerate() {
        let x = (index % image.width() as usize) as f64 / per_mm;
        let y = (index / image.width() as usize) as f64 / per_mm;
        if (from..to).contains(&y) && pixel.red() > 200 && pixel.green() < 100 {
            left = f64::min(left, x);
            top = f64::min(top, y);
            right = f64::max(right, x + 1.0 / per_mm);
            bottom = f64::max(bottom, y + 1.0 / per_mm);
        }
    }
    (left, top, right, bottom)
}

#[track_caller]
fn assert_near(measured: f64, wanted: f64) {
    // Two pixels of the page image.
    assert!((measured - wanted).abs() < 0.36, "{measured} mm, not {wanted} mm");
}

#[test]
fn a_full_page_has_22_lines_of_28_characters() {
    let pages = set(&document(Format::Plain, vec![paragraph(&"督".repeat(2000))]));
    let lines: Vec<_> =
        pieces(&pages, 1).into_iter().filter(|(_, _, text)| text.starts_with('督')).collect();
    assert_eq!(lines.len(), 22);
    assert!(lines.iter().all(|(_, _, text)| text.chars().count() == 28));
    for (nth, (x, y, _)) in lines.iter().enumerate() {
        assert_near(*x, 28.0);
        // Ink in the middle of its line of the grid.
        let middle = 37.0 + (nth as f64 + 0.5) * PITCH;
        assert_near(y - 0.36 * 16.0 / MM, middle);
    }
}

#[test]
fn a_full_last_line_keeps_its_28_characters() {
    let strong = |text: &str| Run { text: text.to_owned(), style: Style::Strong };
    let mixed = [runs(&"督".repeat(20)), vec![strong("导督")], runs(&"导".repeat(4))];
    for text in [runs(&"督".repeat(26)), mixed.concat()] {
        let body = vec![Block::Paragraph { text }, paragraph("下文。")];
        let pages = set(&document(Format::Plain, body));
        let below = pieces(&pages, 0).into_iter().find(|p| p.2.contains("下文")).unwrap();
        let above = pieces(&pages, 0).into_iter().find(|p| p.2.contains("督督")).unwrap();
        assert_near(below.1 - above.1, PITCH);
    }
}

#[test]
fn paragraphs_begin_two_characters_in() {
    let pages = set(&document(Format::Plain, vec![paragraph("现将有关情况通报如下。")]));
    let (x, ..) = pieces(&pages, 0).into_iter().find(|p| p.2.starts_with("现将")).unwrap();
    assert_near(x, 28.0 + 2.0 * CELL);
}

#[test]
fn the_red_head_of_a_file_stands_where_7_2_puts_it() {
    let pages = set(&full_document(Format::File));
    let (_, masthead_top, ..) = red_ink(&pages, 0.0, 110.0);
    assert_near(masthead_top, 37.0 + 35.0);
    let (_, number, _) =
        pieces(&pages, 0).into_iter().find(|p| p.2.contains("临政教督")).unwrap();
    let number_bottom = number + 0.14 * 16.0 / MM;
    let (left, rule, right, _) = red_ink(&pages, number_bottom, 200.0);
    assert_near(rule - number_bottom, 4.0);
    assert_near(left, 28.0);
    assert_near(right, 28.0 + 156.0);
}

#[test]
fn the_red_head_of_a_letter_stands_where_10_1_puts_it() {
    let pages = set(&full_document(Format::Letter));
    let (left, top, right, _) = red_ink(&pages, 0.0, 100.0);
    assert_near(top, 30.0);
    assert_near(left, 21.0);
    assert_near(right, 191.0);
    let (left, _, right, bottom) = red_ink(&pages, 200.0, 297.0);
    assert_near(bottom, 297.0 - 20.0);
    assert_near(left, 21.0);
    assert_near(right, 191.0);
}

#[test]
fn words_come_in_reading_order_on_a4() {
    for format in [Format::File, Format::Letter, Format::Plain] {
        let pages = set(&full_document(format));
        let size = pages.document().pages()[0].frame.size();
        assert_near(size.x.to_mm(), 210.0);
        assert_near(size.y.to_mm(), 297.0);
        let body = "2014年教育督导工作总结城关第一小学：一、主要工作（一）督导评估。\
                    评估学校27所，其中张堃、李喆负责5所。特此通知。附件：得分表\
                    临夏市人民政府教育督导室2014年12月2日";
        let last = pages.count() - 1;
        let text: String = (0..last).map(|page| words(&pages, page)).collect();
        let text = text.replace("— 1 —", "").replace("— 2 —", "");
        assert!(text.contains(body), "{text}");
        assert!(words(&pages, last).contains("附件得分表表1指标得分92.5"));
    }
}

#[test]
fn the_first_page_of_a_letter_has_no_folio() {
    let letter = set(&full_document(Format::Letter));
    assert!(!words(&letter, 0).contains("— 1 —"));
    assert!(words(&letter, 1).contains("— 2 —"));
    let file = set(&full_document(Format::File));
    let folio = |page| pieces(&file, page).into_iter().find(|p| p.2.contains('—')).unwrap().0;
    assert!(folio(0) > 150.0 && folio(1) < 50.0);
}

#[test]
fn a_title_keeps_the_names_of_its_document_whole() {
    let mut letter = document(Format::Plain, vec![paragraph("特此函告。")]);
    let name = "临夏市春蕾科技艺术研学实践教育基地";
    letter.elements.title = format!("关于对{name}开展办学情况督导的意见书");
    letter.elements.masthead = vec![format!("{name}文件")];
    let whole =
        |letter: &Document| pieces(&set(letter), 0).iter().any(|p| p.2.ends_with(name));
    assert!(whole(&letter));
    letter.elements.masthead.clear();
    assert!(!whole(&letter));
}

#[test]
fn signature_has_two_lines_of_text_with_it() {
    for above in 14..22 {
        for lines in 1..6 {
            let body = [above, lines].map(|lines| paragraph(&"督".repeat(28 * lines - 2)));
            let pages = set(&document(Format::Plain, body.into()));
            let last = words(&pages, pages.count() - 1);
            assert!(last.contains("2014年12月2日"));
            let kept = last.matches('督').count();
            assert!(kept >= 28 * lines.min(2) - 2, "{above} + {lines} lines: {kept}");
        }
    }
}

#[test]
fn addressees_that_leave_no_line_of_text_move_to_the_record() {
    for (count, moved) in [(1, false), (8, false), (20, true), (40, true)] {
        let mut file = document(Format::File, vec![paragraph("特此通知。")]);
        file.elements.addressees =
            (1..=count).map(|n| format!("临夏市第{n}责任区督导组")).collect();
        let pages = set(&file);
        assert!(words(&pages, 0).contains("特此通知。"), "{count}");
        let last = words(&pages, pages.count() - 1);
        assert_eq!(last.contains("主送：临夏市第1责任区督导组，"), moved, "{count}");
    }
}

#[test]
fn a_record_on_an_even_page_leaves_a_blank_page_without_folios() {
    let fonts = Fonts::discover(&FontSources::default()).unwrap();
    let (record_page, line_pitch) = (RecordPage::Even, Some(super::PITCH));
    let profile = Profile { record_page, line_pitch, ..Profile::default() };
    let typesetter = Typesetter::new(fonts, &profile, Standard::Archive);
    let mut blanks = 0;
    for lines in 1..30 {
        let mut file = document(Format::File, vec![paragraph(&"督".repeat(28 * lines))]);
        file.elements.signature.clear();
        file.elements.date = None;
        let pages = typesetter.set(&file, &BTreeMap::new()).unwrap();
        assert_eq!(pages.warnings(), [] as [&str; 0]);
        let last = pages.count() - 1;
        assert_eq!(pages.count() % 2, 0, "{lines} lines");
        assert!(words(&pages, last).contains("抄送：临夏市教育局。"));
        let blank = words(&pages, last - 1).is_empty();
        assert_eq!(words(&pages, last).contains('—'), !blank, "{lines} lines");
        blanks += usize::from(blank);
    }
    // Where the second page is too full for it.
    assert!((1..5).contains(&blanks), "{blanks}");
}

#[test]
fn sealed_signature_is_centred_on_a_date_four_characters_from_the_right() {
    let pages = set(&document(Format::Plain, vec![paragraph("特此报告。")]));
    let found = pieces(&pages, 0);
    let ink_right = |text: &str| {
        let (x, _, all) = found.iter().rfind(|p| p.2.contains(text)).unwrap();
        (*x, all.chars().count())
    };
    let (name, chars) = ink_right("临夏市人民政府教育督导室");
    let name_middle = name + chars as f64 * CELL / 2.0;
    // The date is several pieces; its middle lies between its ends.
    let (start, _) = ink_right("2014");
    let end = 28.0 + 156.0 - 4.0 * CELL;
    assert_near(name_middle, (start + end) / 2.0);
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let letter = full_document(Format::Letter);
    let first = set(&letter).pdf().unwrap();
    set(&full_document(Format::File)).pdf().unwrap();
    assert_eq!(set(&letter).pdf().unwrap(), first);
    let says = |text: &str| first.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(says("pdfaid:part"), "PDF/A");
}

#[test]
fn characters_that_no_face_has_are_named_and_still_set() {
    let pages = set(&document(Format::Plain, vec![paragraph("李𠀀同志")]));
    assert_eq!(pages.missing().iter().collect::<String>(), "𠀀");
    assert!(!pages.conforms());
    assert!(pages.pdf().is_ok());
}

#[test]
fn a_draft_without_elements_is_set_all_the_same() {
    let mut draft = document(Format::File, Vec::new());
    draft.elements.masthead.clear();
    draft.elements.signature.clear();
    draft.elements.number = None;
    draft.elements.date = None;
    let pages = set(&draft);
    assert!(!pages.conforms());
    assert!(pages.pdf().is_ok());
}

#[test]
fn a_bad_or_missing_picture_is_named() {
    let picture = Image { path: "图/操场.png".to_owned(), caption: None };
    let document = document(Format::Plain, vec![Block::Image(picture)]);
    let missing = TYPESETTER.set(&document, &BTreeMap::new()).unwrap_err();
    assert_eq!(missing, TypesetError::MissingImage { path: "图/操场.png".to_owned() });
    let images = BTreeMap::from([("图/操场.png".to_owned(), b"not a picture"[..].into())]);
    let bad = TYPESETTER.set(&document, &images).unwrap_err();
    assert!(bad.to_string().contains("图片“图/操场.png”无法读取"), "{bad}");
}

#[test]
fn groups_of_addressees_are_parted_by_commas() {
    let mut letter = document(Format::Plain, vec![paragraph("特此函告。")]);
    letter.elements.addressees = vec!["各乡镇、街道".to_owned(), "各学校".to_owned()];
    assert!(words(&set(&letter), 0).contains("各乡镇、街道，各学校："));
    assert!(plain_text(&letter).contains("各乡镇、街道，各学校："));
}

/// The page that each of these words stands on.
fn pages_of(pages: &Pages, wanted: &[&str]) -> Vec<Option<usize>> {
    let pages: Vec<String> = (0..pages.count()).map(|page| words(pages, page)).collect();
    wanted.iter().map(|wanted| pages.iter().position(|page| page.contains(wanted))).collect()
}

#[test]
fn addressees_of_a_plain_document_are_never_lost() {
    let mut plain = document(Format::Plain, vec![paragraph("特此通报。")]);
    plain.elements.addressees = (1..=60).map(|n| format!("第{n}责任区督导组")).collect();
    let found = pages_of(&set(&plain), &["第1责任区", "第60责任区", "特此通报。"]);
    assert!(found.iter().all(Option::is_some), "{found:?}");
}

#[test]
fn a_closing_taller_than_a_page_goes_on_overleaf() {
    let attachment = |n: usize| Attachment {
        label: format!("附件{n}"),
        title: format!("第{n}份{}", "督导评估得分情况一览表".repeat(6)),
        body: vec![paragraph("略。")],
    };
    let mut letter = document(Format::Letter, vec![paragraph("特此函告。")]);
    letter.attachments = (1..=9).map(attachment).collect();
    let mut joint = document(Format::Plain, vec![paragraph("特此通知。")]);
    joint.elements.signature = (1..=24).map(|n| format!("第{n}联合督导机关")).collect();
    for sealed in [true, false] {
        for document in [&mut letter, &mut joint] {
            document.elements.sealed = sealed;
            let pages = set(document);
            let last = document.elements.signature.last().unwrap();
            for page in 0..pages.count() {
                let below = pieces(&pages, page).into_iter().filter(|p| p.1 > 37.0 + 225.0);
                assert!(below.clone().all(|p| p.2.contains('—')), "only the folio");
            }
            let found = pages_of(&pages, &["特此", last, "2014年12月2日"]);
            assert!(found.iter().all(Option::is_some), "{found:?}");
        }
    }
}

#[test]
fn joint_names_stay_on_one_line() {
    let mut joint = document(Format::Plain, vec![paragraph("特此通知。")]);
    joint.elements.sealed = false;
    joint.elements.signature = (8..=14).map(|n| format!("临夏市第{n}联合督导机关")).collect();
    let pages = set(&joint);
    let found = pieces(&pages, 0);
    let height_of = |words: &str| found.iter().rfind(|p| p.2.contains(words)).unwrap().1;
    let names = height_of("特此通知")..height_of("2014") - 1.0;
    let mut rows: Vec<f64> = found
        .iter()
        .map(|p| p.1)
        .filter(|y| *y > names.start + 1.0 && names.contains(y))
        .collect();
    rows.dedup_by(|a, b| (*a - *b).abs() < 0.1);
    assert_eq!(rows.len(), 7, "{rows:?}");
}

#[test]
fn a_smaller_masthead_keeps_a_line_and_its_signature_together() {
    let names = |ending: &str| {
        ["教育督导室", "教育局", "财政局"].map(|name| format!("临夏市{name}{ending}")).to_vec()
    };
    let mut joint = document(Format::File, vec![paragraph("请遵照执行。")]);
    joint.elements.copies_to.clear();
    joint.elements.masthead = names("文件");
    joint.elements.signature = names("");
    assert_eq!(set(&joint).count(), 1);
}

#[test]
fn a_record_behind_a_page_on_its_side_ends_an_even_page() {
    let fonts = Fonts::discover(&FontSources::default()).unwrap();
    let (record_page, line_pitch) = (RecordPage::Even, Some(super::PITCH));
    let profile = Profile { record_page, line_pitch, ..Profile::default() };
    let typesetter = Typesetter::new(fonts, &profile, Standard::Archive);
    for (attachments, count, blank) in [(1, 4, false), (2, 6, true)] {
        let mut file = full_document(Format::File);
        let Some(Block::Table(table)) = file.attachments[0].body.first_mut() else { panic!() };
        table.landscape = true;
        file.attachments = vec![file.attachments[0].clone(); attachments];
        let pages = typesetter.set(&file, &BTreeMap::new()).unwrap();
        assert_eq!(pages.warnings(), [] as [&str; 0]);
        assert_eq!(pages.count(), count);
        let last = words(&pages, count - 1);
        assert!(last.contains("抄送：临夏市教育局。"), "{last}");
        assert_eq!(words(&pages, count - 2).is_empty(), blank);
        assert_eq!(last.contains('—'), !blank);
    }
}
