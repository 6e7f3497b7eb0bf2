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
