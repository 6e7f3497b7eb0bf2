//! What the tables refer to, read from the tree before its shape is known to be
//! right: what is not as it should be is left out here and reported there.

use std::collections::BTreeMap;

use crate::diagnostic::Span;
use crate::yaml::{Node, Tree};

/// A scored indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    pub code: String,
    pub name: String,
    /// 分值 and where it is written.
    pub points: Option<(f64, Span)>,
}

/// The indicators that an activity is scored by: none where it names no system.
/// None where it names one that there is not.
pub fn leaves(tree: &Node, activity: &Node) -> Option<Vec<Leaf>> {
    let Some(system) = text(activity, "指标体系") else { return Some(Vec::new()) };
    let called = |s: &&Node| text(s, "名称") == Some(system);
    let system = items(tree, "指标体系").iter().find(called)?;
    let mut leaves = Vec::new();
    collect(system, "指标", &mut leaves);
    Some(leaves)
}

fn collect(node: &Node, key: &str, leaves: &mut Vec<Leaf>) {
    for indicator in items(node, key) {
        if !items(indicator, "下级").is_empty() {
            collect(indicator, "下级", leaves);
            continue;
        }
        let (Some(code), Some(name)) = (text(indicator, "编号"), text(indicator, "名称"))
        else {
            continue;
        };
        let points = indicator.get("分值").zip(text(indicator, "分值"));
        let points = points.and_then(|(node, text)| Some((text.parse().ok()?, node.span)));
        leaves.push(Leaf { code: code.to_owned(), name: name.to_owned(), points });
    }
}

/// The codes of the schools that have one.
#[derive(Debug, Default)]
pub struct Codes {
    names: BTreeMap<String, String>,
    codes: BTreeMap<String, String>,
    /// Codes that begin with zeros, by what is left without them.
    bare: BTreeMap<String, String>,
}

impl Codes {
    pub fn of(tree: &Node) -> Codes {
        let mut all = Codes::default();
        for school in items(tree, "学校") {
            let (Some(code), Some(name)) = (text(school, "代码"), text(school, "名称"))
            else {
                continue;
            };
            all.names.insert(code.to_owned(), name.to_owned());
            all.codes.insert(name.to_owned(), code.to_owned());
            let bare = code.trim_start_matches('0');
            if bare != code {
                all.bare.insert(bare.to_owned(), code.to_owned());
            }
        }
        all
    }

    pub fn name_of(&self, code: &str) -> Option<&str> {
        self.names.get(code).map(String::as_str)
    }

    pub fn code_of(&self, name: &str) -> Option<&str> {
        self.codes.get(name).map(String::as_str)
    }

    /// The code that a spreadsheet has made this number of.
    pub fn without_zeros(&self, number: &str) -> Option<&str> {
        let code = self.bare.get(number).filter(|_| !self.names.contains_key(number))?;
        Some(code)
    }
}

pub fn items<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    match node.get(key).map(|node| &node.tree) {
        Some(Tree::Sequence(items)) => items,
        _ => &[],
    }
}

pub fn text<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    match &node.get(key)?.tree {
        Tree::Scalar { text, .. } if !text.is_empty() => Some(text),
        _ => None,
    }
}
