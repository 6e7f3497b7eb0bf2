//! A tree checked against a JSON Schema, as schemars writes it for serde types, and
//! read as such a type.
//!
//! The schema decides what a scalar is: where it wants a text, `020`, `no` and
//! `2014-03-05` stay as they were typed. Two readings are not literal, since
//! there is but one thing they can mean: an optional key with nothing after it
//! counts as not written, and a single scalar where a list of scalars is wanted
//! counts as a list of one.

mod date;
mod key;
mod number;
mod object;
mod scalar;
mod schema;
mod typed;

use std::collections::BTreeSet;

use serde::de::{DeserializeOwned, value::Error};

use crate::diagnostic::{Diagnostic, Report, SourceId, Span};

pub use self::date::read as date;
pub use self::scalar::says_nothing;
pub(super) use self::schema::Keys;
use self::schema::{Form, Schemas};
use self::typed::Typed;
use super::tree::{Node, Tree};

/// A tree in which all fits its schema.
#[derive(Debug, Clone, Copy)]
pub struct Sound<'a> {
    node: &'a Node,
    schema: &'a serde_json::Value,
}

impl Sound<'_> {
    /// The tree as the type that its schema describes, with scalars as the schema
    /// wants them. An error where that type takes less than its schema says.
    pub fn typed<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let schemas = Schemas::new(self.schema);
        T::deserialize(Typed { node: self.node, schema: Some(self.schema), schemas: &schemas })
    }
}

/// Reports everything in a tree that does not fit the schema. None where there is
/// such a thing, or something unreadable.
pub fn check<'a>(
    node: &'a Node,
    schema: &'a schemars::Schema,
    report: &mut Report,
) -> Option<Sound<'a>> {
    let told = report.iter().filter(|told| told.id == "YML-14");
    let colons = told.flat_map(|told| &told.labels).map(|label| label.span);
    let mut check = Check {
        schemas: Schemas::new(schema.as_value()),
        colons: colons.map(|at| (at.source, at.start)).collect(),
        report,
        outermost: None,
    };
    let schema = schema.as_value();
    check.node(node, schema, &Name::File).then_some(Sound { node, schema })
}

/// What a clerk calls the place that a message is about.
#[derive(Debug, Clone, Copy)]
enum Name<'a> {
    File,
    Key(&'a str),
    /// An item of the list of this name, counted from 1.
    Item(&'a str, usize),
}

impl Name<'_> {
    fn key(&self) -> &str {
        match self {
            Name::File => "文件",
            Name::Key(key) | Name::Item(key, _) => key,
        }
    }
}

impl std::fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Name::File => f.write_str("文件"),
            Name::Key(key) => write!(f, "“{key}”"),
            Name::Item(key, number) => write!(f, "“{key}”的第 {number} 项"),
        }
    }
}

struct Check<'a> {
    schemas: Schemas<'a>,
    report: &'a mut Report,
    /// Where colons in texts were reported: such a text is not what is wanted
    /// because of its colon.
    colons: BTreeSet<(SourceId, usize)>,
    /// The keys of the file's first level.
    outermost: Option<&'a serde_json::Map<String, serde_json::Value>>,
}

impl<'a> Check<'a> {
    /// Whether all of a node fits.
    fn node(&mut self, node: &Node, schema: &'a serde_json::Value, name: &Name) -> bool {
        if matches!(node.tree, Tree::Unreadable) {
            return false;
        }
        let wanted = self.schemas.wanted(schema);
        if node.is_null() {
            if wanted.nullable {
                return true;
            }
            self.report.push(
                Diagnostic::error("SHP-03", format!("{name}是空的"))
                    .at(node.span, "")
                    .help(format!("这里要写{}，请补上。", describe(&wanted.forms))),
            );
            return false;
        }
        let accepted = wanted.accepts(&node.tree);
        match &node.tree {
            Tree::Scalar { text, quoted } if accepted => {
                self.scalar(node.span, text, *quoted, &wanted.forms, name)
            }
            Tree::Sequence(items) if let Some(list) = wanted.list() => {
                self.list(node.span, items, list, name)
            }
            Tree::Mapping(entries) if accepted => self.mapping(node, entries, &wanted, name),
            Tree::Scalar { text, quoted: false }
                if wanted.list().is_some()
                    && let Some(list) = scalar::in_wide_brackets(text) =>
            {
                self.report.push(
                    Diagnostic::error("SHP-04", format!("{name}的方括号不是半角的"))
                        .at(node.span, "")
                        .help(format!("写成“{list}”。")),
                );
                false
            }
            tree if let Some(item) = self.schemas.list_of_one(&wanted, tree) => {
                self.node(node, item, name)
            }
            _ if accepted => is_readable(node),
            _ => {
                self.wrong_kind(node, &wanted.forms, name);
                false
            }
        }
    }

