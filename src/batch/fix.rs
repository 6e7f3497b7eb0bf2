//! Making the repairs that need no question.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::files::{Fault, write_file};
use crate::chinese::quantity::stated;
use crate::diagnostic::{Diagnostic, Mended, Report, Sources, mend, reason, touched};

/// Readings after which the rest is left as it is: a repair may show the next slip,
/// but not for ever.
const ROUNDS: usize = 20;

/// What came of the repairs. Nothing has been written yet.
pub struct Fixed {
    pub files: Vec<FixedFile>,
    /// What is found in the repaired texts, with these.
    pub report: Report,
    pub sources: Sources,
}

/// A file that is not as it should be.
#[derive(Clone)]
pub struct FixedFile {
    pub path: PathBuf,
    pub before: String,
    pub after: String,
    /// The edits that lead from the one to the other.
    pub count: usize,
}

/// Repairs what a check finds in files, and checks what comes out, until nothing is
/// left to repair, or a repair would show more slips of YAML than it mends.
pub fn fix(check: impl Fn(&mut Sources, &mut Report)) -> Fixed {
    let mut files: BTreeMap<PathBuf, FixedFile> = BTreeMap::new();
    let mut best: Option<Fixed> = None;
    let mut round = 0;
    loop {
        let unsaved = files.iter().map(|(path, file)| (path.clone(), file.after.clone()));
        let mut sources = Sources::with_unsaved(unsaved.collect());
        let mut report = Report::new();
        check(&mut sources, &mut report);
        keep_safe(&sources, &mut report);
        report.sort();
        if let Some(best) = best.take()
            && unreadable(&report) > unreadable(&best.report)
        {
            return best;
        }
        let mended: Vec<(&Path, &str, Mended)> = sources
            .iter()
            .filter_map(|(id, source)| {
                let path = source.path.as_deref()?;
                Some((path, &source.text[..], mend(id, &source.text, &report)?))
            })
            .collect();
        if mended.is_empty() || round == ROUNDS {
            let files = files.into_values().collect();
            return Fixed { files, report, sources };
        }
        let mended: Vec<(PathBuf, String, Mended)> = mended
            .into_iter()
            .map(|(path, before, mended)| (path.to_owned(), before.to_owned(), mended))
            .collect();
        best = Some(Fixed { files: files.values().cloned().collect(), report, sources });
        for (path, before, Mended { text, count }) in mended {
            let file = files.entry(path.clone()).or_insert_with(|| FixedFile {
                path,
                before,
                after: String::new(),
                count: 0,
            });
            file.after = text;
            file.count += count;
        }
        round += 1;
    }
}

/// How often a text cannot be read as YAML.
fn unreadable(report: &Report) -> usize {
    report.iter().filter(|diagnostic| diagnostic.id.starts_with("YML")).count()
}

/// Takes the repairs away after which a line would state other numbers, and those of
/// a text that is no file of its own, such as a cell of a table.
pub fn keep_safe(sources: &Sources, report: &mut Report) {
    for diagnostic in report.iter_mut() {
        let Some(first) = diagnostic.edits.first() else { continue };
        let source = sources.get(first.span.source);
        let same = touched(&source.text, &diagnostic.edits)
            .is_some_and(|(before, after)| stated(before) == stated(&after));
        if !same || source.path.is_none() {
            diagnostic.edits.clear();
        }
    }
}

impl FixedFile {
    /// Writes the repaired text, if the file still holds what was read.
    pub fn write(&self) -> Result<(), Diagnostic> {
        let shown = self.path.display();
        let closed = |reason: String| {
            Diagnostic::error("FIL-11", format!("写不了 {shown}：{reason}")).help(
                "请检查文件是否正被别的程序打开、是否可以修改，以及磁盘的空间，再运行一次",
            )
        };
        let failed = |source| closed(reason(&source));
        // A link stays a link to the file that is repaired.
        let path = self.path.canonicalize().map_err(failed)?;
        let file = std::fs::metadata(&path).map_err(failed)?;
        if file.permissions().readonly() {
            return Err(closed("文件是只读的".to_owned()));
        }
        if std::fs::read(&path).map_err(failed)? != self.before.as_bytes() {
            return Err(Diagnostic::error(
                "FIL-12",
                format!("{shown} 刚刚被改动了，没有写入"),
            )
            .help("请先在别的程序里存好、关上，再运行一次"));
        }
        write_file(&path, self.after.as_bytes())
            .map_err(|Fault { source, .. }| failed(source))?;
        std::fs::set_permissions(&path, file.permissions()).map_err(failed)
    }
}
