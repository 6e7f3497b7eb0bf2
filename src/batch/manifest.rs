//! The list of what a build made: every planned document with its outcome.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::document::Elements;
use crate::record::School;

use super::digest::Digest;
use super::files::{self, Fault};
use super::program::PROGRAM;
use super::shard::Shard;

/// Of a PDF whose manuscript a clerk has changed.
const BY_HAND: &str = "照改过的文稿排版";

/// Of one that an earlier run made and this one did not make anew.
const EARLIER: &str = "PDF 是以前排的";

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
    /// The files that are there, made by this run or an earlier one.
    pub outputs: Vec<Output>,
    /// Whether a clerk has changed its manuscript: that was not overwritten, and the PDF
    /// is set from it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_hand: bool,
    #[serde(flatten)]
    pub status: Status,
}

impl Row {
    /// The file with this extension.
    pub fn output(&self, extension: &str) -> Option<&Output> {
        let is = |name: &str| name.strip_prefix(&self.key) == Some(extension);
        self.outputs.iter().find(|output| is(&output.name))
    }

    /// Of the PDF.
    pub fn pages(&self) -> Option<usize> {
        self.output(".pdf")?.pages
    }

    /// What a clerk wants to know besides how it came out.
    fn reason(&self) -> String {
        let more = match &self.status {
            _ if self.has_earlier_pdf() => EARLIER,
            status if self.by_hand && status.is_current() => BY_HAND,
            _ => "",
        };
        let both = [self.status.reason(), more];
        both.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("，")
    }

    /// Whether a PDF is there that is not of this run, nor as it would be made.
    fn has_earlier_pdf(&self) -> bool {
        let Some(pdf) = self.output(".pdf") else { return false };
        match self.status {
            Status::Failed(_) | Status::Skipped(Skip::Stopped | Skip::Kept) => true,
            Status::Skipped(Skip::Unselected) => false,
            // Where both were asked for they were made from the same.
            Status::Made | Status::Skipped(Skip::Unchanged) => {
                let manuscript = self.output(".md").filter(|_| !self.by_hand);
                manuscript.is_some_and(|manuscript| manuscript.inputs != pdf.inputs)
            }
        }
    }

    /// Takes over what the document says of itself; a letter goes to the school that it
    /// was written for.
    pub(super) fn describe(&mut self, elements: &Elements, school: Option<&School>) {
        self.title = Some(elements.title.clone());
        self.number.clone_from(&elements.number);
        if let Some(date) = elements.date {
            self.date = date.to_string();
        }
        let addressees = || elements.addressees.join("、");
        let own = school.map_or_else(addressees, |school| school.name.clone());
        self.addressee = Some(own).filter(|own| !own.is_empty());
    }

    /// Lists a file that was written, in the place of what was there under its name.
    pub(super) fn put(&mut self, output: Output) {
        self.outputs.retain(|there| there.name != output.name);
        self.outputs.push(output);
        self.outputs.sort_by(|a, b| a.name.cmp(&b.name));
    }
}

/// Documents with one 发文字号, of which a clerk has given at least one.
#[derive(Debug, PartialEq, Eq)]
pub struct SameNumber {
    pub number: String,
    pub keys: Vec<String>,
}

impl SameNumber {
    /// The numbers that manuscripts changed by hand share with other documents: those of
    /// the data are told apart when they are checked.
    pub fn among<'a, Rows>(rows: &'a Rows) -> Vec<SameNumber>
    where
        &'a Rows: IntoIterator<Item: Borrow<Row>>,
    {
        // However its brackets and blanks are typed.
        let key = |number: &String| -> String {
            number.chars().filter(|c| c.is_alphanumeric()).collect()
        };
        let mut same: BTreeMap<String, SameNumber> = BTreeMap::new();
        for row in rows {
            let row = row.borrow();
            if let (true, Some(number)) = (row.by_hand, &row.number) {
                let none = SameNumber { number: number.clone(), keys: Vec::new() };
                same.insert(key(number), none);
            }
        }
        for row in rows {
            let row = row.borrow();
            if let Some(same) = row.number.as_ref().and_then(|it| same.get_mut(&key(it))) {
                same.keys.push(row.key.clone());
            }
        }
        same.into_values().filter(|same| same.keys.len() > 1).collect()
    }
}

