//! Tables, measured: the grid below them, where their rules and numbers stand, and
//! the pages that lie on their side.

mod breaks;

use typst::layout::{Point, Transform};
use typst::utils::Numeric;
use typst::visualize::Geometry;

use super::*;

/// Rules are drawn around the edge they stand on.
const OUTER_RULE: f64 = 1.0 / MM;

/// A piece of text where it stands on the page, turned or not.
struct Placed {
    x: f64,
    y: f64,
    /// Whether it reads upwards on a sheet that lies on its side.
    turned: bool,
    text: String,
    /// How far the decimal point is from `x`.
    point: Option<f64>,
}

/// What is on a page: texts, and rules as left, top, right and bottom in mm.
#[derive(Default)]
struct Page {
    texts: Vec<Placed>,
    rules: Vec<[f64; 4]>,
}

impl Page {
    fn of(pages: &Pages, page: usize) -> Self {
        let mut found = Self::default();
        found.walk(&pages.document().pages()[page].frame, Transform::identity());
        found
    }

    fn walk(&mut self, frame: &Frame, outer: Transform) {
        for (pos, item) in frame.items() {
            let here = outer.pre_concat(Transform::translate(pos.x, pos.y));
            let at = Point::zero().transform(here);
            let (x, y) = (at.x.to_mm(), at.y.to_mm());
            match item {
                FrameItem::Group(group) => {
                    self.walk(&group.frame, here.pre_concat(group.transform));
                }
                FrameItem::Text(text) => {
                    let mut advance = 0.0;
                    let mut point = None;
                    for glyph in &text.glyphs {
                        if &text.text[glyph.range()] == "." {
                            point = Some(advance);
                        }
                        advance += glyph.x_advance.at(text.size).to_mm();
                    }
                    let turned = here.ky.get() > 0.5;
                    self.texts.push(Placed {
                        x,
                        y,
                        turned,
                        text: text.text.to_string(),
                        point,
                    });
                }
                FrameItem::Shape(shape, _) => {
                    let drawn = shape
                        .stroke
                        .as_ref()
                        .is_some_and(|stroke| !stroke.thickness.is_zero());
                    if let (Geometry::Line(to), true) = (&shape.geometry, drawn) {
                        let end = to.transform(here);
                        let (right, bottom) = (end.x.to_mm(), end.y.to_mm());
                        self.rules.push([x, y, right, bottom]);
                    }
                }
                _ => {}
            }
        }
    }

    fn words(&self) -> String {
        self.texts.iter().map(|placed| placed.text.as_str()).collect()
    }

    fn find(&self, words: &str) -> &Placed {
        self.texts.iter().find(|placed| placed.text.contains(words)).unwrap()
    }

    /// Left, top, right and bottom of all rules.
    fn ruled(&self) -> [f64; 4] {
        let all = |side: usize| self.rules.iter().map(move |rule| rule[side]);
        [
            all(0).fold(f64::MAX, f64::min),
            all(1).fold(f64::MAX, f64::min),
            all(2).fold(0.0, f64::max),
            all(3).fold(0.0, f64::max),
        ]
    }
}

fn all_pages(pages: &Pages) -> Vec<Page> {
    (0..pages.count()).map(|page| Page::of(pages, page)).collect()
}

/// A table of columns that are left `l`, centred `c` or right `r`.
pub(super) fn table(columns: &str, heads: &[&str], rows: Vec<Vec<String>>) -> Table {
    let head = |text: &&str| HeaderCell { text: runs(text), columns: 1, rows: 1 };
    let columns = columns.chars().map(|mark| match mark {
        'l' => Alignment::Left,
        'c' => Alignment::Center,
        _ => Alignment::Right,
    });
    let row = |cells: Vec<String>| Row {
        total: cells[0] == "合计",
        cells: cells.iter().map(|cell| runs(cell)).collect(),
    };
    Table {
        caption: None,
        columns: columns.collect(),
        header: vec![heads.iter().map(head).collect()],
        rows: rows.into_iter().map(row).collect(),
        notes: Vec::new(),
        landscape: false,
    }
}

