//! 工作簿: files and tables to one merged tree to a [`Record`] whose references
//! hold.

mod completeness;
mod files;
mod merge;
mod references;
mod tables;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::thread;

pub use self::files::{PROFILE, holds_data, is_misnamed_profile, read_file};
pub use self::tables::{Absent, FormFault, form};

use self::files::Files;
use crate::diagnostic::{Diagnostic, Report, Sources, Span, reason};
use crate::record::Record;
use crate::yaml::{self, KeptPlaces, Node, Places};

/// A workbook that was read without an error.
#[derive(Debug, Clone)]
pub struct Workbook {
    pub record: Record,
    /// Where each datum of all files was written.
    places: KeptPlaces,
    /// 结果表 by the place of the activity.
    result_tables: BTreeMap<usize, PathBuf>,
}

impl Workbook {
    /// Reads a workbook: one YAML file, or a folder of them, and the tables that
    /// they name. All that is wrong in the files goes into the report; `None` where
    /// there is an error.
    pub fn read(path: &Path, sources: &mut Sources, report: &mut Report) -> Option<Workbook> {
        Workbook::read_with(path, Absent::Error, sources, report)
    }

    /// Reads a workbook whose 结果表 may be yet to be made.
    pub fn read_with(
        path: &Path,
        absent: Absent,
        sources: &mut Sources,
        report: &mut Report,
    ) -> Option<Workbook> {
        let files = files::read(path, sources, report)?;
        apart(report, |report| Workbook::of_files(files, absent, sources, report))
    }

    fn of_files(
        files: Files,
        absent: Absent,
        sources: &mut Sources,
        report: &mut Report,
    ) -> Option<Workbook> {
        let before = report.count(crate::diagnostic::Severity::Error);
        let schema = schema();
        let trees: Vec<Node> = files
            .texts
            .into_iter()
            .filter_map(|id| yaml::parse(id, &sources.get(id).text, &schema, report))
            .collect();
        let mut tree = merge::merge(trees, report);
        // Cells that are wrong are left out, so that references are looked at all the
        // same.
        let mut of_tables = Report::new();
        let tables = tree
            .as_mut()
            .map(|tree| tables::read(tree, absent, sources, &mut of_tables))
            .unwrap_or_default();
        files::hint_unread(&files.unread, &tables.paths, report);
        let sound = tree.as_ref().and_then(|tree| yaml::check(tree, &schema, report));
        let failed = report.count(crate::diagnostic::Severity::Error) > before;
        let tables_failed = of_tables.has_errors();
        report.append(of_tables);
        *report = tables::once_a_column(std::mem::take(report), sources);
        let sound = sound?;
        if failed {
            return None;
        }
        let record = typed(sound, report)?;
        let places = KeptPlaces::new(Places::of(tree?));
        let workbook = Workbook { record, places, result_tables: tables.results };
        references::check(&workbook, report);
        if tables_failed {
            // What is missing may be what was left out.
            return None;
        }
        completeness::check(&workbook, report);
        (report.count(crate::diagnostic::Severity::Error) == before).then_some(workbook)
    }

    /// The 结果表 of the activity at this place.
    pub fn result_table(&self, activity: usize) -> Option<&Path> {
        self.result_tables.get(&activity).map(PathBuf::as_path)
    }

    /// Where all of it was written.
    pub fn places(&self) -> Arc<Places> {
        self.places.open()
    }

    /// Puts away where it was written until somebody asks, which takes a moment.
    pub fn put_places_away(&self) {
        self.places.put_away();
    }

    /// Where a datum was written.
    pub fn span(&self, path: &str) -> Option<Span> {
        self.places().at(path).map(|place| place.span)
    }

    /// Where the key of a datum was written.
    pub fn key_span(&self, path: &str) -> Option<Span> {
        let (parent, key) = path.rsplit_once('/')?;
        self.places().at(parent)?.key_span(key)
    }
}

/// Reads on a thread of its own: with the thread goes what reading makes and drops,
/// several times what stays. It would lie about in memory while letters are made. What
/// stays is a copy, and the reader drops its own: the allocator does not find all of
/// what one thread has taken and another drops after its end.
fn apart<T: Clone + Send>(
    report: &mut Report,
    read: impl FnOnce(&mut Report) -> Option<T> + Send,
) -> Option<T> {
    // As deep as data are nested.
    const STACK: usize = 16 << 20;
    let (give, take) = mpsc::channel();
    let (give_back, take_back) = mpsc::channel();
    thread::scope(move |scope| {
        let reader = move || {
            let mut found = Report::new();
            let read = read(&mut found);
            // Who asked has a copy by the time that it comes back.
            let _dropped = give.send((read, found)).map(|()| take_back.recv());
        };
        let reader = match thread::Builder::new().stack_size(STACK).spawn_scoped(scope, reader)
        {
            Ok(reader) => reader,
            Err(error) => {
                let message = format!("没有读工作簿：{}", reason(&error));
                report.push(
                    Diagnostic::error("WBK-20", message)
                        .help("电脑的内存可能不够，请关掉一些程序再试"),
                );
                return None;
            }
        };
        let copy = take.recv().ok().and_then(|(read, found)| {
            let copy = read.clone();
            report.append(found);
            let _dropped_there = give_back.send(read);
            copy
        });
        reader.join().unwrap_or_else(|bug| std::panic::resume_unwind(bug));
        copy
    })
}

/// The record of a tree that has the shape of one.
fn typed(sound: yaml::Sound, report: &mut Report) -> Option<Record> {
    match sound.typed() {
        Ok(record) => Some(record),
        Err(error) => {
            report.push(
                Diagnostic::error("WBK-09", format!("工作簿的内容无法读入：{error}"))
                    .help("这是程序没有预料到的写法，请把工作簿发给维护人员"),
            );
            None
        }
    }
}

/// The JSON Schema of a workbook: drives the shape check here and completion in
/// editors.
pub fn schema() -> schemars::Schema {
    let mut schema = schemars::schema_for!(Record);
    tables::add_to(&mut schema);
    schema
}
