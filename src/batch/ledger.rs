//! The ledger for programs, `figures.json`: each figure with the places of its data,
//! and the documents that quote it.

use std::mem;

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use crate::diagnostic::Sources;
use crate::figures::Ledger;
use crate::workbook::Workbook;

use super::lines::{LineWriter, Lines};
use super::plan::Planned;

/// Where the data of each figure were written. Looked up before documents are made,
/// when the texts of the workbook lie open.
pub fn places(ledger: &Ledger, workbook: &Workbook, sources: &Sources) -> Lines<Vec<String>> {
    let places = workbook.places();
    let place = |path: String| Some(sources.place(places.at(&path)?.span));
    ledger
        .iter()
        .map(|(_, figure)| figure.sources.paths().filter_map(place).collect())
        .collect()
}

/// Which documents quote which figures.
pub struct Quotes {
    /// Of each document the steps from one figure to the next, which are the same in
    /// most letters.
    steps: LineWriter<Vec<usize>>,
    count: usize,
}

impl Quotes {
    pub fn new() -> Self {
        Self { steps: LineWriter::with_capacity(0), count: 0 }
    }

    /// Takes in the figures of the next document of the plan, by their numbers, which
    /// grow.
    pub fn push(&mut self, figures: &[usize]) {
        let mut before = 0;
        let steps = figures.iter().map(|figure| figure - mem::replace(&mut before, *figure));
        self.steps.push(&steps.collect());
        self.count += figures.len();
    }

    /// Figures by their numbers, each with the place in the plan of a document that
    /// quotes it; sorted.
    fn by_figure(self) -> Vec<(u32, u32)> {
        let mut quotes = Vec::with_capacity(self.count);
        for (place, steps) in self.steps.end().into_iter().enumerate() {
            let mut figure = 0;
            for step in steps {
                figure += step;
                quotes.push((small(figure), small(place)));
            }
        }
        quotes.sort_unstable();
        quotes
    }
}

/// A number of a figure or a document: a workbook is not large enough for more.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// What `figures.json` holds, made figure by figure as it is written.
pub struct LedgerFile<'a> {
    ledger: &'a Ledger<'a>,
    documents: &'a [Planned<'a>],
    places: Lines<Vec<String>>,
    quotes: Vec<(u32, u32)>,
}

impl<'a> LedgerFile<'a> {
    /// `places` are of the same ledger, `quotes` of these documents.
    pub fn new(
        ledger: &'a Ledger<'a>,
        places: Lines<Vec<String>>,
        documents: &'a [Planned<'a>],
        quotes: Quotes,
    ) -> Self {
        Self { ledger, documents, places, quotes: quotes.by_figure() }
    }
}

#[derive(Serialize)]
struct Row<'a> {
    documents: Vec<&'a str>,
    formula: &'a str,
    name: String,
    sources: Vec<String>,
    text: String,
    unit: &'a str,
    value: f64,
}

impl Serialize for LedgerFile<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(None)?;
        for ((number, figure), sources) in self.ledger.iter().zip(&self.places) {
            let number = small(number);
            let from = self.quotes.partition_point(|(figure, _)| *figure < number);
            let those = self.quotes[from..].iter();
            let those = those.take_while(|(figure, _)| *figure == number);
            let stem = |(_, place): &(u32, u32)| self.documents[*place as usize].stem.as_str();
            rows.serialize_element(&Row {
                documents: those.map(stem).collect(),
                formula: &figure.formula,
                name: figure.full_name(),
                sources,
                text: figure.value.to_string(),
                unit: &figure.unit,
                value: figure.value.as_f64(),
            })?;
        }
        rows.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_found_by_figure() {
        let mut quotes = Quotes::new();
        for figures in [&[3, 4, 5, 70][..], &[], &[0], &[4, 13_263, 13_284]] {
            quotes.push(figures);
        }
        assert_eq!(
            quotes.by_figure(),
            [(0, 2), (3, 0), (4, 0), (4, 3), (5, 0), (70, 0), (13_263, 3), (13_284, 3)]
        );
    }
}
