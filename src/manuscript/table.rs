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

/// The header of a table.
pub(super) fn header(cells: Vec<Vec<Run>>) -> Vec<Vec<HeaderCell>> {
    let cell = |text| HeaderCell { text, columns: 1, rows: 1 };
    vec![cells.into_iter().map(cell).collect()]
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
