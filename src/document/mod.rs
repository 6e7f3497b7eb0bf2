//! The layout-neutral model of a 公文: what it says and what each part is, not
//! where it stands on paper. Every kind ends here and every writer starts here.

mod block;
mod chart;
mod elements;
mod passage;
mod plain_text;
mod printed;

use std::collections::BTreeSet;

use serde::Serialize;

pub use self::block::{Alignment, Block, HeaderCell, Image, Row, Run, Style, Table};
pub use self::chart::{Chart, ChartForm, ChartValue, Series, Undrawable};
pub use self::elements::{Elements, Format, Numbering, Secrecy, SignatureStamp, Urgency};
pub use self::passage::{Excuse, Passage, PassageKind};
pub use self::plain_text::{plain_text, runs_text};
pub use self::printed::{Element, Words};

/// One 公文.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    pub elements: Elements,
    pub body: Vec<Block>,
    /// 附件, each on a new page (GB/T 9704-2012, 7.3.7). The 附件说明 after the
    /// body (7.3.4) is made from their titles, so the two cannot differ.
    pub attachments: Vec<Attachment>,
}

impl Document {
    /// The blocks of the body and of the attachments.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        let attached = self.attachments.iter().flat_map(|attachment| &attachment.body);
        self.body.iter().chain(attached)
    }

    /// The 附件说明 (7.3.4): the ordinal of each attachment, where there are several,
    /// and its title.
    pub fn attachment_list(&self) -> impl Iterator<Item = (Option<String>, &str)> {
        let several = self.attachments.len() > 1;
        let ordinal = move |nth: usize| several.then(|| format!("{}.", nth + 1));
        let attachments = self.attachments.iter().enumerate();
        attachments.map(move |(nth, attachment)| (ordinal(nth), attachment.title.as_str()))
    }

    /// The paths of the pictures it shows, seals and stamps included, each once.
    pub fn images(&self) -> BTreeSet<&str> {
        let stamps = self.elements.stamps.iter().filter_map(|stamp| stamp.image.as_deref());
        let signed = self.elements.seals.iter().map(String::as_str).chain(stamps);
        self.blocks()
            .filter_map(|block| match block {
                Block::Image(image) => Some(image.path.as_str()),
                Block::Heading { .. }
                | Block::Paragraph { .. }
                | Block::Item { .. }
                | Block::Table(_)
                | Block::Chart(_) => None,
            })
            .chain(signed)
            .collect()
    }
}

/// An 附件 that is bound with the document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Attachment {
    /// `附件`, or `附件1` where there are several; no colon (7.3.7).
    pub label: String,
    pub title: String,
    pub body: Vec<Block>,
}
