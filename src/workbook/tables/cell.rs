//! A cell as a scalar of the tree.

use crate::diagnostic::{Diagnostic, Report, Span};
use crate::yaml::{Node, Tree, date, says_nothing};

use super::columns::Column;
use super::field::{CONTENT, Field, Kind};
use super::sheet::{Cell, Content, number_text, truth_text};

/// What clerks write where a school has no score, besides what says nothing anywhere.
const UNSCORED: &[&str] = &["缺考", "缺", "未评", "未评估", "未测", "免评", "不评", "不适用"];

/// From here on a number in a spreadsheet has lost its last digits.
const INEXACT: f64 = 1e15;

/// What a cell holds, as the kind of its column has it. None where that cannot
/// be, which is reported.
pub fn scalar(cell: &Cell, column: &Column, kind: Kind, report: &mut Report) -> Option<Node> {
    let text = text(cell, column, kind, report)?;
    if kind == Kind::Text {
        one_line(&text, cell, column, report)?;
    }
    of_kind(&text, cell.span, column, kind, report)
}

/// Whether a cell of a score says in words that there is none.
pub fn is_unscored(cell: &Cell) -> bool {
    matches!(&cell.content, Content::Text(text)
        if says_nothing(text) || UNSCORED.contains(&text.as_str()))
}

/// A name or a code: a text, whatever it says.
pub fn name(cell: &Cell, column: &Column, report: &mut Report) -> Option<Node> {
    let text = text(cell, column, Kind::Text, report)?;
    one_line(&text, cell, column, report)?;
    Some(Node { span: cell.span, tree: Tree::Scalar { text: text.into(), quoted: true } })
}

/// What the parts of a cell hold: a line each where there are line breaks, else
/// what ； parts.
pub fn several(cell: &Cell, column: &Column, kind: Kind, report: &mut Report) -> Vec<Node> {
    let Content::Text(text) = &cell.content else {
        return scalar(cell, column, kind, report).into_iter().collect();
    };
    let mut nodes = Vec::new();
    for (start, end) in parts(text) {
        let span = cell.span_of(text, start, end);
        nodes.extend(of_kind(&text[start..end], span, column, kind, report));
    }
    nodes
}

/// Lines in a cell that holds one text would run into one another in print: None,
/// after it was reported.
fn one_line(text: &str, cell: &Cell, column: &Column, report: &mut Report) -> Option<()> {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    if lines < 2 {
        return Some(());
    }
    let help = match &column.field {
        Field::Problem(_, CONTENT, _) => {
            "一列只写一个问题，别的写到“问题2”“问题3”……里，列不够就加；是一个问题的，请删去换行"
                .to_owned()
        }
        Field::Item(list, _) => format!(
            "一列只写一条，别的写到“{list}2”“{list}3”……里；或者表头只写“{list}”，一格就可以写几条"
        ),
        _ => "这里只写一段：请删去换行，接着写".to_owned(),
    };
    let message = format!("“{}”的一格里写了 {lines} 行", column.name);
    report.push(Diagnostic::error("TAB-17", message).at(cell.span, "").help(help));
    None
}

fn of_kind(
    text: &str,
    span: Span,
    column: &Column,
    kind: Kind,
    report: &mut Report,
) -> Option<Node> {
    if says_nothing(text) {
        let message = format!("“{}”里写的是“{text}”", column.name);
        let help = match kind {
            Kind::Text => "没有内容就让单元格空着，不然会照写到文书里",
            Kind::Date => "没有日期就让单元格空着",
            Kind::Plain => "没有就让单元格空着；是零就填 0",
        };
        report.push(Diagnostic::error("TAB-17", message).at(span, "").help(help));
        return None;
    }
    let text = match kind {
        Kind::Text | Kind::Plain => text.to_owned(),
        Kind::Date => match date(text, &column.name) {
            Ok(date) => date,
            Err(fault) => {
                report.push(fault.at(span, ""));
                return None;
            }
        },
    };
    // Texts are texts whatever they look like; the rest is for the shape check.
    Some(Node { span, tree: Tree::Scalar { text: text.into(), quoted: kind == Kind::Text } })
}

