//! Text to tree.

mod explain;

use std::borrow::Cow;
use std::collections::BTreeSet;

use ecow::EcoString;
use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle};

use crate::diagnostic::{Diagnostic, Report, SourceId, Span};

use self::explain::explain;
use super::repair::Repaired;
use super::shape::Keys;
use super::slips::{self, Findings};
use super::tree::{Entry, Node, Tree};

/// Top-level sections that are given up before the rest of a file is. Each costs
/// another reading of the whole.
const ENOUGH: usize = 30;

/// Reads a text as a tree whose spans are byte ranges of `text`. Slips that are
/// understood are reported and read as they were meant, so a tree may come back
/// although there are errors: see [`Report::has_errors`]. What cannot be
/// understood is [`Tree::Unreadable`] where it stands; there is no tree where
/// nothing holds the rest together, and for a file without content. The schema
/// is asked for nothing but the keys that there are.
pub fn parse(
    source: SourceId,
    text: &str,
    schema: &schemars::Schema,
    report: &mut Report,
) -> Option<Node> {
    let Findings { report: mut found, repairs, doubtful, several_documents } =
        slips::find(source, text, &Keys::of(schema.as_value()));
    let repaired = repairs.apply(text);
    let mut work = Cow::Borrowed(&*repaired.text);
    let mut given_up = BTreeSet::new();
    let tree = loop {
        match build(source, &work, &repaired) {
            Ok((node, built)) => {
                found.append(built);
                break node;
            }
            Err((kind, at)) => {
                let place = repaired.original(at);
                if !reported_on_line(&found, text, place) {
                    found.push(explain(&kind).at(character(source, text, place), ""));
                }
                if given_up.len() >= ENOUGH {
                    found.push(
                        Diagnostic::error("YML-19", "错误太多，其余的部分没有检查")
                            .at(character(source, text, place), "查到这里为止")
                            .help("先改正已经列出的错误，再运行一次。"),
                    );
                    report.append(found);
                    return None;
                }
                if !blank_section(&mut work, at, &mut given_up) {
                    report.append(found);
                    return None;
                }
            }
        }
    };
    if tree.is_none() && !found.has_errors() {
        found.push(
            Diagnostic::error("YML-01", "文件是空的")
                .at(Span::new(source, 0, 0), "")
                .help("在文件里写上内容；不需要这个文件的话，把它移出文件夹。"),
        );
    }
    report.append(found);
    let mut tree = tree.filter(|_| !several_documents)?;
    for at in doubtful {
        distrust(&mut tree, at);
    }
    for at in given_up {
        if !distrust_section(&mut tree, repaired.original(at)) {
            return None;
        }
    }
    Some(tree)
}

/// A collection that is being read.
enum Frame {
    Sequence {
        start: usize,
        items: Vec<Node>,
    },
    Mapping {
        start: usize,
        entries: Vec<Entry>,
        key: Option<(EcoString, Span)>,
        /// Keys that come again, one after the other and not yet reported.
        repeated: Vec<Repeated>,
        /// The first key has come again: what follows is another item of a list
        /// that lacks its dashes.
        again: bool,
    },
}

/// A key that comes again in the same mapping.
struct Repeated {
    key: EcoString,
    span: Span,
    first: Span,
}

struct Builder<'a> {
    source: SourceId,
    repaired: &'a Repaired<'a>,
    report: Report,
    frames: Vec<Frame>,
    root: Option<Node>,
}

/// The tree of the first document, and what is wrong with it; or the parser's
/// error with its offset in `work`.
fn build(
    source: SourceId,
    work: &str,
    repaired: &Repaired,
) -> Result<(Option<Node>, Report), (ErrorKind, usize)> {
    let mut options = Options::default();
    options.emit_comments = false;
    options.emit_unresolved_aliases = true;
    let mut builder =
        Builder { source, repaired, report: Report::new(), frames: vec![], root: None };
    for event in Parser::new_from_str_with_options(work, options) {
        let (event, span) = event.map_err(|error| {
            (error.kind().clone(), error.marker().byte_offset().unwrap_or(work.len()))
        })?;
        let start = span.start.byte_offset().unwrap_or(0);
        let end = span.end.byte_offset().unwrap_or(start).max(start);
        let end = start + work[start..end].trim_end().len();
        if matches!(event, Event::DocumentEnd) {
            break;
        }
        builder.take(event, start, end);
    }
    Ok((builder.root, builder.report))
}

