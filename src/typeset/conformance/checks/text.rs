//! 标题, 主送机关, 正文, 附件 (7.3.1 to 7.3.4, 7.3.7).

use super::*;
use crate::document::{Block, Format};

checks![
    "7.3.1" title_is_biaosong_of_size_2,
    "7.3.1" title_is_centred_within_the_type_area,
    "7.3.1" title_stands_two_lines_below_the_red_rule,
    "7.3.1" title_breaks_by_sense,
    "7.3.1" title_has_a_good_shape,
    "7.3.2" addressees_stand_one_line_below_the_title,
    "7.3.2" addressees_are_flush_left,
    "7.3.3" faces_follow_the_levels,
    "7.3.3" paragraphs_begin_two_characters_in,
    "7.3.4" attachment_list_stands_one_line_below_the_text,
    "7.3.4" attachment_names_stand_under_each_other,
    "7.3.7" attachments_begin_on_new_pages,
    "7.3.7" attachment_label_is_on_line_1,
    "7.3.7" attachment_title_is_on_line_3,
    "10.1" letter_title_stands_two_lines_below_the_last_mark,
];

fn titles<'a, 'b>(reading: &'b Reading<'a>) -> impl Iterator<Item = &'b Span<'a>> {
    let attached = reading.attachments.iter().map(|attachment| &attachment.title);
    [&reading.title].into_iter().chain(attached).filter(|title| !title.is_empty())
}

fn title_is_biaosong_of_size_2(reading: &Reading) -> Vec<String> {
    titles(reading)
        .flat_map(|title| {
            [wrong_face(title, Role::BiaoSong), wrong_size(title, SIZE_2), bold(title)]
        })
        .flatten()
        .collect()
}

fn title_is_centred_within_the_type_area(reading: &Reading) -> Vec<String> {
    titles(reading)
        .flat_map(Span::lines)
        .flat_map(|line| {
            let area = line.area();
            let beyond = (line.left() < area.left - NEAR)
                .then(|| format!("{} is too wide", quoted(&line)));
            [
                off(&format!("{} around", quoted(&line)), line.centre(), area.middle().0, INK),
                beyond,
            ]
        })
        .flatten()
        .collect()
}

/// The red rule, two lines above the title, is within the line below 发文字号.
fn title_stands_two_lines_below_the_red_rule(reading: &Reading) -> Vec<String> {
    if reading.document.elements.format != Format::File || reading.number.is_empty() {
        return Vec::new();
    }
    let wanted = reading.number.row() + 4.0;
    off("on line", reading.title.row() + 1.0, wanted, 0.01).into_iter().collect()
}

/// Two lines below the last element above, which stands off the grid: half a
/// line more or less is left.
fn letter_title_stands_two_lines_below_the_last_mark(reading: &Reading) -> Vec<String> {
    let marks = [&reading.copy_number, &reading.secrecy, &reading.urgency, &reading.number];
    let filled = marks.into_iter().filter(|mark| !mark.is_empty());
    let lowest = filled.map(Span::row).fold(f64::NAN, f64::max);
    if reading.document.elements.format != Format::Letter || lowest.is_nan() {
        return Vec::new();
    }
    off("on line", reading.title.row() + 1.0, lowest + 4.0, 0.51).into_iter().collect()
}

/// Words that no line of a title may cut: names of organs, titles in 《》, dates
/// and numbers with their units.
fn whole_words(reading: &Reading, title: &str) -> Vec<String> {
    let e = &reading.document.elements;
    let organs = e.masthead.iter().chain(&e.signature).chain(&e.addressees).cloned();
    let mut words: Vec<String> = organs.filter(|name| title.contains(name)).collect();
    let mut rest = title;
    while let Some((_, after)) = rest.split_once('《') {
        let Some((inside, outside)) = after.split_once('》') else { break };
        words.push(format!("《{inside}》"));
        rest = outside;
    }
    let chars: Vec<char> = title.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        // A number with its unit; 年, 月 and 日 make one date.
        let start = at;
        while chars.get(at).is_some_and(char::is_ascii_digit) {
            at += chars[at..].iter().take_while(|c| c.is_ascii_digit()).count() + 1;
        }
        if at > start {
            words.push(chars[start..].iter().take(at - start).collect());
        }
        at = at.max(start + 1);
    }
    words
}

