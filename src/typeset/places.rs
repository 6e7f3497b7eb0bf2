//! Where things stand on the pages: places that the templates label, and what is
//! printed beside them.

use typst::foundations::{Content, Label};
use typst::introspection::{Introspector, PagedPosition};
use typst::layout::{Frame, FrameItem, Point};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

/// 版心 in mm from the top of an upright page (5.2.1).
pub(super) const TOP: f64 = 37.0;
pub(super) const BOTTOM: f64 = 262.0;

/// Whether page 1 shows text (7.3.3). There is always some if nothing precedes it.
pub(super) fn first_page_has_text(paged: &PagedDocument) -> bool {
    let (Some(begin), Some(first)) = (labelled(paged, "text-begin"), paged.pages().first())
    else {
        return true;
    };
    let record = labelled(paged, "record-begin").filter(|record| record.page.get() == 1);
    let end = record.map_or(BOTTOM, |record| record.point.y.to_mm());
    begin.page.get() == 1 && lowest(&first.frame, end) > begin.point.y.to_mm()
}

/// Whether the closing has text on its page (7.3.5.5), which it may have begun on
/// an earlier one.
pub(super) fn closing_has_text(paged: &PagedDocument) -> bool {
    let places = labelled(paged, "closing-begin").zip(labelled(paged, "closing-end"));
    places.is_none_or(|(begin, end)| {
        let page = &paged.pages()[begin.page.get() - 1];
        begin.page < end.page || lowest(&page.frame, begin.point.y.to_mm()) > TOP
    })
}

pub(super) fn labelled(paged: &PagedDocument, label: &str) -> Option<PagedPosition> {
    place(paged, label).map(|(_, position)| position)
}

/// What carries a label, and where it stands.
pub(super) fn place(paged: &PagedDocument, label: &str) -> Option<(Content, PagedPosition)> {
    let label = Label::new(PicoStr::intern(label))?;
    let introspector = paged.introspector();
    let found = introspector.query_label(label).ok()?;
    let position = introspector.position(found.location()?)?;
    Some((found.clone(), position))
}

/// The lowest words or picture that begin above a height, by their baseline or
/// lower edge, in mm from the top of the page.
pub(super) fn lowest(frame: &Frame, above: f64) -> f64 {
    fn walk(frame: &Frame, at: Point, above: f64, lowest: &mut f64) {
        for (position, item) in frame.items() {
            let here = at + *position;
            let y = here.y.to_mm();
            match item {
                FrameItem::Group(group) => walk(&group.frame, here, above, lowest),
                FrameItem::Text(_) if y < above => *lowest = lowest.max(y),
                FrameItem::Image(_, size, _) if y < above => {
                    *lowest = lowest.max(y + size.y.to_mm());
                }
                _ => {}
            }
        }
    }
    let mut lowest = 0.0;
    walk(frame, Point::zero(), above, &mut lowest);
    lowest
}