impl Builder<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        let (start, end) = (self.repaired.original(start), self.repaired.original(end));
        Span::new(self.source, start, end.max(start))
    }

    fn take(&mut self, event: Event, start: usize, end: usize) {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse(anchor != 0 || tag.is_some(), start, end);
                let plain = style == ScalarStyle::Plain;
                // The parser reports what is not there as `~` of no length.
                let text = if plain && start == end {
                    EcoString::new()
                } else {
                    EcoString::from(text)
                };
                self.put(start, end, Tree::Scalar { text, quoted: !plain });
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.refuse(anchor != 0 || tag.is_some(), start, end);
                self.frames.push(Frame::Sequence { start, items: vec![] });
            }
            Event::MappingStart(_, anchor, tag) => {
                self.refuse(anchor != 0 || tag.is_some(), start, end);
                self.frames.push(Frame::Mapping {
                    start,
                    entries: vec![],
                    key: None,
                    repeated: vec![],
                    again: false,
                });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                // Without a closing bracket a collection ends with its last item,
                // for the parser's end is where the next thing begins.
                let bracket = (end > start).then_some(end);
                match self.frames.pop() {
                    Some(Frame::Sequence { start, items }) => {
                        let items = exactly(items);
                        let last = items.last().map(|item| item.span.end);
                        self.close(start, bracket, last, Tree::Sequence(items));
                    }
                    Some(Frame::Mapping { start, entries, repeated, again, .. }) => {
                        let entries = exactly(entries);
                        if let Some(found) = repeats(&repeated, again) {
                            self.report.push(found);
                        }
                        let last =
                            entries.last().map(|e| e.value.span.end.max(e.key_span.end));
                        let tree =
                            if again { Tree::Unreadable } else { Tree::Mapping(entries) };
                        self.close(start, bracket, last, tree);
                    }
                    None => {}
                }
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.refuse(true, start, end);
                self.put(start, end, Tree::Unreadable);
            }
            _ => {}
        }
    }

    fn close(
        &mut self,
        start: usize,
        bracket: Option<usize>,
        last: Option<usize>,
        tree: Tree,
    ) {
        let mut span = self.span(start, bracket.unwrap_or(start));
        if bracket.is_none() {
            span.end = last.unwrap_or(span.end).max(span.start);
        }
        self.place(Node { span, tree });
    }

    fn put(&mut self, start: usize, end: usize, tree: Tree) {
        let span = self.span(start, end);
        self.place(Node { span, tree });
    }

    fn place(&mut self, node: Node) {
        let nested = self.frames.len() > 1;
        match self.frames.last_mut() {
            None => self.root = Some(node),
            Some(Frame::Sequence { items, .. }) => items.push(node),
            Some(Frame::Mapping { entries, key, repeated, again, .. }) => match key.take() {
                None => match node.tree {
                    Tree::Scalar { text, .. } if !text.is_empty() => {
                        *key = Some((text, node.span));
                    }
                    _ => {
                        *key = Some((EcoString::new(), node.span));
                        self.report.push(
                            Diagnostic::error("YML-13", "冒号前面没有名称")
                                .at(node.span, "")
                                .help("写成“名称: 内容”。"),
                        );
                    }
                },
                Some((name, _)) if name.is_empty() => {}
                Some((name, span)) => {
                    let first = entries.iter().position(|entry| entry.key == name);
                    match first {
                        // The rest of an item that has been reported.
                        Some(_) if *again && repeated.is_empty() => {}
                        Some(first) => {
                            *again |= nested && first == 0 && entries.len() > 1;
                            let first = entries[first].key_span;
                            repeated.push(Repeated { key: name, span, first });
                        }
                        None => {
                            if let Some(found) = repeats(repeated, *again) {
                                self.report.push(found);
                            }
                            repeated.clear();
                            entries.push(Entry { key: name, key_span: span, value: node });
                        }
                    }
                }
            },
        }
    }

    fn refuse(&mut self, it: bool, start: usize, end: usize) {
        if it {
            self.report.push(
                Diagnostic::error("YML-11", "不支持用 &、*、! 作的标记")
                    .at(self.span(start, end), "")
                    .help("删去标记，把内容直接写出来；如果是文字的一部分，给文字加上半角引号 \" \"。"),
            );
        }
    }
}

