//! The list of what a build made: every planned document with its outcome.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::files::{self, Fault};
use super::shard::Shard;

/// One document of a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its place among all documents of the workbook, from 1.
    pub place: usize,
    /// The name of its files without extension; no two documents of a workbook
    /// have the same.
    pub key: String,
    /// 文种.
    pub kind: String,
    pub title: Option<String>,
    /// 主送, or the school it was written for.
    pub addressee: Option<String>,
    /// 发文字号.
    pub number: Option<String>,
    /// 成文日期, as `2014-12-20`.
    pub date: String,
    /// Of all that the outputs depend on: the manuscript, the layout, the faces
    /// and the program.
    pub inputs: Option<Digest>,
    /// The pictures it shows, by the paths that the manuscript names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub images: BTreeMap<String, Digest>,
    /// The files that are there, made by this run or an earlier one.
    pub outputs: Vec<Output>,
    /// Pages of the PDF.
    pub pages: Option<usize>,
    pub status: Status,
    /// Why it was not made.
    pub reason: Option<String>,
}

impl Row {
    /// The file with this extension.
    pub fn output(&self, extension: &str) -> Option<&Output> {
        let is = |name: &str| name.strip_prefix(&self.key) == Some(extension);
        self.outputs.iter().find(|output| is(&output.name))
    }
}

/// A file of the output folder as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Relative to the output folder.
    pub name: String,
    pub bytes: u64,
    pub blake3: Digest,
}

/// How a document came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    #[serde(rename = "成功")]
    Made,
    #[serde(rename = "跳过")]
    Skipped,
    #[serde(rename = "失败")]
    Failed,
}

impl Status {
    /// The word the clerk sees.
    pub fn label(self) -> &'static str {
        match self {
            Status::Made => "成功",
            Status::Skipped => "跳过",
            Status::Failed => "失败",
        }
    }
}

/// The manifest of one build. Counts always reconcile:
/// planned = made + skipped + failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The program and its version.
    pub program: String,
    /// Of the workbook, the templates, the layout, the faces and what was asked
    /// for: the same means that nothing has changed.
    pub inputs: Digest,
    /// Which part of the documents this is; none where it is all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
    /// How many documents all shards have together.
    pub in_all: usize,
    pub planned: usize,
    pub made: usize,
    pub skipped: usize,
    pub failed: usize,
    /// The ledger of figures that was written with them.
    pub figures: Option<Output>,
    pub editions: Vec<Row>,
}

/// The program and its version, as manifests name it.
pub const PROGRAM: &str = concat!("dudao ", env!("CARGO_PKG_VERSION"));

impl Manifest {
    pub fn new(
        inputs: Digest,
        shard: Option<Shard>,
        in_all: usize,
        figures: Option<Output>,
        editions: Vec<Row>,
    ) -> Self {
        let count = |status| editions.iter().filter(|row| row.status == status).count();
        Self {
            program: PROGRAM.to_owned(),
            inputs,
            shard,
            in_all,
            planned: editions.len(),
            made: count(Status::Made),
            skipped: count(Status::Skipped),
            failed: count(Status::Failed),
            figures,
            editions,
        }
    }

    /// Reads a manifest that a run wrote.
    ///
    /// # Errors
    /// There is no such file, or it is no manifest.
    pub fn read(path: &Path) -> io::Result<Manifest> {
        Ok(serde_json::from_slice(&std::fs::read(path)?)?)
    }

    /// Writes `manifest.json` and `manifest.csv` into a folder.
    pub fn write(&self, folder: &Path) -> Result<(), Fault> {
        let path = folder.join("manifest.json");
        files::write_file(&path, &files::to_json(&path, self)?)?;
        files::write_file(&folder.join("manifest.csv"), &self.to_csv())
    }

    /// The table for Excel: UTF-8 with the mark by which Excel knows it.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut table = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
        let header = [
            "序号",
            "文种",
            "标题",
            "主送",
            "发文字号",
            "成文日期",
            "状态",
            "原因",
            "页数",
            "字节数",
            "文件",
        ];
        let rows = self.editions.iter().map(|row| {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let names: Vec<&str> = row.outputs.iter().map(|o| o.name.as_str()).collect();
            let bytes: u64 = row.outputs.iter().map(|output| output.bytes).sum();
            [
                row.place.to_string(),
                row.kind.clone(),
                text(&row.title),
                text(&row.addressee),
                text(&row.number),
                row.date.clone(),
                row.status.label().to_owned(),
                text(&row.reason),
                row.pages.map_or(String::new(), |pages| pages.to_string()),
                if bytes == 0 { String::new() } else { bytes.to_string() },
                names.join("；"),
            ]
        });
        let header = header.map(str::to_owned);
        // Writing to memory does not fail, and all rows have as many cells.
        for row in std::iter::once(header).chain(rows) {
            let _in_memory = table.write_record(&row);
        }
        table.into_inner().unwrap_or_default()
    }
}
