//! A workbook with the templates that write it.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Report, Sources};
use crate::figures::{self, Ledger};
use crate::typeset::ProfileFile;
use crate::wording::{Templates, Writer};
use crate::workbook::Workbook;

use super::digest::Digest;
use super::profile::profile;

/// Everything that the editions of one workbook are made from.
pub struct Project {
    pub workbook: Workbook,
    pub templates: Templates,
    pub profile: ProfileFile,
    /// Where pictures are looked for: the folder that the workbook is, or that it
    /// is in.
    pub folder: PathBuf,
}

impl Project {
    /// Reads the workbook and the templates: the built-in ones, over them those
    /// in the workbook's own `templates` folder, over them those of `templates`.
    pub fn open(
        path: &Path,
        templates: Option<&Path>,
        sources: &mut Sources,
        report: &mut Report,
    ) -> Option<Project> {
        let workbook = Workbook::read(path, sources, report);
        let own = path.join("templates");
        let mut all = Templates::built_in(sources);
        if path.is_dir() && own.is_dir() {
            all.overlay(&own, sources, report);
        }
        if let Some(folder) = templates {
            all.overlay(folder, sources, report);
        }
        let folder = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new("")) };
        let profile = profile(folder, sources, report);
        let (workbook, profile) = (workbook?, profile?);
        let folder = folder.to_owned();
        (!report.has_errors()).then_some(Project { workbook, templates: all, profile, folder })
    }

    /// Of all that it was read from.
    pub fn digest(&self, sources: &Sources) -> Digest {
        let names: Vec<String> = sources
            .iter()
            .map(|(_, source)| portable_name(&self.folder, &source.name))
            .collect();
        let texts = names
            .iter()
            .zip(sources.iter())
            .flat_map(|(name, (_, source))| [name.as_bytes(), source.text.as_bytes()]);
        Digest::of_parts(texts)
    }

    /// The figures that its documents state.
    pub fn ledger(&self) -> Ledger<'_> {
        figures::compute(&self.workbook.record)
    }

    pub fn writer<'a>(
        &'a self,
        ledger: &'a Ledger<'a>,
        sources: &Sources,
        report: &mut Report,
    ) -> Option<Writer<'a>> {
        Writer::new(&self.workbook, ledger, &self.templates, sources, report)
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
