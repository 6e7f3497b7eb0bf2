//! 工作簿: files to one merged tree to a [`Record`] whose references hold.

mod completeness;
mod files;
mod merge;
mod references;

use std::path::Path;

pub use self::files::{PROFILE, read_file};

use crate::diagnostic::{Diagnostic, Report, Sources, Span};
use crate::record::Record;
use crate::yaml::{self, Node};

/// A workbook that was read without an error.
#[derive(Debug, Clone)]
pub struct Workbook {
    pub record: Record,
    /// All files as one tree: where each datum was written.
    tree: Node,
}

impl Workbook {
    /// Reads a workbook: one YAML file, or a folder of them. All that is wrong
    /// in the files goes into the report; `None` where there is an error.
    pub fn read(path: &Path, sources: &mut Sources, report: &mut Report) -> Option<Workbook> {
        let texts = files::read(path, sources, report)?;
        let before = report.count(crate::diagnostic::Severity::Error);
        let schema = schema();
        let trees: Vec<Node> = texts
            .into_iter()
            .filter_map(|id| yaml::parse(id, &sources.get(id).text, &schema, report))
            .collect();
        let tree = merge::merge(trees, report)?;
        let value = yaml::check(&tree, &schema, report)?;
        if report.count(crate::diagnostic::Severity::Error) > before {
            return None;
        }
        let record: Record = match serde_yaml::from_value(value) {
            Ok(record) => record,
            Err(error) => {
                report.push(
                    Diagnostic::error("WBK-09", format!("工作簿的内容无法读入：{error}"))
                        .help("这是程序没有预料到的写法，请把工作簿发给维护人员"),
                );
                return None;
            }
        };
        let workbook = Workbook { record, tree };
        references::check(&workbook, report);
        completeness::check(&workbook, report);
        (report.count(crate::diagnostic::Severity::Error) == before).then_some(workbook)
    }

    /// Where a datum was written.
    pub fn span(&self, path: &str) -> Option<Span> {
        self.tree.at(path).map(|node| node.span)
    }

    /// Every text of the workbook with its place.
    pub fn texts(&self) -> Vec<(&str, Span)> {
        self.texts_below("")
    }

    /// Every text at or below a path with its place.
    pub fn texts_below(&self, path: &str) -> Vec<(&str, Span)> {
        fn collect<'a>(node: &'a Node, texts: &mut Vec<(&'a str, Span)>) {
            match &node.tree {
                yaml::Tree::Scalar { text, .. } => texts.push((text, node.span)),
                yaml::Tree::Unreadable => {}
                yaml::Tree::Sequence(items) => items.iter().for_each(|i| collect(i, texts)),
                yaml::Tree::Mapping(entries) => {
                    entries.iter().for_each(|e| collect(&e.value, texts));
                }
            }
        }
        let mut texts = Vec::new();
        if let Some(node) = self.tree.at(path) {
            collect(node, &mut texts);
        }
        texts
    }

    /// Where the key of a datum was written.
    pub fn key_span(&self, path: &str) -> Option<Span> {
        let (parent, key) = path.rsplit_once('/')?;
        match &self.tree.at(parent)?.tree {
            yaml::Tree::Mapping(entries) => {
                entries.iter().find(|e| e.key == key).map(|e| e.key_span)
            }
            yaml::Tree::Sequence(_) | yaml::Tree::Scalar { .. } | yaml::Tree::Unreadable => {
                None
            }
        }
    }
}

/// The JSON Schema of a workbook: drives the shape check here and completion in
/// editors.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Record)
}