/// A file of the output folder as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Relative to the output folder.
    pub name: String,
    pub bytes: u64,
    pub blake3: Digest,
    /// Of all that it was made from, the pictures apart.
    pub inputs: Digest,
    /// The pictures it shows, by the paths that the manuscript names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub images: BTreeMap<String, Digest>,
    /// Of a PDF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
}

/// How a document came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", content = "reason")]
pub enum Status {
    #[serde(rename = "成功")]
    Made,
    #[serde(rename = "跳过")]
    Skipped(Skip),
    /// Why, for the clerk.
    #[serde(rename = "失败")]
    Failed(String),
}

/// Why a document was not made although nothing is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Skip {
    #[serde(rename = "没有选它")]
    Unselected,
    #[serde(rename = "没有变化")]
    Unchanged,
    /// Its manuscript has been changed by hand, and only manuscripts were asked for.
    #[serde(rename = "文稿改过，没有覆盖")]
    Kept,
    /// The run was stopped before it.
    #[serde(rename = "中途停止，还没有做")]
    Stopped,
}

impl Status {
    /// The word the clerk sees.
    pub fn label(&self) -> &'static str {
        match self {
            Status::Made => "成功",
            Status::Skipped(_) => "跳过",
            Status::Failed(_) => "失败",
        }
    }

    /// Why it was not made.
    pub fn reason(&self) -> &str {
        match self {
            Status::Made => "",
            Status::Skipped(Skip::Unselected) => "没有选它",
            Status::Skipped(Skip::Unchanged) => "没有变化",
            Status::Skipped(Skip::Kept) => "文稿改过，没有覆盖",
            Status::Skipped(Skip::Stopped) => "中途停止，还没有做",
            Status::Failed(reason) => reason,
        }
    }

    /// Whether its files are as this run would make them.
    pub fn is_current(&self) -> bool {
        matches!(self, Status::Made | Status::Skipped(Skip::Unchanged))
    }

    pub fn is_skipped(&self) -> bool {
        matches!(self, Status::Skipped(_))
    }

    pub fn is_failed(&self) -> bool {
        matches!(self, Status::Failed(_))
    }
}

/// How many documents came out in which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Made, skipped and failed together.
    pub planned: usize,
    pub made: usize,
    pub skipped: usize,
    pub failed: usize,
    /// Of those skipped the ones that the run was stopped before.
    pub stopped: usize,
    /// The PDFs that are set from manuscripts that a clerk has changed.
    pub by_hand: usize,
}

impl Counts {
    pub fn add(&mut self, row: &Row) {
        self.planned += 1;
        match row.status {
            Status::Made => self.made += 1,
            Status::Skipped(_) => self.skipped += 1,
            Status::Failed(_) => self.failed += 1,
        }
        self.stopped += usize::from(row.status == Status::Skipped(Skip::Stopped));
        self.by_hand += usize::from(row.by_hand && row.status.is_current());
    }

    pub fn of<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Counts {
        rows.into_iter().fold(Counts::default(), |mut counts, row| {
            counts.add(row);
            counts
        })
    }
}

/// The manifest of one build. Counts always reconcile:
/// planned = made + skipped + failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest<Rows = Vec<Row>> {
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
    /// Of the editions; what a file says of them is not relied on.
    #[serde(flatten, skip_deserializing)]
    pub counts: Counts,
    /// The ledger of figures that goes with them. It says which documents quote a
    /// figure: a run that was stopped writes none.
    pub figures: Option<Output>,
    pub editions: Rows,
}

impl Manifest {
    /// Reads a manifest that a run wrote.
    ///
    /// # Errors
    /// There is no such file, or it is no manifest.
    pub fn read(path: &Path) -> io::Result<Manifest> {
        let mut manifest: Manifest = serde_json::from_slice(&std::fs::read(path)?)
            .map_err(|_| io::Error::other("这不是 dudao 做的清单，或者是别的版本做的"))?;
        manifest.counts = Counts::of(&manifest.editions);
        Ok(manifest)
    }
}

