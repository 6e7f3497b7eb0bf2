//! Making one document: words, manuscript, model, pages, files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::diagnostic::{Diagnostic, Report, Severity, SourceId, Sources, Span};
use crate::manuscript;
use crate::record::Edition;
use crate::typeset::{Remark, Typesetter};
use crate::wording::{Draft, Writer};

use super::digest::Digest;
use super::files::Fault;
use super::folder::Folder;
use super::images::Images;
use super::manifest::{Output, PROGRAM, Row, Status};
use super::plan::Planned;
use super::project::Project;
use super::select::Selection;

/// What a build writes of each document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formats {
    pub pdf: bool,
    /// The manuscript.
    pub md: bool,
}

/// What the clerk asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    pub selection: Selection,
    pub formats: Formats,
    /// What is there as it would be made again stays.
    pub resume: bool,
}

/// What came of one document.
#[derive(Debug)]
pub struct Outcome {
    pub row: Row,
    /// The figures it quotes, by their numbers in the ledger; none where it was
    /// not written.
    pub figures: Vec<usize>,
    /// What is wrong with the data or the template, in the project's sources.
    pub fault: Option<Diagnostic>,
    /// The machine failed.
    pub failure: Option<Fault>,
    /// What there is to say of the manuscript, and the text that it points into.
    pub report: Report,
    pub sources: Sources,
}

impl Outcome {
    pub(super) fn new(row: Row) -> Self {
        Self {
            row,
            figures: Vec::new(),
            fault: None,
            failure: None,
            report: Report::new(),
            sources: Sources::new(),
        }
    }
}

/// What all documents of a run are made with.
pub struct Maker<'a> {
    project: &'a Project,
    writer: &'a Writer<'a>,
    /// None where only manuscripts are written.
    typesetter: Option<&'a Typesetter>,
    folder: &'a Folder,
    asked: &'a Asked,
    /// Of all that outputs depend on besides their manuscripts and pictures.
    setup: Digest,
    inputs: Digest,
    images: Images,
}

impl<'a> Maker<'a> {
    pub fn new(
        project: &'a Project,
        sources: &Sources,
        writer: &'a Writer<'a>,
        typesetter: Option<&'a Typesetter>,
        folder: &'a Folder,
        asked: &'a Asked,
    ) -> Self {
        let layout = typesetter.map(Typesetter::inputs).unwrap_or_default();
        let layout = layout.iter().map(|part| part.as_slice());
        let setup = Digest::of_parts([PROGRAM.as_bytes()].into_iter().chain(layout));
        // All shards of a build are made from the same.
        let selection = Selection { shard: None, ..asked.selection.clone() };
        let wanted = format!("{selection:?} {:?}", asked.formats);
        let own = [&setup.as_bytes()[..], wanted.as_bytes()];
        let texts = sources.texts().map(str::as_bytes);
        let inputs = Digest::of_parts(own.into_iter().chain(texts));
        let images = Images::new(&project.folder);
        Self { project, writer, typesetter, folder, asked, setup, inputs, images }
    }

    /// Of everything that decides what a run makes.
    pub fn inputs(&self) -> Digest {
        self.inputs
    }

    /// Whether the last run that ended was made from the same.
    pub fn is_unchanged(&self) -> bool {
        let before = self.folder.before();
        before.is_some_and(|before| {
            before.inputs == self.inputs
                && before.figures.as_ref().is_some_and(|figures| self.folder.has(figures))
        })
    }

    /// Makes one document and writes its files. `unchanged` is what
    /// [`is_unchanged`](Self::is_unchanged) said.
    pub fn make(&self, planned: &Planned, unchanged: bool) -> Outcome {
        if !planned.selected {
            return self.leave(planned, "没有选它");
        }
        let before = self.folder.row(&planned.stem);
        if self.asked.resume && unchanged && before.is_some_and(|row| self.stands(row)) {
            return self.leave(planned, "没有变化");
        }
        let mut outcome = Outcome::new(self.row(planned));
        match self.write(planned, before, &mut outcome) {
            Ok(()) => {}
            Err(fault) => {
                outcome.row.status = Status::Failed;
                outcome.row.reason = Some(fault.to_string());
                outcome.failure = Some(fault);
            }
        }
        outcome
    }

    /// A document that the run was stopped before.
    pub(super) fn leave_out(&self, planned: &Planned) -> Outcome {
        self.leave(planned, "中途停止，还没有做")
    }

