//! Texts that are seldom looked at.

use std::io::{self, Read, Write};
use std::ops::Deref;
use std::sync::OnceLock;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// A text that takes a tenth of the memory while it is put away.
#[derive(Debug, Clone)]
pub struct Text {
    open: OnceLock<String>,
    /// Empty where it never was put away.
    deflated: Vec<u8>,
}

impl Text {
    /// Until it is looked at again.
    pub fn put_away(&mut self) {
        // What cannot be put away stays open.
        if let Some(text) = self.open.get()
            && let Ok(deflated) = deflate(text)
        {
            *self = Self { open: OnceLock::new(), deflated };
        }
    }
}

fn deflate(text: &str) -> io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes())?;
    let mut deflated = encoder.finish()?;
    deflated.shrink_to_fit();
    Ok(deflated)
}

fn inflate(deflated: &[u8]) -> io::Result<String> {
    let mut text = String::new();
    DeflateDecoder::new(deflated).read_to_string(&mut text)?;
    Ok(text)
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.open.get_or_init(|| inflate(&self.deflated).expect("what was deflated"))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self { open: text.into(), deflated: Vec::new() }
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
