//! All that the templates read of a document: its parts, and what is easier
//! decided here than in Typst.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::columns::{Shape, shape};
use super::date_of;
use super::title::{Room, name_lines, title_lines};
use crate::document::{Attachment, Block, Document, Elements, Words};

#[derive(Serialize)]
pub(super) struct Sheet<'a> {
    elements: &'a Elements,
    words: Words,
    lines: Lines<'a>,
    file: FileFacts<'a>,
    body: Vec<Shaped<'a>>,
    attachments: Vec<ShapedAttachment<'a>>,
    /// 附件说明: ordinals and titles.
    attachment_list: Vec<(Option<String>, &'a str)>,
    /// By the path that the document names.
    images: BTreeMap<&'a str, Picture>,
}

/// Names and the title in lines by sense.
#[derive(Serialize)]
struct Lines<'a> {
    title_lines: Vec<String>,
    /// Of 发文机关标志, where one organ alone is named.
    masthead_lines: Vec<&'a str>,
    signature: Vec<Vec<&'a str>>,
    printed_by: Vec<&'a str>,
}

/// What names the file, also where it is not on paper.
#[derive(Serialize)]
struct FileFacts<'a> {
    title: &'a str,
    author: &'a [String],
    date: Option<NaiveDate>,
}

/// A block, a table with its shape.
#[derive(Serialize)]
struct Shaped<'a> {
    #[serde(flatten)]
    block: &'a Block,
    #[serde(skip_serializing_if = "Option::is_none")]
    shape: Option<Shape>,
}

#[derive(Serialize)]
struct ShapedAttachment<'a> {
    label: &'a str,
    title_lines: Vec<String>,
    body: Vec<Shaped<'a>>,
}

/// A picture as the templates find it.
#[derive(Serialize)]
pub(super) struct Picture {
    /// Virtual path.
    pub(super) file: String,
    /// As large as its makers meant it, in pt.
    pub(super) width: f64,
    pub(super) height: f64,
}

/// More characters in a line of 发文机关标志 would be too small.
const MASTHEAD: Room = Room { alone: 24, each: 28, last: 28 };
/// What fits between the left edge and the two characters left free at the right
/// (7.3.5.2).
const SIGNATURE: Room = Room { alone: 26, each: 26, last: 26 };
/// In 4号; the date stands on the last line (7.4.3).
const PRINTED_BY: Room = Room { alone: 18, each: 28, last: 18 };

impl<'a> Sheet<'a> {
    /// `printed` are the [printed](Elements::printed) elements of the document,
    /// `pitch` is 行距 in pt.
    pub(super) fn new(
        document: &'a Document,
        printed: &'a Elements,
        pitch: f64,
        images: BTreeMap<&'a str, Picture>,
    ) -> Self {
        let names = names(&document.elements);
        let attachment = |attachment: &'a Attachment| ShapedAttachment {
            label: &attachment.label,
            title_lines: title_lines(&attachment.title, &names),
            body: shaped(&attachment.body, pitch),
        };
        Self {
            elements: printed,
            words: printed.words(),
            lines: lines(printed, &names),
            file: FileFacts {
                title: &document.elements.title,
                author: &document.elements.signature,
                date: date_of(&document.elements),
            },
            body: shaped(&document.body, pitch),
            attachments: document.attachments.iter().map(attachment).collect(),
            attachment_list: document.attachment_list().collect(),
            images,
        }
    }

    /// Whether a table is so wide that its type is smaller than 5号.
    pub(super) fn has_small_type(&self) -> bool {
        let attached = self.attachments.iter().flat_map(|attachment| &attachment.body);
        let mut shapes = self.body.iter().chain(attached).filter_map(|one| one.shape.as_ref());
        shapes.any(Shape::is_small)
    }
}

fn shaped(blocks: &[Block], pitch: f64) -> Vec<Shaped<'_>> {
    let shape_of = |block: &Block| match block {
        Block::Table(table) => Some(shape(table, pitch)),
        Block::Heading { .. }
        | Block::Paragraph { .. }
        | Block::Item { .. }
        | Block::Chart(_)
        | Block::Image(_) => None,
    };
    blocks.iter().map(|block| Shaped { block, shape: shape_of(block) }).collect()
}

fn lines<'a>(elements: &'a Elements, names: &[&str]) -> Lines<'a> {
    let signature = elements.signature.iter();
    let masthead = elements.masthead.first();
    let printed_by = elements.printed_by.as_ref();
    Lines {
        title_lines: match elements.title.as_str() {
            "" => Vec::new(),
            title => title_lines(title, names),
        },
        masthead_lines: masthead.map(|name| name_lines(name, MASTHEAD)).unwrap_or_default(),
        signature: signature.map(|name| name_lines(name, SIGNATURE)).collect(),
        printed_by: printed_by.map(|name| name_lines(name, PRINTED_BY)).unwrap_or_default(),
    }
}

/// The organs and schools that a document names; its titles may name them too.
fn names(elements: &Elements) -> Vec<&str> {
    let mastheads = elements.masthead.iter().map(|name| {
        ["文件", "会议纪要", "纪要", "命令", "令"]
            .iter()
            .find_map(|suffix| name.strip_suffix(suffix))
            .unwrap_or(name)
    });
    let others = [&elements.signature, &elements.addressees, &elements.copies_to];
    let others = others.into_iter().flatten().chain(&elements.printed_by);
    mastheads.chain(others.map(String::as_str)).collect()
}
