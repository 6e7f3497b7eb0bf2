//! A whole run: the documents, the ledger beside them, the manifest.

use std::num::NonZero;
use std::sync::atomic::AtomicBool;

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use crate::diagnostic::Sources;
use crate::figures::Ledger;
use crate::record::DataPath;
use crate::typeset::Typesetter;
use crate::wording::Writer;
use crate::workbook::Workbook;

use super::digest::Digest;
use super::files::Fault;
use super::finished::{Finished, small};
use super::folder::{Abandoned, Folder, Renumbered};
use super::make::{Asked, Maker, Outcome};
use super::manifest::{Manifest, Output};
use super::plan::{Plan, Planned};
use super::profile::copy_profile;
use super::project::Project;
use super::run::run;

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
}

/// What came of a run.
pub struct Built {
    pub manifest: Manifest,
    /// Whether the manifest could be written; else the journal keeps what was made.
    pub listed: bool,
    pub abandoned: Abandoned,
    pub renumbered: Vec<Renumbered>,
    /// What the machine failed at besides documents.
    pub faults: Vec<Fault>,
}

impl Build<'_> {
    /// Makes what is planned; each outcome is told in the order of the plan. Where
    /// `stop` is set what has not been begun is skipped.
    ///
    /// # Errors
    /// The machine has no threads to give, or 版式.yaml cannot be put beside the
    /// manuscripts: nothing was made.
    pub fn run<'p>(
        &self,
        plan: &'p Plan<'p>,
        folder: &Folder,
        stop: &AtomicBool,
        mut tell: impl FnMut(&'p Planned<'p>, &mut Outcome),
    ) -> Result<Finished, Fault> {
        let Build { project, read, writer, typesetter, by_hand, asked, threads } = *self;
        let maker = Maker::new(project, read, writer, typesetter, by_hand, folder, asked);
        copy_profile(&project.folder, folder, asked.formats.md, maker.inputs())?;
        let mut finished = Finished::new(&maker);
        run(&maker, &plan.documents, threads, stop, |document, mut outcome| {
            finished.push(&outcome);
            tell(document, &mut outcome);
        })
        .map_err(|source| Fault { path: folder.path().to_owned(), source })?;
        if let Some(typesetter) = typesetter {
            typesetter.forget();
        }
        finished.end();
        Ok(finished)
    }

    /// Writes the ledger, which says of each figure where it comes from and which
    /// documents quote it; none where the run was stopped, for it does not know them all.
    pub fn write_ledger(
        &self,
        plan: &Plan,
        folder: &Folder,
        finished: &Finished,
        sources: &Sources,
    ) -> Result<Option<Output>, Fault> {
        if finished.ledger.is_some() || finished.stopped > 0 {
            return Ok(finished.ledger.clone());
        }
        let file = LedgerFile {
            workbook: &self.project.workbook,
            ledger: self.writer.ledger(),
            sources,
            documents: &plan.documents,
            quotes: &finished.quotes(),
        };
        folder.write_json("figures", &file, finished.inputs).map(Some)
    }

    /// Lists what was made, with the ledger that was written of it.
    pub fn list(
        &self,
        plan: &Plan,
        folder: &Folder,
        finished: &Finished,
        ledger: Result<Option<Output>, Fault>,
    ) -> Built {
        let mut faults = Vec::new();
        let ledger = ledger.unwrap_or_else(|fault| {
            faults.push(fault);
            None
        });
        let (shard, rows) = (self.asked.selection.shard, finished.rows());
        let manifest = Manifest::new(finished.inputs, shard, plan.in_all, ledger, rows);
        let written = manifest.write(folder.path());
        let listed = written.is_ok();
        faults.extend(written.err());
        faults.extend(manifest.write_table(folder.path()).err());
        let abandoned = folder.abandoned(&manifest.editions);
        let renumbered = folder.renumbered(&manifest.editions);
        Built { manifest, listed, abandoned, renumbered, faults }
    }
}

/// The ledger for programs: each figure with its sources as places, and the
/// documents that quote it. Made figure by figure as it is written.
struct LedgerFile<'a> {
    workbook: &'a Workbook,
    ledger: &'a Ledger<'a>,
    sources: &'a Sources,
    documents: &'a [Planned<'a>],
    /// Figures by their numbers, with the documents that quote them by their places in
    /// the plan; sorted.
    quotes: &'a [(u32, u32)],
}

#[derive(Serialize)]
struct LedgerRow<'a> {
    documents: Vec<&'a str>,
    formula: &'a str,
    name: String,
    sources: Vec<String>,
    text: String,
    unit: &'a str,
    value: f64,
}

impl Serialize for LedgerFile<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let places = self.workbook.places();
        let place = |path: DataPath| Some(self.sources.place(places.at(&path)?.span));
        let mut rows = serializer.serialize_seq(None)?;
        for (number, figure) in self.ledger.iter() {
            let number = small(number);
            let from = self.quotes.partition_point(|(figure, _)| *figure < number);
            let those = self.quotes[from..].iter();
            let those = those.take_while(|(figure, _)| *figure == number);
            let stem = |(_, place): &(u32, u32)| self.documents[*place as usize].stem.as_str();
            rows.serialize_element(&LedgerRow {
                documents: those.map(stem).collect(),
                formula: &figure.formula,
                name: figure.full_name(),
                sources: figure.sources.paths().filter_map(place).collect(),
                text: figure.value.to_string(),
                unit: &figure.unit,
                value: figure.value.as_f64(),
            })?;
        }
        rows.end()
    }
}