/// One diagnostic for keys that come again one after the other, as those of a
/// line do that was copied.
fn repeats(repeated: &[Repeated], again: bool) -> Option<Diagnostic> {
    let one = repeated.first()?;
    let message = match repeated.len() {
        1 => format!("“{}”写了两次", one.key),
        count => format!("“{}”等 {count} 项写了两次", one.key),
    };
    let help = match again {
        true => "只留一处；从这里起是另一项的，每一项的第一行前面加“- ”。",
        false => "只留一处；两处都要的，合在一处写。",
    };
    let diagnostic = Diagnostic::error("YML-06", message)
        .at(one.span, "又写了一次")
        .at(one.first, "第一次写在这里");
    Some(diagnostic.help(help))
}

/// Marks what is innermost of the list items and top-level values around an
/// offset as not understood.
fn distrust(node: &mut Node, at: usize) {
    // Found by walking down twice: the first walk only measures how deep.
    let mut depth = 0;
    let mut deepest = 0;
    let mut walk = &*node;
    while let Some((next, item)) = around(walk, at) {
        depth += 1;
        if item || depth == 1 {
            deepest = depth;
        }
        walk = next;
    }
    let mut target = node;
    for _ in 0..deepest {
        target = match &mut target.tree {
            Tree::Mapping(entries) => {
                match entries.iter_mut().rev().find(|e| e.key_span.start <= at) {
                    Some(entry) => &mut entry.value,
                    None => return,
                }
            }
            Tree::Sequence(items) => {
                match items.iter_mut().rev().find(|item| item.span.start <= at) {
                    Some(item) => item,
                    None => return,
                }
            }
            Tree::Scalar { .. } | Tree::Unreadable => return,
        };
    }
    target.tree = Tree::Unreadable;
}

/// The child around an offset, and whether it is an item of a list.
fn around(node: &Node, at: usize) -> Option<(&Node, bool)> {
    match &node.tree {
        Tree::Mapping(entries) => {
            let entry = entries.iter().rev().find(|e| e.key_span.start <= at)?;
            Some((&entry.value, false))
        }
        Tree::Sequence(items) => {
            let item = items.iter().rev().find(|item| item.span.start <= at)?;
            Some((item, true))
        }
        Tree::Scalar { .. } | Tree::Unreadable => None,
    }
}

/// Marks the top-level value whose key is at an offset; false if there is none.
fn distrust_section(root: &mut Node, at: usize) -> bool {
    let Tree::Mapping(entries) = &mut root.tree else {
        return false;
    };
    match entries.iter_mut().find(|entry| entry.key_span.start == at) {
        Some(entry) => {
            entry.value.tree = Tree::Unreadable;
            true
        }
        None => false,
    }
}

/// Blanks out the top-level section that an offset is in, from its colon on, or
/// the one before it if that has been done, since the parser may notice a
/// mistake only where the next section begins. False if there is none left.
fn blank_section(work: &mut Cow<str>, at: usize, given_up: &mut BTreeSet<usize>) -> bool {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(work.match_indices('\n').map(|(at, _)| at + 1))
        .map(|at| if work[at..].starts_with('\u{feff}') { at + 3 } else { at })
        .filter(|&at| {
            let first = work[at..].chars().next();
            first.is_some_and(|c| !c.is_whitespace() && !"#]}-%.".contains(c))
        })
        .collect();
    let Some(&start) = starts
        .iter()
        .rev()
        .filter(|&&start| start <= at)
        .find(|start| !given_up.contains(start))
    else {
        return false;
    };
    given_up.insert(start);
    let end = starts.iter().find(|&&next| next > start).copied().unwrap_or(work.len());
    let line = work[start..end].lines().next().unwrap_or("");
    let from = start + line.find(':').map_or(0, |colon| colon + 1);
    let blank: String =
        work[from..end].bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect();
    work.to_mut().replace_range(from..end, &blank);
    true
}

/// Whether an error has been reported on the line of an offset: what the parser
/// says about it then is no news.
fn reported_on_line(found: &Report, text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = text[at..].find('\n').map_or(text.len(), |to| at + to);
    found
        .iter()
        .filter_map(|d| d.labels.first())
        .any(|label| label.span.start <= end && label.span.end >= start)
}

fn character(source: SourceId, text: &str, at: usize) -> Span {
    let width = text[at..].chars().next().map_or(0, char::len_utf8);
    Span::new(source, at, at + width)
}

/// In as much memory as they need: an allocator may give back none of what
/// [`Vec::shrink_to_fit`] would, and most of a workbook are small lists.
fn exactly<T>(mut grown: Vec<T>) -> Vec<T> {
    let mut exact = Vec::with_capacity(grown.len());
    exact.append(&mut grown);
    exact
}

#[cfg(test)]
mod tests;
