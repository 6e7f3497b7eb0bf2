//! A text as the rules on wording read it: stretch by stretch, as written, each
//! with its place.

use crate::diagnostic::Span;

/// What a stretch of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageKind {
    /// 标题 of the document.
    Title,
    /// Another element of the front matter, by its key; a list gives a passage
    /// for each of its values.
    Element(&'static str),
    /// A heading of level 1 to 4, or of an 附件 (level 0), without its `#`.
    Heading {
        level: u8,
    },
    Paragraph,
    /// An item of a numbered list, without its number.
    Item,
    /// An item of a list that becomes 一是…；二是…, without its `-`.
    Clause,
    /// The caption of a table or a picture.
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

/// What the clerk excuses from a rule: `<!-- 不查 PUN-01：原文如此 -->` above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excuse {
    /// Where the excuse itself is written.
    pub place: Span,
    /// The id of a rule, as typed.
    pub rule: String,
    /// The block below; none where the text ends.
    pub covers: Option<Span>,
}