    fn list(
        &mut self,
        span: Span,
        items: &[Node],
        list: &schema::List<'a>,
        name: &Name,
    ) -> bool {
        let count = items.len() as u64;
        let least = list.least.filter(|least| count < *least);
        let most = list.most.filter(|most| count > *most);
        if let Some((word, limit)) = least.map(|l| ("至少", l)).or(most.map(|m| ("最多", m)))
        {
            self.report.push(
                Diagnostic::error(
                    "SHP-11",
                    format!("{name}{word}要有 {limit} 项，现在有 {count} 项"),
                )
                .at(span, "")
                .help(if least.is_some() {
                    "补上缺少的项。"
                } else {
                    "删去多余的项。"
                }),
            );
        }
        let mut sound = least.or(most).is_none();
        for (at, item) in items.iter().enumerate() {
            let name = Name::Item(name.key(), at + 1);
            sound &= match list.item(at) {
                Some(schema) => self.node(item, schema, &name),
                None => is_readable(item),
            };
        }
        sound
    }

    /// The node is a mapping, a list or a scalar, and something else is wanted.
    fn wrong_kind(&mut self, node: &Node, forms: &[Form<'a>], name: &Name) {
        let (found, mut help) = match &node.tree {
            Tree::Scalar { text, .. } => {
                let colon = text.contains('：') || text.contains(':');
                let help = if let Some(range) = self.range_of_dates(text, forms) {
                    format!("写成“{range}”。")
                } else if forms.iter().any(Form::is_object) && colon {
                    "冒号要用半角，后面空一格：每行写成“名称: 内容”。".to_string()
                } else {
                    how_to_write(forms)
                };
                ("一段文字", help)
            }
            Tree::Sequence(_) => ("一个列表", how_to_write(forms)),
            Tree::Mapping(_) => ("一组“名称: 内容”", how_to_write(forms)),
            Tree::Unreadable => return,
        };
        let item_of_list = |form: &Form<'a>| match form {
            Form::List(list) => {
                list.items.is_some_and(|items| self.schemas.wanted(items).accepts(&node.tree))
            }
            _ => false,
        };
        if forms.iter().any(item_of_list) {
            help = "只有一项也要写成列表：第一行前面加“- ”，其余各行跟着右移两格，与第一行的文字对齐。".to_string();
        }
        if matches!(name, Name::File) {
            help = "文件由一行行“名称: 内容”组成，例如“年度: 2014”。".to_string();
        }
        let wanted = describe(forms);
        self.report.push(
            Diagnostic::error("SHP-04", format!("{name}要写成{wanted}，现在是{found}"))
                .at(node.span, "")
                .help(help),
        );
    }

    /// `2014.3.10—11.28` where a mapping of two dates is wanted, as that mapping.
    fn range_of_dates(&self, text: &str, forms: &[Form<'a>]) -> Option<String> {
        let (from, to) = date::range(text)?;
        let object = forms.iter().find_map(|form| match form {
            Form::Object(object) => Some(object),
            _ => None,
        })?;
        let is_date = |key: &&&str| {
            object.property(key).is_some_and(|schema| {
                matches!(self.schemas.wanted(schema).forms.as_slice(), [Form::Date])
            })
        };
        match object.required.iter().filter(is_date).collect::<Vec<_>>().as_slice() {
            [first, last] => Some(format!("{{{first}: {from}, {last}: {to}}}")),
            _ => None,
        }
    }
}

/// The kinds a value may have, in words.
fn describe<'f, 'a: 'f>(forms: impl IntoIterator<Item = &'f Form<'a>>) -> String {
    let mut words: Vec<&str> = Vec::new();
    for form in forms {
        let word = match form {
            Form::Any => "内容",
            Form::Text { .. } => "文字",
            Form::Date => "日期（如 2014-03-05）",
            Form::Integer(_) => "整数",
            Form::Number(_) => "数字",
            Form::Boolean => "“是”或“否”",
            Form::OneOf(_) => "规定的几个词之一",
            Form::List(_) => "列表",
            Form::Object(_) => "一组“名称: 内容”",
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join("，或者")
}

fn how_to_write(forms: &[Form]) -> String {
    match forms.first() {
        Some(Form::List(_)) => {
            "另起行写，每项一行，以“- ”开头；短的可以写成“[甲, 乙]”。".to_string()
        }
        Some(Form::Object(object)) => {
            let keys = object.properties.into_iter().flatten().map(|(key, _)| key.as_str());
            let free: Vec<&str> = keys.take(SHOWN).collect();
            let shown = if object.required.is_empty() { &free } else { &object.required };
            let names = match shown.as_slice() {
                [] => String::new(),
                shown => format!("，如“{}: ……”", shown.join(": ……”“")),
            };
            format!("另起行写，比上一行多缩进两格，每行写成“名称: 内容”{names}。")
        }
        _ => "在冒号后面直接写，不要另起行，也不要加“- ”或括号。".to_string(),
    }
}

/// Names of what may be written that are shown where none must be.
const SHOWN: usize = 4;

/// Whether there is nothing unreadable in a tree that no schema says anything about.
fn is_readable(node: &Node) -> bool {
    match &node.tree {
        Tree::Scalar { .. } => true,
        Tree::Sequence(items) => items.iter().all(is_readable),
        Tree::Mapping(entries) => entries.iter().all(|entry| is_readable(&entry.value)),
        Tree::Unreadable => false,
    }
}

#[cfg(test)]
mod tests;
