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
/// None where it names one that there is not, or in another form than a text.
pub fn leaves(tree: &Node, activity: &Node) -> Option<Vec<Leaf>> {
    if activity.get("指标体系").is_none_or(Node::is_null) {
        return Some(Vec::new());
    }
    let system = text(activity, "指标体系")?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Report, Sources};

    #[test]
    fn without_a_system_there_are_no_indicators_and_with_a_wrong_one_they_are_unknown() {
        for (system, known) in [("", true), ("指标体系:", true), ("指标体系: [甲]", false)]
        {
            let text = format!("名称: 综合督导\n{system}\n");
            let source = Sources::new().add("甲", text.as_str());
            let schema = schemars::schema_for!(crate::record::Record);
            let tree = crate::yaml::parse(source, &text, &schema, &mut Report::new()).unwrap();
            assert_eq!(leaves(&tree, &tree).is_some(), known, "{system}");
        }
    }
}
