//! Corrections to a text that keep its places: the parser reads the corrected
//! text, and every offset leads back to what the clerk typed.

use std::borrow::Cow;
use std::ops::Range;

/// What is to stand in the place of the bytes of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Correction {
    pub(super) at: Range<usize>,
    pub(super) with: String,
}

impl Correction {
    pub(super) fn new(at: Range<usize>, with: impl Into<String>) -> Self {
        Self { at, with: with.into() }
    }
}

/// Corrections that have been decided on but not made.
#[derive(Debug, Default)]
pub(super) struct Repairs {
    edits: Vec<Correction>,
}

impl Repairs {
    pub(super) fn make(&mut self, correction: Correction) {
        self.edits.push(correction);
    }

    /// Puts `with` in the place of the bytes in `range`.
    pub(super) fn replace(&mut self, range: Range<usize>, with: impl Into<String>) {
        self.make(Correction::new(range, with));
    }

    /// Puts `text` before the byte at `at`; of two at one place the one that
    /// was decided on first stands first.
    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    /// A stretch of the original with the corrections that lie in it, to be
    /// shown.
    pub(super) fn preview(&self, original: &str, range: Range<usize>) -> String {
        let inside = self.edits.iter().filter_map(|Correction { at, with }| {
            let start = at.start.checked_sub(range.start)?;
            let end = (at.end <= range.end).then(|| at.end - range.start)?;
            Some(Correction::new(start..end, with.as_str()))
        });
        Self { edits: inside.collect() }.apply(&original[range.clone()]).text.into_owned()
    }

    /// Makes the corrections. Of two that overlap the earlier in the text wins.
    pub(super) fn apply(mut self, original: &str) -> Repaired<'_> {
        if self.edits.is_empty() {
            let whole = Piece { start: 0, original: 0..original.len(), kept: true };
            return Repaired { text: Cow::Borrowed(original), pieces: vec![whole] };
        }
        self.edits.sort_by_key(|edit| (edit.at.start, edit.at.end));
        let text = Cow::Owned(String::with_capacity(original.len()));
        let mut repaired = Repaired { text, pieces: vec![] };
        let mut done = 0;
        for Correction { at: range, with } in self.edits {
            if range.start < done {
                continue;
            }
            repaired.push(&original[done..range.start], done..range.start, true);
            repaired.push(&with, range.clone(), false);
            done = range.end;
        }
        repaired.push(&original[done..], done..original.len(), true);
        repaired
    }
}

/// The corrected text.
#[derive(Debug)]
pub(super) struct Repaired<'a> {
    pub(super) text: Cow<'a, str>,
    pieces: Vec<Piece>,
}

/// A stretch of the corrected text that was taken over or put in.
#[derive(Debug)]
struct Piece {
    start: usize,
    original: Range<usize>,
    kept: bool,
}

impl Repaired<'_> {
    fn push(&mut self, text: &str, original: Range<usize>, kept: bool) {
        if !text.is_empty() {
            self.pieces.push(Piece { start: self.text.len(), original, kept });
            self.text.to_mut().push_str(text);
        }
    }

    /// Where the byte at `offset` of the corrected text stood in the original.
    /// Inside of what was put in, that is one of its two ends.
    pub(super) fn original(&self, offset: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.start <= offset);
        let Some(piece) = next.checked_sub(1).map(|at| &self.pieces[at]) else {
            return 0;
        };
        let into = offset - piece.start;
        match (piece.kept, into) {
            (true, _) => (piece.original.start + into).min(piece.original.end),
            (false, 0) => piece.original.start,
            (false, _) => piece.original.end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back() {
        let original = "\t名称：甲\n";
        let mut repairs = Repairs::default();
        repairs.replace(7..10, ": ");
        repairs.replace(0..1, "  ");
        repairs.insert(13, "'");
        let repaired = repairs.apply(original);
        assert_eq!(repaired.text, "  名称: 甲'\n");
        for word in ["名称", "甲", "\n"] {
            let at = repaired.text.find(word).unwrap();
            assert_eq!(repaired.original(at), original.find(word).unwrap(), "{word:?}");
        }
        assert_eq!(repaired.original(repaired.text.len()), original.len());
    }
}
