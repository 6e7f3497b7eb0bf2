//! The list of what a build made: every planned document with its outcome.

use serde::Serialize;

/// One document of a build.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// 文种.
    pub kind: String,
    pub title: Option<String>,
    /// 主送, or the school it was written for.
    pub addressee: Option<String>,
    /// 发文字号.
    pub number: Option<String>,
    /// 成文日期, as `2014-12-20`.
    pub date: String,
    /// The files made, relative to the output folder.
    pub outputs: Vec<String>,
    /// Pages of the PDF.
    pub pages: Option<usize>,
    pub status: Status,
    /// Why it was not made.
    pub reason: Option<String>,
}

/// How a document came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Status {
    #[serde(rename = "成功")]
    Made,
    #[serde(rename = "跳过")]
    Skipped,
    #[serde(rename = "失败")]
    Failed,
}

/// The manifest of one build. Counts always reconcile:
/// planned = made + skipped + failed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Manifest {
    /// The program and its version.
    pub program: String,
    pub planned: usize,
    pub made: usize,
    pub skipped: usize,
    pub failed: usize,
    pub editions: Vec<Row>,
}

impl Manifest {
    pub fn new(editions: Vec<Row>) -> Self {
        let count = |status| editions.iter().filter(|row| row.status == status).count();
        Self {
            program: concat!("dudao ", env!("CARGO_PKG_VERSION")).to_owned(),
            planned: editions.len(),
            made: count(Status::Made),
            skipped: count(Status::Skipped),
            failed: count(Status::Failed),
            editions,
        }
    }
}
