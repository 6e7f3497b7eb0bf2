//! A sheet of a table file: its cells, each with its place.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::diagnostic::{CELL_MARK, SourceId, Sources, Span};

/// What stands between two cells where a row is shown.
const BETWEEN: &str = " │ ";

/// Digits of a number that count in a spreadsheet.
const DIGITS: usize = 15;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Not empty, without blanks at its ends.
    Text(String),
    Number(f64),
    /// A whole number that is shown with zeros before it: `001`.
    Padded(String),
    /// A number that is shown as a percentage: what stands before `%`.
    Percent(String),
    Date(NaiveDate),
    /// A time of day, or how long something takes: `1:18`.
    Time(String),
    Truth(bool),
    /// What a formula failed with: `#REF!`.
    Error(String),
    /// A formula whose result its program did not write down.
    Uncomputed,
}

impl Content {
    /// A text as it was typed. None where there is nothing but blanks.
    pub fn text(typed: &str) -> Option<Content> {
        let hidden = |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}');
        let text = typed.trim_matches(hidden);
        (!text.is_empty())
            .then(|| Content::Text(text.replace("\r\n", "\n").replace('\r', "\n")))
    }

    /// The words or the number that were typed.
    pub fn typed(&self) -> Option<String> {
        match self {
            Content::Text(text) | Content::Padded(text) => Some(text.clone()),
            Content::Number(number) => Some(number_text(*number)),
            _ => None,
        }
    }
}

/// The cells of a sheet by row and column, both from 0.
#[derive(Debug, Default)]
pub struct Grid {
    pub rows: BTreeMap<usize, Vec<(usize, Content)>>,
    pub merged: Vec<Merged>,
    /// The sheet's name where the file has several.
    pub name: Option<String>,
    pub others: Vec<Other>,
}

/// Another sheet of the file.
#[derive(Debug)]
pub struct Other {
    pub name: String,
    /// The texts of its first rows, where nobody has said which sheet is meant.
    pub top: Vec<Vec<String>>,
}

/// A merged region, rows and columns from 0, both ends included.
#[derive(Debug, Clone, Copy)]
pub struct Merged {
    pub rows: (usize, usize),
    pub columns: (usize, usize),
}

#[derive(Debug)]
pub struct Cell {
    /// From 0.
    pub column: usize,
    pub content: Content,
    pub span: Span,
}

/// A row with something in it.
#[derive(Debug)]
pub struct Row {
    /// From 0.
    pub number: usize,
    pub cells: Vec<Cell>,
    /// Where its first cell would start.
    start: usize,
}

/// A sheet whose cells have their places in a source that shows it row by row.
#[derive(Debug)]
pub struct Sheet {
    pub rows: Vec<Row>,
    pub merged: Vec<Merged>,
    /// Its name where the file has several sheets, and these.
    pub name: Option<String>,
    pub others: Vec<Other>,
    source: SourceId,
    /// The last column that any row has something in.
    width: usize,
}

impl Sheet {
    /// Lays a grid out as text, under the name of its file.
    pub fn new(mut grid: Grid, name: &str, sources: &mut Sources) -> Sheet {
        let mut text = String::new();
        let mut laid = Vec::with_capacity(grid.rows.len());
        let last = |cells: &Vec<(usize, Content)>| cells.last().map(|(column, _)| *column);
        let width = grid.rows.values().filter_map(last).max().unwrap_or(0);
        let mut below = 0;
        for (number, cells) in std::mem::take(&mut grid.rows) {
            text.extend(std::iter::repeat_n('\n', number - below));
            below = number;
            let start = text.len();
            let mut at = 0;
            let mut placed = Vec::with_capacity(cells.len());
            for (column, content) in cells {
                text.extend(std::iter::repeat_n(BETWEEN, column - at));
                at = column;
                let from = text.len();
                text.push_str(&shown(&content));
                placed.push((column, content, from..text.len()));
            }
            text.extend(std::iter::repeat_n(BETWEEN, width - at));
            laid.push((number, start, placed));
        }
        text.push('\n');
        let source = sources.add_table(name, grid.name.clone(), text);
        let rows = laid.into_iter().map(|(number, start, cells)| {
            let cells = cells.into_iter().map(|(column, content, at)| Cell {
                column,
                content,
                span: Span::new(source, at.start, at.end),
            });
            Row { number, cells: cells.collect(), start }
        });
        let Grid { merged, name, others, .. } = grid;
        Sheet { rows: rows.collect(), merged, name, others, source, width }
    }