fn title_breaks_by_sense(reading: &Reading) -> Vec<String> {
    let mut found = Vec::new();
    for title in titles(reading) {
        let lines: Vec<String> = title.lines().iter().map(Span::text).collect();
        for line in lines.iter().skip(1).filter(|line| line.starts_with('的')) {
            found.push(format!("“{line}” begins with 的"));
        }
        for line in lines.iter().rev().skip(1).filter(|line| line.ends_with("关于")) {
            found.push(format!("“{line}” ends with 关于"));
        }
        for word in whole_words(reading, &title.text()) {
            // A word longer than a line must be cut.
            let fits = word.chars().count() as f64 * SIZE_2 * MM_PER_PT <= 156.0;
            if fits && !lines.iter().any(|line| line.contains(&word)) {
                found.push(format!("“{word}” is cut in {lines:?}"));
            }
        }
    }
    found
}

/// 梯形 or 菱形: no line between two longer ones.
fn title_has_a_good_shape(reading: &Reading) -> Vec<String> {
    titles(reading)
        .filter_map(|title| {
            let lines = title.lines();
            let widths: Vec<f64> =
                lines.iter().map(|line| line.right() - line.left()).collect();
            let air = SIZE_2 * MM_PER_PT / 2.0;
            let waist = |w: &[f64]| w[1] + air < w[0] && w[1] + air < w[2];
            widths.windows(3).any(waist).then(|| {
                let lines: Vec<String> = lines.iter().map(Span::text).collect();
                format!("an hourglass: {lines:?}")
            })
        })
        .collect()
}

fn addressees_stand_one_line_below_the_title(reading: &Reading) -> Vec<String> {
    if reading.addressees.is_empty() || reading.title.is_empty() {
        return Vec::new();
    }
    let wanted = reading.title.last_row() + 2.0;
    off("on line", reading.addressees.row() + 1.0, wanted + 1.0, 0.01).into_iter().collect()
}

fn addressees_are_flush_left(reading: &Reading) -> Vec<String> {
    let span = &reading.addressees;
    if span.is_empty() {
        return Vec::new();
    }
    let lines = span.lines();
    let flush = lines.iter().filter_map(|line| {
        off(&format!("{} at", quoted(line)), line.left(), TYPE_AREA.left, NEAR)
    });
    let colon =
        (!span.text().ends_with('：')).then(|| "no full-width colon ends it".to_owned());
    let type_ = [wrong_face(span, Role::Fangsong), wrong_size(span, SIZE_3)];
    flush.chain(colon).chain(type_.into_iter().flatten()).collect()
}

fn faces_follow_the_levels(reading: &Reading) -> Vec<String> {
    reading
        .blocks()
        .flat_map(|part| &part.runs)
        .filter(|(_, run)| !run.is_empty())
        .flat_map(|(role, run)| [wrong_face(run, *role), wrong_size(run, SIZE_3), bold(run)])
        .flatten()
        .collect()
}

