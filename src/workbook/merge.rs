//! Several files as one tree: each section may stand in any file, lists add
//! up, a single value stands once.

use crate::diagnostic::{Diagnostic, Report};
use crate::yaml::{Entry, Node, Tree};

/// Merges the files' top-level mappings in order. `None` where nothing is left.
pub fn merge(trees: Vec<Node>, report: &mut Report) -> Option<Node> {
    let mut merged: Option<Node> = None;
    for node in trees {
        if !matches!(node.tree, Tree::Mapping(_)) {
            report.push(
                Diagnostic::error("WBK-06", "文件要由一行行“名称: 内容”组成")
                    .at(node.span, "")
                    .help("例如“年度: 2014”。列表要放在某个名称下面，例如“学校:”的下一行起写“- 名称: …”"),
            );
            continue;
        }
        match &mut merged {
            None => merged = Some(node),
            Some(first) => add(first, node, report),
        }
    }
    merged
}

fn add(first: &mut Node, next: Node, report: &mut Report) {
    let (Tree::Mapping(entries), Tree::Mapping(more)) = (&mut first.tree, next.tree) else {
        return;
    };
    for entry in more {
        match entries.iter_mut().find(|e| e.key == entry.key) {
            None => entries.push(entry),
            Some(earlier) => join(earlier, entry, report),
        }
    }
}

fn join(earlier: &mut Entry, entry: Entry, report: &mut Report) {
    match (&mut earlier.value.tree, entry.value.tree) {
        (Tree::Sequence(items), Tree::Sequence(more)) => items.extend(more),
        // What it is has been reported as unclear.
        (Tree::Unreadable, _) => {}
        (tree, Tree::Unreadable) => *tree = Tree::Unreadable,
        _ => report.push(
            Diagnostic::error("WBK-07", format!("“{}”在两个地方都写了", entry.key))
                .at(entry.key_span, "这里又写了一次")
                .at(earlier.key_span, "这里已经写过")
                .help("只能写一处，请删去其中一处"),
        ),
    }
}
