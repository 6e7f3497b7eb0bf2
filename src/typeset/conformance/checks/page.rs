//! The page: paper, 版心, colours, folios (5, 7.5).

use super::*;
use crate::document::Format;

checks![
    "5.1" paper_is_a4,
    "5.2.1" ink_stays_in_the_type_area,
    "5.2.2" nothing_is_condensed,
    "5.2.4" text_is_black,
    "7" parts_come_in_order,
    "7" nothing_else_is_printed,
    "7.3.3" first_page_shows_body_text,
    "7.5" folio_says_the_page,
    "7.5" folio_stands_seven_millimetres_below,
    "7.5" folio_is_on_the_outer_side,
    "7.5" folio_is_in_song_of_size_4,
    "8" table_words_stay_in_their_columns,
    "8" lying_folio_stays_where_upright_pages_have_it,
];

fn paper_is_a4(reading: &Reading) -> Vec<String> {
    let wrong = |sheet: &&Sheet| {
        let (short, long) = (sheet.width.min(sheet.height), sheet.width.max(sheet.height));
        (short - 210.0).abs() > NEAR || (long - 297.0).abs() > NEAR
    };
    let wrong = reading.sheets.iter().filter(wrong);
    wrong.map(|sheet| format!("{:.1} × {:.1} mm", sheet.width, sheet.height)).collect()
}

fn ink_stays_in_the_type_area(reading: &Reading) -> Vec<String> {
    let mut found = Vec::new();
    for (number, sheet) in reading.sheets.iter().enumerate() {
        let area = if sheet.lies() { LYING_AREA } else { TYPE_AREA };
        let letter = reading.document.elements.format == Format::Letter;
        let folio = &reading.folios[number];
        // In a letter the head and both double rules stand outside (10.1).
        let excused = |colour| letter && colour == Colour::Red;
        let text = sheet.glyphs.iter().filter(|glyph| {
            !excused(glyph.colour) && !folio.0.iter().any(|of| std::ptr::eq(*of, *glyph))
        });
        let text = text.map(|glyph| (glyph.text.as_str(), glyph.ink));
        let bars = sheet.bars.iter().filter(|bar| !excused(bar.colour));
        let rest = bars.map(|bar| bar.area).chain(sheet.drawings.iter().copied());
        let rest = rest.chain(sheet.pictures.iter().copied()).map(|area| ("rule", area));
        for (what, ink) in text.chain(rest) {
            let beyond = ink.outside(&area);
            if beyond > INK {
                found.push(format!("“{what}” {beyond:.2} mm outside on page {}", number + 1));
                break;
            }
        }
    }
    found
}

/// Only 发文机关标志, whose size is free (7.2.4), may be narrower than its face.
fn nothing_is_condensed(reading: &Reading) -> Vec<String> {
    let narrow = |glyph: &&Glyph| {
        let masthead = reading.masthead.0.iter().any(|of| std::ptr::eq(*of, *glyph));
        glyph.is_han() && !masthead && glyph.natural < 0.98 * glyph.size * MM_PER_PT
    };
    let glyphs = reading.sheets.iter().flat_map(|sheet| &sheet.glyphs);
    let first =
        glyphs.filter(narrow).map(|glyph| (glyph.text.as_str(), glyph.page + 1)).next();
    first.into_iter().map(|(text, page)| format!("“{text}” on page {page} is")).collect()
}

/// No upright rule runs through a character.
fn table_words_stay_in_their_columns(reading: &Reading) -> Vec<String> {
    let mut found = Vec::new();
    for sheet in reading.sheets {
        let upright = || {
            let bars = sheet.bars.iter().map(|bar| bar.area);
            bars.filter(|bar| bar.height() > 5.0 * bar.width())
        };
        let crossed = sheet.glyphs.iter().find(|glyph| {
            let Area { left, right, top, bottom } = glyph.ink;
            let core = Area { left: left + INK, right: right - INK, top, bottom };
            upright().any(|bar| bar.overlaps(&core))
        });
        found.extend(crossed.map(|glyph| format!("a rule runs through “{}”", glyph.text)));
    }
    found
}

fn text_is_black(reading: &Reading) -> Vec<String> {
    let stamps: Vec<&Glyph> =
        reading.stamp_names.iter().flat_map(|name| name.0.iter().copied()).collect();
    let may_be_red = |glyph: &Glyph| {
        reading.masthead.0.iter().chain(&stamps).any(|red| std::ptr::eq(*red, glyph))
    };
    let coloured = |glyph: &&Glyph| glyph.colour != Colour::Black && !may_be_red(glyph);
    let glyphs = reading.sheets.iter().flat_map(|sheet| &sheet.glyphs);
    let first = glyphs.filter(coloured).map(|glyph| glyph.text.clone()).next();
    first.into_iter().map(|text| format!("“{text}” is not")).collect()
}

