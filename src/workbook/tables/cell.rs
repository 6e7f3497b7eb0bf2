//! A cell as a scalar of the tree.

use chrono::{Datelike, NaiveDate};

use crate::diagnostic::{Diagnostic, Report, Span};
use crate::yaml::{Node, Tree};

use super::columns::Column;
use super::field::Kind;
use super::sheet::{Cell, Content, number_text, truth_text};

/// From here on a number in a spreadsheet has lost its last digits.
const INEXACT: f64 = 1e15;

/// What clerks write where there is nothing to be said.
const NOTHING: &[&str] = &["无", "没有", "暂无", "/", "\\", "-", "—", "——"];

/// What a cell holds, as the kind of its column has it. None where that cannot
/// be, which is reported.
pub fn scalar(cell: &Cell, column: &Column, kind: Kind, report: &mut Report) -> Option<Node> {
    let text = text(cell, column, kind, report)?;
    // Texts are texts whatever they look like; the rest is for the shape check.
    Some(Node { span: cell.span, tree: Tree::Scalar { text, quoted: kind == Kind::Text } })
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
        (Content::Text(text), Kind::Date) => Some(date(text).unwrap_or_else(|| text.clone())),
        (Content::Text(text), Kind::Text | Kind::Plain) => Some(text.clone()),
    }
}

/// A date as spreadsheets write it into text: 2014/3/5, 2014年3月5日, 2014.3.5.
fn date(text: &str) -> Option<String> {
    let plain = text.replace(['年', '月', '/', '.'], "-").replace('日', "");
    let date = NaiveDate::parse_from_str(&plain, "%Y-%m-%d").ok()?;
    (1900..10_000).contains(&date.year()).then(|| date.to_string())
}

/// The texts of a cell: a line each where there are line breaks, else what ；
/// parts.
pub fn texts(cell: &Cell, column: &Column, report: &mut Report) -> Vec<Node> {
    let Content::Text(text) = &cell.content else {
        return scalar(cell, column, Kind::Text, report).into_iter().collect();
    };
    let parts = parts(text);
    let mut nodes = Vec::with_capacity(parts.len());
    for (start, end) in parts {
        let span = cell.span_of(text, start, end);
        nodes.extend(said(&text[start..end], span, column, report));
    }
    nodes
}

/// The text of a cell as one.
pub fn whole(cell: &Cell, column: &Column, report: &mut Report) -> Option<Node> {
    match &cell.content {
        Content::Text(text) => said(text, cell.span, column, report),
        _ => scalar(cell, column, Kind::Text, report),
    }
}

/// A text that says something.
fn said(text: &str, span: Span, column: &Column, report: &mut Report) -> Option<Node> {
    if NOTHING.contains(&text) {
        let message = format!("“{}”里写的是“{text}”", column.name);
        let help = "没有内容就让单元格空着，不然会照写到文书里";
        report.push(Diagnostic::error("TAB-17", message).at(span, "").help(help));
        return None;
    }
    Some(Node { span, tree: Tree::Scalar { text: text.to_owned(), quoted: true } })
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
    fn dates_are_read_as_spreadsheets_write_them() {
        for text in ["2014/3/5", "2014年3月5日", "2014.03.05", "2014-3-5"] {
            assert_eq!(date(text).as_deref(), Some("2014-03-05"), "{text}");
        }
        for text in ["3月5日", "14.3.5", "2014-02-30", "2014年3月"] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
