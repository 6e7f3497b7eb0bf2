//! Tables: results and schools kept in Excel or CSV files. They become nodes of
//! the one tree, the same as their YAML spelling gives, whose places are cells; so
//! every later check and figure points at a cell as it does at a line.

mod cell;
mod columns;
mod data;
mod excel;
mod field;
mod file;
mod form;
mod known;
mod repeated;
mod rows;
mod sheet;
mod text;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::diagnostic::{Diagnostic, Report, Sources, Span};
use crate::yaml::{self, Entry, Node, Tree};

use self::data::Table;
use self::field::{SCHOOLS, Vocabulary};
use self::file::Reference;
use self::known::{Codes, leaves};

pub use self::file::LOCK;
pub use self::form::{FormFault, form};
pub use self::repeated::once_a_column;

/// The key of an activity's table.
const RESULTS: &str = "结果表";
/// The key of the table of schools.
const SCHOOL_LIST: &str = "学校表";

/// A table file: its path, from the folder of the file that names it; and its
/// sheet, where that is not the first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum TableFile {
    File(String),
    Sheet(TableSheet),
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct TableSheet {
    /// 文件: .xlsx or .csv.
    #[serde(rename = "文件")]
    file: String,
    /// 工作表, by its name.
    #[serde(rename = "工作表")]
    sheet: Option<String>,
}

/// The tables that a workbook names.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// All of them.
    pub paths: Vec<PathBuf>,
    /// 结果表 by the place of the activity.
    pub results: BTreeMap<usize, PathBuf>,
}

/// What a 结果表 that is not there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    Error,
    /// Yet to be made.
    Empty,
}

/// The keys that name tables.
#[derive(Debug, Deserialize, JsonSchema)]
struct Named {
    #[serde(rename = "结果表")]
    results: Option<TableFile>,
    #[serde(rename = "学校表")]
    schools: Option<TableFile>,
}

/// Adds the keys that name tables to the schema of a workbook.
pub fn add_to(schema: &mut schemars::Schema) {
    let named = schemars::schema_for!(Named);
    for (at, key) in [("", SCHOOL_LIST), ("/$defs/Activity", RESULTS)] {
        let file = named.pointer(&format!("/properties/{key}"));
        let properties = schema.pointer_mut(&format!("{at}/properties"));
        if let Some((file, properties)) = file.zip(properties.and_then(Value::as_object_mut)) {
            properties.insert(key.to_owned(), file.clone());
        }
    }
}

/// Reads the tables that a tree names, and puts what they hold where the YAML
/// spelling would stand.
pub fn read(
    tree: &mut Node,
    absent: Absent,
    sources: &mut Sources,
    report: &mut Report,
) -> Tables {
    let mut tables = Tables::default();
    if let Some(named) = take(tree, SCHOOL_LIST, sources, report) {
        let schools = named.reference.and_then(|reference| {
            tables.paths.push(reference.path.clone());
            let sheet = file::open(&reference, sources, report)?;
            let columns = columns::find(&sheet, reference.span, &SCHOOLS, report)?;
            let table = Table { sheet: &sheet, columns: &columns, vocabulary: SCHOOLS };
            Some(table.schools(report))
        });
        match schools {
            Some(schools) => append(tree, "学校", named.span, schools),
            // Without the schools nothing can be said of what refers to them.
            None => give_up(tree, "学校", named.span),
        }
    }
    let codes = Codes::of(tree);
    for i in 0..known::items(tree, "督导活动").len() {
        let path = format!("/督导活动/{i}");
        let Some(activity) = tree.at_mut(&path) else { continue };
        let named = take(activity, RESULTS, sources, report);
        let Some(reference) = named.and_then(|named| named.reference) else { continue };
        tables.paths.push(reference.path.clone());
        tables.results.insert(i, reference.path.clone());
        if absent == Absent::Empty && !reference.path.exists() {
            continue;
        }
        // An unknown system is reported as such, not for each of its columns.
        let Some(leaves) = tree.at(&path).and_then(|activity| leaves(tree, activity)) else {
            continue;
        };
        let Some(sheet) = file::open(&reference, sources, report) else { continue };
        let vocabulary = Vocabulary::of_results(&leaves);
        let Some(columns) = columns::find(&sheet, reference.span, &vocabulary, report) else {
            continue;
        };
        let table = Table { sheet: &sheet, columns: &columns, vocabulary };
        let results = table.results(&codes, report);
        if let Some(own) = tree.at(&path).and_then(|activity| key_span(activity, "结果")) {
            report.push(twice(own, reference.span));
            continue;
        }
        if let Some(activity) = tree.at_mut(&path) {
            append(activity, "结果", reference.span, results);
        }
    }
    tables
}

