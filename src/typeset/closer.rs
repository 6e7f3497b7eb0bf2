//! 7.3.5.5: where the room left does not hold 署名, 成文日期 and 印章, the lines may
//! be set closer; so they are for a 版记 that would have a page to itself (5.2.3).
//! Whether that could help is read from pages set as usual.

use typst::foundations::Label;
use typst::introspection::{Introspector, PagedPosition};
use typst::layout::{Frame, FrameItem, Point};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

/// 版心 in mm (5.2.1).
const TOP: f64 = 37.0;
const BOTTOM: f64 = 262.0;
const PITCH: f64 = (BOTTOM - TOP) / 22.0;

/// A longer document is not set closer for the sake of its last page.
const MOST_PAGES: usize = 3;

/// Whether the closing with the text on its page, or a 版记 alone on its page,
/// would fit on the page before, had each so many lines more.
pub(super) fn may_help(paged: &PagedDocument, more: usize) -> bool {
    let fits_before = |position: &PagedPosition, height: f64| {
        let page = position.page.get();
        let Some(before) = page.checked_sub(2).and_then(|nth| paged.pages().get(nth)) else {
            return false;
        };
        let upright = before.frame.height() > before.frame.width();
        let room = BOTTOM - lowest(&before.frame, BOTTOM);
        upright && page <= MOST_PAGES && height <= room + (more * (page - 1)) as f64 * PITCH
    };
    let closing = labelled(paged, "closing-end")
        .is_some_and(|end| fits_before(&end, end.point.y.to_mm() - TOP));
    let record = labelled(paged, "record-begin").is_some_and(|begin| {
        let top = begin.point.y.to_mm();
        let page = &paged.pages()[begin.page.get() - 1];
        lowest(&page.frame, top) < TOP && fits_before(&begin, BOTTOM - top)
    });
    closing || record
}

fn labelled(paged: &PagedDocument, label: &str) -> Option<PagedPosition> {
    let label = Label::new(PicoStr::intern(label))?;
    let introspector = paged.introspector();
    let found = introspector.query_label(label).ok()?;
    introspector.position(found.location()?)
}

/// The lowest baseline above a height, in mm from the top of the page.
fn lowest(frame: &Frame, above: f64) -> f64 {
    fn walk(frame: &Frame, at: Point, above: f64, lowest: &mut f64) {
        for (position, item) in frame.items() {
            let here = at + *position;
            let y = here.y.to_mm();
            match item {
                FrameItem::Group(group) => walk(&group.frame, here, above, lowest),
                FrameItem::Text(_) if y < above => *lowest = lowest.max(y),
                _ => {}
            }
        }
    }
    let mut lowest = 0.0;
    walk(frame, Point::zero(), above, &mut lowest);
    lowest
}
