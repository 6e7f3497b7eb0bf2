//! Making one document: words, manuscript, model, pages, files.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Report, Severity, Sources, Span};
use crate::manuscript;
use crate::record::Edition;
use crate::typeset::Typesetter;
use crate::wording::{Draft, Writer};
use crate::workbook;

use super::digest::Digest;
use super::files::Fault;
use super::folder::Folder;
use super::images::Images;
use super::manifest::{Output, Row, Skip, Status};
use super::outdated::outdated;
use super::plan::Planned;
use super::program;
use super::project::Project;
use super::select::Selection;
use super::set::{Desk, Set};

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
    /// The figures it quotes, by their numbers in the ledger, which grow; none where it
    /// was not written, or was changed by hand.
    pub figures: Vec<usize>,
    /// What is wrong with the data or the template, in the project's sources.
    pub fault: Option<Diagnostic>,
    /// The machine failed.
    pub failure: Option<Fault>,
    /// What there is to say of the manuscript, and the text that it points into; no
    /// text where there is nothing.
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

    fn fail(&mut self, fault: Fault) {
        self.row.status = Status::Failed(fault.to_string());
        self.failure = Some(fault);
    }
}

/// A document that is made, but for what is yet to be written.
pub struct Made {
    outcome: Outcome,
    files: Option<Files>,
}

impl Made {
    pub fn has_files(&self) -> bool {
        self.files.is_some()
    }
}

impl From<Outcome> for Made {
    fn from(outcome: Outcome) -> Self {
        Self { outcome, files: None }
    }
}

/// The files of a document before they are written.
struct Files {
    manuscript: Option<String>,
    set: Option<Set>,
    /// Of all that they were made from.
    inputs: Digest,
}

/// What all documents of a run are made with.
pub struct Maker<'a> {
    project: &'a Project,
    writer: &'a Writer<'a>,
    folder: &'a Folder,
    asked: &'a Asked,
    /// For the manuscripts that the data give.
    desk: Desk<'a>,
    /// For those that a clerk has changed.
    desk_by_hand: Desk<'a>,
    inputs: Digest,
    /// The ledger of an earlier run that was made from all the same and is there.
    ledger: Option<&'a Output>,
}

impl<'a> Maker<'a> {
    /// `read` is of all that was read; see [`Project::digest`].
    pub fn new(
        project: &'a Project,
        read: Digest,
        writer: &'a Writer<'a>,
        typesetter: Option<&'a Typesetter>,
        by_hand: Option<&'a Typesetter>,
        folder: &'a Folder,
        asked: &'a Asked,
    ) -> Self {
        let desk = Desk::new(typesetter, Images::new(&project.folder));
        let beside = Images::new(folder.path()).or(&project.folder);
        let desk_by_hand = match by_hand {
            Some(by_hand) => Desk::new(Some(by_hand), beside),
            None => desk.with(beside),
        };
        // All shards of a build are made from the same.
        let selection = Selection { shard: None, ..asked.selection.clone() };
        let wanted = format!("{selection:?} {:?}", asked.formats);
        let own = [desk.setup(), wanted.as_bytes()];
        let inputs = Digest::of_parts(own.into_iter().chain([&read.as_bytes()[..]]));
        let unchanged =
            |ledger: &&Output| asked.resume && ledger.inputs == inputs && folder.has(ledger);
        let ledger = folder.ledger().filter(unchanged);
        Self { project, writer, folder, asked, desk, desk_by_hand, inputs, ledger }
    }

    /// Of everything that decides what a run makes.
    pub fn inputs(&self) -> Digest {
        self.inputs
    }

    /// The ledger that an earlier run wrote and this one would write again.
    pub fn ledger(&self) -> Option<&Output> {
        self.ledger
    }

    /// Makes one document. Its files are yet to be written: that is waiting for the disk,
    /// and the next document can be made meanwhile.
    pub fn make(&self, planned: &Planned) -> Made {
        if !planned.selected {
            return self.leave(planned, Skip::Unselected).into();
        }
        // Where nothing that a run is made from has changed, a document need not be
        // drafted to see that it is as it would be.
        if self.ledger.is_some()
            && let Some(before) = self.folder.row(&planned.stem)
            && before.status.is_current()
            && !before.by_hand
            && (before.output(".md").is_some() || !self.manuscript(planned).exists())
            && self.stands(before, &self.desk, |_| true)
        {
            return self.leave(planned, Skip::Unchanged).into();
        }
        let mut outcome = Outcome::new(self.row(planned));
        let files = self.set(planned, &mut outcome).unwrap_or_else(|fault| {
            outcome.fail(fault);
            None
        });
        Made { outcome, files }
    }

