//! A table as the templates read it: what of it can be told before anything is
//! laid out.

use serde::Serialize;

use super::columns::{self, INSET, Shape, em_width, number_parts};
use super::fonts::{Fonts, Role};
use super::line::{self, Words};
use crate::document::{Alignment, HeaderCell, Row, Table, runs_text};

#[derive(Serialize)]
pub(super) struct SetTable<'a> {
    caption: Option<&'a str>,
    notes: &'a [String],
    landscape: bool,
    /// Of type, in pt.
    size: f64,
    /// At either side of a cell's words, in pt.
    inset: f64,
    /// Of the columns, in pt.
    widths: Vec<f64>,
    columns: &'a [Alignment],
    heads: Vec<Vec<Head<'a>>>,
    rows: Vec<SetRow<'a>>,
    #[serde(skip)]
    pub(super) is_small: bool,
}

#[derive(Serialize)]
struct Head<'a> {
    /// One line, or two that break before a unit in brackets.
    lines: Vec<Words<'a>>,
    /// Of lines of like length, in pt, where there are several.
    measure: Option<f64>,
    /// That it stands over.
    columns: Vec<usize>,
    rows: usize,
    /// In pt.
    width: f64,
    one_line: bool,
}

#[derive(Serialize)]
struct SetRow<'a> {
    cells: Vec<Cell<'a>>,
    total: bool,
    /// Whether it goes on with what the first cell above says.
    joined: bool,
    /// How many columns its first cell takes.
    span: usize,
}

#[derive(Serialize)]
struct Cell<'a> {
    text: Words<'a>,
    /// How far a number is to stay off the right edge, in pt.
    margin: f64,
    /// Sure to be one line, without measuring.
    one_line: bool,
}

/// `pitch` is 行距 in pt.
pub(super) fn set_table<'a>(table: &'a Table, pitch: f64, fonts: &Fonts) -> SetTable<'a> {
    let heads = columns::placed_heads(table);
    let Shape { landscape, size, widths } = columns::shape(table, &heads, pitch);
    let is_small = columns::is_small(size);
    let inset = INSET * size;
    let inner = |columns: &[usize]| -> f64 {
        columns.iter().map(|column| widths[*column]).sum::<f64>() - 2.0 * inset
    };
    let cells = table.header.iter().flatten().zip(heads);
    let mut cells = cells.map(|(cell, (text, columns))| {
        let width = inner(&columns);
        head(cell, &text, columns, width, size)
    });
    let heads = table.header.iter().map(|row| cells.by_ref().take(row.len()).collect());
    let heads = heads.collect();
    let texts: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| runs_text(cell)).collect())
        .collect();
    let margins: Vec<Option<Vec<f64>>> = table
        .columns
        .iter()
        .enumerate()
        .map(|(column, alignment)| {
            (*alignment == Alignment::Right).then(|| {
                let texts = texts.iter().map(|row| row.get(column).map_or("", String::as_str));
                let cells = texts.zip(&table.rows).map(|(text, row)| (text, face(row)));
                number_margins(&cells.collect::<Vec<_>>(), inner(&[column]), size, fonts)
            })
        })
        .collect();
    let mut open = false;
    let rows = table
        .rows
        .iter()
        .zip(&texts)
        .enumerate()
        .map(|(nth, (row, texts))| {
            let cells = row.cells.iter().zip(texts).enumerate();
            let cells = cells.map(|(column, (cell, text))| Cell {
                text: line::words(cell),
                margin: margins[column].as_ref().map_or(0.0, |margins| margins[nth]),
                one_line: one_line(text, inner(&[column]), size),
            });
            SetRow {
                cells: cells.collect(),
                total: row.total,
                joined: joined(row, texts, &mut open),
                span: span(row, texts),
            }
        })
        .collect();
    SetTable {
        caption: table.caption.as_deref(),
        notes: &table.notes,
        landscape,
        size,
        inset,
        columns: &table.columns,
        heads,
        rows,
        is_small,
        widths,
    }
}

/// A head of several lines breaks before its unit in brackets, or else into lines
/// of like length. `width` and `size` in pt.
fn head<'a>(
    cell: &'a HeaderCell,
    text: &str,
    columns: Vec<usize>,
    width: f64,
    size: f64,
) -> Head<'a> {
    let (length, room) = (em_width(text), width / size);
    let unit = match cell.text.as_slice() {
        [run] => run.text.find('（').filter(|at| *at > 0).map(|at| run.text.split_at(at)),
        _ => None,
    };
    let (lines, measure) = match unit.filter(|(name, _)| em_width(name) <= room) {
        _ if length <= room + 0.01 => (vec![line::words(&cell.text)], None),
        Some((name, unit)) => {
            let style = cell.text[0].style;
            (vec![line::stretch(name, style), line::stretch(unit, style)], None)
        }
        None => {
            let lines = (length / room).ceil();
            let measure = room.min((length / lines).ceil()) * size;
            (vec![line::words(&cell.text)], Some(measure))
        }
    };
    let one_line = one_line(text, width, size);
    Head { lines, measure, columns, rows: cell.rows, width, one_line }
}

/// A character to spare makes sure of it.
fn one_line(text: &str, width: f64, size: f64) -> bool {
    (em_width(text) + 1.0) * size <= width
}

fn face(row: &Row) -> Role {
    if row.total { Role::Hei } else { Role::Fangsong }
}

/// The decimal points of a column under each other, the longest number in the
/// middle. Words stand where the longest number ends. All in pt but the texts.
fn number_margins(cells: &[(&str, Role)], width: f64, size: f64, fonts: &Fonts) -> Vec<f64> {
    let parts = cells.iter().map(|(text, role)| {
        let length = |text: &str| fonts.width(*role, text) * size;
        match number_parts(text) {
            Some((whole, fraction)) => (length(whole), Some(length(fraction))),
            None => (length(text), None),
        }
    });
    let parts: Vec<(f64, Option<f64>)> = parts.collect();
    let whole = parts.iter().map(|(whole, _)| *whole).fold(0.0, f64::max);
    let fraction = parts.iter().filter_map(|(_, fraction)| *fraction).fold(0.0, f64::max);
    let margin = ((width - whole - fraction) / 2.0).max(0.0);
    parts.into_iter().map(|(_, own)| margin + own.map_or(0.0, |own| fraction - own)).collect()
}

/// Its first cell is empty, and no rule parts the two. A row of totals stands
/// alone, and so does a row that is left to be filled in. `open` tells whether
/// the row above can be gone on with.
fn joined(row: &Row, texts: &[String], open: &mut bool) -> bool {
    let mut filled = texts.iter().map(|text| !text.is_empty());
    let first = filled.next().unwrap_or(false);
    let joined = *open && !first && filled.any(|filled| filled);
    *open = !row.total && (first || joined);
    joined
}

/// 合计 has the empty columns beside it.
fn span(row: &Row, texts: &[String]) -> usize {
    if !row.total {
        return 1;
    }
    1 + texts.iter().skip(1).position(|text| !text.is_empty()).unwrap_or(0)
}
