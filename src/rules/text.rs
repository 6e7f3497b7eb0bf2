//! The text that rules on wording read.

use std::ops::Range;

use regex::{Captures, Regex};

use crate::chinese::punctuation::{is_cjk, is_han};
use crate::diagnostic::{SourceId, Span};
use crate::document::{Excuse, Passage, PassageKind};

/// A constant pattern, read when it is first needed.
macro_rules! pattern {
    ($pattern:expr) => {{
        static PATTERN: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| {
            // Each rule's own examples have it read by a test.
            regex::Regex::new($pattern).expect("a constant pattern")
        });
        &*PATTERN
    }};
}
pub(super) use pattern;

/// From this many half-width marks on, and no full-width one, it is not the
/// author who typed them.
const FOLDED: usize = 20;

/// A manuscript or a plain text, in passages.
pub struct Text<'a> {
    whole: &'a str,
    passages: Vec<Passage>,
    excuses: Vec<Excuse>,
    folded: Option<usize>,
}

impl<'a> Text<'a> {
    pub fn new(whole: &'a str, passages: Vec<Passage>, excuses: Vec<Excuse>) -> Self {
        let mut text = Self { whole, passages, excuses, folded: None };
        let (half, full) = text
            .passages()
            .map(|(_, words)| widths(words))
            .fold((0, 0), |sum, width| (sum.0 + width.0, sum.1 + width.1));
        text.folded = (half >= FOLDED && full == 0).then_some(half);
        text
    }

    /// A plain text: each line that is not empty is a passage. A no-break space
    /// is not cut off, since it is a slip.
    pub fn plain(source: SourceId, whole: &'a str) -> Self {
        const BLANKS: [char; 6] = [' ', '\t', '\u{3000}', '\r', '\n', '\u{feff}'];
        let mut at = 0;
        let passages = whole
            .split_inclusive('\n')
            .filter_map(|line| {
                let start = at + line.len() - line.trim_start_matches(BLANKS).len();
                at += line.len();
                let words = line.trim_matches(BLANKS);
                let span = Span::new(source, start, start + words.len());
                (!words.is_empty()).then_some(Passage { kind: PassageKind::Line, span })
            })
            .collect();
        Self::new(whole, passages, Vec::new())
    }

    /// The passages with their words, as written.
    pub fn passages(&self) -> impl Iterator<Item = (Passage, &'a str)> + '_ {
        self.passages
            .iter()
            .map(|passage| (*passage, &self.whole[passage.span.start..passage.span.end]))
    }

    pub(super) fn excuses(&self) -> &[Excuse] {
        &self.excuses
    }

    /// Each place where a pattern stands, passage by passage. Where the pattern
    /// has a group, the place is that of the group.
    pub fn hits<'s>(&'s self, pattern: &'s Regex) -> impl Iterator<Item = Hit<'a>> + 's {
        self.passages().flat_map(move |(passage, words)| Hit::all(pattern, passage, words))
    }

    /// The same with the groups of the pattern; the place is that of the whole.
    pub fn captures<'s>(
        &'s self,
        pattern: &'s Regex,
    ) -> impl Iterator<Item = (Span, Captures<'a>)> + 's {
        self.passages().flat_map(move |(passage, words)| {
            pattern.captures_iter(words).map(move |found| {
                let Span { source, start, .. } = passage.span;
                let whole = found.get_match();
                (Span::new(source, start + whole.start(), start + whole.end()), found)
            })
        })
    }

    /// The number of half-width marks next to Chinese in a text that has no
    /// full-width ones: a program folded it (ING-01), and what it says of the
    /// width of marks is not the author's.
    pub fn folded(&self) -> Option<usize> {
        self.folded
    }
}

/// Marks next to Chinese: how many half-width, how many full-width.
fn widths(words: &str) -> (usize, usize) {
    let full = words.chars().filter(|c| "，；：（）！？".contains(*c)).count();
    let is_half = |at: usize| half_width_mark(words, at);
    let half = words.char_indices().filter(|&(at, c)| c.is_ascii() && is_half(at)).count();
    (half, full)
}