    /// Writes the files of a document that was made, and enters it into the journal where
    /// it was not skipped.
    pub fn write(&self, made: Made) -> Outcome {
        let Made { mut outcome, files } = made;
        if let Some(files) = files {
            match self.write_files(files, &mut outcome) {
                Ok(()) => outcome.row.status = Status::Made,
                Err(fault) => outcome.fail(fault),
            }
        }
        if !outcome.row.status.is_skipped()
            && let Err(fault) = self.folder.enter(&outcome.row)
        {
            outcome.fail(fault);
        }
        if outcome.report.is_empty() {
            outcome.sources = Sources::new();
        }
        outcome
    }

    /// A document that is not made: what earlier runs made of it stays.
    pub(super) fn leave(&self, planned: &Planned, skip: Skip) -> Outcome {
        let mut row = match self.folder.row(&planned.stem) {
            Some(before) => Row { place: planned.place, ..before.clone() },
            None => self.row(planned),
        };
        row.outputs.retain(|output| self.is_there(output));
        row.status = Status::Skipped(skip);
        Outcome::new(row)
    }

    fn is_there(&self, output: &Output) -> bool {
        self.folder.path().join(&output.name).exists()
    }

    fn edition(&self, planned: &Planned) -> &Edition {
        &self.project.workbook.record.editions[planned.edition]
    }

    /// A document before it is made, with the files that earlier runs made of it.
    fn row(&self, planned: &Planned) -> Row {
        let before = self.folder.row(&planned.stem).map_or(&[][..], |row| &row.outputs);
        Row {
            place: planned.place,
            key: planned.stem.clone(),
            kind: planned.kind.name.clone(),
            title: None,
            addressee: planned.school.map(|school| school.name.clone()),
            number: None,
            date: self.edition(planned).date.to_string(),
            outputs: before.iter().filter(|output| self.is_there(output)).cloned().collect(),
            by_hand: false,
            status: Status::Skipped(Skip::Stopped),
        }
    }

    /// Drafts and sets a document; where there are no files to be written, its row says
    /// how it came out.
    fn set(&self, planned: &Planned, outcome: &mut Outcome) -> Result<Option<Files>, Fault> {
        let edition = self.edition(planned);
        let draft = match self.writer.draft(planned.kind, edition, planned.subject) {
            Ok(draft) => draft,
            Err(diagnostic) => {
                outcome.row.status = Status::Failed(diagnostic.message.clone());
                outcome.fault = Some(diagnostic);
                return Ok(None);
            }
        };
        outcome.figures = draft.figures.iter().copied().collect();
        let row = &mut outcome.row;
        row.describe(&draft.elements, planned.school);
        let text = write_manuscript(&draft);
        let path = self.manuscript(planned);
        if is_edited(&path, &text, row.output(".md"))? {
            return self.set_by_hand(planned, &text, outcome);
        }
        let inputs = self.desk.inputs(&text);
        // A manuscript is made from its words alone, whether PDFs are set or not.
        let words = Digest::of(text.as_bytes());
        for manuscript in row.outputs.iter_mut().filter(|output| output.blake3 == words) {
            manuscript.inputs = inputs;
        }
        if self.asked.resume && self.stands(row, &self.desk, |output| output.inputs == inputs)
        {
            row.status = Status::Skipped(Skip::Unchanged);
            return Ok(None);
        }
        // A name that no file has says that there is none.
        let has_manuscript = self.has_manuscript(&outcome.row);
        let extension = if has_manuscript { ".md" } else { " 的文稿" };
        let id = outcome.sources.add(format!("{}{extension}", planned.stem), text.as_str());
        let set = self.desk.set(id, &text, &mut outcome.report);
        if let Some(failed) = failed(&outcome.report) {
            outcome.row.status = failed;
            return Ok(None);
        }
        let manuscript = has_manuscript.then_some(text);
        Ok(Some(Files { manuscript, set, inputs }))
    }

    /// Sets a manuscript that a clerk has changed, as it is. `now` is the one that the
    /// data give.
    fn set_by_hand(
        &self,
        planned: &Planned,
        now: &str,
        outcome: &mut Outcome,
    ) -> Result<Option<Files>, Fault> {
        let Outcome { row, report, sources, figures, .. } = outcome;
        row.by_hand = true;
        // Which figures the clerk has left in it, nobody knows.
        figures.clear();
        let Some(id) = workbook::read_file(&self.manuscript(planned), sources, report) else {
            // What cannot be read has been reported.
            row.status = failed(report).unwrap_or(Status::Skipped(Skip::Kept));
            return Ok(None);
        };
        report.push(kept().at(Span::new(id, 0, 0), ""));
        let text = &sources.get(id).text;
        // What is wrong with it is told where it is set.
        if let Some(document) = manuscript::parse(id, text, &mut Report::new()) {
            row.describe(&document.elements, planned.school);
        }
        let given = row.output(".md").map(|given| given.blake3);
        // Numbers that the clerk has changed are his; those that the data have changed
        // since he was given the manuscript he may not know.
        if given.is_some_and(|given| given != Digest::of(now.as_bytes())) {
            report.push(outdated(id, sources, now));
        }
        if !self.asked.formats.pdf {
            row.status = Status::Skipped(Skip::Kept);
            return Ok(None);
        }
        if given.is_none() {
            report.push(unlisted().at(Span::new(id, 0, 0), ""));
            row.status = Status::Failed("清单里没有这份文稿，没有排版".to_owned());
            return Ok(None);
        }
        let inputs = self.desk_by_hand.inputs(text);
        let pdf = row.output(".pdf").filter(|output| output.inputs == inputs);
        if self.asked.resume && pdf.is_some_and(|pdf| self.is_right(pdf, &self.desk_by_hand)) {
            row.status = Status::Skipped(Skip::Unchanged);
            return Ok(None);
        }
        let set = self.desk_by_hand.set(id, text, report);
        if let Some(failed) = failed(report) {
            row.status = failed;
            return Ok(None);
        }
        Ok(Some(Files { manuscript: None, set, inputs }))
    }

