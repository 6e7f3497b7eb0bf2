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
/// made. `refuse` is asked of each repair, with the text around it before and
/// after, from line to line.
pub fn mend(
    source: SourceId,
    text: &str,
    report: &Report,
    refuse: impl Fn(&str, &str) -> bool,
) -> Option<Mended> {
    let mut taken: Vec<&Edit> = Vec::new();
    for diagnostic in report.iter() {
        let mut edits: Vec<&Edit> = diagnostic.edits.iter().collect();
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let own = !edits.is_empty() && edits.iter().all(|edit| edit.span.source == source);
        let apart = edits.windows(2).all(|pair| !overlap(pair[0], pair[1]));
        let free = || !edits.iter().any(|edit| taken.iter().any(|other| overlap(edit, other)));
        if own && apart && free() && !changes(text, &edits, &refuse) {
            taken.extend(edits);
        }
    }
    taken.sort_by_key(|edit| edit.span.start);
    let mended = applied(text, 0..text.len(), &taken);
    (mended != text).then_some(Mended { text: mended, count: taken.len() })
}

/// Two insertions at one place overlap too: nobody can say which goes first.
fn overlap(one: &Edit, other: &Edit) -> bool {
    let (a, b) = (one.span, other.span);
    a.start == b.start || (a.start < b.end && b.start < a.end)
}

fn changes(text: &str, edits: &[&Edit], refuse: &impl Fn(&str, &str) -> bool) -> bool {
    let (Some(first), Some(last)) = (edits.first(), edits.last()) else { return false };
    let start = text[..first.span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[last.span.end..].find('\n').map_or(text.len(), |at| last.span.end + at);
    refuse(&text[start..end], &applied(text, start..end, edits))
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
        let mended = mend(source, text, &report, |_, _| false).unwrap();
        assert_eq!(mended, Mended { text: "甲（乙）丙，丁\n".to_owned(), count: 3 });
        assert_eq!(mend(source, text, &report, |_, _| true), None);
    }
}