fn text(cell: &Cell, column: &Column, kind: Kind, report: &mut Report) -> Option<String> {
    let mut fault = |id, message: String, help: &str| {
        report.push(Diagnostic::error(id, message).at(cell.span, "").help(help));
        None
    };
    let name = &column.name;
    match (&cell.content, kind) {
        (Content::Error(error), _) => fault(
            "TAB-10",
            format!("“{name}”里的公式出错了：{error}"),
            "请在 Excel 里改好公式，或者直接填上内容",
        ),
        (Content::Uncomputed, _) => fault(
            "TAB-10",
            format!("“{name}”里的公式还没有算出结果"),
            "请用 Excel 或 WPS 打开，保存一次",
        ),
        (Content::Percent(number), _) => fault(
            "TAB-12",
            format!("“{name}”里是百分数 {number}%"),
            &match column.field {
                Field::Score(_) => "请把单元格格式改成“常规”，填得分，不填百分数".to_owned(),
                _ => format!("请把单元格格式改成“常规”，填成 {number}"),
            },
        ),
        (Content::Time(time), _) => fault(
            "TAB-12",
            format!("“{name}”里是时间 {time}"),
            "多半是 Excel 把填的内容当成了时间：请把单元格格式改成“文本”或“常规”，重新填写",
        ),
        (Content::Padded(text), Kind::Text) => Some(text.clone()),
        (Content::Padded(text), _) => {
            let bare = text.trim_start_matches('0');
            Some(if bare.is_empty() { "0" } else { bare }.to_owned())
        }
        (Content::Date(date), Kind::Date) => Some(date.to_string()),
        (Content::Date(date), Kind::Text | Kind::Plain) => fault(
            "TAB-12",
            format!("“{name}”里是日期 {date}"),
            "多半是 Excel 把填的内容当成了日期：请把单元格格式改成“文本”或“常规”，重新填写",
        ),
        // Written out, as 20140305, a date is a number too.
        (Content::Number(number), Kind::Date) if *number < 1e7 => fault(
            "TAB-12",
            format!("“{name}”里是数字 {}，不是日期", number_text(*number)),
            "请把单元格格式改成“日期”，核对之后再保存，或者填成 2014-03-05 的样子",
        ),
        (Content::Number(number), Kind::Text) if number.abs() >= INEXACT => fault(
            "TAB-14",
            format!("“{name}”是存成数字的，位数太多，末尾几位已经不准"),
            "请把这一列的单元格格式改成“文本”，重新填写",
        ),
        (Content::Number(number), _) => Some(number_text(*number)),
        (Content::Truth(truth), _) => Some(truth_text(*truth).to_owned()),
        (Content::Text(text), _) => Some(text.clone()),
    }
}

/// The ranges of the parts of a text, without the blanks and marks between them.
pub fn parts(text: &str) -> Vec<(usize, usize)> {
    let between: &[char] = if text.contains('\n') { &['\n'] } else { &['；', ';'] };
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '；' | ';');
    let mut parts = Vec::new();
    let mut from = 0;
    for part in text.split_inclusive(between) {
        let bare = part.trim_start_matches(is_mark);
        let start = from + part.len() - bare.len();
        let end = start + bare.trim_end_matches(is_mark).len();
        if start < end {
            parts.push((start, end));
        }
        from += part.len();
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::super::field::Field;
    use super::*;

    #[test]
    fn cells_are_parted_by_lines_else_by_semicolons() {
        for (text, expected) in [
            ("一处", vec!["一处"]),
            ("甲；乙;丙。", vec!["甲", "乙", "丙。"]),
            ("甲；乙；\n\n 丙", vec!["甲；乙", "丙"]),
            ("；\n", vec![]),
        ] {
            let found: Vec<&str> = parts(text).into_iter().map(|(a, b)| &text[a..b]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn several_dates_in_a_cell_are_dates() {
        let source = crate::diagnostic::Sources::new().add("甲", "");
        let span = Span::new(source, 0, 0);
        let field = Field::Problem(None, "整改期限", Kind::Date);
        let column =
            Column { at: 0, field, span, name: "问题整改期限".to_owned(), marks: None };
        let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 31).unwrap();
        for (content, dates) in [
            (Content::Date(day), vec!["2026-03-31"]),
            (
                Content::Text("2026/3/31；2026年4月30日".to_owned()),
                vec!["2026-03-31", "2026-04-30"],
            ),
        ] {
            let mut report = Report::new();
            let cell = Cell { column: 0, content, span };
            let nodes = several(&cell, &column, Kind::Date, &mut report);
            let found = nodes.into_iter().map(|node| match node.tree {
                Tree::Scalar { text, quoted: false } => text,
                other => panic!("{other:?}"),
            });
            assert_eq!(found.collect::<Vec<_>>(), dates);
            assert!(report.is_empty(), "{report:?}");
        }
    }
}
