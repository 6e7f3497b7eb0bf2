//! The texts that diagnostics point into.

use std::collections::BTreeMap;
use std::iter;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::text::Text;

/// Which source a span belongs to. Given out by [`Sources::add`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A range of bytes in one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    pub source: SourceId,
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        Self { source, start, end }
    }
}

/// Line and column, both from 1, the column counted in characters. A byte order
/// mark, which editors do not show, is not counted. In a table, row and column of
/// the cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// One text with the name the clerk knows it by.
#[derive(Debug, Clone)]
pub struct Source {
    pub name: String,
    pub text: Text,
    /// The file that it was read from; none for what the program wrote itself.
    pub path: Option<PathBuf>,
    /// Byte offset of the start of each line, once one is asked for.
    lines: OnceLock<Vec<usize>>,
    places: Places,
}

/// What the places of a source are called by.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Places {
    Lines,
    /// Cells, of this sheet where the file has more than one.
    Cells {
        sheet: Option<String>,
    },
}

/// Parts the cells of a row in the text of a table; no cell has it in its own.
pub const CELL_MARK: char = '│';

impl Source {
    /// The position of a byte offset; past the end gives the end. An offset
    /// inside a character counts as its start.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let lines = self.lines.get_or_init(|| {
            let newlines = self.text.match_indices('\n').map(|(at, _)| at + 1);
            iter::once(0).chain(newlines).collect()
        });
        let line = lines.partition_point(|&start| start <= offset) - 1;
        let before = &self.text[lines[line]..offset];
        if let Places::Cells { .. } = self.places {
            let column = before.matches(CELL_MARK).count() + 1;
            return Position { line: line + 1, column };
        }
        let column = before.strip_prefix('\u{feff}').unwrap_or(before).chars().count() + 1;
        Position { line: line + 1, column }
    }

    /// `文件:行:列` of an offset; in a table `文件!B17`, with the sheet where there
    /// are several.
    pub fn place(&self, offset: usize) -> String {
        match (&self.places, self.cell(offset)) {
            (Places::Cells { sheet: Some(sheet) }, Some(cell)) => {
                format!("{}[{sheet}]!{cell}", self.name)
            }
            (_, Some(cell)) => format!("{}!{cell}", self.name),
            (_, None) => {
                let Position { line, column } = self.position(offset);
                format!("{}:{line}:{column}", self.name)
            }
        }
    }

    /// The cell of an offset in a table: `B17`.
    pub fn cell(&self, offset: usize) -> Option<String> {
        let Places::Cells { .. } = self.places else { return None };
        let Position { line, column } = self.position(offset);
        Some(format!("{}{line}", column_letters(column)))
    }
}

/// The letters of a column of a table, counted from 1: `A` to `Z`, `AA`, …
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        // 0 to 25: it fits, and a letter follows from it.
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// All texts of one run.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    sources: Vec<Source>,
    unsaved: BTreeMap<PathBuf, String>,
}

impl Sources {
    pub fn new() -> Self {
        Self::default()
    }

    /// Sources that shall read these texts in the place of what the files hold, as an
    /// editor has them that has not saved yet.
    pub fn with_unsaved(unsaved: BTreeMap<PathBuf, String>) -> Self {
        Self { sources: Vec::new(), unsaved }
    }

    /// What a file is to be read as although it holds something else.
    pub fn unsaved(&self, path: &Path) -> Option<&str> {
        self.unsaved.get(path).map(String::as_str)
    }

    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.put(name.into(), text.into(), None, Places::Lines)
    }

    /// A text that stands in a file, under the name of its path.
    pub fn add_file(&mut self, path: &Path, text: impl Into<String>) -> SourceId {
        let name = path.display().to_string();
        self.put(name, text.into(), Some(path.to_owned()), Places::Lines)
    }

    /// Adds a table as text: a line for each row from row 1 on, its cells from
    /// column A on parted by [`CELL_MARK`]. The sheet is named where the file has
    /// more than one.
    pub fn add_table(
        &mut self,
        name: impl Into<String>,
        sheet: Option<String>,
        text: impl Into<String>,
    ) -> SourceId {
        self.put(name.into(), text.into(), None, Places::Cells { sheet })
    }

    /// Takes back the text that was added last, into which nothing points.
    pub fn withdraw(&mut self, id: SourceId) {
        if id.0 as usize + 1 == self.sources.len() {
            self.sources.pop();
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.sources.iter().enumerate().map(|(at, source)| (SourceId(at as u32), source))
    }

    fn put(
        &mut self,
        name: String,
        text: String,
        path: Option<PathBuf>,
        places: Places,
    ) -> SourceId {
        let (text, lines) = (text.into(), OnceLock::new());
        self.sources.push(Source { name, text, path, lines, places });
        SourceId((self.sources.len() - 1) as u32)
    }

    /// The source with this id. Ids come only from [`Sources::add`] of the same
    /// value, so there is one.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    /// Puts all texts away until one is looked at again, which takes each a moment.
    pub fn put_away(&mut self) {
        for source in &mut self.sources {
            source.text.put_away();
            source.lines.take();
        }
    }

    /// The place of the start of a span: see [`Source::place`].
    pub fn place(&self, span: Span) -> String {
        self.get(span.source).place(span.start)
    }

    /// The line that a span starts in.
    pub fn line(&self, span: Span) -> &str {
        let text = &self.get(span.source).text;
        let at = text.floor_char_boundary(span.start.min(text.len()));
        let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
        &text[start..end]
    }

    /// The text a span covers.
    pub fn text(&self, span: Span) -> &str {
        let text = &self.get(span.source).text;
        let start = text.floor_char_boundary(span.start.min(text.len()));
        let end = text.ceil_char_boundary(span.end.min(text.len()));
        &text[start..end.max(start)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        for (column, letters) in [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")] {
            assert_eq!(column_letters(column), letters);
        }
    }

    #[test]
    fn a_place_in_a_table_is_a_cell() {
        let mut sources = Sources::new();
        let text = "得分表 │  │ \n城关一小 │  │ 8分\n";
        let at = text.find("8分").unwrap();
        for (sheet, place) in [(None, "得分.xlsx!C2"), (Some("初评"), "得分.xlsx[初评]!C2")]
        {
            let table = sources.add_table("得分.xlsx", sheet.map(str::to_owned), text);
            assert_eq!(sources.place(Span::new(table, at, at + 4)), place);
            // Nothing stands in B2, but it has its place.
            assert_eq!(sources.get(table).cell(at - 5).as_deref(), Some("B2"));
        }
    }
}
