//! From a slip in a manuscript that the program wrote back to the datum that it was
//! written from: the clerk has to put it right there.

use std::collections::BTreeSet;

use crate::chinese::punctuation::strip_stop;
use crate::diagnostic::{Diagnostic, Edit, Report, Sources, Span};
use crate::wording::Subject;
use crate::workbook::Workbook;
use crate::yaml::Places;

/// A shorter text stands in a line by chance.
const LEAST: usize = 4;

/// Rules on wording and on data that find one fault in the same datum.
const SAME: [(&str, &str); 3] =
    [("REF-01", "BAS-01"), ("DAY-08", "DAY-05"), ("MAN-13", "DAT-20")];

/// The texts of a workbook, and what has been said of them.
pub struct Origins<'w> {
    places: &'w Places,
    /// Those that any document may be written from: all but those of results.
    common: Texts<'w>,
    told: BTreeSet<(&'static str, String, usize, usize)>,
}

impl<'w> Origins<'w> {
    pub fn new(workbook: &Workbook, places: &'w Places) -> Self {
        // In the order in which the texts of the workbook have them among the others.
        let mut of_results = (0..workbook.record.activities.len())
            .flat_map(|i| places.texts_below(&format!("/督导活动/{i}/结果")))
            .peekable();
        let common = places.texts().filter(|text| of_results.next_if_eq(text).is_none());
        Self { places, common: as_printed(common), told: BTreeSet::new() }
    }

    /// A finding in a manuscript of the program with the datum that it comes from,
    /// at its words where they were taken over letter by letter: then the repair is
    /// one of the workbook. A letter is written from its subject's result and from what
    /// is common to all, never from another's result. `None` where the same was said of
    /// these words before, for one text may stand in many documents.
    pub fn trace(
        &mut self,
        mut diagnostic: Diagnostic,
        subject: Option<Subject>,
        sources: &Sources,
        report: &Report,
    ) -> Option<Diagnostic> {
        let edits = std::mem::take(&mut diagnostic.edits);
        let Some(label) = diagnostic.labels.first() else { return Some(diagnostic) };
        let place = label.span;
        let line = Line::of(place, sources);
        let own = subject.map(|Subject { activity, result }| {
            self.places.texts_below(&format!("/督导活动/{activity}/结果/{result}"))
        });
        let own = as_printed(own.into_iter().flatten());
        let quotation = line.quoted(&own, place).or_else(|| line.quoted(&self.common, place));
        let datum = quotation.as_ref().map(|quotation| quotation.datum);
        let datum = datum.or_else(|| line.longest(&own));
        let Some(datum) = datum.or_else(|| line.longest(&self.common)) else {
            return Some(diagnostic);
        };
        let of_datum = |told: &Diagnostic| told.labels.iter().any(|label| label.span == datum);
        let said = |data: &str| report.iter().any(|told| told.id == data && of_datum(told));
        if SAME.iter().any(|(wording, data)| *wording == diagnostic.id && said(data)) {
            return None;
        }
        let exact = quotation
            .and_then(|quotation| Some((quotation.original(place, sources)?, quotation)));
        let Some((exact, quotation)) = exact else {
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

type Texts<'w> = Vec<(&'w str, Span)>;

/// The texts that are long enough to be known again, also as they are without the full
/// stop that wordings take off.
fn as_printed<'w>(texts: impl Iterator<Item = (&'w str, Span)>) -> Texts<'w> {
    let forms = texts.flat_map(|(text, span)| {
        let text = text.trim();
        let bare = Some(strip_stop(text)).filter(|bare| *bare != text);
        [Some(text), bare].into_iter().flatten().map(move |text| (text, span))
    });
    forms.filter(|(text, _)| text.chars().count() >= LEAST).collect()
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

    /// The longest of the texts that stands in the line around a place.
    fn quoted<'l>(&'l self, texts: &Texts<'l>, place: Span) -> Option<Quotation<'l>> {
        texts
            .iter()
            .flat_map(|(text, span)| self.quotations(text, *span))
            .filter(|quotation| quotation.covers(place))
            .max_by_key(|quotation| quotation.places.len())
    }

    /// Where the longest of the texts was written that stands in the line.
    fn longest(&self, texts: &Texts) -> Option<Span> {
        let within = texts.iter().filter(|(text, _)| self.words.contains(text));
        within.max_by_key(|(text, _)| text.len()).map(|(_, span)| *span)
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
