//! Corrections to a text that keep its places: the parser reads the corrected
//! text, and every offset leads back to what the clerk typed.

use std::collections::BTreeSet;
use std::ops::Range;

use super::blank::is_blank;
use crate::diagnostic::{Report, SourceId, Span};

/// What can be put right without a question; of the rest only the writer knows what
/// was meant.
const CERTAIN: [&str; 9] =
    ["YML-02", "YML-03", "YML-04", "YML-05", "YML-07", "YML-12", "YML-14", "YML-15", "YML-16"];

/// Corrections that have been decided on but not made.
#[derive(Debug, Default)]
pub(super) struct Repairs {
    edits: Vec<(Range<usize>, String)>,
}

impl Repairs {
    /// Puts `with` in the place of the bytes in `range`.
    pub(super) fn replace(&mut self, range: Range<usize>, with: impl Into<String>) {
        self.edits.push((range, with.into()));
    }

    /// Puts `text` before the byte at `at`; of two at one place the one that
    /// was decided on first stands first.
    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    /// Gives to each finding the corrections that were decided on for it, as its
    /// repair: those that touch its places. Lines where something is `doubtful` are
    /// left to the clerk.
    pub(super) fn propose(
        &self,
        source: SourceId,
        text: &str,
        doubtful: &[usize],
        found: &mut Report,
    ) {
        let start_of_line = |at: usize| text[..at].rfind('\n').map_or(0, |at| at + 1);
        let doubtful: BTreeSet<usize> = doubtful.iter().map(|at| start_of_line(*at)).collect();
        let mut certain: Vec<&(Range<usize>, String)> = self
            .edits
            .iter()
            .filter(|(at, with)| {
                text[at.clone()] != *with && !doubtful.contains(&start_of_line(at.start))
            })
            .collect();
        certain.sort_by_key(|(at, _)| (at.start, at.end));
        for diagnostic in found.iter_mut().filter(|found| CERTAIN.contains(&found.id)) {
            let mut own: Vec<&(Range<usize>, String)> = Vec::new();
            own.extend(certain.iter().filter(|(at, with)| {
                is_throughout(diagnostic.id, &text[at.clone()]) && with.trim().is_empty()
            }));
            for span in diagnostic.labels.iter().map(|label| label.span) {
                // No correction begins on a line above its place.
                let line = start_of_line(span.start);
                let from = certain.partition_point(|(at, _)| at.start < line);
                let near = certain[from..].iter().take_while(|(at, _)| at.start <= span.end);
                own.extend(near.filter(|(at, _)| at.end >= span.start));
            }
            own.sort_by_key(|(at, _)| (at.start, at.end));
            own.dedup_by_key(|(at, _)| at.clone());
            for (at, with) in own {
                diagnostic.replace(Span::new(source, at.start, at.end), with.as_str());
            }
        }
    }

    /// A stretch of the original with the corrections that lie in it, to be
    /// shown.
    pub(super) fn preview(&self, original: &str, range: Range<usize>) -> String {
        let inside = self.edits.iter().filter_map(|(at, with)| {
            let start = at.start.checked_sub(range.start)?;
            (at.end <= range.end).then(|| (start..at.end - range.start, with.clone()))
        });
        Self { edits: inside.collect() }.apply(&original[range.clone()]).text
    }

    /// Makes the corrections. Of two that overlap the earlier in the text wins.
    pub(super) fn apply(mut self, original: &str) -> Repaired {
        self.edits.sort_by_key(|(range, _)| (range.start, range.end));
        let mut repaired =
            Repaired { text: String::with_capacity(original.len()), pieces: vec![] };
        let mut done = 0;
        for (range, with) in self.edits {
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

/// Whether a blank is one of those that this finding tells once for a whole text.
fn is_throughout(id: &str, typed: &str) -> bool {
    let odd = match id {
        "YML-02" => typed.contains('\t'),
        "YML-03" => !typed.is_ascii(),
        _ => false,
    };
    odd && typed.chars().all(is_blank)
}

/// The corrected text.
#[derive(Debug)]
pub(super) struct Repaired {
    pub(super) text: String,
    pieces: Vec<Piece>,
}

/// A stretch of the corrected text that was taken over or put in.
#[derive(Debug)]
struct Piece {
    start: usize,
    original: Range<usize>,
    kept: bool,
}

impl Repaired {
    fn push(&mut self, text: &str, original: Range<usize>, kept: bool) {
        if !text.is_empty() {
            self.pieces.push(Piece { start: self.text.len(), original, kept });
            self.text.push_str(text);
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
