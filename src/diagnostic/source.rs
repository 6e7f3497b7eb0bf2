//! The texts that diagnostics point into.

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
}

impl Sources {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let text = text.into();
        let lines =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.sources.push(Source { name: name.into(), text, lines });
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
