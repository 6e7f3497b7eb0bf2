//! All that the templates read of a document: its parts, and what is easier
//! decided here than in Typst.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::columns::em_width;
use super::date_of;
use super::fonts::Fonts;
use super::line::{self, Words};
use super::table::{SetTable, set_table};
use super::title::{Room, name_lines, title_lines};
use crate::document::{self, Attachment, Block, Chart, Document, Elements, Image, runs_text};

#[derive(Serialize)]
pub(super) struct Sheet<'a> {
    elements: &'a Elements,
    words: document::Words,
    lines: Lines<'a>,
    file: FileFacts<'a>,
    body: Vec<SetBlock<'a>>,
    attachments: Vec<SetAttachment<'a>>,
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

/// A block as it is set; `lines` tells about how many it takes.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum SetBlock<'a> {
    Heading {
        level: u8,
        ordinal: &'a str,
        text: Words<'a>,
        body: Option<Words<'a>>,
        lines: f64,
    },
    Paragraph {
        text: Words<'a>,
        lines: f64,
    },
    Item {
        ordinal: &'a str,
        text: Words<'a>,
        lines: f64,
    },
    Table(SetTable<'a>),
    Chart(&'a Chart),
    Image(&'a Image),
}

#[derive(Serialize)]
struct SetAttachment<'a> {
    label: &'a str,
    title_lines: Vec<String>,
    body: Vec<SetBlock<'a>>,
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
        fonts: &Fonts,
    ) -> Self {
        let names = names(&document.elements);
        let set = |blocks: &'a [Block]| -> Vec<SetBlock<'a>> {
            blocks.iter().map(|block| set_block(block, pitch, fonts)).collect()
        };
        let attachment = |attachment: &'a Attachment| SetAttachment {
            label: &attachment.label,
            title_lines: title_lines(&attachment.title, &names),
            body: set(&attachment.body),
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
            body: set(&document.body),
            attachments: document.attachments.iter().map(attachment).collect(),
            attachment_list: document.attachment_list().collect(),
            images,
        }
    }

    /// Whether a table is so wide that its type is smaller than 5号.
    pub(super) fn has_small_type(&self) -> bool {
        let attached = self.attachments.iter().flat_map(|attachment| &attachment.body);
        self.body.iter().chain(attached).any(|block| match block {
            SetBlock::Table(table) => table.is_small,
            _ => false,
        })
    }
}

fn set_block<'a>(block: &'a Block, pitch: f64, fonts: &Fonts) -> SetBlock<'a> {
    // Two characters are the indent.
    let lines = |words: String| ((2.0 + em_width(&words)) / 28.0).ceil();
    match block {
        Block::Heading { level, ordinal, text, body } => SetBlock::Heading {
            level: *level,
            ordinal,
            text: line::words(text),
            body: body.as_deref().map(line::words),
            lines: lines(
                runs_text(text) + &body.as_deref().map(runs_text).unwrap_or_default(),
            ),
        },
        Block::Paragraph { text } => {
            SetBlock::Paragraph { text: line::words(text), lines: lines(runs_text(text)) }
        }
        Block::Item { ordinal, text, .. } => {
            SetBlock::Item { ordinal, text: line::words(text), lines: lines(runs_text(text)) }
        }
        Block::Table(table) => SetBlock::Table(set_table(table, pitch, fonts)),
        Block::Chart(chart) => SetBlock::Chart(chart),
        Block::Image(image) => SetBlock::Image(image),
    }
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
