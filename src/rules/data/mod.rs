//! Rules on the data of a workbook.

pub(super) mod sums;
