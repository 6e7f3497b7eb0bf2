//! What closes a document, the lines that go with it, and text on the pages where
//! it must be.

use super::tables::table;
use super::*;

fn solid(lines: usize) -> Block {
    paragraph(&"督".repeat(28 * lines - 2))
}

/// Text of so many lines below the title, and what closes it.
fn report_of(lines: usize) -> Document {
    let mut report = document(Format::Plain, vec![solid(lines)]);
    report.elements.addressees.clear();
    report
}

#[test]
fn lines_are_set_closer_where_the_closing_lacks_one_or_two() {
    // Title and blank, the text, two blank lines, 署名, date, the seal's lower part.
    let fits = 22 - 2 - 5;
    for (over, lines) in [(0, None), (1, Some(23)), (2, Some(24)), (3, None)] {
        let report = report_of(fits + over);
        let pages = TYPESETTER.set(&report, &BTreeMap::new()).unwrap();
        let remarks: Vec<_> = lines.map(Remark::CloserLines).into_iter().collect();
        assert_eq!(pages.remarks(), remarks, "{over} lines too many");
        assert_eq!(pages.count(), if over == 3 { 2 } else { 1 });
        let text: Vec<_> =
            pieces(&pages, 0).into_iter().filter(|piece| piece.2.contains('督')).collect();
        assert_near(text[2].1 - text[1].1, 225.0 / lines.unwrap_or(22) as f64);
        // An office's own 行距 stays.
        assert_eq!(set(&report).remarks(), []);
    }
}

#[test]
fn a_record_has_no_page_to_itself_for_want_of_a_line() {
    let file_of = |lines| {
        let mut file = document(Format::File, vec![solid(lines)]);
        file.elements.signature.clear();
        file.elements.date = None;
        file
    };
    let first = (1..22).find(|lines| set(&file_of(*lines)).count() == 2).unwrap();
    let pages = TYPESETTER.set(&file_of(first), &BTreeMap::new()).unwrap();
    assert_eq!(pages.count(), 1);
}

#[test]
fn a_last_line_by_itself_takes_one_of_the_paragraph_before() {
    for lines in 14..20 {
        let body = vec![solid(lines), paragraph("特此报告。")];
        let mut report = report_of(1);
        report.body = body;
        let pages = set(&report);
        let last = words(&pages, pages.count() - 1);
        assert!(last.contains("督"), "{lines} lines: {last}");
        if pages.count() == 2 {
            assert_eq!(last.matches('督').count(), 28 + 1, "a line, and 署名");
        }
    }
}

#[test]
fn few_attachments_keep_with_the_text_and_many_part() {
    let attachment = |nth: usize| Attachment {
        label: format!("附件{nth}"),
        title: format!("第{nth}份"),
        body: vec![paragraph("略。")],
    };
    for (count, first_is_left) in [(4, false), (7, true)] {
        let mut report = report_of(14);
        report.attachments = (1..=count).map(attachment).collect();
        let pages = set(&report);
        assert_eq!(words(&pages, 0).contains("附件："), first_is_left);
        let page = pages_of(&pages, &["2014年12月2日"])[0].unwrap();
        assert!(words(&pages, page).contains(&format!("{count}.第{count}份")));
    }
}

/// Guessing wrong costs a layout for nothing, in a batch of letters one for each.
#[test]
fn closer_lines_are_tried_where_they_help_and_nowhere_else() {
    for (format, copied) in [Format::File, Format::Letter].into_iter().zip([true, false]) {
        for lines in 6..20 {
            let mut document = document(format, vec![solid(lines), solid(2)]);
            if !copied {
                document.elements.copies_to.clear();
            }
            let mut desk = TYPESETTER.desk(&document, &BTreeMap::new()).unwrap();
            let usual = TYPESETTER.compile(&desk, &document).unwrap();
            for step in [1, 2] {
                desk.set_lines(step);
                let closer = TYPESETTER.compile(&desk, &document).unwrap();
                let helps = closer.count() < usual.count();
                let expected = closer::may_help(&usual.paged, step);
                assert_eq!(expected, helps, "{format:?}, {lines} lines, {step} more a page");
            }
        }
    }
}

#[test]
fn page_1_and_the_page_of_the_closing_have_text_or_the_clerk_is_told() {
    let mut asked = table("lr", &["学校", "得分"], vec![vec!["一小".into(), "90".into()]]);
    asked.landscape = true;
    let lying = || Block::Table(asked.clone());
    let words = || paragraph("各校得分如下表。");
    let remarks = |format, body| set(&document(format, body)).remarks().to_vec();
    use Remark::{ClosingWithoutText, FirstPageWithoutText};
    for format in [Format::File, Format::Letter] {
        assert_eq!(remarks(format, vec![words(), lying(), words()]), []);
        assert_eq!(remarks(format, vec![lying(), words()]), [FirstPageWithoutText]);
        assert_eq!(remarks(format, vec![words(), lying()]), [ClosingWithoutText]);
        let both = [FirstPageWithoutText, ClosingWithoutText];
        assert_eq!(remarks(format, vec![lying()]), both);
    }
    assert_eq!(remarks(Format::Plain, vec![lying(), words()]), []);
    // Too tall to go below the head.
    let tall = vec![vec!["督导".repeat(150)], vec!["督导".repeat(150)]];
    let tall = Block::Table(table("l", &["内容"], tall));
    assert_eq!(remarks(Format::File, vec![tall, words()]), [FirstPageWithoutText]);
}
