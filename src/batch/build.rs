//! A whole run: the documents, the ledger beside them, the manifest.

use std::num::NonZero;
use std::sync::atomic::AtomicBool;

use crate::diagnostic::Sources;
use crate::typeset::Typesetter;
use crate::wording::Writer;

use super::digest::Digest;
use super::files::Fault;
use super::folder::{Abandoned, Folder, Renumbered};
use super::ledger::{self, LedgerFile, Quotes};
use super::lines::{LineWriter, Lines};
use super::make::{Asked, Maker, Outcome};
use super::manifest::{Counts, Manifest, Row, SameNumber};
use super::plan::{Plan, Planned};
use super::profile::copy_profile;
use super::project::Project;
use super::run::run;

/// What a row takes deflated, in bytes: three digests and a little.
const ROW: usize = 176;

/// What a run makes documents with.
pub struct Build<'a> {
    pub project: &'a Project,
    /// Of all that was read; see [`Project::digest`].
    pub read: Digest,
    pub writer: &'a Writer<'a>,
    /// None where only manuscripts are written.
    pub typesetter: Option<&'a Typesetter>,
    /// For manuscripts that a clerk has changed, where the 版式.yaml beside them is
    /// another than the workbook's.
    pub by_hand: Option<&'a Typesetter>,
    pub asked: &'a Asked,
    /// How many documents are made at the same time.
    pub threads: NonZero<usize>,
    /// Gives back to the machine what memory was dropped.
    pub give_back: fn(),
}

/// What came of a run.
pub struct Built {
    pub manifest: Manifest<Lines<Row>>,
    /// Whether the manifest could be written; else the journal keeps what was made.
    pub listed: bool,
    pub abandoned: Abandoned,
    pub renumbered: Vec<Renumbered>,
    pub same_numbers: Vec<SameNumber>,
    /// What the machine failed at besides documents.
    pub faults: Vec<Fault>,
}

impl Build<'_> {
    /// Makes what is planned, and lists it in the manifest; each outcome is told in the
    /// order of the plan, with the sources that its fault stands in. Where `stop` is set
    /// what has not been begun is skipped.
    ///
    /// # Errors
    /// The machine has no threads to give, or 版式.yaml cannot be put beside the
    /// manuscripts: nothing was made.
    pub fn run<'p>(
        &self,
        plan: &'p Plan<'p>,
        folder: &Folder,
        sources: &mut Sources,
        stop: &AtomicBool,
        mut tell: impl FnMut(&'p Planned<'p>, &mut Outcome, &Sources),
    ) -> Result<Built, Fault> {
        let Build { project, read, writer, typesetter, by_hand, asked, threads, .. } = *self;
        let maker = Maker::new(project, read, writer, typesetter, by_hand, folder, asked);
        copy_profile(&project.folder, folder, asked.formats.md, maker.inputs())?;
        let anew = maker.ledger().is_none();
        let places = anew.then(|| ledger::places(writer.ledger(), &project.workbook, sources));
        // Where nothing has changed there is little to be made and nothing to be saved.
        if anew {
            sources.put_away();
            project.workbook.put_places_away();
            (self.give_back)();
        }
        let mut rows = LineWriter::with_capacity(plan.documents.len() * ROW);
        let (mut counts, mut quotes) = (Counts::default(), Quotes::new());
        let mut any_by_hand = false;
        run(&maker, &plan.documents, threads, stop, |document, mut outcome| {
            rows.push(&outcome.row);
            counts.add(&outcome.row);
            any_by_hand |= outcome.row.by_hand;
            quotes.push(&outcome.figures);
            tell(document, &mut outcome, sources);
        })
        .map_err(|source| Fault { path: folder.path().to_owned(), source })?;
        if let Some(typesetter) = typesetter {
            typesetter.forget();
        }
        (self.give_back)();
        let mut faults = Vec::new();
        let ledger = match places {
            None => maker.ledger().cloned(),
            // It would not know all that quote a figure.
            Some(_) if counts.stopped > 0 => None,
            Some(places) => {
                let file = LedgerFile::new(writer.ledger(), places, &plan.documents, quotes);
                let written = folder.write_json("figures", &file, maker.inputs());
                written.map_err(|fault| faults.push(fault)).ok()
            }
        };
        let (inputs, shard) = (maker.inputs(), asked.selection.shard);
        let manifest = Manifest::new(inputs, shard, plan.in_all, counts, ledger, rows.end());
        let written = manifest.write(folder.path());
        let listed = written.is_ok();
        faults.extend(written.err());
        faults.extend(manifest.write_table(folder.path()).err());
        let abandoned = folder.abandoned(plan);
        let renumbered = folder.renumbered(&manifest.editions);
        let same_numbers = match any_by_hand {
            true => SameNumber::among(&manifest.editions),
            false => Vec::new(),
        };
        Ok(Built { manifest, listed, abandoned, renumbered, same_numbers, faults })
    }
}
