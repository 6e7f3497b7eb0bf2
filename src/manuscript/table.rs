//! Tables: what the Markdown parser would pad or cut in silence is checked on
//! the lines as typed.

use std::ops::Range;

use pulldown_cmark::Alignment as Mark;

use super::id;
use crate::diagnostic::{Diagnostic, Report, Span};
use crate::document::{Alignment, HeaderCell, Row, Run, runs_text};

/// First cells of a row of totals.
const TOTALS: [&str; 5] = ["合计", "总计", "小计", "总分", "总计得分"];

/// The alignment of a column; without a mark, the left.
pub(super) fn alignment(mark: Mark) -> Alignment {
    match mark {
        Mark::None | Mark::Left => Alignment::Left,
        Mark::Center => Alignment::Center,
        Mark::Right => Alignment::Right,
    }
}

/// A cell of the header as typed.
pub(super) struct Head {
    pub(super) span: Span,
    /// The common head that this column and its neighbours stand under.
    pub(super) above: Option<Vec<Run>>,
    pub(super) text: Vec<Run>,
}

/// Where the `>` between a common head and a column's own stands: it has a
/// blank, or an end of the cell, at either side. An escaped one has not.
pub(super) fn common_head_mark(text: &str, cell: Span, report: &mut Report) -> Option<usize> {
    let typed = &text[cell.start..cell.end];
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let marks: Vec<_> = typed
        .match_indices('>')
        .filter(|(at, _)| {
            blank(typed[..*at].chars().next_back()) && blank(typed[at + 1..].chars().next())
        })
        .collect();
    match marks.as_slice() {
        [] => None,
        [(at, _)] => Some(cell.start + at),
        _ => {
            report.push(bad_head("表头最多两层，这一格里的“>”多了", cell));
            None
        }
    }
}

/// The header of a table: one row, or two where columns stand under a common
/// head; the others then reach through both.
pub(super) fn header(cells: Vec<Head>, report: &mut Report) -> Vec<Vec<HeaderCell>> {
    let cell = |text, rows| HeaderCell { text, columns: 1, rows };
    if cells.iter().all(|head| head.above.is_none()) {
        return vec![cells.into_iter().map(|head| cell(head.text, 1)).collect()];
    }
    let mut upper: Vec<HeaderCell> = Vec::new();
    let mut lower = Vec::new();
    for Head { span, above, text } in cells {
        let Some(above) = above else {
            upper.push(cell(text, 2));
            continue;
        };
        if above.is_empty() || text.is_empty() {
            report.push(bad_head("表头里的“>”有一边没有文字", span));
        }
        let same =
            |head: &HeaderCell| head.rows == 1 && runs_text(&head.text) == runs_text(&above);
        match upper.last_mut() {
            Some(last) if same(last) => last.columns += 1,
            _ => {
                if upper.iter().any(same) {
                    let words = runs_text(&above);
                    report.push(
                        Diagnostic::error(
                            id::BAD_HEAD,
                            format!("“{words}”下面的各列没有挨在一起"),
                        )
                        .at(span, "")
                        .help("把这几列移到一起；如果不是一回事，就写成不同的表头"),
                    );
                }
                upper.push(cell(above, 1));
            }
        }
        lower.push(cell(text, 1));
    }
    vec![upper, lower]
}

fn bad_head(message: &str, cell: Span) -> Diagnostic {
    Diagnostic::error(id::BAD_HEAD, message)
        .at(cell, "")
        .help("几列合用一个表头的，每列写成“达标学校 > 小学”的样子；要印出“>”本身，写成“\\>”")
}

/// A row below the header. 合　计 with a blank for looks is a total too.
pub(super) fn row(cells: Vec<Vec<Run>>) -> Row {
    let first = cells.first().map(|cell| runs_text(cell)).unwrap_or_default();
    let first: String = first.chars().filter(|c| !c.is_whitespace()).collect();
    Row { total: TOTALS.contains(&first.as_str()), cells }
}

/// Checks one line of a table, header or row, against the number of columns.
/// `at` is any offset in the line.
pub(super) fn check_line(text: &str, at: Span, columns: usize, report: &mut Report) {
    let start = text[..at.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at.start..].find('\n').map_or(text.len(), |newline| at.start + newline);
    let line = text[start..end].trim();
    let start = start + text[start..end].len() - text[start..end].trim_start().len();
    let span = Span::new(at.source, start, start + line.len());
    if !line.starts_with('|') {
        report.push(
            Diagnostic::error(id::GLUED_TO_TABLE, "表格里的这一行不是用“|”开头的")
                .at(span, "")
                .help("表格的每一行都以“|”开头和结尾；表格下面的文字，前面要空一行"),
        );
        return;
    }
    let cells = cells(line).len();
    if cells != columns {
        report.push(
            Diagnostic::error(
                id::RAGGED_ROW,
                format!("表格的这一行有{cells}格，表头有{columns}格"),
            )
            .at(span, "")
            .help(
                "补上或删去多余的“|”，使每一行的格数和表头一样；空的格也要留出来，写成“|  |”",
            ),
        );
    }
}

/// Where the cells of a trimmed line stand, between its `|`; `\|` is text.
pub(super) fn cells(line: &str) -> Vec<Range<usize>> {
    let mut bars = Vec::new();
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        if c == '|' && !escaped {
            bars.push(at);
        }
        escaped = c == '\\' && !escaped;
    }
    // The line begins with one; the closing one may be left out.
    if bars.last().is_none_or(|&last| last + 1 < line.len()) {
        bars.push(line.len());
    }
    bars.windows(2).map(|pair| pair[0] + 1..pair[1]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Style;

    #[test]
    fn cells_are_counted_as_typed() {
        for (line, count) in [
            ("| 一小 | 90 |", 2),
            ("| 一小 | 90", 2),
            ("|  | 90 | |", 3),
            ("| a\\|b | 90 |", 2),
            ("|合计|", 1),
        ] {
            assert_eq!(cells(line).len(), count, "{line}");
        }
    }

    #[test]
    fn totals_are_known_by_their_first_cell() {
        let row = |first: &str| {
            super::row(vec![vec![Run { text: first.into(), style: Style::Plain }], Vec::new()])
        };
        assert!(row("合计").total && row("合　计").total && row("总计得分").total);
        assert!(!row("合计得分说明").total);
        assert!(!super::row(Vec::new()).total);
    }
}
