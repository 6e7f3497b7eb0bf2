//! Texts that are seldom looked at.

use std::io::{self, Read, Write};
use std::ops::Deref;
use std::sync::OnceLock;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// Below it bytes are deflated hardly faster, above it hardly smaller.
const LEVEL: u32 = 4;

/// A text that takes a tenth of the memory while it is put away.
#[derive(Debug, Clone)]
pub struct Text {
    open: OnceLock<String>,
    /// Empty where it never was put away.
    deflated: Box<[u8]>,
}

impl Text {
    /// Until it is looked at again.
    pub fn put_away(&mut self) {
        // What cannot be put away stays open.
        if let Some(text) = self.open.get()
            && let Ok(deflated) = deflate(text.as_bytes())
        {
            *self = Self { open: OnceLock::new(), deflated };
        }
    }
}

/// Bytes in less memory.
pub fn deflate(bytes: &[u8]) -> io::Result<Box<[u8]>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(LEVEL));
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.as_slice().into())
}

/// The bytes that were deflated.
pub fn inflate(deflated: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    DeflateDecoder::new(deflated).read_to_end(&mut bytes).expect("what was deflated");
    bytes
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        let text = || String::from_utf8(inflate(&self.deflated)).expect("a text");
        self.open.get_or_init(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self { open: text.into(), deflated: Box::default() }
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
