//! A text as the rules on wording read it: stretch by stretch, as written, each
//! with its place.

use crate::diagnostic::Span;

/// What a stretch of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageKind {
    /// 标题 of the document.
    Title,
    /// Another element of the front matter, by its key.
    Element(&'static str),
    /// A heading of level 1 to 4, or of an 附件 (level 0).
    Heading {
        level: u8,
    },
    Paragraph,
    /// An item of a numbered list.
    Item,
    /// An item of a list that becomes 一是…；二是….
    Clause,
    /// A caption or a note of a table.
    Caption,
    Cell,
    /// A line of a plain text, whatever it is.
    Line,
}

/// A stretch of text in its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage {
    pub kind: PassageKind,
    pub span: Span,
}