    fn write_files(&self, files: Files, outcome: &mut Outcome) -> Result<(), Fault> {
        let Files { manuscript, set, inputs } = files;
        if let Some(text) = manuscript {
            let name = format!("{}.md", outcome.row.key);
            outcome.row.put(self.folder.write(&name, text.as_bytes(), inputs)?);
        }
        set.map_or(Ok(()), |set| self.write_pdf(set, inputs, outcome))
    }

    /// Writes the PDF of a document. What a clerk has put in the place of ours is kept
    /// under another name.
    fn write_pdf(&self, set: Set, inputs: Digest, outcome: &mut Outcome) -> Result<(), Fault> {
        let Outcome { row, report, .. } = outcome;
        let name = format!("{}.pdf", row.key);
        let listed = row.output(".pdf");
        if !listed.is_some_and(|ours| self.folder.has(ours)) {
            // Other PDFs of the program are those of a run that was killed or keeps a
            // manifest of its own, where nobody has touched the document.
            let may_be_ours = !row.by_hand && (listed.is_none() || self.folder.was_killed());
            let is_ours =
                |there: &[u8]| there == set.pdf || may_be_ours && program::has_written(there);
            if let Some(aside) = self.folder.set_aside(&name, is_ours)? {
                report.push(replaced(&name, &aside));
            }
        }
        let written = self.folder.write(&name, &set.pdf, inputs)?;
        row.put(Output { images: set.images, pages: Some(set.pages), ..written });
        Ok(())
    }

    fn manuscript(&self, planned: &Planned) -> PathBuf {
        self.folder.path().join(format!("{}.md", planned.stem))
    }

    /// Whether a manuscript belongs to a document that is made: one that lies beside it and
    /// says what the data were would be changed and sent out for what they are.
    fn has_manuscript(&self, row: &Row) -> bool {
        self.asked.formats.md || row.output(".md").is_some()
    }

    /// Whether all files of a document are right, and meet a condition.
    fn stands(&self, row: &Row, desk: &Desk, meets: impl Fn(&Output) -> bool) -> bool {
        let wanted = [(self.has_manuscript(row), ".md"), (self.asked.formats.pdf, ".pdf")];
        let mut wanted = wanted.iter().filter(|(asked, _)| *asked);
        wanted.all(|(_, extension)| {
            let output = row.output(extension);
            output.is_some_and(|output| meets(output) && self.is_right(output, desk))
        })
    }

    /// Whether a file is there as it was written, with the pictures as they were.
    fn is_right(&self, output: &Output, desk: &Desk) -> bool {
        self.folder.has(output) && desk.has(&output.images)
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

/// The failure of a document of whose manuscript an error is reported.
fn failed(report: &Report) -> Option<Status> {
    let error = report.iter().find(|diagnostic| diagnostic.severity == Severity::Error)?;
    Some(Status::Failed(error.message.clone()))
}

fn kept() -> Diagnostic {
    Diagnostic::hint("FIL-01", "文稿改过，没有覆盖")
        .help("PDF 照改过的文稿排；要按数据新写的，请先删去或移走它")
}

/// It may be a clerk's work, or ours of other data.
fn unlisted() -> Diagnostic {
    let message = "清单里没有这份文稿，看不出是您改的，还是程序照以前的数据写的，没有排版";
    Diagnostic::error("FIL-04", message).help(
        "是您改的，先把它移走，在这个文件夹里运行一次 dudao draft，再放回来；是以前写的，删去它",
    )
}

fn replaced(name: &str, aside: &str) -> Diagnostic {
    let message = format!("{name} 不是程序上次排的那一份，已改名为 {aside}，另排了一份");
    Diagnostic::warning("FIL-02", message)
        .help("要改内容，请改文稿，PDF 会照文稿重排；盖过章、签过字的 PDF 请存到别的文件夹")
}

/// The manuscript of a draft: front matter and body.
pub fn write_manuscript(draft: &Draft) -> String {
    format!("{}\n{}", manuscript::write_front_matter(&draft.elements), draft.body)
}
