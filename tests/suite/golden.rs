//! The manuscripts of all sample editions, as they were read and accepted.
//! `cargo bless` writes them anew.

use std::collections::BTreeSet;
use std::path::PathBuf;

use dudao::batch;

use crate::samples::{SAMPLES, open, root, sample};

fn folder(name: &str) -> PathBuf {
    root().join("tests/golden").join(name)
}

/// Whether golden files are written instead of compared.
pub fn blessing() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// Compares a text with its golden file, or writes it.
pub fn check(path: &std::path::Path, text: &str) {
    if blessing() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        return;
    }
    let golden = std::fs::read_to_string(path)
        .unwrap_or_else(|e| panic!("{}: {e}; run `cargo bless` and read it", path.display()));
    if golden != text {
        let line = golden.lines().zip(text.lines()).take_while(|(a, b)| a == b).count();
        panic!(
            "{}:{}: the text has changed; run `cargo bless` and read the difference\n was: {}\n now: {}",
            path.display(),
            line + 1,
            golden.lines().nth(line).unwrap_or("(end)"),
            text.lines().nth(line).unwrap_or("(end)"),
        );
    }
}

#[test]
fn manuscripts_are_as_accepted() {
    for name in SAMPLES {
        let mut made = BTreeSet::new();
        for (stem, draft) in open(&sample(name)).drafts() {
            let file = format!("{stem}.md");
            check(&folder(name).join(&file), &batch::write_manuscript(&draft));
            made.insert(file);
        }
        for entry in std::fs::read_dir(folder(name)).unwrap() {
            let file = entry.unwrap().file_name().to_string_lossy().into_owned();
            assert!(made.contains(&file), "no document makes tests/golden/{name}/{file}");
        }
    }
}
