//! What a run has finished, until it is listed.

use std::io::{BufRead, BufReader, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::digest::Digest;
use super::make::{Maker, Outcome};
use super::manifest::{Output, Row, Skip, Status};

/// The finished documents in the order of the plan, with the figures that they quote:
/// of ten thousand letters 1 MB instead of 10.
pub struct Finished {
    rows: Lines,
    /// Of each document the steps from one figure to the next, which are the same in
    /// most letters.
    quotes: Lines,
    count: usize,
    quoted: usize,
    /// How many were not begun because the run was stopped.
    pub stopped: usize,
    /// Of all that they were made from.
    pub inputs: Digest,
    /// The ledger of an earlier run that this one would write again.
    pub ledger: Option<Output>,
}

impl Finished {
    pub fn new(maker: &Maker) -> Self {
        Self {
            rows: Lines::new(),
            quotes: Lines::new(),
            count: 0,
            quoted: 0,
            stopped: 0,
            inputs: maker.inputs(),
            ledger: maker.ledger().cloned(),
        }
    }

    /// Takes in the next document of the plan.
    pub fn push(&mut self, outcome: &Outcome) {
        let mut before = 0;
        let steps: Vec<usize> = outcome
            .figures
            .iter()
            .map(|figure| figure - std::mem::replace(&mut before, *figure))
            .collect();
        self.rows.push(&outcome.row);
        self.quotes.push(&steps);
        self.count += 1;
        self.quoted += steps.len();
        self.stopped += usize::from(outcome.row.status == Status::Skipped(Skip::Stopped));
    }

    /// To be called before they are read.
    pub fn end(&mut self) {
        self.rows.end();
        self.quotes.end();
    }

    pub fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::with_capacity(self.count);
        rows.extend(self.rows.read());
        rows
    }

    /// Figures by their numbers, each with the place in the plan of a document that
    /// quotes it; sorted.
    pub fn quotes(&self) -> Vec<(u32, u32)> {
        let mut quotes = Vec::with_capacity(self.quoted);
        for (place, steps) in self.quotes.read::<Vec<usize>>().enumerate() {
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
pub fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Values as lines of JSON, deflated. No step can fail: the values are JSON as they are
/// in the journal, and they are written to memory and read from it.
struct Lines(DeflateEncoder<Vec<u8>>);

impl Lines {
    fn new() -> Self {
        // Half of what the fastest level takes.
        Self(DeflateEncoder::new(Vec::new(), Compression::new(4)))
    }

    fn push(&mut self, value: &impl Serialize) {
        serde_json::to_writer(&mut self.0, value).expect("JSON, to memory");
        self.0.write_all(b"\n").expect("to memory");
    }

    fn end(&mut self) {
        self.0.try_finish().expect("to memory");
    }

    fn read<T: DeserializeOwned>(&self) -> impl Iterator<Item = T> {
        let lines = BufReader::new(DeflateDecoder::new(&self.0.get_ref()[..])).split(b'\n');
        lines.map(|line| {
            serde_json::from_slice(&line.expect("what was deflated"))
                .expect("what was written")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_back_as_they_were() {
        let lists = [vec![3, 4, 5, 70], vec![], vec![0], vec![4, 13_263, 13_284]];
        let mut finished = Finished {
            rows: Lines::new(),
            quotes: Lines::new(),
            count: 0,
            quoted: 0,
            stopped: 0,
            inputs: Digest::of(b""),
            ledger: None,
        };
        let skips =
            [Status::Made, Status::Skipped(Skip::Stopped), Status::Failed("错".into())];
        let rows: Vec<Row> = lists
            .iter()
            .zip(skips.iter().cycle())
            .enumerate()
            .map(|(at, (_, status))| Row {
                place: at + 1,
                key: format!("甲\n〔{at}〕"),
                kind: "督导意见书".to_owned(),
                title: None,
                addressee: Some("一小".to_owned()),
                number: None,
                date: "2025-03-20".to_owned(),
                outputs: Vec::new(),
                by_hand: at == 2,
                status: status.clone(),
            })
            .collect();
        for (row, figures) in rows.iter().zip(&lists) {
            let mut outcome = Outcome::new(row.clone());
            outcome.figures.clone_from(figures);
            finished.push(&outcome);
        }
        finished.end();
        assert_eq!(finished.rows(), rows);
        assert_eq!(finished.stopped, 1);
        let quotes =
            [(0, 2), (3, 0), (4, 0), (4, 3), (5, 0), (70, 0), (13_263, 3), (13_284, 3)];
        assert_eq!(finished.quotes(), quotes);
    }
}
