//! 7.3.5.5: where the room left does not hold 署名, 成文日期 and 印章, the lines may
//! be set closer; so they are for a 版记 that would have a page to itself (5.2.3).
//! Whether that could help is read from pages set as usual.

use typst::introspection::{MetadataElem, PagedPosition};
use typst_layout::PagedDocument;

use super::places::{BOTTOM, TOP, labelled, lowest, place};

const PITCH: f64 = (BOTTOM - TOP) / 22.0;
/// Between the text and the 版记, in lines.
const CLEARANCE: f64 = 0.5;

/// A longer document is not set closer for the sake of its last page.
const MOST_PAGES: usize = 3;

/// Whether the closing with the text and the 版记 on its page, or a 版记 alone on
/// its page, would fit on the page before, had each so many lines more.
pub(super) fn may_help(paged: &PagedDocument, more: usize) -> bool {
    let fits_before = |position: &PagedPosition, height: f64| {
        let page = position.page.get();
        let Some(before) = page.checked_sub(2).and_then(|nth| paged.pages().get(nth)) else {
            return false;
        };
        let upright = before.frame.height() > before.frame.width();
        let room = BOTTOM - lowest(&before.frame, BOTTOM);
        let gained = (more * (page - 1)).saturating_sub(lost(paged, more));
        upright && page <= MOST_PAGES && height <= room + gained as f64 * PITCH
    };
    let record = labelled(paged, "record-begin");
    let record_height =
        record.map_or(0.0, |record| BOTTOM - record.point.y.to_mm() + CLEARANCE * PITCH);
    let closing = labelled(paged, "closing-end").is_some_and(|end| {
        let with_record = record.is_some_and(|record| record.page == end.page);
        let below = if with_record { record_height } else { 0.0 };
        fits_before(&end, end.point.y.to_mm() - TOP + below)
    });
    let record = record.is_some_and(|record| {
        let page = &paged.pages()[record.page.get() - 1];
        lowest(&page.frame, record.point.y.to_mm()) < TOP
            && fits_before(&record, record_height)
    });
    closing || record
}

/// How many lines more the head takes if a page has so many more: in it are
/// distances in millimetres.
fn lost(paged: &PagedDocument, more: usize) -> usize {
    let head = place(paged, "head-lines").and_then(|(head, _)| {
        let lines = head.to_packed::<MetadataElem>()?.value.clone();
        lines.cast::<Vec<usize>>().ok()
    });
    let lines = |more: usize| head.as_ref().and_then(|lines| lines.get(more)).copied();
    lines(more).zip(lines(0)).map_or(0, |(then, now)| then.saturating_sub(now))
}