/// Rows 甲1, 甲2, … whose second column takes one to three lines.
fn numbered(count: usize) -> Table {
    let rows = (1..=count).map(|nth| {
        vec![
            format!("甲{nth}"),
            format!("（乙{nth}）").repeat(4 + nth * 7 % 12),
            "达标".into(),
        ]
    });
    table("clc", &["编号", "内容", "结果"], rows.collect())
}

fn schools(count: usize) -> Table {
    let heads = [
        "序号",
        "学校名称",
        "在校学生数",
        "教职工数",
        "专任教师数",
        "占地面积",
        "校舍面积",
        "图书册数",
        "计算机台数",
        "核心指标",
        "普通指标",
        "达标数",
        "总分",
        "等次",
    ];
    let row = |nth: usize| {
        let name = format!("临夏市第{nth}实验小学");
        let number = |at: usize| format!("{}", 10_usize.pow(at as u32 % 5) * nth);
        let numbers = (2..13).map(number);
        let cells = [nth.to_string(), name].into_iter().chain(numbers);
        cells.chain(["优秀".to_owned()]).collect()
    };
    table("clrrrrrrrrrrrc", &heads, (1..=count).map(row).collect())
}

fn report(body: Vec<Block>) -> Document {
    let mut report = document(Format::Plain, body);
    report.elements.addressees.clear();
    report
}

/// Nothing closes this text.
fn open_report(body: Vec<Block>) -> Document {
    let mut open = report(body);
    open.elements.signature.clear();
    open.elements.date = None;
    open
}

fn filler(lines: usize) -> Block {
    paragraph(&"督".repeat(28 * lines - 2))
}

#[track_caller]
fn assert_on_grid(page: &Page, words: &str) {
    let middle = page.find(words).y - 0.36 * 16.0 / MM;
    let line = (middle - 37.0) / PITCH - 0.5;
    assert!((line - line.round()).abs() < 0.01, "{words} stands on line {line}");
}

#[test]
fn text_below_a_table_stands_on_the_grid() {
    for (before, rows) in [(1, 1), (2, 2), (3, 5), (4, 9), (14, 3), (17, 2), (5, 23), (8, 40)]
    {
        for notes in 0..3 {
            let mut table = numbered(rows);
            table.caption = Some("各校情况".to_owned());
            table.notes = vec!["注：满分100分。".to_owned(); notes];
            let pages =
                set(&report(vec![filler(before), Block::Table(table), paragraph("特此")]));
            let page =
                all_pages(&pages).into_iter().find(|p| p.words().contains("特此")).unwrap();
            assert_on_grid(&page, "特此");
        }
    }
}

#[test]
fn the_last_table_of_a_part_is_set_closer() {
    let heads = ["学校", "得分"];
    let scores = (1..=28).map(|nth| vec![format!("第{nth}小学"), "90".to_owned()]);
    let score_table = Block::Table(table("lr", &heads, scores.collect()));
    let mut with_attachment = open_report(vec![paragraph("见附件。")]);
    with_attachment.attachments.push(Attachment {
        label: "附件".to_owned(),
        title: "得分表".to_owned(),
        body: vec![score_table],
    });
    let pages = set(&with_attachment);
    assert_eq!(pages.count(), 2 + 1, "title and 22 rows, then 6");
    let page = Page::of(&pages, 2);
    let rows: Vec<f64> =
        page.texts.iter().filter(|t| t.text == "90").map(|placed| placed.y).collect();
    assert_near(rows[1] - rows[0], 0.75 * PITCH);
}