fn parts_come_in_order(reading: &Reading) -> Vec<String> {
    reading.lost.iter().map(|text| format!("“{text}” does not stand in its order")).collect()
}

fn nothing_else_is_printed(reading: &Reading) -> Vec<String> {
    reading.stray.iter().map(|text| format!("“{text}” belongs to no part")).collect()
}

fn first_page_shows_body_text(reading: &Reading) -> Vec<String> {
    let shown = |part: &Part| !part.whole.is_empty() && part.whole.page() == 0;
    let late = !reading.body.is_empty() && !shown(&reading.body[0]);
    late.then(|| "no body text on page 1".to_owned()).into_iter().collect()
}

/// Every page with the number that it should show; none on page 1 of a letter
/// (10.1), nor on a blank page before the 版记 and on the page of the 版记 (7.5).
fn numbered<'a>(reading: &'a Reading) -> impl Iterator<Item = (usize, bool, &'a Span<'a>)> {
    let letter = reading.document.elements.format == Format::Letter;
    let blank = reading.sheets.iter().position(|sheet| {
        sheet.glyphs.iter().all(|glyph| glyph.ink.top > TYPE_AREA.bottom)
            && sheet.pictures.is_empty()
    });
    reading.folios.iter().enumerate().map(move |(page, folio)| {
        let shown = !(letter && page == 0) && blank.is_none_or(|blank| page < blank);
        (page + 1, shown, folio)
    })
}

fn folio_says_the_page(reading: &Reading) -> Vec<String> {
    numbered(reading)
        .filter_map(|(page, shown, folio)| {
            let wanted = if shown { format!("—{page}—") } else { String::new() };
            let text = folio.text();
            (text != wanted).then(|| format!("“{text}”, not “{wanted}” on page {page}"))
        })
        .collect()
}

fn upright<'a>(reading: &'a Reading) -> impl Iterator<Item = (usize, &'a Span<'a>)> {
    let shown = numbered(reading).filter(|(_, _, folio)| !folio.is_empty());
    shown
        .filter(|(page, ..)| !reading.sheets[page - 1].lies())
        .map(|(page, _, folio)| (page, folio))
}

/// The upright sheet with its left edge up: below 版心 is at the left, its right
/// end below.
fn lying_folio_stays_where_upright_pages_have_it(reading: &Reading) -> Vec<String> {
    let lying = numbered(reading).filter(|(page, ..)| reading.sheets[page - 1].lies());
    lying
        .filter(|(_, _, folio)| !folio.is_empty())
        .flat_map(|(page, _, folio)| {
            let (what, ink) = (format!("folio of page {page}"), folio.ink());
            let dash = off(&what, folio.0[0].ink.right, LYING_AREA.left - 7.0, INK);
            let side = if page % 2 == 1 {
                off(&what, ink.bottom, LYING_AREA.bottom - ONE, 0.5)
            } else {
                off(&what, ink.top, LYING_AREA.top + ONE, 0.5)
            };
            [dash, side]
        })
        .flatten()
        .collect()
}

fn folio_stands_seven_millimetres_below(reading: &Reading) -> Vec<String> {
    upright(reading)
        .filter_map(|(page, folio)| {
            let dash = folio.0.first()?.ink.top;
            off(&format!("dash of page {page}"), dash, TYPE_AREA.bottom + 7.0, INK)
        })
        .collect()
}

/// 一字 beside the folio is a character of its own size or of the text's; both
/// are printed, half a millimetre apart.
const ONE: f64 = (SIZE_4 * MM_PER_PT + CELL) / 2.0;

fn folio_is_on_the_outer_side(reading: &Reading) -> Vec<String> {
    upright(reading)
        .filter_map(|(page, folio)| {
            let what = format!("folio of page {page}");
            if page % 2 == 1 {
                off(&what, folio.right(), TYPE_AREA.right - ONE, 0.5)
            } else {
                off(&what, folio.left(), TYPE_AREA.left + ONE, 0.5)
            }
        })
        .collect()
}

fn folio_is_in_song_of_size_4(reading: &Reading) -> Vec<String> {
    let (song, _) = families(Role::Song);
    reading
        .folios
        .iter()
        .filter_map(|folio| {
            let alien = folio.0.iter().find(|glyph| glyph.family != song);
            let face = alien.map(|glyph| format!("{} in {}", quoted(folio), glyph.family));
            face.or_else(|| wrong_size(folio, SIZE_4).filter(|_| !folio.is_empty()))
        })
        .collect()
}
