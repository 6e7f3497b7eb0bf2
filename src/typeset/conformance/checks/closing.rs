//! 署名, 成文日期, 印章, 签名章, 附注 (7.3.5, 7.3.6), and 出席 of a 纪要 (10.3).

use super::*;
use crate::document::Block;

checks![
    "7.3.5.1" sealed_date_ends_four_characters_in,
    "7.3.5.1" sealed_names_are_centred_over_the_date,
    "7.3.5.1" seals_press_names_and_date,
    "7.3.5.1" seals_begin_within_a_line_of_the_text,
    "7.3.5.1" seals_do_not_touch,
    "7.3.5.1" seals_stand_in_columns,
    "7.3.5.1" seals_cover_no_text,
    "7.3.5.2" unsealed_names_stand_one_line_below_the_text,
    "7.3.5.2" unsealed_names_and_date_stand_two_characters_in,
    "7.3.5.3" stamps_stand_two_lines_below_the_text,
    "7.3.5.3" posts_stand_beside_their_stamps,
    "7.3.5.3" stamped_date_ends_four_characters_in,
    "7.3.5.4" date_is_right_below_the_names,
    "7.3.5.5" signature_has_text_on_its_page,
    "7.3.5.5" no_page_says_that_it_has_no_text,
    "7.3.6" note_is_below_the_date_two_characters_in,
    "10.3" attendance_is_one_line_below_the_text,
];

/// The last line before the closing: of the 附件说明, or of the text.
fn text_before<'a>(reading: &Reading<'a>) -> Option<&'a Glyph> {
    let attended = reading.attendance.iter().map(|(_, names)| names);
    let listed = reading.listed.iter().map(|listed| &listed.name);
    let words = reading.body.iter().map(|part| &part.whole);
    last_of(words.chain(listed).chain(attended))
}

/// The last character of the last span that has any.
fn last_of<'a, 'b>(spans: impl Iterator<Item = &'b Span<'a>>) -> Option<&'a Glyph>
where
    'a: 'b,
{
    spans.filter_map(|span| span.0.last().copied()).last()
}

/// Whether names stand for seals (7.3.5.1), not for themselves or beside 签名章.
fn is_sealed(reading: &Reading) -> bool {
    let e = &reading.document.elements;
    e.sealed
        && e.stamps.is_empty()
        && !reading.signature.is_empty()
        && !reading.date.is_empty()
}

fn is_unsealed(reading: &Reading) -> bool {
    let e = &reading.document.elements;
    !e.sealed && e.stamps.is_empty() && !reading.signature.is_empty()
}

fn width(span: &Span) -> f64 {
    span.right() - span.left()
}

/// The name that the date stands below.
fn signing<'a, 'b>(reading: &'b Reading<'a>) -> &'b Span<'a> {
    reading.signature.last().unwrap_or(&reading.date)
}

/// A name so long that it would leave 版心 pushes the date to the left.
fn sealed_date_ends_four_characters_in(reading: &Reading) -> Vec<String> {
    if !is_sealed(reading) {
        return Vec::new();
    }
    let beyond = (width(signing(reading)) - width(&reading.date)) / 2.0;
    let wanted = TYPE_AREA.right - beyond.max(4.0 * CELL);
    off("date ends at", reading.date.right(), wanted, INK).into_iter().collect()
}

fn sealed_names_are_centred_over_the_date(reading: &Reading) -> Vec<String> {
    if !is_sealed(reading) {
        return Vec::new();
    }
    let mut found: Vec<String> =
        off("last 署名 around", signing(reading).centre(), reading.date.centre(), INK)
            .into_iter()
            .collect();
    for (nth, name) in reading.signature.iter().enumerate() {
        found.extend(wrong_face(name, Role::Fangsong));
        found.extend(wrong_size(name, SIZE_3));
        let box_of = |span: &Span| span.ink();
        let clash = reading.signature[..nth].iter().find(|other| {
            other.page() == name.page() && box_of(other).overlaps(&box_of(name))
        });
        found.extend(
            clash.map(|other| format!("{} runs into {}", quoted(name), quoted(other))),
        );
    }
    found
}

