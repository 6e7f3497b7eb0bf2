//! Values that are kept in little memory until they are read.

use std::io::{self, BufRead, BufReader, Split, Write};
use std::iter::Map;
use std::marker::PhantomData;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};

use crate::diagnostic::DEFLATE_LEVEL;

/// Values as lines of JSON, deflated. No step can fail: the values are JSON as they are
/// in the journal or in the ledger, and they are written to memory and read from it.
#[derive(Debug)]
pub struct Lines<T> {
    deflated: Vec<u8>,
    of: PhantomData<T>,
}

/// [`Lines`] that grow.
pub struct LineWriter<T> {
    encoder: DeflateEncoder<Vec<u8>>,
    of: PhantomData<T>,
}

impl<T: Serialize> LineWriter<T> {
    /// For values that take about so many bytes together: a list that grows takes twice
    /// of them and more.
    pub fn with_capacity(bytes: usize) -> Self {
        let level = Compression::new(DEFLATE_LEVEL);
        let encoder = DeflateEncoder::new(Vec::with_capacity(bytes), level);
        Self { encoder, of: PhantomData }
    }

    pub fn push(&mut self, value: &T) {
        serde_json::to_writer(&mut self.encoder, value).expect("JSON, to memory");
        self.encoder.write_all(b"\n").expect("to memory");
    }

    pub fn end(self) -> Lines<T> {
        Lines { deflated: self.encoder.finish().expect("to memory"), of: PhantomData }
    }
}

impl<T: Serialize> FromIterator<T> for Lines<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut lines = LineWriter::with_capacity(0);
        values.into_iter().for_each(|value| lines.push(&value));
        lines.end()
    }
}

impl<'a, T: DeserializeOwned> IntoIterator for &'a Lines<T> {
    type Item = T;
    type IntoIter = Values<'a, T>;

    fn into_iter(self) -> Values<'a, T> {
        let inflated = BufReader::new(DeflateDecoder::new(&self.deflated[..]));
        inflated.split(b'\n').map(|line| {
            serde_json::from_slice(&line.expect("what was deflated"))
                .expect("what was written")
        })
    }
}

/// The values of [`Lines`], read one by one.
pub type Values<'a, T> =
    Map<Split<BufReader<DeflateDecoder<&'a [u8]>>>, fn(io::Result<Vec<u8>>) -> T>;

impl<T: DeserializeOwned + Serialize> Serialize for Lines<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_as_they_were() {
        let values = ["甲\n〔3〕".to_owned(), String::new(), "一小".repeat(9_000)];
        let lines = Lines::from_iter(values.clone());
        assert_eq!(lines.into_iter().collect::<Vec<_>>(), values);
        assert_eq!(serde_json::to_value(&lines).unwrap(), serde_json::json!(values));
        assert_eq!(Lines::<String>::from_iter([]).into_iter().next(), None);
    }
}
