//! The words of a document in reading order, without any layout.

use super::{Block, Document, Run};

/// Each paragraph-like part as a line, in the order a reader meets them on
/// paper: head, title, addressees, body, list of attachments, signature, date,
/// note, attachments, 版记.
pub fn plain_text(document: &Document) -> String {
    let _ = document;
    String::new()
}

/// The text of runs without their styles.
pub fn runs_text(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

#[expect(dead_code, reason = "to be written")]
fn block_text(_: &Block) {}
