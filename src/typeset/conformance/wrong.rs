//! Wrong layouts: a specimen set with one slip in a template or in the data that
//! it reads. Each must be found out, by its clause.

use std::collections::BTreeMap;

use typst::diag::FileResult;
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use super::reading::Reading;
use super::{checks, sheet, specimens, typesetter_of};

/// A world with a slip in one of its files.
struct Slipped<'a> {
    world: &'a dyn World,
    file: &'a str,
    from: &'a str,
    to: &'a str,
}

impl Slipped<'_> {
    fn is_in(&self, id: FileId) -> bool {
        id.get().vpath().get_with_slash() == self.file
    }

    /// A slip that no longer changes anything would be no slip.
    fn slip(&self, text: &str) -> String {
        let times = text.matches(self.from).count();
        assert_eq!(times, 1, "“{}” stands {times} times in {}", self.from, self.file);
        text.replacen(self.from, self.to, 1)
    }
}

impl World for Slipped<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.world.library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.world.book()
    }

    fn main(&self) -> FileId {
        self.world.main()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let source = self.world.source(id)?;
        if !self.is_in(id) {
            return Ok(source);
        }
        Ok(Source::new(id, self.slip(source.text())))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let bytes = self.world.file(id)?;
        if !self.is_in(id) {
            return Ok(bytes);
        }
        let text = std::str::from_utf8(&bytes).unwrap();
        Ok(Bytes::new(self.slip(text).into_bytes()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.world.font(index)
    }

    fn today(&self, offset: Option<Duration>) -> Option<Datetime> {
        self.world.today(offset)
    }
}

/// What stands in a file of a specimen's world, what instead, and the check that
/// finds it.
type Slip = (&'static str, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip] // A line for each.
const SLIPS: &[Slip] = &[
    ("prose", "page.typ", "width: 210mm", "width: 216mm", "5.1 paper_is_a4"),
    ("prose", "page.typ", "left: 28mm", "left: 30mm", "5.2.1 ink_stays_in_the_type_area"),
    ("prose", "page.typ", "area.height / setup.lines", "28pt", "5.2.3 text_stands_on_the_grid"),
    ("chapters", "body.typ", "above: 0pt, below: 0pt, sticky: true, par", "above: 0pt, below: 2pt, sticky: true, par", "5.2.3 text_stands_on_the_grid"),
    ("forty_pages", "page.typ", "widow: 0%, orphan: 0%", "widow: 100%, orphan: 100%", "5.2.3 full_pages_have_22_lines"),
    ("full_lines", "page.typ", "(26 * cell - 26 * size-3) / (26 - stretches)", "0pt", "5.2.3 full_lines_have_28_characters"),
    ("full_lines", "page.typ", "stretches = 3", "stretches = 0", "5.2.3 full_lines_have_28_characters"),
    ("prose", "page.typ", "justify: true", "justify: false", "5.2.3 lines_fill_the_width"),
    ("sealed", "closing.typ", "    lines.join(linebreak()),", "    box(scale(x: 80%, reflow: true, lines.join(linebreak()))),", "5.2.2 nothing_is_condensed"),
    ("prose", "page.typ", "fill: black", "fill: luma(40%)", "5.2.4 text_is_black"),
    ("file", "document.typ", "opening + text-begin + body()", "opening", "7 parts_come_in_order"),
    ("file", "document.typ", "opening + text-begin + body()", "opening + body() + [以上]", "7 nothing_else_is_printed"),
    ("table_before_the_signature", "table.typ", "notes + v(tail-height)", "[以上] + v(tail-height)", "7 nothing_else_is_printed"),
    ("table", "table.typ", "inset: (x: look.inset, y: 0pt)", "inset: (x: -2mm, y: 0pt)", "8 table_words_stay_in_their_columns"),
    ("file_with_marks", "head.typ", "place(top + left, flush(corner-marks(e)", "place(top + left, dy: pitch, flush(corner-marks(e)", "7.2.1 copy_number_is_on_line_1"),
    ("secrecy_alone", "head.typ", "if e.secrecy == none { marks =", "if true { marks =", "7.2.2 secrecy_is_on_line_2"),
    ("urgency_alone", "head.typ", "black-mark(e.urgency))\n  if", "e.urgency)\n  if", "7.2.3 urgency_follows"),
    ("file", "page.typ", "masthead-drop = 35mm", "masthead-drop = 32mm", "7.2.4 masthead_is_35_mm_below_the_upper_edge"),
    ("file", "head.typ", "font: biaosong", "font: hei", "7.2.4 masthead_is_biaosong"),
    ("file", "head.typ", "fill: red,\n    tracking", "fill: black,\n    tracking", "7.2.4 masthead_says_the_names"),
    ("order", "head.typ", "align(center, grid(\n      row-gutter", "align(left, grid(\n      row-gutter", "7.2.4 masthead_is_centred_within_the_type_area"),
    ("joint", "head.typ", "align: horizon", "align: top", "7.2.4 joint_masthead_stands_in_rows"),
    ("file", "page.typ", "masthead-gap = 2", "masthead-gap = 1", "7.2.5 number_stands_two_lines_below_the_masthead"),
    ("file", "head.typ", "flush(align: center, number)", "flush(number)", "7.2.5 number_is_in_the_middle_or_one_character_in"),
    ("five_signers", "head.typ", "align: (left + bottom,", "align: (left + top,", "7.2.5 number_is_in_the_middle_or_one_character_in"),
    ("five_signers", "head.typ", "calc.min(2, e.signers.len())", "calc.min(3, e.signers.len())", "7.2.6 signers_stand_two_a_row_at_the_right"),
    ("one_signer", "head.typ", "text(font: kai, name)", "text(name)", "7.2.6 signers_are_in_kai"),
    ("file", "page.typ", "red-rule-gap = 4mm", "red-rule-gap = 6mm", "7.2.7 red_rule_is_4_mm_below_the_number"),
    ("file", "head.typ", "block(width: 100%, height: red-rule-thickness", "block(width: 90%, height: red-rule-thickness", "7.2.7 red_rule_is_as_wide_as_the_type_area"),
    ("file", "page.typ", "size-2 = 22pt", "size-2 = 16pt", "7.3.1 title_is_biaosong_of_size_2"),
    ("file", "body.typ", "sticky: true, flush(align: center", "sticky: true, flush(align: left", "7.3.1 title_is_centred_within_the_type_area"),
    ("file", "page.typ", "#let head-gap = 2", "#let head-gap = 1", "7.3.1 title_stands_two_lines_below_the_red_rule"),
    ("file", "document.json", "教育督导室\",\"关于", "教育\",\"督导室关于", "7.3.1 title_breaks_by_sense"),
    ("file", "document.json", "计划的通知\"]", "计划\",\"的通知\"]", "7.3.1 title_breaks_by_sense"),
    ("prose", "document.json", "[\"临夏市2014年教育督导工作总结\"]", "[\"临夏市2014年\",\"教育\",\"督导工作总结\"]", "7.3.1 title_has_a_good_shape"),
    ("file", "body.typ", "title(lines.join(linebreak()))\n  v(pitch)", "title(lines.join(linebreak()))", "7.3.2 addressees_stand_one_line_below_the_title"),
    ("file", "document.json", "市直各学校：", "市直各学校:", "7.3.2 addressees_are_flush_left"),
    ("chapters", "body.typ", "(hei, kai, fangsong, fangsong)", "(hei, hei, fangsong, fangsong)", "7.3.3 faces_follow_the_levels"),
    ("chapters", "body.typ", "(level == 2 and profile.bold_level_2)", "level == 2", "7.3.3 faces_follow_the_levels"),
    ("prose", "page.typ", "font: fangsong,\n  ..on-line", "font: kai,\n  ..on-line", "7.3.3 faces_follow_the_levels"),
    ("prose", "page.typ", "amount: 2 * cell", "amount: 1 * cell", "7.3.3 paragraphs_begin_two_characters_in"),
    ("too_many_addressees", "document.typ", "let address = if e.addressees != none", "let address = if false", "7 parts_come_in_order"),
    ("too_many_addressees", "document.typ", "let moved = address != none and", "let moved = false and", "7.3.3 first_page_shows_body_text"),
    ("one_attachment", "closing.typ", "entries += (blank(1), ..attachment-entries(attachments))", "entries += attachment-entries(attachments)", "7.3.4 attachment_list_stands_one_line_below_the_text"),
    ("three_attachments", "closing.typ", "(3 * cell, widest, 1fr)", "(3 * cell, auto, 1fr)", "7.3.4 attachment_names_stand_under_each_other"),
    ("one_attachment", "closing.typ", "ordinal, title,", "ordinal, title + \"。\",", "7.3.4 attachment_names_stand_under_each_other"),
    ("sealed", "page.typ", "sealed-indent = 4 * cell", "sealed-indent = 2 * cell", "7.3.5.1 sealed_date_ends_four_characters_in"),
    ("sealed", "closing.typ", "centred-at(middle, (day,))", "centred-at(middle + cell, (day,))", "7.3.5.1 sealed_names_are_centred_over_the_date"),
    ("sealed", "page.typ", "rise: 0.1", "rise: -1.2", "7.3.5.1 seals_press_names_and_date"),
    ("sealed", "page.typ", "sealed-gap = 2", "sealed-gap = 4", "7.3.5.1 seals_begin_within_a_line_of_the_text"),
    ("joint_of_two_sealed", "page.typ", "apart: 44mm", "apart: 38mm", "7.3.5.1 seals_do_not_touch"),
    ("sealed_below_a_full_line", "page.typ", "sealed-gap = 2", "sealed-gap = 1", "7.3.5.1 seals_cover_no_text"),
    ("unsealed", "page.typ", "unsealed-gap = 1", "unsealed-gap = 2", "7.3.5.2 unsealed_names_stand_one_line_below_the_text"),
    ("unsealed", "page.typ", "date-shift = 2 * cell", "date-shift = 0 * cell", "7.3.5.2 unsealed_names_and_date_stand_two_characters_in"),
    ("stamped", "page.typ", "stamp-gap = 2", "stamp-gap = 1", "7.3.5.3 stamps_stand_two_lines_below_the_text"),
    ("stamped", "page.typ", "post-gap = 2 * cell", "post-gap = 1 * cell", "7.3.5.3 posts_stand_beside_their_stamps"),
    ("stamped", "closing.typ", "    blank(1)\n    flush", "    blank(2)\n    flush", "7.3.5.3 stamped_date_ends_four_characters_in"),
    ("sealed", "closing.typ", "  lines-high(1, centred-at(middle, (day,)))", "  blank(1)\n  lines-high(1, centred-at(middle, (day,)))", "7.3.5.4 date_is_right_below_the_names"),
    ("joint_of_five_sealed", "closing.typ", "row.zip(middles.slice(0, row.len()).rev())", "row.zip(middles.slice(0, row.len()).map(x => x + row.len() * 2mm).rev())", "7.3.5.1 seals_stand_in_columns"),
    ("joint_of_five_sealed", "body.typ", "if parted { 0% } else { 100% }", "0%", "7.3.5.5 signature_has_text_on_its_page"),
    ("file", "document.typ", "  record(e,", "  [此页无正文]\n  record(e,", "7.3.5.5 no_page_says_that_it_has_no_text"),
    ("note", "closing.typ", "par(e.note)", "flush(e.note)", "7.3.6 note_is_below_the_date_two_characters_in"),
    ("three_attachments", "body.typ", "  pagebreak(weak: true)\n", "", "7.3.7 attachments_begin_on_new_pages"),
    ("one_attachment", "body.typ", "text(font: hei, attachment.label)", "attachment.label", "7.3.7 attachment_label_is_on_line_1"),
    ("one_attachment", "body.typ", "attachment.label))\n    v(pitch)", "attachment.label))", "7.3.7 attachment_title_is_on_line_3"),
    ("file", "record.typ", "#let rule(thickness) = block(width: 100%", "#let rule(thickness) = block(width: 90%", "7.4.1 record_rules_are_as_wide_as_the_type_area"),
    ("file", "record.typ", "entries.join(rule(record-rule.inner))", "entries.join(rule(record-rule.outer))", "7.4.1 record_rules_are_thick_outside_and_thin_inside"),
    ("file", "record.typ", "place(bottom, float: true", "place(bottom, dy: -3mm, float: true", "7.4.1 record_ends_on_the_lower_edge"),
    ("one_attachment", "document.typ", "after-lying: lying)\n}", "after-lying: lying)\n  pagebreak()\n  [　]\n}", "7.4.1 record_is_on_the_last_page"),
    ("record_on_page_4", "record.typ", "else if calc.odd(page)", "else if false", "7.4.1 record_ends_an_even_page"),
    ("record_without_room", "record.typ", "place(bottom, float: true", "place(bottom, float: false", "7.4 record_keeps_clear_of_the_text"),
    ("wrapped_copies", "document.json", "市纪委监委。", "市纪委监委", "7.4.2 copies_are_one_character_in"),
    ("wrapped_copies", "record.typ", "top, label, names)", "top, none, label + names)", "7.4.2 copies_wrap_under_the_first_name"),
    ("file", "record.typ", "inset: (x: size-4)", "inset: (x: 2 * size-4)", "7.4.3 printing_line_is_one_character_in"),
    ("file", "record.typ", "set text(..on-line(size-4)", "set text(..on-line(size-3)", "7.4 record_is_fangsong_of_size_4"),
    ("prose", "page.typ", "[— #number —]", "[— #(number + 1) —]", "7.5 folio_says_the_page"),
    ("letter", "document.typ", "skip-first-folio: e.format == \"letter\"", "skip-first-folio: false", "7.5 folio_says_the_page"),
    ("record_behind_a_blank_page", "record.typ", "[#metadata(none)#unnumbered]", "", "7.5 folio_says_the_page"),
    ("prose", "page.typ", "folio-drop = 7mm", "folio-drop = 10mm", "7.5 folio_stands_seven_millimetres_below"),
    ("prose", "page.typ", "calc.odd(number)", "calc.even(number)", "7.5 folio_is_on_the_outer_side"),
    ("prose", "page.typ", "set text(font: song", "set text(font: hei", "7.5 folio_is_in_song_of_size_4"),
    ("lying_attachments", "landscape.typ", "rotate(90deg", "rotate(-90deg", "8 lying_folio_stays_where_upright_pages_have_it"),
    ("file", "document.json", "取听取汇报、随堂", "取听取汇报\\n、随堂", "9 no_mark_begins_a_line"),
    ("file", "document.json", "条例》（国务院", "条例》（\\n国务院", "9 no_opening_mark_ends_a_line"),
    ("file", "document.json", "原则——把", "原则—\\n—把", "9 dashes_and_dots_stay_whole"),
    ("file", "document.json", "{\"whole\":\"2140人次\"}", "\"21\\n40人次\"", "9 numbers_stay_with_their_units"),
    ("file", "document.json", "听取汇报、随堂听课、访谈师生、查阅档案、实地", "听取汇报、随堂听课、访谈师生、查\u{2060}阅\u{2060}档\u{2060}案\u{2060}、\u{2060}实\u{2060}地", "9 no_line_is_torn_apart"),
    ("prose", "line.typ", "#let whole(words) = box(h(tracking) + words + h(tracking))", "#let whole(words) = words", "9 numbers_stay_with_their_units"),
    ("address_of_a_site", "line.typ", "join(box())", "join()", "9 no_line_is_torn_apart"),
    ("letter", "page.typ", "letter-masthead-top = 30mm", "letter-masthead-top = 37mm", "10.1 letter_masthead_is_30_mm_below_the_paper_edge"),
    ("letter", "page.typ", "letter-rule-width = 170mm", "letter-rule-width = 156mm", "10.1 letter_rules_are_170_mm_wide"),
    ("letter", "page.typ", "letter-rule-bottom = 20mm", "letter-rule-bottom = 25mm", "10.1 letter_rules_stand_at_their_heights"),
    ("letter", "head.typ", "double-rule(letter-rule.thick, letter-rule.thin)", "double-rule(letter-rule.thin, letter-rule.thick)", "10.1 letter_rules_have_thick_outside"),
    ("letter", "head.typ", "columns: (1fr, auto),\n      align: (left + top, right", "columns: (auto, 1fr),\n      align: (left + top, left", "10.1 letter_number_is_at_the_right_below_the_rule"),
    ("letter_with_marks", "page.typ", "letter-gap = 7 / 8 * size-3", "letter-gap = 2 * size-3", "10.1 letter_marks_are_at_the_left_below_the_rule"),
    ("letter", "page.typ", "#let head-gap = 2", "#let head-gap = 1", "10.1 letter_title_stands_two_lines_below_the_last_mark"),
    ("letter_with_marks", "record.typ", "if e.format == \"letter\" { entries.join() }", "if false {}", "10.1 letter_record_has_no_rules"),
    ("order", "page.typ", "order-masthead-drop = 20mm", "order-masthead-drop = 35mm", "10.2 order_masthead_is_20_mm_below_the_upper_edge"),
    ("order", "page.typ", "#let head-gap = 2", "#let head-gap = 1", "10.2 order_text_stands_two_lines_below_its_number"),
    ("minutes", "page.typ", "#let masthead-drop = 35mm", "#let masthead-drop = 30mm", "10.3 minutes_masthead_is_35_mm_below_the_upper_edge"),
    ("minutes", "closing.typ", "text(font: hei, label)", "label", "10.3 attendance_is_one_line_below_the_text"),
];

#[test]
fn every_wrong_layout_is_found_out() {
    let specimens: BTreeMap<_, _> =
        specimens::all().into_iter().map(|specimen| (specimen.name, specimen)).collect();
    let mut missed = Vec::new();
    for (name, file, from, to, wanted) in SLIPS {
        let specimen = &specimens[name];
        let typesetter = typesetter_of(specimen);
        let world = typesetter.desk(&specimen.document, &specimen.images).unwrap();
        let file = format!("/{file}");
        let slipped = Slipped { world: &world, file: &file, from, to };
        let pages = typesetter.compile(&slipped, &specimen.document).unwrap();
        let sheets = sheet::read(pages.document());
        let reading = Reading::new(&specimen.document, &sheets, specimen.duplex);
        let check = checks::all().find(|check| check.title() == *wanted).expect(wanted);
        if (check.find)(&reading).is_empty() {
            let found = checks::findings(&reading);
            missed.push(format!("{name}, {file}: {to}: wanted {wanted}, found {found:#?}"));
        }
    }
    assert!(missed.is_empty(), "\n{}", missed.join("\n"));
}

#[test]
fn every_check_finds_a_wrong_layout() {
    for check in checks::all() {
        let title = check.title();
        assert!(SLIPS.iter().any(|slip| slip.4 == title), "no wrong layout for {title}");
    }
}
