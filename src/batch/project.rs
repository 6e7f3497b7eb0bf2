//! A workbook with the templates that write it.

use std::path::{Path, PathBuf};
use std::thread;

use crate::diagnostic::{Diagnostic, Report, Sources, reason};
use crate::figures::{self, Ledger};
use crate::typeset::ProfileFile;
use crate::wording::{Templates, Writer};
use crate::workbook::Workbook;

use super::profile::profile;
use super::run::STACK;

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
        let workbook = read(path, sources, report);
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

/// Reads the workbook on a thread of its own: with the thread goes what reading makes and
/// drops, several times what stays. It would lie about in memory while letters are made.
fn read(path: &Path, sources: &mut Sources, report: &mut Report) -> Option<Workbook> {
    let read = || {
        let mut found = Report::new();
        (Workbook::read(path, sources, &mut found), found)
    };
    thread::scope(|scope| {
        let reader = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, read);
        match reader.map(thread::ScopedJoinHandle::join) {
            Ok(Ok((workbook, found))) => {
                report.append(found);
                workbook
            }
            Ok(Err(bug)) => std::panic::resume_unwind(bug),
            Err(error) => {
                let message = format!("没有读工作簿：{}", reason(&error));
                report.push(
                    Diagnostic::error("WBK-20", message)
                        .help("电脑的内存可能不够，请关掉一些程序再试"),
                );
                None
            }
        }
    })
}