/// The seal of each 署名: the picture nearest to it on its page.
fn seals(reading: &Reading) -> Vec<(usize, Area)> {
    if reading.document.elements.seals.is_empty() || !is_sealed(reading) {
        return Vec::new();
    }
    let distance = |name: &Span, seal: &Area| {
        let (x, y) = seal.middle();
        (x - name.centre()).hypot(y - name.ink().middle().1)
    };
    let nearest = |name: &Span| {
        let pictures = reading.sheets[name.page()].pictures.iter().copied();
        pictures.min_by(|a, b| distance(name, a).total_cmp(&distance(name, b)))
    };
    let names = reading.signature.iter().enumerate();
    names.filter_map(|(nth, name)| Some((nth, nearest(name)?))).collect()
}

/// 端正、居中下压: in the middle of 署名, with it (and under the last one with
/// the date) a little below the middle of the seal.
fn seals_press_names_and_date(reading: &Reading) -> Vec<String> {
    let seals = seals(reading);
    let wanted = reading.document.elements.seals.len();
    let count = (is_sealed(reading) && seals.len() < wanted)
        .then(|| format!("{} seals, not {wanted}", seals.len()));
    let last = reading.signature.len().saturating_sub(1);
    let pressed = seals.iter().flat_map(|&(nth, seal)| {
        let name = &reading.signature[nth];
        let mut ink = name.ink();
        if nth == last {
            ink = Area::around([ink, reading.date.ink()]).unwrap_or(ink);
        }
        let (x, y) = seal.middle();
        let below = ink.middle().1 - y;
        // Slightly: less than half the way to the seal's edge.
        let slight = (0.0..seal.height() / 4.0).contains(&below);
        let inside = ink.bottom < seal.bottom && ink.top > seal.top;
        [
            off(&format!("seal of {} around", quoted(name)), x, name.centre(), INK),
            (!slight)
                .then(|| format!("{} {below:.1} mm below the seal's middle", quoted(name))),
            (!inside).then(|| format!("{} is not under its seal", quoted(name))),
        ]
    });
    pressed.flatten().chain(count).collect()
}

fn seals_begin_within_a_line_of_the_text(reading: &Reading) -> Vec<String> {
    let seals = seals(reading);
    let top = seals.iter().map(|(_, seal)| seal.top).fold(f64::INFINITY, f64::min);
    let (Some(text), true) = (text_before(reading), top.is_finite()) else {
        return Vec::new();
    };
    if text.page != reading.date.page() {
        return vec!["no text stands above the seal".to_owned()];
    }
    let foot = text.baseline + 0.14 * text.size * MM_PER_PT;
    let gap = top - foot;
    let near = (0.0..=PITCH).contains(&gap);
    (!near).then(|| format!("{gap:.1} mm below the text")).into_iter().collect()
}

fn seals_do_not_touch(reading: &Reading) -> Vec<String> {
    let seals = seals(reading);
    let mut found = Vec::new();
    for (nth, (_, seal)) in seals.iter().enumerate() {
        let beyond = seal.outside(&TYPE_AREA);
        if beyond > NEAR {
            found.push(format!("a seal is {beyond:.1} mm outside 版心"));
        }
        for (_, other) in &seals[..nth] {
            let ((x, y), (u, v)) = (seal.middle(), other.middle());
            let apart = (x - u).hypot(y - v) - (seal.width() + other.width()) / 2.0;
            if apart <= 0.0 {
                found.push(format!("two seals are {apart:.1} mm apart"));
            }
        }
    }
    found
}

/// 排列整齐: seals of two rows stand under each other or beside each other.
fn seals_stand_in_columns(reading: &Reading) -> Vec<String> {
    let seals = seals(reading);
    let pairs = seals
        .iter()
        .enumerate()
        .flat_map(|(nth, one)| seals[..nth].iter().map(move |other| (one, other)));
    pairs
        .filter_map(|((_, one), (_, other))| {
            let apart = (one.middle().0 - other.middle().0).abs();
            (apart > NEAR && apart < one.width())
                .then(|| format!("two seals are {apart:.1} mm off a column"))
        })
        .collect()
}

