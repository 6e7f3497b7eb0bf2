//! The text that rules on wording read.

use regex::{Match, Regex};

use crate::diagnostic::{SourceId, Span};
use crate::document::{Passage, PassageKind};

/// A constant pattern, read when it is first needed.
macro_rules! pattern {
    ($pattern:literal) => {{
        static PATTERN: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| {
            // Each rule's own examples have it read by a test.
            regex::Regex::new($pattern).expect("a constant pattern")
        });
        &*PATTERN
    }};
}
pub(super) use pattern;

/// A manuscript or a plain text, in passages.
pub struct Text<'a> {
    source: SourceId,
    whole: &'a str,
    passages: Vec<Passage>,
}

impl<'a> Text<'a> {
    pub fn new(source: SourceId, whole: &'a str, passages: Vec<Passage>) -> Self {
        Self { source, whole, passages }
    }

    /// A plain text: each line that is not empty is a passage.
    pub fn plain(source: SourceId, whole: &'a str) -> Self {
        let mut at = 0;
        let passages = whole
            .split_inclusive('\n')
            .filter_map(|line| {
                let start = at + line.len() - line.trim_start().len();
                at += line.len();
                let words = line.trim();
                let span = Span::new(source, start, start + words.len());
                (!words.is_empty()).then_some(Passage { kind: PassageKind::Line, span })
            })
            .collect();
        Self { source, whole, passages }
    }

    /// The passages with their words, as written.
    pub fn passages(&self) -> impl Iterator<Item = (Passage, &'a str)> + '_ {
        self.passages
            .iter()
            .map(|passage| (*passage, &self.whole[passage.span.start..passage.span.end]))
    }

    /// Each place where a pattern stands, passage by passage.
    pub fn find<'s>(
        &'s self,
        pattern: &'s Regex,
    ) -> impl Iterator<Item = (Span, Match<'a>)> + 's {
        self.passages().flat_map(move |(passage, words)| {
            pattern.find_iter(words).map(move |found| {
                let start = passage.span.start;
                (Span::new(self.source, start + found.start(), start + found.end()), found)
            })
        })
    }
}