/// 左空二字, further lines flush left. An opening mark may lose the white half
/// at its left (GB/T 15834).
fn paragraphs_begin_two_characters_in(reading: &Reading) -> Vec<String> {
    let text = |part: &&Part| !part.runs.is_empty() && !part.whole.is_empty();
    reading
        .blocks()
        .filter(text)
        .map(|part| &part.whole)
        .flat_map(|span| {
            let lines = span.lines().into_iter().enumerate();
            lines
                .filter_map(|(nth, line)| {
                    let wanted = if nth == 0 { column(2.0) } else { TYPE_AREA.left };
                    off(&format!("{} at", quoted(&line)), line.left(), wanted, NEAR)
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The last line of the text; tables and pictures end where they end.
fn end_of_text<'a>(reading: &Reading<'a>) -> Option<(usize, f64)> {
    let last = reading.body.last()?;
    let words = matches!(
        last.block,
        Block::Heading { .. } | Block::Paragraph { .. } | Block::Item { .. }
    );
    let glyph = last.whole.0.last().filter(|_| words)?;
    Some((glyph.page, row(glyph)))
}

fn attachment_list_stands_one_line_below_the_text(reading: &Reading) -> Vec<String> {
    let (Some(first), Some((page, row))) = (reading.listed.first(), end_of_text(reading))
    else {
        return Vec::new();
    };
    let (label, type_) = (&first.label, [&first.label, &first.name]);
    // On the next page there is no text to stand below.
    let wanted = if label.page() == page { row + 2.0 } else { label.row() };
    [
        off("附件： on line", label.row() + 1.0, wanted + 1.0, 0.01),
        off("附件： at", label.left(), column(2.0), NEAR),
    ]
    .into_iter()
    .chain(
        type_.into_iter().flat_map(|s| [wrong_face(s, Role::Fangsong), wrong_size(s, SIZE_3)]),
    )
    .flatten()
    .collect()
}

fn attachment_names_stand_under_each_other(reading: &Reading) -> Vec<String> {
    let Some(first) = reading.listed.first() else { return Vec::new() };
    let mut found = Vec::new();
    for listed in &reading.listed {
        for line in listed.name.lines() {
            let what = format!("{} at", quoted(&line));
            found.extend(off(&what, line.left(), first.name.left(), NEAR));
        }
        found.extend(mark_behind(reading, &listed.name));
        if !listed.ordinal.is_empty() {
            let what = format!("{} at", quoted(&listed.ordinal));
            found.extend(off(&what, listed.ordinal.left(), first.ordinal.left(), NEAR));
        }
    }
    found
}

/// 附件名称后不加标点符号.
fn mark_behind(reading: &Reading, name: &Span) -> Option<String> {
    let last = name.0.last()?;
    let glyphs = &reading.sheets[last.page].glyphs;
    let behind = glyphs.iter().find(|glyph| {
        (glyph.baseline - last.baseline).abs() < NEAR && glyph.x > last.x && !glyph.turned
    })?;
    Some(format!("“{}” stands behind {}", behind.text, quoted(name)))
}

/// 另面编排, behind the text and each other.
fn attachments_begin_on_new_pages(reading: &Reading) -> Vec<String> {
    let mut last = 0;
    let closing = [&reading.date, &reading.note].into_iter().chain(&reading.signature);
    for span in closing.chain(reading.body.iter().map(|part| &part.whole)) {
        last = span.0.iter().map(|glyph| glyph.page).fold(last, usize::max);
    }
    let mut found = Vec::new();
    for attachment in &reading.attachments {
        let page = attachment.label.page();
        if page <= last {
            found.push(format!("{} is not", quoted(&attachment.label)));
        }
        let words = attachment.body.iter().flat_map(|part| &part.whole.0);
        last = words.map(|glyph| glyph.page).fold(page, usize::max);
    }
    found
}

fn attachment_label_is_on_line_1(reading: &Reading) -> Vec<String> {
    let labels = reading.attachments.iter().map(|attachment| &attachment.label);
    labels
        .filter(|label| !label.is_empty())
        .flat_map(|label| {
            let quote = quoted(label);
            [
                off(&format!("{quote} on line"), label.row() + 1.0, 1.0, 0.01),
                off(&format!("{quote} at"), label.left(), label.area().left, NEAR),
                wrong_face(label, Role::Hei),
                wrong_size(label, SIZE_3),
            ]
        })
        .flatten()
        .collect()
}

fn attachment_title_is_on_line_3(reading: &Reading) -> Vec<String> {
    let titles = reading.attachments.iter().map(|attachment| &attachment.title);
    titles
        .filter(|title| !title.is_empty())
        .filter_map(|title| {
            off(&format!("{} on line", quoted(title)), title.row() + 1.0, 3.0, 0.01)
        })
        .collect()
}
