//! A finished tree packed into bytes: where each datum was written, and its text. A
//! tree of half a million scores takes 60 MB, packed it takes as much as its files.
//!
//! ```text
//! node   = kind span [length starts] length body     starts only of a sequence
//! starts = where each item starts in the body: none before it has to be read
//! body   = a text, or item*, or (key span node)*     none of what is unreadable
//! span   = distance·2 length                         from a place nearby
//!        | start·2+1 source length                   in another file, or before it
//! ```
//!
//! The place nearby is for an item that of its sequence, for a key that of the key
//! before, for a value that of the value before; for the first of them that of the
//! mapping. Keys and sources are numbers in a table; numbers are LEB128, but for the
//! starts.

mod kept;

use std::collections::HashMap;
use std::iter;

pub use self::kept::KeptPlaces;

use ecow::EcoString;

use super::tree::{Node, Tree};
use crate::diagnostic::{SourceId, Span};

/// A tree that is not to change any more, and has forgotten what was quoted.
#[derive(Debug, Clone)]
pub struct Places {
    keys: Vec<EcoString>,
    sources: Vec<SourceId>,
    bytes: Box<[u8]>,
    /// The place near the root: its own.
    root: Span,
}

/// A node of [`Places`].
#[derive(Clone, Copy)]
pub struct Place<'a> {
    places: &'a Places,
    pub span: Span,
    kind: Kind,
    starts: &'a [u8],
    /// What is yet to be read.
    body: &'a [u8],
    /// The places near the next key and value of a mapping.
    near: (Span, Span),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Scalar,
    Sequence,
    Mapping,
    /// Has a place, but no text.
    Unreadable,
}

/// By their number, which is the first byte of a node.
const KINDS: [Kind; 4] = [Kind::Scalar, Kind::Sequence, Kind::Mapping, Kind::Unreadable];

impl Places {
    pub fn of(tree: Node) -> Places {
        let (root, mut bytes) = (tree.span, Vec::new());
        let mut packer = Packer::default();
        packer.node(tree, root, &mut bytes);
        let bytes = bytes.as_slice().into();
        Places { keys: packer.keys, sources: packer.sources, bytes, root }
    }

    /// The same with other bytes.
    fn with(&self, bytes: Box<[u8]>) -> Places {
        Places { keys: self.keys.clone(), sources: self.sources.clone(), bytes, ..*self }
    }

    /// Every text with its place.
    pub fn texts(&self) -> impl Iterator<Item = (&str, Span)> {
        self.texts_below("")
    }

    /// Every text at or below a path with its place.
    pub fn texts_below(&self, path: &str) -> impl Iterator<Item = (&str, Span)> + use<'_> {
        self.at(path).into_iter().flat_map(Place::texts)
    }

    /// The node at a path, as [`Node::at`] finds it.
    pub fn at(&self, path: &str) -> Option<Place<'_>> {
        // The root is the only item of a sequence around it.
        let root = self.place(Kind::Sequence, self.root, &[], &self.bytes).next()?;
        path.split('/').filter(|step| !step.is_empty()).try_fold(root, |place, step| {
            place.get(step).or_else(|| place.item(step.parse().ok()?))
        })
    }

    fn place<'a>(
        &'a self,
        kind: Kind,
        span: Span,
        starts: &'a [u8],
        body: &'a [u8],
    ) -> Place<'a> {
        Place { places: self, span, kind, starts, body, near: (span, span) }
    }
}