#[test]
fn columns_fill_the_type_area_and_break_no_number() {
    let wordy = "开展中小学责任督学挂牌督导，形成督导报告并向社会公布结果。".repeat(3);
    let crowded =
        vec![wordy.clone(), wordy.clone(), "1234567.25".into(), wordy.clone(), wordy];
    let crowded = table("llrll", &["工作", "要求", "经费", "措施", "成效"], vec![crowded]);
    let few = table("cr", &["年度", "经费"], vec![vec!["2014".into(), "1234567.25".into()]]);
    for table in [crowded, few] {
        let page = Page::of(&set(&open_report(vec![Block::Table(table)])), 0);
        let [left, _, right, _] = page.ruled();
        assert_near(left, 28.0);
        assert_near(right, 28.0 + 156.0);
        let number = page.find("1234567.25");
        let rules = page.rules.iter().filter(|rule| rule[0] == rule[2]);
        let right =
            rules.map(|rule| rule[0]).filter(|x| *x > number.x).fold(f64::MAX, f64::min);
        assert!(number.x + 10.0 * 0.5 * 10.5 / MM < right, "the number leaves its column");
    }
}

#[test]
fn numbers_stand_on_their_decimal_points() {
    let numbers = ["8.25", "10.5", "1,200.125", "86.5%"];
    let mut rows: Vec<_> =
        numbers.iter().map(|number| vec!["某县".to_owned(), (*number).to_owned()]).collect();
    rows.push(vec!["合计".to_owned(), "1305.9".to_owned()]);
    let page =
        Page::of(&set(&open_report(vec![Block::Table(table("lr", &["县", "数"], rows))])), 0);
    let points: Vec<f64> =
        page.texts.iter().filter_map(|placed| Some(placed.x + placed.point?)).collect();
    assert_eq!(points.len(), 5);
    for point in &points {
        assert!((point - points[0]).abs() < 0.02, "{points:?}");
    }
}

#[test]
fn a_wide_table_lies_on_its_side_with_the_folios_of_upright_pages() {
    let mut document = open_report(vec![paragraph("见附件。")]);
    document.attachments.push(Attachment {
        label: "附件".to_owned(),
        title: "学校基本情况一览表".to_owned(),
        body: vec![Block::Table(schools(40)), paragraph("以上情况截至2014年底。")],
    });
    let pages = set(&document);
    let sizes: Vec<_> = pages
        .document()
        .pages()
        .iter()
        .map(|page| (page.frame.width().to_mm().round(), page.frame.height().to_mm().round()))
        .collect();
    let (upright, turned) = ((210.0, 297.0), (297.0, 210.0));
    assert_eq!(sizes, [upright, turned, turned, turned, upright]);
    let all = all_pages(&pages);
    let label = all[1].find("附件");
    assert_near(label.x, 35.0);
    assert_near(label.y - 0.36 * 16.0 / MM, 28.0 + 0.5 * PITCH);
    assert_near(all[1].find("学校基本情况").y - 0.36 * 22.0 / MM, 28.0 + 2.5 * PITCH);
    for (nth, page) in (1..).zip(&all).skip(1).take(3) {
        let [left, top, right, bottom] = page.ruled();
        assert_near(left, 35.0);
        assert_near(right, 35.0 + 225.0);
        assert!(top > 28.0 - OUTER_RULE && bottom < 28.0 + 156.0 + OUTER_RULE);
        assert!(page.words().contains("序号学校名称"));
        let folio: Vec<_> = page.texts.iter().filter(|placed| placed.turned).collect();
        let words: String = folio.iter().map(|placed| placed.text.as_str()).collect();
        assert_eq!(words, format!("— {nth} —"));
        // The top of the dash is 7 mm off the type area; the baseline 0.39 em on.
        assert_near(folio[0].x, 35.0 - 7.0 - 0.39 * 14.0 / MM);
        let upright = Page::of(&set(&report(vec![filler(90)])), nth - 1);
        let begin = upright.texts.iter().find(|placed| placed.text.contains('—')).unwrap().x;
        // The left edge of the upright sheet is up.
        assert_near(folio[0].y, begin);
    }
    assert_on_grid(&all[4], "以上情况");
}