/// A seal is round; it may lie on its own 署名 and on the date only.
fn seals_cover_no_text(reading: &Reading) -> Vec<String> {
    let mut found = Vec::new();
    for (nth, seal) in seals(reading) {
        let own = &reading.signature[nth];
        let ((x, y), radius) = (seal.middle(), seal.width() / 2.0);
        let covered = reading.sheets[own.page()].glyphs.iter().find(|glyph| {
            let pressed = own.0.iter().chain(&reading.date.0);
            let dx = x - x.clamp(glyph.ink.left, glyph.ink.right);
            let dy = y - y.clamp(glyph.ink.top, glyph.ink.bottom);
            dx.hypot(dy) < radius && !pressed.into_iter().any(|own| std::ptr::eq(*own, *glyph))
        });
        found.extend(covered.map(|glyph| format!("a seal lies on “{}”", glyph.text)));
    }
    found
}

fn unsealed_names_stand_one_line_below_the_text(reading: &Reading) -> Vec<String> {
    let (Some(text), true) = (text_before(reading), is_unsealed(reading)) else {
        return Vec::new();
    };
    let first = &reading.signature[0];
    let words = reading.body.last().is_none_or(|part| !part.runs.is_empty());
    let mut found = Vec::new();
    if words && first.page() == text.page {
        found.extend(off("署名 on line", first.row() + 1.0, row(text) + 3.0, 0.01));
    }
    for (nth, name) in reading.signature.iter().enumerate() {
        let wanted = first.row() + nth as f64 + 1.0;
        found.extend(off(
            &format!("{} on line", quoted(name)),
            name.row() + 1.0,
            wanted,
            0.01,
        ));
        found.extend(wrong_face(name, Role::Fangsong));
    }
    found
}