/// Whether a `,` `;` `:` `(` `)` `!` `?` stands at an offset, next to Chinese.
pub(super) fn half_width_mark(words: &str, at: usize) -> bool {
    let Some(b',' | b';' | b':' | b'(' | b')' | b'!' | b'?') = words.as_bytes().get(at) else {
        return false;
    };
    words[..at].chars().next_back().is_some_and(is_cjk)
        || words[at + 1..].chars().next().is_some_and(is_han)
}

/// A place in a passage that a pattern found.
#[derive(Debug, Clone)]
pub struct Hit<'a> {
    pub passage: Passage,
    /// All words of the passage.
    pub words: &'a str,
    range: Range<usize>,
}

impl<'a> Hit<'a> {
    pub fn new(passage: Passage, words: &'a str, range: Range<usize>) -> Self {
        Self { passage, words, range }
    }

    /// The places of a pattern in one passage.
    pub fn all(
        pattern: &Regex,
        passage: Passage,
        words: &'a str,
    ) -> impl Iterator<Item = Hit<'a>> {
        let grouped = pattern.captures_len() > 1;
        let mut at = 0;
        std::iter::from_fn(move || {
            if at > words.len() {
                return None;
            }
            let whole = pattern.find_at(words, at)?;
            let found = if grouped {
                pattern.captures_at(words, at)?.get(1).unwrap_or(whole)
            } else {
                whole
            };
            // What stands after a group may belong to the next place.
            at = if found.is_empty() { whole.end().max(at + 1) } else { found.end() };
            Some(Hit { passage, words, range: found.range() })
        })
    }

    pub fn text(&self) -> &'a str {
        &self.words[self.range.clone()]
    }

    pub fn before(&self) -> &'a str {
        &self.words[..self.range.start]
    }

    pub fn after(&self) -> &'a str {
        &self.words[self.range.end..]
    }

    pub fn prev(&self) -> Option<char> {
        self.before().chars().next_back()
    }

    pub fn next(&self) -> Option<char> {
        self.after().chars().next()
    }

    /// What stands before it since the last mark between clauses.
    pub fn clause_before(&self) -> &'a str {
        let before = self.before();
        let cut = |c: char| "，,。；;：:！!？?".contains(c);
        before.rfind(cut).map_or(before, |at| before[at..].trim_start_matches(cut))
    }

    /// What stands after it up to the next mark between clauses.
    pub fn clause_after(&self) -> &'a str {
        let after = self.after();
        &after[..after.find(|c| "，,。；;：:！!？?".contains(c)).unwrap_or(after.len())]
    }

    /// Whether it stands between these two marks.
    pub fn inside(&self, open: char, close: char) -> bool {
        let before = self.before();
        before.rfind(open).is_some_and(|at| !before[at..].contains(close))
            && self.after().contains(close)
    }

    /// Whether it stands in the title of a document or in quoted words.
    pub fn is_cited(&self) -> bool {
        self.inside('《', '》') || self.inside('“', '”')
    }

    /// Whether it stands in an address of the net or of mail.
    pub fn is_address(&self) -> bool {
        let apart = |c: char| c.is_whitespace() || !c.is_ascii();
        let start = self
            .before()
            .rfind(apart)
            .map_or(0, |at| at + self.words[at..].chars().next().map_or(0, char::len_utf8));
        let end = self.range.end + self.after().find(apart).unwrap_or(self.after().len());
        let word = &self.words[start..end];
        word.contains("://") || word.contains("www.") || word.contains('@')
    }

    pub fn place(&self) -> Span {
        let Span { source, start, .. } = self.passage.span;
        Span::new(source, start + self.range.start, start + self.range.end)
    }

    pub fn is_line(&self) -> bool {
        self.passage.kind == PassageKind::Line
    }
}

/// One hit of several in a passage, with their number: what would otherwise be
/// said again and again of one paragraph.
pub(super) fn by_passage<'a>(hits: impl Iterator<Item = Hit<'a>>) -> Vec<(Hit<'a>, usize)> {
    let mut groups: Vec<(Hit<'a>, usize)> = Vec::new();
    for hit in hits {
        match groups.last_mut() {
            Some((first, count)) if first.passage == hit.passage => *count += 1,
            _ => groups.push((hit, 1)),
        }
    }
    groups
}

/// What a message says after the first of several.
pub(super) fn times(count: usize) -> String {
    if count > 1 { format!("（这一段共{count}处）") } else { String::new() }
}