impl<'a> Place<'a> {
    /// The value of a key of a mapping.
    fn get(self, key: &str) -> Option<Place<'a>> {
        self.find(key).map(|(_, _, value)| value)
    }

    /// Where a key of a mapping was written.
    pub fn key_span(self, key: &str) -> Option<Span> {
        self.find(key).map(|(_, span, _)| span)
    }

    /// An item of a sequence.
    fn item(mut self, n: usize) -> Option<Place<'a>> {
        let start = self.starts.as_chunks().0.get(n)?;
        self.body = self.body.get(usize::from_le_bytes(*start)..)?;
        self.next()
    }

    /// Every text at or below the node with its place.
    pub fn texts(self) -> impl Iterator<Item = (&'a str, Span)> {
        let mut around = vec![self];
        iter::from_fn(move || {
            loop {
                match around.last_mut()?.next() {
                    Some(below) => around.push(below),
                    None => {
                        let read = around.pop()?;
                        if read.kind == Kind::Scalar {
                            return Some((str::from_utf8(read.body).ok()?, read.span));
                        }
                    }
                }
            }
        })
    }

    fn find(mut self, key: &str) -> Option<(&'a str, Span, Place<'a>)> {
        iter::from_fn(|| self.next_entry()).find(|(name, ..)| *name == key)
    }

    /// Reads on to the next node below this one.
    fn next(&mut self) -> Option<Place<'a>> {
        match self.kind {
            Kind::Mapping => self.next_entry().map(|(_, _, value)| value),
            Kind::Sequence => self.node(self.span),
            Kind::Scalar | Kind::Unreadable => None,
        }
    }

    fn next_entry(&mut self) -> Option<(&'a str, Span, Place<'a>)> {
        if self.kind != Kind::Mapping {
            return None;
        }
        let key = self.places.keys.get(self.number()?)?;
        let span = self.span(self.near.0)?;
        let value = self.node(self.near.1)?;
        self.near = (span, value.span);
        Some((key, span, value))
    }

    fn node(&mut self, near: Span) -> Option<Place<'a>> {
        let (first, rest) = self.body.split_first()?;
        self.body = rest;
        let kind = *KINDS.get(usize::from(*first))?;
        let span = self.span(near)?;
        let starts = if kind == Kind::Sequence { self.bytes()? } else { &[] };
        let body = self.bytes()?;
        Some(self.places.place(kind, span, starts, body))
    }

    fn span(&mut self, near: Span) -> Option<Span> {
        let start = self.number()?;
        let (source, start) = if start % 2 == 0 {
            (near.source, near.start + start / 2)
        } else {
            (*self.places.sources.get(self.number()?)?, start / 2)
        };
        Some(Span::new(source, start, start.wrapping_add(self.number()?)))
    }

    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let (byte, rest) = self.body.split_first()?;
            self.body = rest;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }

    /// So many as the number before them says.
    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        let (bytes, rest) = self.body.split_at_checked(length)?;
        self.body = rest;
        Some(bytes)
    }
}

#[derive(Default)]
struct Packer {
    keys: Vec<EcoString>,
    numbers: HashMap<EcoString, usize>,
    sources: Vec<SourceId>,
}

impl Packer {
    fn node(&mut self, node: Node, near: Span, to: &mut Vec<u8>) {
        let span = node.span;
        let (mut starts, mut body) = (Vec::new(), Vec::new());
        let kind = match node.tree {
            Tree::Scalar { text, .. } => {
                to.push(Kind::Scalar as u8);
                self.span(span, near, to);
                put(text.len(), to);
                to.extend_from_slice(text.as_bytes());
                return;
            }
            Tree::Sequence(items) => {
                for item in items {
                    starts.extend(body.len().to_le_bytes());
                    self.node(item, span, &mut body);
                }
                Kind::Sequence
            }
            Tree::Mapping(entries) => {
                let mut near = (span, span);
                for entry in entries {
                    let next = (entry.key_span, entry.value.span);
                    put(self.key(entry.key), &mut body);
                    self.span(entry.key_span, near.0, &mut body);
                    self.node(entry.value, near.1, &mut body);
                    near = next;
                }
                Kind::Mapping
            }
            Tree::Unreadable => Kind::Unreadable,
        };
        to.push(kind as u8);
        self.span(span, near, to);
        if kind == Kind::Sequence {
            put(starts.len(), to);
            to.append(&mut starts);
        }
        put(body.len(), to);
        to.append(&mut body);
    }

    /// Doubling loses nothing, for no text has more than `isize::MAX` bytes.
    fn span(&mut self, span: Span, near: Span, to: &mut Vec<u8>) {
        if span.source == near.source && span.start >= near.start {
            put((span.start - near.start) * 2, to);
        } else {
            put(span.start * 2 + 1, to);
            let known = self.sources.iter().position(|source| *source == span.source);
            put(known.unwrap_or(self.sources.len()), to);
            if known.is_none() {
                self.sources.push(span.source);
            }
        }
        // Wraps around where a span ends before it starts, as one made of two may.
        put(span.end.wrapping_sub(span.start), to);
    }

    fn key(&mut self, key: EcoString) -> usize {
        *self.numbers.entry(key).or_insert_with_key(|key| {
            self.keys.push(key.clone());
            self.keys.len() - 1
        })
    }
}

fn put(mut number: usize, to: &mut Vec<u8>) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

#[cfg(test)]
mod tests;
