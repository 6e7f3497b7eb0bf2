//! The spanned tree.

use ecow::EcoString;

use crate::diagnostic::Span;

/// A value with the place it was written at.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub span: Span,
    pub tree: Tree,
}

/// What a node holds. Scalars stay as typed: the schema decides whether `020`
/// is a code or a number, and `no` a name or a truth value. Most are a few characters
/// long, and there are a million of them in a province.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    Scalar {
        text: EcoString,
        quoted: bool,
    },
    Sequence(Vec<Node>),
    Mapping(Vec<Entry>),
    /// Something stands here that the parser reported and could only guess at,
    /// so nothing further is to be said about it.
    Unreadable,
}

/// One `key: value` of a mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub key: EcoString,
    pub key_span: Span,
    pub value: Node,
}

impl Node {
    /// Nothing was written: `key:`, `~` or `null`, unquoted.
    pub fn is_null(&self) -> bool {
        matches!(&self.tree, Tree::Scalar { text, quoted: false }
            if matches!(text.as_str(), "" | "~" | "null"))
    }

    /// The value of a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.tree {
            Tree::Mapping(entries) => entries.iter().find(|e| e.key == key).map(|e| &e.value),
            Tree::Scalar { .. } | Tree::Sequence(_) | Tree::Unreadable => None,
        }
    }

    /// The node at a path of keys and indices, such as `/督导活动/0/结果/3`.
    pub fn at(&self, path: &str) -> Option<&Node> {
        path.split('/').filter(|step| !step.is_empty()).try_fold(
            self,
            |node, step| match &node.tree {
                Tree::Mapping(_) => node.get(step),
                Tree::Sequence(items) => items.get(step.parse::<usize>().ok()?),
                Tree::Scalar { .. } | Tree::Unreadable => None,
            },
        )
    }

    /// The node at a path, to be changed.
    pub fn at_mut(&mut self, path: &str) -> Option<&mut Node> {
        path.split('/').filter(|step| !step.is_empty()).try_fold(self, |node, step| {
            match &mut node.tree {
                Tree::Mapping(entries) => {
                    entries.iter_mut().find(|e| e.key == step).map(|e| &mut e.value)
                }
                Tree::Sequence(items) => items.get_mut(step.parse::<usize>().ok()?),
                Tree::Scalar { .. } | Tree::Unreadable => None,
            }
        })
    }
}
