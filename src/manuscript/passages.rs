//! The passages of a manuscript, for the rules on wording.

use super::blocks::{Kind, Piece};
use super::{blocks, front_matter};
use crate::diagnostic::{Report, SourceId};
use crate::document::{Passage, PassageKind};

/// Every stretch of words of a manuscript with its place. What is wrong with the
/// manuscript itself is for [`super::parse`] to say.
pub fn passages(source: SourceId, text: &str) -> Vec<Passage> {
    let mut ignored = Report::new();
    let (_, body_start) = front_matter::parse(source, text, &mut ignored);
    let mut passages = Vec::new();
    let pieces = body_start.map(|start| blocks::read(source, text, start, &mut ignored));
    for Piece { span, kind } in pieces.unwrap_or_default() {
        match kind {
            Kind::Heading { level, .. } => {
                passages.push(Passage { kind: PassageKind::Heading { level }, span });
            }
            Kind::Paragraph(_) => {
                passages.push(Passage { kind: PassageKind::Paragraph, span });
            }
            Kind::Ordered { items, .. } => passages.extend(
                items.iter().map(|item| Passage { kind: PassageKind::Item, span: item.span }),
            ),
            Kind::Bullets(items) => passages.extend(
                items
                    .iter()
                    .map(|item| Passage { kind: PassageKind::Clause, span: item.span }),
            ),
            Kind::Table(_) | Kind::Chart(_) | Kind::Image(_) | Kind::Broken => {
                passages.push(Passage { kind: PassageKind::Cell, span });
            }
        }
    }
    passages
}
