//! Making one document: words, manuscript, model, pages, files.

use std::path::Path;

use crate::diagnostic::{Diagnostic, Report, Severity, Sources};
use crate::manuscript;
use crate::record::Edition;
use crate::typeset::Typesetter;
use crate::wording::{Draft, Writer};

use super::digest::Digest;
use super::files::Fault;
use super::folder::{Folder, output};
use super::images::Images;
use super::manifest::{Output, Row, Skip, Status};
use super::plan::Planned;
use super::program;
use super::project::Project;
use super::select::Selection;
use super::set::set_manuscript;

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

/// What all documents of a run are made with.
pub struct Maker<'a> {
    project: &'a Project,
    writer: &'a Writer<'a>,
    /// None where only manuscripts are written.
    typesetter: Option<&'a Typesetter>,
    folder: &'a Folder,
    asked: &'a Asked,
    /// Of all that outputs depend on besides their manuscripts and pictures: the
    /// program, the layout, the faces.
    setup: Digest,
    inputs: Digest,
    /// The ledger of an earlier run that was made from all the same and is there.
    ledger: Option<&'a Output>,
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
        let program = program::code();
        let setup = Digest::of_parts([&program.as_bytes()[..]].into_iter().chain(layout));
        // All shards of a build are made from the same.
        let selection = Selection { shard: None, ..asked.selection.clone() };
        let wanted = format!("{selection:?} {:?}", asked.formats);
        let own = [&setup.as_bytes()[..], wanted.as_bytes()];
        let read: Vec<(String, &str)> = sources
            .iter()
            .map(|(_, source)| {
                (portable_name(&project.folder, &source.name), &source.text[..])
            })
            .collect();
        let texts = read.iter().flat_map(|(name, text)| [name, *text]).map(str::as_bytes);
        let inputs = Digest::of_parts(own.into_iter().chain(texts));
        let unchanged = |ledger: &&Output| {
            asked.resume && ledger.inputs == Some(inputs) && folder.has(ledger)
        };
        let ledger = folder.ledger().filter(unchanged);
        let images = Images::new(&project.folder);
        Self { project, writer, typesetter, folder, asked, setup, inputs, ledger, images }
    }

    /// Of everything that decides what a run makes.
    pub fn inputs(&self) -> Digest {
        self.inputs
    }

    /// The ledger that an earlier run wrote and this one would write again.
    pub fn ledger(&self) -> Option<&Output> {
        self.ledger
    }

    /// Makes one document and writes its files.
    pub fn make(&self, planned: &Planned) -> Outcome {
        if !planned.selected {
            return self.leave(planned, Skip::Unselected);
        }
        // Where nothing that a run is made from has changed, a document need not be
        // drafted to see that it is as it would be.
        if self.ledger.is_some()
            && let Some(before) = self.folder.row(&planned.stem)
            && before.status.is_current()
            && before.output(".md").is_none_or(|output| self.folder.has(output))
            && self.stands(before, |_| true)
        {
            return self.leave(planned, Skip::Unchanged);
        }
        let mut outcome = Outcome::new(self.row(planned));
        match self.write(planned, &mut outcome) {
            Ok(status) => outcome.row.status = status,
            Err(fault) => outcome.fail(fault),
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
            kind: planned.kind.clone(),
            title: None,
            addressee: planned.school.clone(),
            number: None,
            date: self.edition(planned).date.to_string(),
            outputs: before.iter().filter(|output| self.is_there(output)).cloned().collect(),
            status: Status::Skipped(Skip::Stopped),
        }
    }

    fn write(&self, planned: &Planned, outcome: &mut Outcome) -> Result<Status, Fault> {
        let edition = self.edition(planned);
        let draft = match self.writer.kind(&planned.kind) {
            Some(kind) => self.writer.draft(kind, edition, planned.subject),
            // The plan only names kinds that the writer has.
            None => return Ok(Status::Failed("没有这个文种".to_owned())),
        };
        let draft = match draft {
            Ok(draft) => draft,
            Err(diagnostic) => {
                let reason = diagnostic.message.clone();
                outcome.fault = Some(diagnostic);
                return Ok(Status::Failed(reason));
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
        let name = format!("{}.md", planned.stem);
        let path = self.folder.path().join(&name);
        if is_edited(&path, &text, row.output(".md"))? {
            outcome.report.push(edited(&path));
            self.keep(row)?;
            return Ok(Status::Skipped(Skip::Kept));
        }
        if self.asked.resume && self.stands(row, |output| output.inputs == Some(inputs)) {
            return Ok(Status::Skipped(Skip::Unchanged));
        }
        let id = outcome.sources.add(name.as_str(), text.as_str());
        let set =
            set_manuscript(id, &text, &self.images, self.typesetter, &mut outcome.report);
        let error = outcome.report.iter().find(|d| d.severity == Severity::Error);
        if let Some(error) = error {
            return Ok(Status::Failed(error.message.clone()));
        }
        if self.asked.formats.md {
            row.put(self.folder.write(&name, text.as_bytes(), inputs)?);
        }
        if let (true, Some(set)) = (self.asked.formats.pdf, set) {
            let name = format!("{}.pdf", planned.stem);
            let (images, pages) = (set.images, Some(set.pages));
            let written = self.folder.write(&name, &set.pdf, inputs)?;
            row.put(Output { images, pages, ..written });
        }
        Ok(Status::Made)
    }

    /// Lists the PDF of a document whose manuscript has been changed by hand, unless it
    /// is the one that was made before that.
    fn keep(&self, row: &mut Row) -> Result<(), Fault> {
        let name = format!("{}.pdf", row.key);
        let path = self.folder.path().join(&name);
        let is_ours = |output: &Output| output.inputs.is_some() && self.folder.has(output);
        if row.output(".pdf").is_some_and(is_ours) {
            row.outputs.retain(|output| output.name != name);
            return Ok(());
        }
        match std::fs::read(&path) {
            Ok(bytes) => {
                let digest = Digest::of(&bytes);
                row.put(output(&name, bytes.len() as u64, digest, None));
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(source) => return Err(Fault { path, source }),
        }
        Ok(())
    }

    /// Whether all files of a document that are asked for are there as they were
    /// written, with the pictures as they were, and meet a condition.
    fn stands(&self, row: &Row, meets: impl Fn(&Output) -> bool) -> bool {
        let wanted = [(self.asked.formats.md, ".md"), (self.asked.formats.pdf, ".pdf")];
        let mut wanted = wanted.iter().filter(|(asked, _)| *asked);
        wanted.all(|(_, extension)| {
            row.output(extension).is_some_and(|output| {
                meets(output)
                    && self.folder.has(output)
                    && output.images.iter().all(|(path, digest)| {
                        self.images.read(path).is_ok_and(|image| image.digest == *digest)
                    })
            })
        })
    }
}

/// What a file that was read is called on every machine: from the workbook's folder
/// on; of what lies elsewhere, such as templates, its folder and its name.
fn portable_name(workbook: &Path, name: &str) -> String {
    let path = Path::new(name);
    let below = path.strip_prefix(workbook).ok().filter(|below| below.is_relative());
    let parts: Vec<_> =
        below.unwrap_or(path).iter().map(|part| part.to_string_lossy()).collect();
    let from = if below.is_some() { 0 } else { parts.len().saturating_sub(2) };
    parts[from..].join("/")
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
    let message = format!("文稿改过，与按数据新写的不同，没有覆盖：{}", path.display());
    Diagnostic::warning("FIL-01", message)
        .help("要用改过的，请核对里面的数字是不是还对，再用 dudao typeset 排成 PDF；要用新写的，请先删去或移走它")
}

/// The manuscript of a draft: front matter and body.
pub fn write_manuscript(draft: &Draft) -> String {
    format!("{}\n{}", manuscript::write_front_matter(&draft.elements), draft.body)
}
