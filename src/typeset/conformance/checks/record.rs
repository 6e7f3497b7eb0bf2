//! 版记 (7.4; 10.1 in a letter).

use super::*;
use crate::document::Format;

checks![
    "7.4.1" record_rules_are_as_wide_as_the_type_area,
    "7.4.1" record_rules_are_thick_outside_and_thin_inside,
    "7.4.1" record_ends_on_the_lower_edge,
    "7.4.1" record_is_on_the_last_page,
    "7.4.1" record_ends_an_even_page,
    "7.4" record_keeps_clear_of_the_text,
    "7.4.2" copies_are_one_character_in,
    "7.4.2" copies_wrap_under_the_first_name,
    "7.4.3" printing_line_is_one_character_in,
    "7.4" record_is_fangsong_of_size_4,
    "10.1" letter_record_has_no_rules,
];

fn words<'a, 'b>(reading: &'b Reading<'a>) -> impl Iterator<Item = &'b Span<'a>> {
    [&reading.moved_addressees, &reading.copies, &reading.printed_by, &reading.printed_on]
        .into_iter()
        .filter(|span| !span.is_empty())
}

fn has_rules(reading: &Reading) -> bool {
    reading.document.elements.format != Format::Letter && words(reading).next().is_some()
}

/// Level rules from a line above the first words of the 版记 on, top to bottom.
fn rules(reading: &Reading) -> Vec<Area> {
    let Some(first) = words(reading).next() else { return Vec::new() };
    let above = first.ink().top - PITCH;
    let bars = &reading.sheets[first.page()].bars;
    let level = bars.iter().filter(|bar| bar.area.width() > 10.0 * bar.area.height());
    let below = level.filter(|bar| bar.colour == Colour::Black && bar.area.top > above);
    let mut rules: Vec<Area> = below.map(|bar| bar.area).collect();
    rules.sort_by(|a, b| a.top.total_cmp(&b.top));
    rules
}

fn record_rules_are_as_wide_as_the_type_area(reading: &Reading) -> Vec<String> {
    if !has_rules(reading) {
        return Vec::new();
    }
    let ends = rules(reading).into_iter().flat_map(|rule| {
        [
            off("begins at", rule.left, TYPE_AREA.left, NEAR),
            off("ends at", rule.right, TYPE_AREA.right, NEAR),
        ]
    });
    ends.flatten().collect()
}

/// 0.35 mm and 0.25 mm; none between a 主送 that was moved here and 抄送.
fn record_rules_are_thick_outside_and_thin_inside(reading: &Reading) -> Vec<String> {
    if !has_rules(reading) {
        return Vec::new();
    }
    let rules = rules(reading);
    let sent = !reading.moved_addressees.is_empty() || !reading.copies.is_empty();
    let printed = !reading.printed_by.is_empty() || !reading.printed_on.is_empty();
    let inside = usize::from(sent && printed);
    if rules.len() != inside + 2 {
        return vec![format!("{} rules, not {}", rules.len(), inside + 2)];
    }
    let last = rules.len() - 1;
    let thickness = rules.iter().enumerate().filter_map(|(nth, rule)| {
        let wanted = if nth == 0 || nth == last { 0.35 } else { 0.25 };
        off(&format!("rule {} is thick", nth + 1), rule.height(), wanted, 0.02)
    });
    thickness.collect()
}

/// The last rule lies on the lower edge of 版心; in a letter, without rules, the
/// last line does.
fn record_ends_on_the_lower_edge(reading: &Reading) -> Vec<String> {
    if has_rules(reading) {
        let last = rules(reading).last().map_or(f64::NAN, |rule| rule.bottom);
        return off("last rule ends at", last, TYPE_AREA.bottom, INK).into_iter().collect();
    }
    let Some(last) = words(reading).last() else { return Vec::new() };
    off("last line:", last.last_row() + 1.0, 22.0, 0.5).into_iter().collect()
}

fn record_is_on_the_last_page(reading: &Reading) -> Vec<String> {
    let last = reading.sheets.len();
    words(reading)
        .filter(|span| span.page() + 1 != last)
        .map(|span| format!("{}, not {last}", quoted(span)))
        .collect()
}

