//! From a slip in a manuscript that the program wrote back to the datum that it was
//! written from: the clerk has to put it right there.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Edit, Report, Sources, Span};
use crate::workbook::Workbook;

/// A shorter text stands in a line by chance.
const LEAST: usize = 4;

/// Rules on wording and on data that find one fault in the same datum.
const SAME: [(&str, &str); 2] = [("REF-01", "BAS-01"), ("DAY-08", "DAY-05")];

/// The texts of a workbook, and what has been said of them.
pub struct Origins<'w> {
    texts: Vec<(&'w str, Span)>,
    told: BTreeSet<(&'static str, String, usize, usize)>,
}

impl<'w> Origins<'w> {
    pub fn new(workbook: &'w Workbook) -> Self {
        let texts = workbook.texts().into_iter().map(|(text, span)| (text.trim(), span));
        let texts = texts.filter(|(text, _)| text.chars().count() >= LEAST).collect();
        Self { texts, told: BTreeSet::new() }
    }

    /// A finding in a manuscript of the program with the datum that it comes from,
    /// at its words where they were taken over letter by letter: then the repair is
    /// one of the workbook. `None` where the same was said of these words before, for
    /// one text may stand in many documents.
    pub fn trace(
        &mut self,
        mut diagnostic: Diagnostic,
        sources: &Sources,
        report: &Report,
    ) -> Option<Diagnostic> {
        let edits = std::mem::take(&mut diagnostic.edits);
        let Some(label) = diagnostic.labels.first() else { return Some(diagnostic) };
        let place = label.span;
        let line = Line::of(place, sources);
        let quotation = self
            .texts
            .iter()
            .flat_map(|(text, span)| line.quotations(text, *span))
            .filter(|quotation| quotation.covers(place))
            .max_by_key(|quotation| quotation.places.len());
        let Some(quotation) = quotation else {
            let datum = self.texts.iter().filter(|(text, _)| line.words.contains(text));
            let datum = datum.max_by_key(|(text, _)| text.len());
            return Some(match datum {
                Some((_, span)) => diagnostic.at(*span, FROM),
                None => diagnostic,
            });
        };
        let datum = quotation.datum;
        let of_datum = |told: &Diagnostic| told.labels.iter().any(|label| label.span == datum);
        let said = |data: &str| report.iter().any(|told| told.id == data && of_datum(told));
        if SAME.iter().any(|(wording, data)| *wording == diagnostic.id && said(data)) {
            return None;
        }
        let Some(exact) = quotation.original(place, sources) else {
            return Some(diagnostic.at(datum, FROM));
        };
        let key = (diagnostic.id, diagnostic.message.clone(), exact.start, exact.end);
        if !self.told.insert(key) {
            return None;
        }
        let label = &mut diagnostic.labels[0];
        let shown = std::mem::replace(&mut label.span, exact);
        let edits = edits.into_iter().map(|edit| {
            let span = quotation.original(edit.span, sources)?;
            is_plain(&edit.with).then_some(Edit { span, ..edit })
        });
        diagnostic.edits = edits.collect::<Option<_>>().unwrap_or_default();
        Some(diagnostic.at(shown, "写进了这份文书"))
    }
}

const FROM: &str = "写自工作簿的这里";

/// Whether YAML reads it as words wherever it stands.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| !c.is_ascii_punctuation() || c == '.' || c == '%')
}

/// A line of a manuscript without the backslashes of Markdown, each character with
/// its offset in the source.
struct Line {
    words: String,
    /// For each byte of the words, where it stands; one more for the end.
    offsets: Vec<usize>,
}

impl Line {
    fn of(place: Span, sources: &Sources) -> Self {
        let typed = sources.line(place);
        let text = &sources.get(place.source).text;
        let start = text[..place.start.min(text.len())].rfind('\n').map_or(0, |at| at + 1);
        let (mut words, mut offsets) = (String::new(), Vec::new());
        for (at, c) in typed.char_indices() {
            let next = typed[at + c.len_utf8()..].chars().next();
            if c == '\\' && next.is_some_and(|c| c.is_ascii_punctuation()) {
                continue;
            }
            words.push(c);
            offsets.extend(start + at..start + at + c.len_utf8());
        }
        offsets.push(start + typed.len());
        Self { words, offsets }
    }

    /// Each place of the line where a text of the workbook stands.
    fn quotations<'l>(
        &'l self,
        text: &'l str,
        datum: Span,
    ) -> impl Iterator<Item = Quotation<'l>> {
        self.words.match_indices(text).map(move |(at, _)| Quotation {
            datum,
            text,
            places: &self.offsets[at..=at + text.len()],
        })
    }
}

/// A text of the workbook in a line of a manuscript.
struct Quotation<'l> {
    datum: Span,
    text: &'l str,
    /// Where its bytes stand in the manuscript, and where the last one ends.
    places: &'l [usize],
}

impl Quotation<'_> {
    fn covers(&self, place: Span) -> bool {
        let inside = |at: usize| self.places.binary_search(&at).is_ok();
        inside(place.start) && inside(place.end)
    }

    /// The place of the workbook that a place of the manuscript was written from,
    /// where the workbook has the text as it is.
    fn original(&self, place: Span, sources: &Sources) -> Option<Span> {
        let from = self.places.binary_search(&place.start).ok()?;
        let to = self.places.binary_search(&place.end).ok()?;
        let start = self.datum.start + sources.text(self.datum).find(self.text)?;
        Some(Span { start: start + from, end: start + to, ..self.datum })
    }
}
