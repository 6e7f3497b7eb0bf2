//! The layout-neutral model of a 公文: what it says and what each part is, not
//! where it stands on paper. Every kind ends here and every writer starts here.

mod block;
mod elements;
mod plain_text;

use serde::Serialize;

pub use self::block::{Alignment, Block, Image, Row, Run, Style, Table};
pub use self::elements::{Elements, Format, Numbering, Secrecy, Urgency};
pub use self::plain_text::{plain_text, runs_text};

/// One 公文.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    pub elements: Elements,
    pub body: Vec<Block>,
    /// 附件, each on a new page (GB/T 9704-2012, 7.3.7). The 附件说明 after the
    /// body (7.3.4) is made from their titles, so the two cannot differ.
    pub attachments: Vec<Attachment>,
}

/// An 附件 that is bound with the document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Attachment {
    /// `附件`, or `附件1` where there are several; no colon (7.3.7).
    pub label: String,
    pub title: String,
    pub body: Vec<Block>,
}