/// A third of a line at least between the text and the 版记.
fn record_keeps_clear_of_the_text(reading: &Reading) -> Vec<String> {
    let Some(first) = words(reading).next() else { return Vec::new() };
    let top = rules(reading).first().map_or(first.ink().top, |rule| rule.top);
    let of_record = |glyph: &Glyph| {
        words(reading).any(|span| span.0.iter().any(|of| std::ptr::eq(*of, glyph)))
    };
    let sheet = &reading.sheets[first.page()];
    let text = sheet.glyphs.iter().filter(|glyph| glyph.ink.top < TYPE_AREA.bottom);
    let text = text.filter(|glyph| !of_record(glyph)).map(|glyph| glyph.ink.bottom);
    let gap = top - text.fold(0.0, f64::max);
    (gap < PITCH / 3.0).then(|| format!("{gap:.1} mm below the text")).into_iter().collect()
}

/// Where it was asked for, for printing on both sides.
fn record_ends_an_even_page(reading: &Reading) -> Vec<String> {
    let pages = reading.sheets.len();
    let odd = reading.duplex && pages % 2 == 1 && words(reading).next().is_some();
    odd.then(|| format!("it ends page {pages}")).into_iter().collect()
}

/// 一字: a character of its own size or of the text's; both are printed.
fn one_in(what: &str, gap: f64) -> Option<String> {
    off(what, gap, (SIZE_4 * MM_PER_PT + CELL) / 2.0, 0.5)
}

fn copies_are_one_character_in(reading: &Reading) -> Vec<String> {
    let lists = [&reading.moved_addressees, &reading.copies];
    lists
        .into_iter()
        .filter(|list| !list.is_empty())
        .flat_map(|list| {
            let quote = quoted(list);
            let free = TYPE_AREA.right - list.right();
            [
                one_in(&format!("{quote} after"), list.left() - TYPE_AREA.left),
                (free < SIZE_4 * MM_PER_PT - INK)
                    .then(|| format!("{quote}: {free:.2} mm free")),
                (!list.text().ends_with('。'))
                    .then(|| format!("{quote} does not end with 。")),
            ]
        })
        .flatten()
        .collect()
}

fn copies_wrap_under_the_first_name(reading: &Reading) -> Vec<String> {
    let lists = [&reading.moved_addressees, &reading.copies];
    let mut found = Vec::new();
    for list in lists.into_iter().filter(|list| !list.is_empty()) {
        // 抄送： is three characters.
        let Some(name) = list.0.get(3) else { continue };
        for line in list.lines().iter().skip(1) {
            found.extend(off(&format!("{} at", quoted(line)), line.left(), name.x, NEAR));
        }
    }
    found
}

fn printing_line_is_one_character_in(reading: &Reading) -> Vec<String> {
    let (by, on) = (&reading.printed_by, &reading.printed_on);
    let mut found = Vec::new();
    if !by.is_empty() {
        found.extend(one_in("印发机关 after", by.left() - TYPE_AREA.left));
    }
    if !on.is_empty() {
        found.extend(one_in("印发日期 before the edge by", TYPE_AREA.right - on.right()));
    }
    if !by.is_empty() && !on.is_empty() {
        found.extend(off("印发日期 on line", on.row(), by.last_row(), 0.01));
    }
    found
}

fn record_is_fangsong_of_size_4(reading: &Reading) -> Vec<String> {
    words(reading)
        .flat_map(|span| [wrong_face(span, Role::Fangsong), wrong_size(span, SIZE_4)])
        .flatten()
        .collect()
}

/// 10.1: no 印发机关, no 印发日期, no rules.
fn letter_record_has_no_rules(reading: &Reading) -> Vec<String> {
    if reading.document.elements.format != Format::Letter {
        return Vec::new();
    }
    let rules = rules(reading).len();
    let printed = [&reading.printed_by, &reading.printed_on];
    let printed = printed.into_iter().find(|span| !span.is_empty());
    let ruled = (rules > 0).then(|| format!("{rules} rules"));
    printed
        .map(|span| format!("{} is printed", quoted(span)))
        .into_iter()
        .chain(ruled)
        .collect()
}
