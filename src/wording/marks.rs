//! Marks that the wording leaves in its text and that are taken out after it:
//! which figure a number is, and where a document is cited. So each number in a
//! draft is known by its figure, and a document gets its 文号 and 以下简称 where
//! it is first cited, whatever the order in which the template was run.
//!
//! The marks are from a private-use plane; the workbook refuses texts that have
//! characters of it.

use crate::chinese::{list, title};
use crate::record::Basis;

const FIGURE: char = '\u{10FFF0}';
const VALUE: char = '\u{10FFF1}';
const END: char = '\u{10FFF2}';
const CITATION: char = '\u{10FFF3}';

/// A figure quoted in a text: the bytes its number covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The figure's number in the ledger.
    pub figure: usize,
    pub start: usize,
    pub end: usize,
}

/// A figure's number as text that remembers the figure.
pub fn figure(number: usize, text: &str) -> String {
    format!("{FIGURE}{number}{VALUE}{text}{END}")
}

/// The numbers of the figures that a text has marks of.
pub fn figures(text: &str) -> impl Iterator<Item = usize> {
    text.split(FIGURE).skip(1).filter_map(|after| after.split_once(VALUE)?.0.parse().ok())
}

/// A citation of bases, by their place in the record.
pub fn citation(bases: &[usize]) -> String {
    let ids: Vec<String> = bases.iter().map(usize::to_string).collect();
    format!("{CITATION}{}{END}", ids.join(","))
}

/// Takes the marks out: citations become titles, numbers stay and are listed.
pub fn resolve(text: &str, bases: &[Basis]) -> (String, Vec<Quote>) {
    let cited = resolve_citations(text, bases);
    let mut out = String::with_capacity(cited.len());
    let mut quotes = Vec::new();
    let mut rest = cited.as_str();
    while let Some(at) = rest.find(FIGURE) {
        out.push_str(&rest[..at]);
        let after = &rest[at + FIGURE.len_utf8()..];
        let (Some(value), Some(end)) = (after.find(VALUE), after.find(END)) else { break };
        let number = &after[value + VALUE.len_utf8()..end];
        let start = out.len();
        out.push_str(number);
        if let Ok(figure) = after[..value].parse() {
            quotes.push(Quote { figure, start, end: out.len() });
        }
        rest = &after[end + END.len_utf8()..];
    }
    out.push_str(rest);
    (out, quotes)
}

fn resolve_citations(text: &str, bases: &[Basis]) -> String {
    let mut times = vec![0_usize; bases.len()];
    for (_, ids, _) in citations(text) {
        for id in ids {
            times[id] += 1;
        }
    }
    // The clerk's own texts may speak of a basis by its short name.
    for (basis, times) in bases.iter().zip(&mut times) {
        let short = basis.short_name.as_deref().map(title::book);
        *times += short.map_or(0, |short| text.matches(short.as_str()).count());
    }
    let mut seen = vec![false; bases.len()];
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (start, ids, end) in citations(text) {
        out.push_str(&text[done..start]);
        let titles: Vec<String> = ids
            .into_iter()
            .map(|id| {
                let first = !std::mem::replace(&mut seen[id], true);
                cite(&bases[id], first, times[id] > 1)
            })
            .collect();
        out.push_str(&list::list(&titles));
        done = end;
    }
    out.push_str(&text[done..]);
    out
}

/// The first citation has the 文号, and defines the short name if there are
/// more; later ones use it.
fn cite(basis: &Basis, first: bool, again: bool) -> String {
    match (&basis.short_name, first) {
        (Some(short), false) => title::book(short),
        (None, false) => title::book(&basis.name),
        (short, true) => {
            let short = short.as_deref().filter(|_| again);
            title::citation(&basis.name, basis.number.as_deref(), short)
        }
    }
}

/// Start, bases and end of each citation in a text.
fn citations(text: &str) -> Vec<(usize, Vec<usize>, usize)> {
    text.match_indices(CITATION)
        .filter_map(|(start, mark)| {
            let inner = start + mark.len();
            let end = inner + text[inner..].find(END)?;
            let ids = text[inner..end].split(',').filter_map(|id| id.parse().ok()).collect();
            Some((start, ids, end + END.len_utf8()))
        })
        .collect()
}