/// A key that names a table.
struct Key {
    span: Span,
    /// None where it names it wrongly, which is reported.
    reference: Option<Reference>,
}

/// Takes the key of a table out of a mapping.
fn take(
    node: &mut Node,
    key: &'static str,
    sources: &Sources,
    report: &mut Report,
) -> Option<Key> {
    let Tree::Mapping(entries) = &mut node.tree else { return None };
    let at = entries.iter().position(|entry| entry.key == key)?;
    let entry = entries.remove(at);
    if entry.value.is_null() {
        return None;
    }
    let span = entry.value.span;
    Some(Key { span, reference: reference(entry, key, sources, report) })
}

fn reference(
    entry: Entry,
    key: &'static str,
    sources: &Sources,
    report: &mut Report,
) -> Option<Reference> {
    let span = entry.value.get("文件").map_or(entry.value.span, |file| file.span);
    let whole = Node { span, tree: Tree::Mapping(vec![entry]) };
    let schema = schemars::schema_for!(Named);
    let named: Named = yaml::check(&whole, &schema, report)?.typed().ok()?;
    let (path, sheet) = match named.results.or(named.schools)? {
        TableFile::File(path) => (path, None),
        TableFile::Sheet(TableSheet { file, sheet }) => (file, sheet),
    };
    let beside = Path::new(&sources.get(span.source).name).parent().unwrap_or(Path::new(""));
    // Windows writes `表\得分.xlsx`, which no other system understands.
    let path = beside.join(path.replace('\\', "/"));
    Some(Reference { key, path, sheet, span })
}

/// The key of what is not empty.
fn key_span(node: &Node, key: &str) -> Option<Span> {
    let Tree::Mapping(entries) = &node.tree else { return None };
    let entry = entries.iter().find(|entry| entry.key == key && !entry.value.is_null());
    entry.map(|entry| entry.key_span)
}

/// Results beside a table of results, which has them as well as a rule: it was made
/// from them.
fn twice(own: Span, table: Span) -> Diagnostic {
    Diagnostic::error("TAB-18", "“结果”和“结果表”都写了")
        .at(own, "这里写了各校的结果")
        .at(table, "结果又在这张表里")
        .help("只留一处：用表的，删去整个“结果”；不用表的，删去“结果表”这一行")
}

fn give_up(node: &mut Node, key: &str, span: Span) {
    let Tree::Mapping(entries) = &mut node.tree else { return };
    entries.retain(|entry| entry.key != key);
    let value = Node { span, tree: Tree::Unreadable };
    entries.push(Entry { key: key.into(), key_span: span, value });
}

/// Adds items to the list at a key, which may not be there yet: then its place is
/// that of the items, or the given one where there are none.
fn append(node: &mut Node, key: &str, span: Span, items: Vec<Node>) {
    let Tree::Mapping(entries) = &mut node.tree else { return };
    if let Some(entry) = entries.iter_mut().find(|entry| entry.key == key) {
        if let Tree::Sequence(there) = &mut entry.value.tree {
            there.extend(items);
            return;
        }
        if !entry.value.is_null() {
            // Not a list: the shape check says so.
            return;
        }
    }
    entries.retain(|entry| entry.key != key);
    let span = match (items.first(), items.last()) {
        (Some(first), Some(last)) => Span { end: last.span.end, ..first.span },
        _ => span,
    };
    let value = Node { span, tree: Tree::Sequence(items) };
    entries.push(Entry { key: key.into(), key_span: span, value });
}