    /// The place of any cell that is not right of all others.
    pub fn span(&self, row: usize, column: usize) -> Span {
        // Rows with nothing in them are a line end each.
        let above = self.rows.partition_point(|r| r.number < row);
        let Some(found) = self.rows.get(above).filter(|r| r.number == row) else {
            let end = match above.checked_sub(1).and_then(|i| self.rows.get(i)) {
                Some(previous) => self.end_of_line(previous) + (row - previous.number),
                None => row,
            };
            return Span::new(self.source, end, end);
        };
        let left = found.cells.partition_point(|cell| cell.column < column);
        if let Some(cell) = found.cells.get(left).filter(|cell| cell.column == column) {
            return cell.span;
        }
        let (end, at) = match left.checked_sub(1).and_then(|i| found.cells.get(i)) {
            Some(cell) => (cell.span.end, cell.column),
            None => (found.start, 0),
        };
        let start = end + (column - at) * BETWEEN.len();
        Span::new(self.source, start, start)
    }

    fn end_of_line(&self, row: &Row) -> usize {
        let (end, at) = row.cells.last().map_or((row.start, 0), |c| (c.span.end, c.column));
        end + (self.width - at) * BETWEEN.len()
    }
}

impl Row {
    pub fn cell(&self, column: usize) -> Option<&Cell> {
        let i = self.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
        self.cells.get(i)
    }

    /// From its first cell to its last.
    pub fn span(&self) -> Option<Span> {
        let (first, last) = (self.cells.first()?, self.cells.last()?);
        Some(Span { end: last.span.end, ..first.span })
    }
}

impl Cell {
    /// The place of a part of its text.
    pub fn span_of(&self, text: &str, start: usize, end: usize) -> Span {
        let offset = |at: usize| self.span.start + in_one_line(&text[..at]).len();
        Span { start: offset(start), end: offset(end), ..self.span }
    }
}

/// The content as a row shows it.
fn shown(content: &Content) -> String {
    match content {
        Content::Text(text) => in_one_line(text),
        Content::Number(number) => number_text(*number),
        Content::Padded(text) | Content::Time(text) | Content::Error(text) => text.clone(),
        Content::Percent(number) => format!("{number}%"),
        Content::Date(date) => date.to_string(),
        Content::Truth(truth) => truth_text(*truth).to_owned(),
        Content::Uncomputed => "=?".to_owned(),
    }
}

fn in_one_line(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' => '↵',
            CELL_MARK => '|',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect()
}

/// A number as a spreadsheet shows it: what a formula leaves beyond its digits is
/// the rounding of binary fractions.
pub fn number_text(number: f64) -> String {
    // Zero has no sign.
    let text = format!("{}", number + 0.0);
    if text.len() <= DIGITS {
        return text;
    }
    let rounded: f64 = format!("{number:.0$e}", DIGITS - 1).parse().unwrap_or(number);
    rounded.to_string()
}

pub fn truth_text(truth: bool) -> &'static str {
    if truth { "是" } else { "否" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_has_its_place_also_the_empty_ones() {
        let text = |t: &str| Content::text(t).unwrap();
        let mut grid = Grid::default();
        grid.rows.insert(1, vec![(1, text(" 学校\n名称 ")), (4, Content::Number(7.5))]);
        grid.rows.insert(4, vec![(0, text("甲│乙"))]);
        let mut sources = Sources::new();
        let sheet = Sheet::new(grid, "得分.xlsx", &mut sources);
        let text = &sources.get(sheet.source).text[..];
        assert_eq!(text, "\n │ 学校↵名称 │  │  │ 7.5\n\n\n甲|乙 │  │  │  │ \n");
        for row in 1..5 {
            for column in 0..5 {
                let cell = format!("{}{}", ["A", "B", "C", "D", "E"][column], row + 1);
                let place = sources.get(sheet.source).cell(sheet.span(row, column).start);
                let blank = (2..4).contains(&row);
                assert_eq!(place, Some(if blank { format!("A{}", row + 1) } else { cell }));
            }
        }
        let cell = sheet.rows[0].cell(1).unwrap();
        let Content::Text(typed) = &cell.content else { panic!() };
        let name = typed.find("名称").unwrap();
        assert_eq!(sources.text(cell.span_of(typed, name, typed.len())), "名称");
    }

    #[test]
    fn numbers_are_as_a_spreadsheet_shows_them() {
        for (number, text) in [
            (1001.0, "1001"),
            (0.1 + 0.2, "0.3"),
            (7.5, "7.5"),
            (-0.0, "0"),
            (1e15, "1000000000000000"),
        ] {
            assert_eq!(number_text(number), text);
        }
    }
}