/// 署名 two characters from the right, the date two characters further in than
/// 署名; a date that then reaches further takes the two characters instead.
fn unsealed_names_and_date_stand_two_characters_in(reading: &Reading) -> Vec<String> {
    if !is_unsealed(reading) || reading.date.is_empty() {
        return Vec::new();
    }
    let all = reading.signature.iter().chain([&reading.date]);
    let widest = all.map(Span::right).fold(0.0, f64::max);
    let first = reading.signature.iter().map(Span::left).fold(f64::INFINITY, f64::min);
    [
        off("署名 or date ends at", widest, right_less(2.0), INK),
        off("date begins after 署名 by", reading.date.left() - first, 2.0 * CELL, INK),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Each 签名章: its picture, or the name in its place.
fn stamps(reading: &Reading) -> Vec<Area> {
    let e = &reading.document.elements;
    let mut names = reading.stamp_names.iter();
    let page = reading.posts.first().map_or(0, Span::page);
    let pictures = reading.sheets.get(page).map(|sheet| sheet.pictures.clone());
    let mut pictures = pictures.unwrap_or_default().into_iter();
    e.stamps
        .iter()
        .filter_map(|stamp| match stamp.image {
            Some(_) => pictures.next(),
            None => names.next().map(|name| Area {
                left: name.left(),
                right: name.right(),
                ..name.ink()
            }),
        })
        .collect()
}

fn stamps_stand_two_lines_below_the_text(reading: &Reading) -> Vec<String> {
    let stamps = stamps(reading);
    let (Some(first), Some(text)) = (stamps.first(), text_before(reading)) else {
        return Vec::new();
    };
    if text.page != reading.date.page() {
        return vec!["no text stands above the stamp".to_owned()];
    }
    let foot = text.baseline + 0.14 * text.size * MM_PER_PT;
    // The ink of a name is 7/8 of a character's height lower than its line.
    let blank = (first.top - foot) / PITCH;
    let near = (1.9..=2.6).contains(&blank);
    (!near).then(|| format!("{blank:.2} lines below the text, not 2")).into_iter().collect()
}

fn posts_stand_beside_their_stamps(reading: &Reading) -> Vec<String> {
    reading
        .posts
        .iter()
        .zip(stamps(reading))
        .flat_map(|(post, stamp)| {
            let quote = quoted(post);
            [
                off(&format!("{quote} ends at"), post.right(), stamp.left - 2.0 * CELL, INK),
                off(&format!("{quote} at"), post.ink().middle().1, stamp.middle().1, 0.5),
                off(&format!("stamp of {quote} ends at"), stamp.right, right_less(4.0), INK),
            ]
        })
        .flatten()
        .collect()
}

fn stamped_date_ends_four_characters_in(reading: &Reading) -> Vec<String> {
    let Some(last) = stamps(reading).pop() else { return Vec::new() };
    let Some(first) = reading.date.0.first() else { return Vec::new() };
    let line_top = TYPE_AREA.top + row(first) * PITCH;
    let blank = (line_top - last.bottom) / PITCH;
    let near = (0.9..=1.6).contains(&blank);
    let below = (!near).then(|| format!("{blank:.2} lines below the stamp, not 1"));
    let ends = off("date ends at", reading.date.right(), right_less(4.0), INK);
    below.into_iter().chain(ends).collect()
}

fn date_is_right_below_the_names(reading: &Reading) -> Vec<String> {
    let date = &reading.date;
    if date.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<String> = wrong_size(date, SIZE_3).into_iter().collect();
    found.extend(wrong_face(date, Role::Fangsong));
    if let Some(last) = reading.signature.last() {
        found.extend(off("date on line", date.row() + 1.0, last.last_row() + 2.0, 0.01));
        if last.page() != date.page() {
            found.push("the date has left its 署名".to_owned());
        }
    }
    found
}

/// At least two lines of text or of the 附件说明, if the last paragraph has two.
fn signature_has_text_on_its_page(reading: &Reading) -> Vec<String> {
    let closing = reading.posts.iter().chain(&reading.signature).chain([&reading.date]);
    let Some(page) = closing.filter(|span| !span.is_empty()).map(Span::page).next() else {
        return Vec::new();
    };
    let Some(last) = reading.body.last() else { return Vec::new() };
    let there = |glyph: &&&Glyph| glyph.page == page;
    let words = reading.body.iter().map(|part| &part.whole);
    let listed = reading.listed.iter().map(|listed| &listed.name);
    let mut baselines: Vec<f64> = words
        .chain(listed)
        .flat_map(|span| &span.0)
        .filter(there)
        .map(|glyph| glyph.baseline)
        .collect();
    baselines.sort_by(f64::total_cmp);
    baselines.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    let wanted = match last.block {
        Block::Chart(_) | Block::Image(_) => 0,
        _ => last.whole.lines().len().min(2),
    };
    (baselines.len() < wanted)
        .then(|| format!("{} lines of text on page {}", baselines.len(), page + 1))
        .into_iter()
        .collect()
}

fn no_page_says_that_it_has_no_text(reading: &Reading) -> Vec<String> {
    let says = |sheet: &Sheet| {
        let text: String = sheet.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
        text.contains("此页无正文")
    };
    let pages = reading.sheets.iter().enumerate().filter(|(_, sheet)| says(sheet));
    pages.map(|(page, _)| format!("page {} does", page + 1)).collect()
}

fn note_is_below_the_date_two_characters_in(reading: &Reading) -> Vec<String> {
    let note = &reading.note;
    if note.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<String> = wrong_face(note, Role::Fangsong).into_iter().collect();
    found.extend(off("附注 at", note.left(), column(2.0), NEAR));
    if !reading.date.is_empty() && note.page() == reading.date.page() {
        found.extend(off("附注 on line", note.row() + 1.0, reading.date.row() + 2.0, 0.01));
    }
    found
}

/// 下空一行左空二字: the label in 黑体, names in 仿宋 under each other.
fn attendance_is_one_line_below_the_text(reading: &Reading) -> Vec<String> {
    let words = reading.body.iter().map(|part| &part.whole);
    let listed = reading.listed.iter().map(|listed| &listed.name);
    let mut before = last_of(words.chain(listed));
    let mut found = Vec::new();
    for (nth, (label, names)) in reading.attendance.iter().enumerate() {
        let quote = quoted(label);
        found.extend(off(&format!("{quote} at"), label.left(), column(2.0), NEAR));
        found.extend(wrong_face(label, Role::Hei));
        found.extend(wrong_face(names, Role::Fangsong));
        if let Some(last) = before.filter(|last| last.page == label.page()) {
            let blank = if nth == 0 { 1.0 } else { 0.0 };
            let wanted = row(last) + 2.0 + blank;
            found.extend(off(&format!("{quote} on line"), label.row() + 1.0, wanted, 0.01));
        }
        for line in names.lines() {
            let what = format!("{} at", quoted(&line));
            // 出席： is three characters.
            found.extend(off(&what, line.left(), column(5.0), NEAR));
        }
        before = names.0.last().copied();
    }
    found
}
