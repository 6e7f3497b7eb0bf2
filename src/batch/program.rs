//! Which program a document was made by.

use include_dir::{Dir, include_dir};

use super::digest::Digest;

/// The program and its version, as manifests name it.
pub const PROGRAM: &str = concat!("dudao ", env!("CARGO_PKG_VERSION"));

static CODE: Dir = include_dir!("$CARGO_MANIFEST_DIR/src");
static CRATES: &str = include_str!("../../Cargo.lock");

/// Of the code that the program is built from: with other code pages come out other,
/// also where the version is still the same.
pub fn code() -> Digest {
    let mut parts = vec![CRATES.as_bytes()];
    let mut folders = vec![&CODE];
    while let Some(folder) = folders.pop() {
        parts.extend(folder.files().map(|file| file.contents()));
        folders.extend(folder.dirs());
    }
    Digest::of_parts(parts)
}

/// Whether a PDF is as the program writes them, in whatever version: it begins as those of
/// our PDF library do, names the program as its creator and no other as its producer, and
/// nothing was added after its end. Other programs, when they stamp or sign it, change
/// at least one of these.
pub fn has_written(pdf: &[u8]) -> bool {
    let count = |mark: &[u8]| pdf.windows(mark.len()).filter(|part| *part == mark).count();
    pdf.starts_with(b"%PDF-1.7\n%\x80\x80\x80\x80\n")
        && count(b"/Creator(dudao ") == 1
        && count(b"/Producer") == 0
        && count(b"%%EOF") == 1
}