#[test]
fn a_table_lies_on_its_side_when_asked_to() {
    let mut asked = table("lr", &["学校", "得分"], vec![vec!["一小".into(), "90".into()]]);
    asked.landscape = true;
    let both = vec![Block::Table(asked.clone()), Block::Table(asked)];
    let pages = set(&report(both));
    assert_eq!(pages.count(), 2);
    let first = Page::of(&pages, 0);
    assert_eq!(first.words().matches("学校得分").count(), 2);
    assert!(first.words().contains("教育督导工作总结"), "the first page shows text");
    let last = Page::of(&pages, 1);
    assert!(last.words().contains("2014年12月2日"));
    assert!(last.texts.iter().all(|placed| !placed.turned), "the closing stands upright");
    assert_eq!(pages.remarks(), [Remark::ClosingWithoutText]);
}

#[test]
fn heads_are_merged_and_empty_first_cells_belong_to_the_one_above() {
    let head = |text: &str, columns, rows| HeaderCell { text: runs(text), columns, rows };
    let rows = [["校舍", "一", "1"], ["", "二", "2"], ["师资", "三", "3"], ["合计", "", "6"]];
    let rows = rows.map(|row| row.map(str::to_owned).to_vec()).to_vec();
    let mut merged = table("lcr", &[], rows);
    merged.header = vec![
        vec![head("方面", 1, 2), head("指标", 2, 1)],
        vec![head("编号", 1, 1), head("得分", 1, 1)],
    ];
    let page = Page::of(&set(&open_report(vec![Block::Table(merged)])), 0);
    let at = |words: &str| page.find(words);
    assert_near(at("方面").y, (at("指标").y + at("编号").y) / 2.0);
    assert!(at("编号").x < at("指标").x && at("指标").x < at("得分").x);
    assert_near(at("校舍").y, at("一").y);
    assert_near(at("师资").y, at("三").y);
    // No rule parts the two rows of 校舍.
    let between = (at("一").y + at("二").y) / 2.0 - 0.36 * 12.0 / MM;
    let level = page.rules.iter().filter(|rule| rule[1] == rule[3]);
    let crossed = level.filter(|rule| (rule[1] - between).abs() < 0.5);
    let first = crossed.map(|rule| rule[0]).fold(f64::MAX, f64::min);
    assert!(first > 29.0, "{first}");
}

#[test]
fn a_tall_head_beside_two_others_has_its_room() {
    let head = |text: &str, columns, rows| HeaderCell { text: runs(text), columns, rows };
    let wordy = "开展中小学责任督学挂牌督导，形成督导报告并向社会公布结果。".repeat(4);
    let mut tall = table("clc", &[], vec![vec!["校舍".into(), wordy, "达标".into()]]);
    tall.header = vec![
        vec![head("（一）方面（二）名称（三）说明（四）依据（五）", 1, 2), head("情况", 2, 1)],
        vec![head("内容", 1, 1), head("结果", 1, 1)],
    ];
    let page = Page::of(&set(&open_report(vec![Block::Table(tall)])), 0);
    let level = page.rules.iter().filter(|rule| rule[1] == rule[3]).map(|rule| rule[1]);
    let below = page.find("（五）").y;
    let top = page.ruled()[1];
    let across = level.filter(|y| *y > top + 1.0).fold(f64::MAX, |least, y| {
        // The rule below 情况 does not reach this column.
        let whole = page.rules.iter().any(|r| r[1] == y && r[3] == y && r[0] < 29.0);
        if whole { least.min(y) } else { least }
    });
    assert!(below < across, "the head runs {} mm into the first row", below - across);
}

#[test]
fn totals_take_the_empty_cells_beside_them() {
    let rows =
        [["校舍", "一", "1"], ["合计", "", "6"]].map(|row| row.map(str::to_owned).to_vec());
    let table = table("lcr", &["方面", "编号", "得分"], rows.to_vec());
    let page = Page::of(&set(&open_report(vec![Block::Table(table)])), 0);
    let upright = page.rules.iter().filter(|rule| rule[0] == rule[2]);
    let total = page.find("合计").y;
    let beside = upright.filter(|rule| rule[1] < total - 1.0 && rule[3] > total);
    let lines: std::collections::BTreeSet<i64> =
        beside.map(|rule| (rule[0] * 10.0) as i64).collect();
    assert_eq!(lines.len(), 3, "left, before the number, right: {lines:?}");
}
