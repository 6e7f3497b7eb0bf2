//! The sample workbooks and the starter: each builds without a finding.

use std::path::{Path, PathBuf};

use dudao::batch::{self, Project, Selection};
use dudao::diagnostic::{Report, Sources, to_terminal};
use dudao::wording::Draft;

pub const SAMPLES: [&str; 4] =
    ["linxia-2014", "changzhou-2013", "pingchang-2019", "qinghe-2025"];

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn sample(name: &str) -> PathBuf {
    root().join("sample-inputs").join(name)
}

/// A workbook that must open without a finding.
pub struct Opened {
    pub project: Project,
    pub sources: Sources,
}

pub fn open(path: &Path) -> Opened {
    let (mut sources, mut report) = (Sources::new(), Report::new());
    let project = Project::open(path, None, &mut sources, &mut report);
    clean(&report, &sources);
    Opened { project: project.expect("a workbook without errors opens"), sources }
}

impl Opened {
    /// The draft of every planned document, with the name of its files.
    pub fn drafts(&self) -> Vec<(String, Draft)> {
        let mut report = Report::new();
        let ledger = self.project.ledger();
        let writer = self.project.writer(&ledger, &self.sources, &mut report);
        clean(&report, &self.sources);
        let writer = writer.expect("built-in templates load");
        let everything = Selection::default();
        let plan = batch::plan(&self.project.workbook, &writer, &everything, &mut report);
        clean(&report, &self.sources);
        plan.documents
            .into_iter()
            .map(|document| {
                let edition = &self.project.workbook.record.editions[document.edition];
                let draft = writer.draft(document.kind, edition, document.subject);
                let draft =
                    draft.unwrap_or_else(|d| panic!("{}: {}", document.stem, d.message));
                (document.stem, draft)
            })
            .collect()
    }
}

/// Fails with what the clerk would read.
pub fn clean(report: &Report, sources: &Sources) {
    assert!(report.is_empty(), "\n{}", to_terminal(report, sources, false));
}

#[test]
fn the_samples_have_what_they_promise() {
    let counts: Vec<usize> =
        SAMPLES.iter().map(|name| open(&sample(name)).drafts().len()).collect();
    let what = "a summary and 27 letters; a plan; a self-evaluation; 6 letters";
    assert_eq!(counts, [28, 1, 1, 6], "{what}");
}

#[test]
fn the_starter_workbook_is_clean() {
    assert_eq!(open(&root().join("templates/starter")).drafts().len(), 4);
}
