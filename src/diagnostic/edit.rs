//! Repairs: what is to be written in the place of what was found.

use super::{Diagnostic, Report, SourceId, Span};

/// Puts `with` in the place of what `span` covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub with: String,
}

impl Diagnostic {
    /// Adds to the repair. Only what is certain and safe has one: to the clerk it
    /// is made without a question.
    pub fn replace(&mut self, span: Span, with: impl Into<String>) -> &mut Self {
        self.edits.push(Edit { span, with: with.into() });
        self
    }
}

/// A text with repairs made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    pub text: String,
    /// The edits that were made.
    pub count: usize,
}

/// Makes the repairs of a report in one of its sources. The edits of a diagnostic
/// are made together or not at all; of two that overlap the first in the report
/// wins, and another reading will find what is left. `None` where nothing is to be
/// made.
pub fn mend(source: SourceId, text: &str, report: &Report) -> Option<Mended> {
    let mut taken: Vec<&Edit> = Vec::new();
    for diagnostic in report.iter() {
        let Some(edits) = sorted(&diagnostic.edits) else { continue };
        let own = edits.iter().all(|edit| edit.span.source == source);
        let free = || !edits.iter().any(|edit| taken.iter().any(|other| overlap(edit, other)));
        if own && free() {
            taken.extend(edits);
        }
    }
    taken.sort_by_key(|edit| edit.span.start);
    let mended = applied(text, 0..text.len(), &taken);
    (mended != text).then_some(Mended { text: mended, count: taken.len() })
}

/// The lines of a source that a repair touches, as they are and as they would be.
/// `None` where its edits overlap or belong to several sources.
pub fn touched<'t>(text: &'t str, edits: &[Edit]) -> Option<(&'t str, String)> {
    let edits = sorted(edits)?;
    let (first, last) = (edits.first()?.span, edits.last()?.span);
    let start = text[..first.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[last.end..].find('\n').map_or(text.len(), |at| last.end + at);
    Some((&text[start..end], applied(text, start..end, &edits)))
}

/// Edits that can be made together, in the order of the text.
fn sorted(edits: &[Edit]) -> Option<Vec<&Edit>> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let apart = |pair: &[&Edit]| {
        pair[0].span.source == pair[1].span.source && !overlap(pair[0], pair[1])
    };
    sorted.windows(2).all(apart).then_some(sorted)
}

/// Two insertions at one place overlap too: nobody can say which goes first.
fn overlap(one: &Edit, other: &Edit) -> bool {
    let (a, b) = (one.span, other.span);
    a.start == b.start || (a.start < b.end && b.start < a.end)
}

/// A stretch of the text with edits made that are sorted and apart.
fn applied(text: &str, stretch: std::ops::Range<usize>, edits: &[&Edit]) -> String {
    let mut mended = String::with_capacity(stretch.len());
    let mut done = stretch.start;
    for edit in edits {
        mended.push_str(&text[done..edit.span.start]);
        mended.push_str(&edit.with);
        done = edit.span.end;
    }
    mended.push_str(&text[done..stretch.end]);
    mended
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;

    #[test]
    fn a_repair_is_made_whole_and_the_first_of_two_wins() {
        let text = "甲(乙)丙,,丁\n";
        let source = Sources::new().add("稿", text);
        let at = |from: usize, to: usize, with: &str| Edit {
            span: Span::new(source, from, to),
            with: with.to_owned(),
        };
        let repair = |edits: &[Edit]| {
            let mut diagnostic = Diagnostic::error("A-01", "甲");
            diagnostic.edits = edits.to_vec();
            diagnostic
        };
        let mut report = Report::new();
        report.push(repair(&[at(7, 8, "）"), at(3, 4, "（")]));
        // Would take back half of the first.
        report.push(repair(&[at(3, 4, "["), at(11, 12, "、")]));
        report.push(repair(&[at(11, 13, "，")]));
        let mended = mend(source, text, &report).unwrap();
        assert_eq!(mended, Mended { text: "甲（乙）丙，丁\n".to_owned(), count: 3 });
        let first = &report.iter().next().unwrap().edits;
        let line = "甲(乙)丙,,丁";
        assert_eq!(touched(text, first), Some((line, "甲（乙）丙,,丁".to_owned())));
        assert_eq!(touched(text, &[at(3, 7, ""), at(5, 8, "")]), None);
    }
}
