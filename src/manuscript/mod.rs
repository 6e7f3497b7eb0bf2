//! The wording of one document as a clerk can read and change it: Markdown with
//! the elements in front, limited to what a 公文 has. Whatever else is written
//! is an error at its place, never dropped.
//!
//! ```text
//! ---                          the elements, YAML with Chinese keys
//! 标题: 2014年度教育督导工作总结
//! 版式: 普通
//! ---
//!
//! # 主要工作                   一、主要工作; # to ####, numbered by the program
//!
//! ## 加强领导。                （一）加强领导。成立了…… as one paragraph
//!
//! 成立了……
//!
//! 1. 抓好落实。                an item one level below, a paragraph with its ordinal
//!
//! 存在三个问题：
//!
//! - 经费不足                   存在三个问题：一是经费不足；二是…… as one paragraph
//! - 师资薄弱
//!
//! 表：各校得分                 the caption of the table below
//!
//! | 学校 | 得分 |
//! | --- | ---: |
//! | 一小 | 90 |
//! | 合计 | 90 |                a row of totals by its first cell
//!
//! ![图题](图片.png)            a picture, alone in its paragraph
//!
//! # 附件：得分一览表           an attachment, numbered inside from 一、 again
//! ```
//!
//! `**…**` and `*…*` emphasise. A line break inside a paragraph means nothing,
//! and neither does a blank at the start of a paragraph: the layout indents.

mod assemble;
mod attachment;
mod blocks;
mod front_matter;
mod id;
mod inline;
mod lines;
mod numbering;
mod table;
mod typed_ordinal;

pub use self::front_matter::write_front_matter;

use crate::diagnostic::{Report, SourceId, Span};
use crate::document::{Document, Numbering};

/// Reads a manuscript. Everything that is wrong with it is in the report, in
/// the order of the text; with any error there is no document.
pub fn parse(source: SourceId, text: &str, report: &mut Report) -> Option<Document> {
    let mut found = Report::new();
    let (elements, body_start) = front_matter::parse(source, text, &mut found);
    let numbering = elements.as_ref().map_or(Numbering::Nested, |e| e.numbering);
    let (body, attachments) = body_start
        .map(|start| {
            let pieces = blocks::read(source, text, start, &mut found);
            let place = Span::new(source, start, start);
            assemble::assemble(pieces, numbering, place, &mut found)
        })
        .unwrap_or_default();
    let failed = found.has_errors();
    found.sort();
    report.append(found);
    elements.filter(|_| !failed).map(|elements| Document { elements, body, attachments })
}