    /// A document that is not made: what earlier runs made of it stays.
    fn leave(&self, planned: &Planned, reason: &str) -> Outcome {
        let before = self.folder.row(&planned.stem).cloned();
        let mut row = before.unwrap_or_else(|| self.row(planned));
        row.place = planned.place;
        row.status = Status::Skipped;
        row.reason = Some(reason.to_owned());
        Outcome::new(row)
    }

    fn edition(&self, planned: &Planned) -> &Edition {
        &self.project.workbook.record.editions[planned.edition]
    }

    fn row(&self, planned: &Planned) -> Row {
        Row {
            place: planned.place,
            key: planned.stem.clone(),
            kind: planned.kind.clone(),
            title: None,
            addressee: planned.school.clone(),
            number: None,
            date: self.edition(planned).date.to_string(),
            inputs: None,
            images: BTreeMap::new(),
            outputs: Vec::new(),
            pages: None,
            status: Status::Failed,
            reason: None,
        }
    }

    fn write(
        &self,
        planned: &Planned,
        before: Option<&Row>,
        outcome: &mut Outcome,
    ) -> Result<(), Fault> {
        let edition = self.edition(planned);
        // The plan only names kinds that the writer has.
        let Some(kind) = self.writer.kind(&planned.kind) else { return Ok(()) };
        let draft = match self.writer.draft(kind, edition, planned.subject) {
            Ok(draft) => draft,
            Err(diagnostic) => {
                outcome.row.reason = Some(diagnostic.message.clone());
                outcome.fault = Some(diagnostic);
                return Ok(());
            }
        };
        outcome.figures = draft.figures.iter().copied().collect();
        let row = &mut outcome.row;
        row.title = Some(draft.elements.title.clone());
        row.number = draft.elements.number.clone();
        if row.addressee.is_none() && !draft.elements.addressees.is_empty() {
            row.addressee = Some(draft.elements.addressees.join("、"));
        }
        let text = write_manuscript(&draft);
        let inputs = Digest::of_parts([&self.setup.as_bytes()[..], text.as_bytes()]);
        let unchanged = |row: &Row| row.inputs == Some(inputs) && self.stands(row);
        if self.asked.resume
            && let Some(before) = before.filter(|row| unchanged(row))
        {
            *row = Row { reason: Some("没有变化".to_owned()), ..before.clone() };
            row.place = planned.place;
            row.status = Status::Skipped;
            return Ok(());
        }
        let name = format!("{}.md", planned.stem);
        let id = outcome.sources.add(name.as_str(), text.as_str());
        let set =
            set_manuscript(id, &text, &self.images, self.typesetter, &mut outcome.report);
        let error = outcome.report.iter().find(|d| d.severity == Severity::Error);
        row.reason = error.map(|error| error.message.clone());
        if row.reason.is_some() {
            return Ok(());
        }
        if self.asked.formats.md {
            let path = self.folder.path().join(&name);
            let ours = before.and_then(|row| row.output(".md"));
            if is_edited(&path, &text, ours)? {
                outcome.report.push(edited(&path));
                if !self.asked.formats.pdf {
                    row.reason = Some("已有改过的文稿，没有覆盖".to_owned());
                    return Ok(());
                }
            } else {
                row.outputs.push(self.folder.write(&name, text.as_bytes())?);
            }
        }
        if let (true, Some(set)) = (self.asked.formats.pdf, set) {
            let name = format!("{}.pdf", planned.stem);
            row.outputs.push(self.folder.write(&name, &set.pdf)?);
            row.pages = Some(set.pages);
            row.images = set.images;
        }
        row.inputs = Some(inputs);
        row.status = Status::Made;
        self.folder.enter(row)
    }

    /// Whether all files of a document are there as they were written, and its
    /// pictures as they were.
    fn stands(&self, row: &Row) -> bool {
        let wanted = [(self.asked.formats.md, ".md"), (self.asked.formats.pdf, ".pdf")];
        row.inputs.is_some()
            && wanted.iter().filter(|(asked, _)| *asked).all(|(_, extension)| {
                row.output(extension).is_some_and(|output| self.folder.has(output))
            })
            && row.images.iter().all(|(path, digest)| {
                self.images.read(path).is_ok_and(|image| image.digest == *digest)
            })
    }
}

