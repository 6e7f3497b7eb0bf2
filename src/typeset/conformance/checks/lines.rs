//! Lines of the text: 22 on a page, 28 characters each, and what may begin and
//! end one (5.2.3; 9 with GB/T 15834).

use super::*;

checks![
    "5.2.3" text_stands_on_the_grid,
    "5.2.3" full_pages_have_22_lines,
    "5.2.3" full_lines_have_28_characters,
    "5.2.3" lines_fill_the_width,
    "9" no_mark_begins_a_line,
    "9" no_opening_mark_ends_a_line,
    "9" dashes_and_dots_stay_whole,
    "9" numbers_stay_with_their_units,
    "9" no_line_is_torn_apart,
];

/// Everything that stands in lines of the text, without the head and the 版记.
fn running<'a, 'b>(reading: &'b Reading<'a>) -> impl Iterator<Item = &'b Span<'a>> {
    let blocks = reading.blocks().filter(|part| !part.runs.is_empty());
    let attachments = reading.attachments.iter().flat_map(|one| [&one.label, &one.title]);
    [&reading.title, &reading.addressees, &reading.date, &reading.note]
        .into_iter()
        .chain(blocks.map(|part| &part.whole))
        .chain(reading.listed.iter().flat_map(|line| [&line.label, &line.name]))
        .chain(reading.attendance.iter().flat_map(|(label, names)| [label, names]))
        .chain(&reading.signature)
        .chain(attachments)
        .filter(|span| !span.is_empty())
}

/// Paragraphs of body text.
fn paragraphs<'a, 'b>(reading: &'b Reading<'a>) -> impl Iterator<Item = &'b Span<'a>> {
    reading.blocks().filter(|part| !part.runs.is_empty()).map(|part| &part.whole)
}

fn text_stands_on_the_grid(reading: &Reading) -> Vec<String> {
    let off_grid = |glyph: &&&Glyph| {
        let row = row(glyph);
        (row - row.round()).abs() * PITCH > NEAR || !(-0.5..21.5).contains(&row)
    };
    running(reading)
        .filter_map(|span| {
            let glyph = span.0.iter().find(off_grid)?;
            Some(format!("{}: on line {:.3} of the page", quoted(span), row(glyph) + 1.0))
        })
        .collect()
}

/// A paragraph goes on overleaf only from the last line of a page. What goes
/// with the signature may leave early (7.3.5.5).
fn full_pages_have_22_lines(reading: &Reading) -> Vec<String> {
    let kept = reading.body.last().map(|part| &part.whole);
    paragraphs(reading)
        .filter(|span| kept.is_none_or(|kept| !std::ptr::eq(*span, kept)))
        .flat_map(|span| {
            let turns = span.0.windows(2).filter(|two| two[0].page != two[1].page);
            turns.flat_map(|two| {
                let said = format!("{} ends the page on line", quoted(span));
                [
                    off(&said, row(two[0]) + 1.0, 22.0, 0.01),
                    off("the next page begins on line", row(two[1]) + 1.0, 1.0, 0.01),
                ]
            })
        })
        .flatten()
        .collect()
}

/// Lines that go on in another: all but the last of each paragraph, with the
/// first character of the next line.
fn continued<'a>(span: &Span<'a>) -> Vec<(Span<'a>, &'a Glyph)> {
    let lines = span.lines();
    let next = lines.iter().skip(1).map(|line| line.0[0]);
    lines.clone().into_iter().zip(next).collect()
}

fn full_lines_have_28_characters(reading: &Reading) -> Vec<String> {
    paragraphs(reading)
        .flat_map(|span| {
            let lines = continued(span).into_iter().enumerate();
            let full = lines.filter(|(_, (line, next))| {
                line.0.iter().all(|glyph| glyph.is_han()) && next.is_han()
            });
            full.filter_map(|(nth, (line, _))| {
                let wanted = if nth == 0 { 26 } else { 28 };
                let count = line.0.len();
                (count != wanted)
                    .then(|| format!("{}: {count} characters, not {wanted}", quoted(&line)))
            })
            .collect::<Vec<_>>()
        })
        .collect()
}

/// What justification adds behind the last character of a line is not seen, and
/// not told from its width where that is a mark cut to half.
const BEHIND: f64 = 0.5;

fn lines_fill_the_width(reading: &Reading) -> Vec<String> {
    paragraphs(reading)
        .flat_map(|span| {
            let lines = continued(span);
            lines
                .into_iter()
                .filter_map(|(line, _)| {
                    off(&quoted(&line), line.right(), TYPE_AREA.right, BEHIND)
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Text whose lines were broken by the program.
fn broken<'a, 'b>(reading: &'b Reading<'a>) -> impl Iterator<Item = &'b Span<'a>> {
    running(reading).chain([&reading.copies, &reading.moved_addressees])
}

fn at_breaks(
    reading: &Reading,
    wrong: impl Fn(&Glyph, &Glyph) -> bool,
    said: &str,
) -> Vec<String> {
    broken(reading)
        .flat_map(|span| span.0.windows(2))
        .filter(|two| !two[0].is_on_line_of(two[1]))
        .filter(|two| wrong(two[0], two[1]))
        .map(|two| format!("“{}/{}” {said}", two[0].text, two[1].text))
        .collect()
}

fn no_mark_begins_a_line(reading: &Reading) -> Vec<String> {
    let marks = "。，、；：！？”’）》〉】〕％%…—·";
    let wrong = |_: &Glyph, next: &Glyph| next.text.chars().all(|c| marks.contains(c));
    at_breaks(reading, wrong, "begins a line")
}

fn no_opening_mark_ends_a_line(reading: &Reading) -> Vec<String> {
    let wrong =
        |last: &Glyph, _: &Glyph| last.text.chars().all(|c| "“‘（《〈【〔".contains(c));
    at_breaks(reading, wrong, "ends a line")
}

fn dashes_and_dots_stay_whole(reading: &Reading) -> Vec<String> {
    let wrong =
        |last: &Glyph, next: &Glyph| last.text == next.text && "—…".contains(&last.text);
    at_breaks(reading, wrong, "is cut in two")
}

/// GB/T 15835: a number is not parted, nor its unit from it.
fn numbers_stay_with_their_units(reading: &Reading) -> Vec<String> {
    let digit = |glyph: &Glyph| glyph.text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let unit = |glyph: &Glyph| "%％‰年月日时分所名人个项次件份节元万亿".contains(&glyph.text);
    let wrong = |last: &Glyph, next: &Glyph| digit(last) && (digit(next) || unit(next));
    at_breaks(reading, wrong, "parts a number")
}

/// Justification may open a line by a quarter of a character between any two.
fn no_line_is_torn_apart(reading: &Reading) -> Vec<String> {
    let tracking = CELL - SIZE_3 * MM_PER_PT;
    paragraphs(reading)
        .flat_map(|span| &span.0)
        .filter(|glyph| glyph.advance - glyph.natural - tracking > CELL / 4.0)
        .map(|glyph| {
            let gap = glyph.advance - glyph.natural;
            format!("{gap:.2} mm after “{}” on page {}", glyph.text, glyph.page + 1)
        })
        .collect()
}
