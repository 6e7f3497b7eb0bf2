//! Texts that are seldom looked at.

use std::io::{Read, Write};
use std::ops::Deref;
use std::sync::OnceLock;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// Below it bytes are deflated hardly faster, above it hardly smaller.
pub const DEFLATE_LEVEL: u32 = 4;

/// A text that takes a tenth of the memory while it is put away.
#[derive(Debug, Clone)]
pub struct Text {
    open: OnceLock<String>,
    /// From when it is put away first.
    deflated: Option<Deflated>,
}

impl Text {
    /// Until it is looked at again.
    pub fn put_away(&mut self) {
        if let Some(text) = self.open.take() {
            self.deflated.get_or_insert_with(|| Deflated::of(text.as_bytes()));
        }
    }
}

/// Bytes in less memory.
#[derive(Debug, Clone)]
pub struct Deflated {
    bytes: Box<[u8]>,
    /// Of what was deflated.
    length: usize,
}

impl Deflated {
    pub fn of(bytes: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(DEFLATE_LEVEL));
        let deflated = encoder.write_all(bytes).and_then(|()| encoder.finish());
        // Memory takes all that is written to it.
        let deflated = deflated.expect("to memory");
        Self { bytes: deflated.as_slice().into(), length: bytes.len() }
    }

    /// In no more memory than they need.
    pub fn inflate(&self) -> Vec<u8> {
        let mut bytes = vec![0; self.length];
        let read = DeflateDecoder::new(&self.bytes[..]).read_exact(&mut bytes);
        // These bytes come from `of` alone, and so does the length.
        read.expect("what was deflated");
        bytes
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        // What is not open was put away, and was a text then.
        self.open.get_or_init(|| {
            let deflated = self.deflated.as_ref().expect("it was put away");
            String::from_utf8(deflated.inflate()).expect("a text")
        })
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self { open: text.into(), deflated: None }
    }
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn a_text_comes_back_as_it_was() {
        for text in ["", "学校:\n  - {名称: 第一小学}\n"] {
            let mut put_away = Text::from(text.to_owned());
            for _ in 0..2 {
                put_away.put_away();
                put_away.put_away();
                assert!(put_away.open.get().is_none());
                assert_eq!(&*put_away, text);
            }
        }
    }
}