impl<Rows> Manifest<Rows> {
    pub fn new(
        inputs: Digest,
        shard: Option<Shard>,
        in_all: usize,
        counts: Counts,
        figures: Option<Output>,
        editions: Rows,
    ) -> Self {
        let program = PROGRAM.to_owned();
        Self { program, inputs, shard, in_all, counts, figures, editions }
    }

    /// Writes `manifest.json` into a folder, that of a share under a name of its own.
    pub fn write(&self, folder: &Path) -> Result<(), Fault>
    where
        Rows: Serialize,
    {
        let temporary = files::temporary(&Shard::suffix(self.shard));
        files::write_json(&self.path(folder, "json"), &temporary, self).map(|_| ())
    }

    /// Writes `manifest.csv` beside it, which Excel may have open.
    pub fn write_table<'a>(&'a self, folder: &Path) -> Result<(), Fault>
    where
        &'a Rows: IntoIterator<Item: Borrow<Row>>,
    {
        let temporary = files::temporary(&Shard::suffix(self.shard));
        files::write_with(&self.path(folder, "csv"), &temporary, |file| {
            write_table(&self.editions, file)
        })
    }

    fn path(&self, folder: &Path, extension: &str) -> PathBuf {
        folder.join(format!("manifest{}.{extension}", Shard::suffix(self.shard)))
    }
}

/// The table for Excel: UTF-8 with the mark by which Excel knows it.
fn write_table(
    rows: impl IntoIterator<Item: Borrow<Row>>,
    mut out: impl Write,
) -> io::Result<()> {
    // As it was met: a full disk is told as one.
    let as_met = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    };
    out.write_all(b"\xef\xbb\xbf")?;
    let mut table = csv::Writer::from_writer(out);
    table
        .write_record([
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
        ])
        .map_err(as_met)?;
    for row in rows {
        let row = row.borrow();
        let names: Vec<&str> = row.outputs.iter().map(|o| o.name.as_str()).collect();
        let bytes: u64 = row.outputs.iter().map(|output| output.bytes).sum();
        table
            .write_record([
                &row.place.to_string(),
                &row.kind,
                row.title.as_deref().unwrap_or_default(),
                row.addressee.as_deref().unwrap_or_default(),
                row.number.as_deref().unwrap_or_default(),
                &row.date,
                row.status.label(),
                &row.reason(),
                &row.pages().map_or(String::new(), |pages| pages.to_string()),
                &if bytes == 0 { String::new() } else { bytes.to_string() },
                &names.join("；"),
            ])
            .map_err(as_met)?;
    }
    table.flush()
}

#[cfg(test)]
impl Row {
    /// A row that says no more than its key and its status.
    pub(super) fn bare(key: &str, status: Status) -> Row {
        Row {
            place: 1,
            key: key.to_owned(),
            kind: "督导意见书".to_owned(),
            title: None,
            addressee: None,
            number: None,
            date: "2025-03-20".to_owned(),
            outputs: Vec::new(),
            by_hand: false,
            status,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Has room for so many bytes.
    struct Disk(usize);

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_known_as_such_wherever_it_is_met() {
        for rows in [1, 200] {
            let rows =
                vec![
                    Row::bare(&"督导意见书".repeat(20), Status::Failed("错".repeat(100)));
                    rows
                ];
            let error = write_table(&rows, Disk(100)).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        }
    }

    #[test]
    fn counts_are_those_of_the_rows_whatever_the_file_says() {
        let folder = tempfile::tempdir().unwrap();
        let rows = vec![
            Row::bare("甲", Status::Made),
            Row::bare("乙", Status::Skipped(Skip::Stopped)),
        ];
        let wrong = Counts { planned: 9, ..Counts::default() };
        let written = Manifest::new(Digest::of(b""), None, 2, wrong, None, rows);
        written.write(folder.path()).unwrap();
        let counts = Manifest::read(&folder.path().join("manifest.json")).unwrap().counts;
        let right = Counts { planned: 2, made: 1, skipped: 1, stopped: 1, ..wrong };
        assert_eq!(counts, right);
    }
}
