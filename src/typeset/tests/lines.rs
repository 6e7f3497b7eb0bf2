//! Lines of running text: what they begin and end with, what they keep whole,
//! and how far they are stretched.

use super::*;

/// A character on a page, its advance in cells.
struct Glyph {
    c: char,
    advance: f64,
}

/// The lines of the body, page after page, without title and folios.
fn lines(pages: &Pages) -> Vec<Vec<Glyph>> {
    fn walk(frame: &Frame, y: f64, found: &mut Vec<(f64, Glyph)>) {
        for (pos, item) in frame.items() {
            let y = y + pos.y.to_mm();
            match item {
                FrameItem::Group(group) => walk(&group.frame, y, found),
                FrameItem::Text(text) if (text.size.to_pt() - 16.0).abs() < 0.1 => {
                    found.extend(text.glyphs.iter().map(|glyph| {
                        let c = text.text[glyph.range()].chars().next().unwrap();
                        let advance = glyph.x_advance.at(text.size).to_mm() / CELL;
                        (y, Glyph { c, advance })
                    }));
                }
                _ => {}
            }
        }
    }
    let mut lines: Vec<Vec<Glyph>> = Vec::new();
    for page in pages.document().pages() {
        let mut found = Vec::new();
        walk(&page.frame, 0.0, &mut found);
        let mut last = f64::MIN;
        for (y, glyph) in found {
            if (y - last).abs() > 1.0 {
                lines.push(Vec::new());
                last = y;
            }
            lines.last_mut().unwrap().push(glyph);
        }
    }
    lines
}

fn text(line: &[Glyph]) -> String {
    line.iter().map(|glyph| glyph.c).collect()
}

/// The widest space added behind a Chinese character, in cells.
fn stretch(line: &[Glyph]) -> f64 {
    let chinese = line.iter().filter(|glyph| ('一'..='龥').contains(&glyph.c));
    chinese.map(|glyph| glyph.advance - 1.0).fold(0.0, f64::max)
}

fn body(paragraphs: impl IntoIterator<Item = String>) -> Vec<Vec<Glyph>> {
    let blocks = paragraphs.into_iter().map(|text| paragraph(&text)).collect();
    let mut plain = document(Format::Plain, blocks);
    plain.elements.signature.clear();
    plain.elements.date = None;
    plain.elements.addressees.clear();
    lines(&set(&plain))
}

/// The text at every distance from the end of a line, one paragraph each.
fn at_every_place(text: &str) -> Vec<Vec<Glyph>> {
    body(
        (0..28).map(|before| format!("{}{text}{}", "督".repeat(before + 24), "导".repeat(28))),
    )
}

/// Marks that begin no line, and marks that end none.
const NEVER_FIRST: &str = "。，、；：！？”’）》〕％%～·";
const NEVER_LAST: &str = "“‘（《〔";

#[track_caller]
fn assert_well_broken(lines: &[Vec<Glyph>]) {
    for pair in lines.windows(2) {
        let (line, next) = (text(&pair[0]), text(&pair[1]));
        let broken = format!("{line}|{next}");
        assert!(!next.starts_with(|c| NEVER_FIRST.contains(c)), "{broken}");
        assert!(!line.ends_with(|c| NEVER_LAST.contains(c)), "{broken}");
        for pair in ["—", "…"] {
            let before = line.len() - line.trim_end_matches(pair).len();
            assert!(before / pair.len() % 2 == 0 || !next.starts_with(pair), "{broken}");
        }
        let chinese = line.chars().filter(|c| ('一'..='龥').contains(c)).count();
        // A line of letters alone has nothing to spread.
        if chinese > 3 {
            let stretch = stretch(&pair[0]);
            assert!(stretch < 0.3, "{stretch} cells behind each character: {line}");
        }
    }
}

#[test]
fn a_number_stays_with_its_unit() {
    for words in [
        "27所",
        "27所；",
        "1200元：",
        "（27所）",
        "“27所”",
        "12345人",
        "300余名",
        "50万元",
        "95.5%",
        "95.5％",
        "-3.5℃",
        "￥270元",
        "2014年",
        "第3季度",
        "2015学年度",
        "23.5平方米",
        "1,234.5万元",
        "10～15所；",
        "3—5年",
        "力·",
    ] {
        let lines = at_every_place(words);
        let whole = lines.iter().filter(|line| text(line).contains(words)).count();
        assert_eq!(whole, 28, "{words}");
        assert_well_broken(&lines);
    }
    // Too wide to stay whole: the number keeps the beginning of its unit.
    for (words, kept) in [
        ("12345678.9万平方米", "12345678.9"),
        ("12.34万平方米", "12.34万"),
        ("63%～68%；", "63%～"),
        ("2014—2015学年度", "2014—"),
        ("2014—2015学年度", "2015学年度"),
    ] {
        let lines = at_every_place(words);
        let whole = lines.iter().filter(|line| text(line).contains(kept)).count();
        assert_eq!(whole, 28, "{words}");
        assert_well_broken(&lines);
    }
}

#[test]
fn marks_neither_begin_nor_end_a_line_wrongly() {
    for words in [
        "“督导”",
        "《条例》（试行）、",
        "（《条例》）。",
        "导——督",
        "27所——导",
        "27%——导",
        "导……督",
        "27所……导",
        "27所，19所、8所。",
        "〔2014〕31号",
        "3—5年，10～15所；63%～68%：",
        "2014—2015学年度第一学期",
        "2014年12月5日；",
    ] {
        assert_well_broken(&at_every_place(words));
    }
}

#[test]
fn no_line_is_torn_apart_before_a_long_run() {
    for words in [
        "13893012345",
        "0930-6212345",
        "622901198001011234",
        "11622901MB1234567890X",
        "linxiashi_jiaoyu_dudaoshi@163.com",
        "http://www.moe.gov.cn/srcsite/A11/moe_1789/202002/t20200219_422406.html",
        "www.moe.gov.cn/jyb_xxgk/moe_1777/moe_1778/201209/t20120918_142307.html",
    ] {
        assert_well_broken(&at_every_place(words));
    }
}

#[test]
fn a_paragraph_that_fills_its_line_takes_no_second() {
    assert_eq!(body(["督".repeat(26)]).len(), 1);
    assert_eq!(text(&body([format!("{}27所", "督".repeat(26))])[0]), "督".repeat(26));
}

#[test]
fn a_page_of_figures_is_well_broken_and_says_what_was_written() {
    let words = "2014年，全市共有义务教育阶段学校27所，其中小学19所、初中8所；在校学生\
                 12345人，专任教师1234名，师生比为1∶18.5。校舍建筑面积12.34万平方米，\
                 生均占地面积23.5平方米，比2013年提高2.3个百分点，达到95.5%。\
                 2014—2015学年度第一学期共督导检查学校27所（次），12月5日前印发督导\
                 意见书27份：其中综合督导12份、专项督导15份；3—5年内达标率达到\
                 63%～68%，10～15所学校完成整改。临政教督〔2014〕31号文件要求——“限期\
                 整改”……联系邮箱：linxiashi_dudaoshi@163.com。";
    for before in 0..28 {
        let words = format!("{}{words}", "督".repeat(before));
        let pages = set(&document(Format::Plain, vec![paragraph(&words)]));
        assert!(self::words(&pages, 0).contains(&words));
        assert_well_broken(&lines(&pages));
    }
}
