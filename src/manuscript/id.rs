//! The ids of what can be wrong with a manuscript. An id is never given to
//! anything else; a retired one stays retired.

/// There is no front matter.
pub(super) const NO_FRONT_MATTER: &str = "MAN-01";
/// The front matter has no closing `---`.
pub(super) const OPEN_FRONT_MATTER: &str = "MAN-02";
/// A value of the front matter cannot be used although its shape is right.
pub(super) const BAD_ELEMENT: &str = "MAN-03";
/// An element that the 版式 does not print (a warning).
pub(super) const UNPRINTED: &str = "MAN-05";
/// There is no body.
pub(super) const EMPTY_BODY: &str = "MAN-04";

/// A heading without text.
pub(super) const EMPTY_HEADING: &str = "MAN-10";
/// A heading below level 4.
pub(super) const DEEP_HEADING: &str = "MAN-11";
/// A heading that skips a level, or two levels side by side.
pub(super) const SKIPPED_LEVEL: &str = "MAN-12";
/// An ordinal that the program writes was typed by hand.
pub(super) const TYPED_ORDINAL: &str = "MAN-13";
/// Text made a heading by the `---` or `===` under it.
pub(super) const UNDERLINED: &str = "MAN-14";
/// An attachment without a title, without a body, or on the wrong level.
pub(super) const BAD_ATTACHMENT: &str = "MAN-15";

/// An ordered list that does not begin with 1.
pub(super) const LIST_START: &str = "MAN-20";
/// An ordered list written with `1)`.
pub(super) const LIST_MARK: &str = "MAN-21";
/// A list inside a list.
pub(super) const NESTED_LIST: &str = "MAN-22";
/// A list item with more than one paragraph in it.
pub(super) const LONG_ITEM: &str = "MAN-23";
/// A list item without text.
pub(super) const EMPTY_ITEM: &str = "MAN-24";
/// Text right below a list that Markdown would add to its last item.
pub(super) const GLUED_TO_LIST: &str = "MAN-25";
/// A list below a heading of the last level.
pub(super) const DEEP_LIST: &str = "MAN-26";

/// A table row with more or fewer cells than the header.
pub(super) const RAGGED_ROW: &str = "MAN-30";
/// A line of a table that does not begin with `|`.
pub(super) const GLUED_TO_TABLE: &str = "MAN-31";
/// Lines that look like a table and are none.
pub(super) const NO_TABLE: &str = "MAN-32";
/// A caption without a table, or without words.
pub(super) const BAD_CAPTION: &str = "MAN-33";
/// A table without a row below its header.
pub(super) const EMPTY_TABLE: &str = "MAN-34";
/// A common head of columns that cannot be made out.
pub(super) const BAD_HEAD: &str = "MAN-35";

/// A picture that shares its paragraph with something else.
pub(super) const INLINE_IMAGE: &str = "MAN-40";
/// A picture whose file cannot be one beside the manuscript.
pub(super) const BAD_IMAGE: &str = "MAN-41";

/// Emphasis inside emphasis, or marked with `_`.
pub(super) const BAD_EMPHASIS: &str = "MAN-50";
/// A mark of emphasis that Markdown does not take as one.
pub(super) const STRAY_MARK: &str = "MAN-51";
/// Emphasis where the document has no place for it.
pub(super) const STYLED_NAME: &str = "MAN-52";
/// A forced line break.
pub(super) const HARD_BREAK: &str = "MAN-53";

/// A line that looks like a heading or an item and is neither.
pub(super) const MISTYPED_LINE: &str = "MAN-60";
/// A paragraph that begins without an empty line above it.
pub(super) const GLUED_PARAGRAPH: &str = "MAN-61";

/// Markdown or HTML that a 公文 has no use for.
pub(super) const FOREIGN: &str = "MAN-70";
/// An excuse from a rule without the rule or the reason.
pub(super) const BAD_EXCUSE: &str = "MAN-71";

/// The caption of a chart without a table, or without words.
pub(super) const BAD_CHART_CAPTION: &str = "MAN-80";
/// A cell of a chart that is not a plain number.
pub(super) const NO_NUMBER: &str = "MAN-81";
/// A table that no chart can be drawn from.
pub(super) const NO_CHART: &str = "MAN-82";
