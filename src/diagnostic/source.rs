//! The texts that diagnostics point into.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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
/// mark, which editors do not show, is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// One text with the name the clerk knows it by.
#[derive(Debug, Clone)]
pub struct Source {
    pub name: String,
    pub text: String,
    /// The file that it was read from; none for what the program wrote itself.
    pub path: Option<PathBuf>,
    /// Byte offset of the start of each line.
    lines: Vec<usize>,
}

impl Source {
    /// The position of a byte offset; past the end gives the end. An offset
    /// inside a character counts as its start.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.lines.partition_point(|&start| start <= offset) - 1;
        let before = &self.text[self.lines[line]..offset];
        let column = before.strip_prefix('\u{feff}').unwrap_or(before).chars().count() + 1;
        Position { line: line + 1, column }
    }
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
        self.put(name.into(), text.into(), None)
    }

    /// A text that stands in a file, under the name of its path.
    pub fn add_file(&mut self, path: &Path, text: impl Into<String>) -> SourceId {
        self.put(path.display().to_string(), text.into(), Some(path.to_owned()))
    }

    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.sources.iter().enumerate().map(|(at, source)| (SourceId(at as u32), source))
    }

    fn put(&mut self, name: String, text: String, path: Option<PathBuf>) -> SourceId {
        let lines =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.sources.push(Source { name, text, path, lines });
        SourceId((self.sources.len() - 1) as u32)
    }

    /// The source with this id. Ids come only from [`Sources::add`] of the same
    /// value, so there is one.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    /// All texts in the order they were added.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().map(|source| source.text.as_str())
    }

    /// `文件:行:列` of the start of a span.
    pub fn place(&self, span: Span) -> String {
        let source = self.get(span.source);
        let Position { line, column } = source.position(span.start);
        format!("{}:{line}:{column}", source.name)
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
