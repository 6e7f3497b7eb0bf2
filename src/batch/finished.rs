//! What a run has finished, until it ends.

use std::io::{BufRead, BufReader, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::make::Outcome;
use super::manifest::Row;

/// The rows of finished documents with the figures that these quote, deflated: of ten
/// thousand letters 1 MB instead of 10.
pub struct Finished {
    deflated: DeflateEncoder<Vec<u8>>,
    count: usize,
}

/// The same to be read, in the order of the plan.
pub struct Read {
    pub rows: Vec<Row>,
    /// Figures by their numbers, each with the place in the plan of a document that
    /// quotes it; sorted.
    pub quoted: Vec<(u32, u32)>,
}

impl Finished {
    pub fn new() -> Self {
        // Half of what the fastest level takes.
        let level = Compression::new(4);
        Self { deflated: DeflateEncoder::new(Vec::new(), level), count: 0 }
    }

    /// Takes in the next document of the plan.
    pub fn push(&mut self, outcome: &Outcome) {
        // The steps from one figure to the next are the same in most letters.
        let mut before = 0;
        let steps: Vec<usize> = outcome
            .figures
            .iter()
            .map(|figure| figure - std::mem::replace(&mut before, *figure))
            .collect();
        let document = (&outcome.row, steps);
        serde_json::to_writer(&mut self.deflated, &document).expect("a row is JSON");
        self.deflated.write_all(b"\n").expect("there is memory");
        self.count += 1;
    }

    pub fn read(self) -> Read {
        let mut read = Read { rows: Vec::with_capacity(self.count), quoted: Vec::new() };
        let deflated = self.deflated.finish().expect("there is memory");
        for line in BufReader::new(DeflateDecoder::new(&deflated[..])).split(b'\n') {
            let line = line.expect("what was deflated");
            let (row, steps): (Row, Vec<usize>) =
                serde_json::from_slice(&line).expect("a row is JSON");
            let place = small(read.rows.len());
            let mut figure = 0;
            for step in steps {
                figure += step;
                read.quoted.push((small(figure), place));
            }
            read.rows.push(row);
        }
        read.quoted.sort_unstable();
        read
    }
}

/// A number of a figure or a document: a workbook is not large enough for more.
pub fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