/// Whether a manuscript is there that says something else and is not as an
/// earlier run wrote it: a clerk's work.
fn is_edited(path: &Path, text: &str, ours: Option<&Output>) -> Result<bool, Fault> {
    match std::fs::read(path) {
        Ok(there) => Ok(there != text.as_bytes()
            && ours.is_none_or(|output| Digest::of(&there) != output.blake3)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(source) => Err(Fault { path: path.to_owned(), source }),
    }
}

fn edited(path: &Path) -> Diagnostic {
    let message = format!("已有的文稿与新写的不同，没有覆盖：{}", path.display());
    Diagnostic::warning("FIL-01", message)
        .help("它可能是改过的。要用新写的，请先删去或移走它，或者用 --out 换一个文件夹")
}

/// The manuscript of a draft: front matter and body.
pub fn write_manuscript(draft: &Draft) -> String {
    format!("{}\n{}", manuscript::write_front_matter(&draft.elements), draft.body)
}

/// A manuscript that has been set.
pub struct Set {
    pub pages: usize,
    pub pdf: Vec<u8>,
    /// The pictures it shows.
    pub images: BTreeMap<String, Digest>,
}

/// Reads a manuscript and, with a typesetter, sets it.
pub fn set_manuscript(
    id: SourceId,
    text: &str,
    images: &Images,
    typesetter: Option<&Typesetter>,
    report: &mut Report,
) -> Option<Set> {
    let document = manuscript::parse(id, text, report)?;
    let images = images.of(&document, report);
    if report.has_errors() {
        return None;
    }
    let typesetter = typesetter?;
    missing_characters(id, text, typesetter, report);
    let bytes = images.iter().map(|(path, image)| (path.clone(), image.bytes.clone()));
    let set = typesetter.set(&document, &bytes.collect());
    let place = Span::new(id, 0, 0);
    match set.and_then(|pages| Ok((pages.pdf()?, pages))) {
        Ok((pdf, pages)) => {
            if !pages.dated() {
                report.push(undated().at(place, ""));
            }
            for said in pages.remarks() {
                report.push(remark(*said).at(place, ""));
            }
            for warning in pages.warnings() {
                report.push(
                    Diagnostic::warning("SET-04", format!("排版时出了异常：{warning}"))
                        .at(place, "")
                        .help("这是程序的问题，请核对排好的版面，并告诉维护程序的同事"),
                );
            }
            if report.has_errors() {
                return None;
            }
            let images = images.iter().map(|(path, image)| (path.clone(), image.digest));
            Some(Set { pages: pages.count(), pdf, images: images.collect() })
        }
        Err(error) => {
            report.push(Diagnostic::error("SET-01", error.to_string()).at(place, ""));
            None
        }
    }
}

fn remark(remark: Remark) -> Diagnostic {
    match remark {
        Remark::CloserLines(lines) => Diagnostic::hint(
            "SET-05",
            format!("全文行距略收紧，每页{lines}行，使署名或版记不单独占一页"),
        )
        .help("GB/T 9704—2012第7.3.5.5条允许；要每页22行，就在正文里增减几行"),
        Remark::SmallType => {
            Diagnostic::warning("SET-06", "有表格列太多，横排也只能用比5号小的字")
                .help("把表格拆成两张，或者去掉几列")
        }
        Remark::FirstPageWithoutText => {
            Diagnostic::error("SET-07", "首页没有正文，没有排版")
                .help("公文首页必须显示正文（GB/T 9704—2012第7.3.3条）：在正文开头的横表、大表或图前面写一段话")
        }
        Remark::ClosingWithoutText => {
            Diagnostic::error("SET-08", "署名那一页没有正文，没有排版")
                .help("署名要和正文同处一页（GB/T 9704—2012第7.3.5.5条）：在正文末尾的横表后面写一段话，或者把横表改成附件")
        }
    }
}

fn undated() -> Diagnostic {
    Diagnostic::hint("SET-03", "没有写成文日期，PDF 不是存档格式（PDF/A-2b）")
        .help("在文稿开头加上“成文日期:”，如 2014-12-20；不用存档就不必改")
}

/// A warning for each character that no face has, at its first place.
fn missing_characters(id: SourceId, text: &str, typesetter: &Typesetter, report: &mut Report) {
    let mut seen = BTreeSet::new();
    for (at, c) in text.char_indices() {
        if c.is_control() || !seen.insert(c) || typesetter.covers(c) {
            continue;
        }
        let message = format!("字体里没有“{c}”（U+{:04X}），印出来会是空框", c as u32);
        report.push(
            Diagnostic::warning("FNT-01", message)
                .at(Span::new(id, at, at + c.len_utf8()), "")
                .help("请换一个写法，或在电脑上安装含有这个字的字体后再生成；`dudao fonts` 列出所用的字体"),
        );
    }
}
