//! 7.3.5.5: where the room left does not hold 署名, 成文日期 and 印章, the lines may
//! be set closer; so they are for a 版记 that would have a page to itself (5.2.3).
//! Whether that could help is read from pages set as usual.

use typst::introspection::PagedPosition;
use typst_layout::PagedDocument;

use super::places::{BOTTOM, TOP, labelled, lowest};

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
