//! What GB/T 9704-2012 asks of a page, measured. The numbers are the
//! standard's, not the templates'.

mod closing;
mod head;
mod lines;
mod page;
mod record;
mod text;

use super::reading::{
    CELL, LYING_AREA, MM_PER_PT, PITCH, Part, Reading, Span, TYPE_AREA, row,
};
use super::sheet::{Area, Bar, Colour, Glyph, Sheet};
use super::{families, has};
use crate::typeset::Role;

/// One demand of the standard.
pub struct Check {
    /// Of GB/T 9704-2012.
    pub clause: &'static str,
    pub name: &'static str,
    /// What is wrong: measured and wanted. Nothing where the demand is met or
    /// the document has nothing that it could be asked of.
    pub find: fn(&Reading) -> Vec<String>,
}

impl Check {
    /// As a finding begins.
    pub fn title(&self) -> String {
        format!("{} {}", self.clause, self.name)
    }
}

/// Names each check after its function.
macro_rules! checks {
    ($($clause:literal $name:ident),* $(,)?) => {
        pub const CHECKS: &[Check] = &[$(Check {
            clause: $clause,
            name: stringify!($name),
            find: $name,
        }),*];
    };
}
use checks;

pub fn all() -> impl Iterator<Item = &'static Check> {
    [page::CHECKS, lines::CHECKS, head::CHECKS, text::CHECKS, closing::CHECKS, record::CHECKS]
        .into_iter()
        .flatten()
}

/// Everything that is wrong, each with its clause and check.
pub fn findings(reading: &Reading) -> Vec<String> {
    all()
        .flat_map(|check| {
            let found = (check.find)(reading).into_iter();
            found.map(|said| format!("{}: {said}", check.title()))
        })
        .collect()
}

/// Half of what an eye sees between two lines, in mm: positions come from the
/// frames, so only rounding and the side bearings of the faces are left.
const NEAR: f64 = 0.1;
/// Where ink is measured, whose edge depends on the shape of the character.
const INK: f64 = 0.3;

fn off(what: &str, measured: f64, wanted: f64, tolerance: f64) -> Option<String> {
    // Not a number is wrong too.
    let near = (measured - wanted).abs() <= tolerance;
    (!near).then(|| format!("{what} {measured:.2}, not {wanted:.2} ± {tolerance}"))
}

/// The words of a span that a finding quotes.
fn quoted(span: &Span) -> String {
    let start: String = span.text().chars().take(12).collect();
    format!("“{start}” (page {})", span.page() + 1)
}

fn wrong_size(span: &Span, size: f64) -> Option<String> {
    let glyph = span.0.iter().find(|glyph| (glyph.size - size).abs() > 0.05)?;
    Some(format!("{}: {:.1} pt, not {size} pt", quoted(span), glyph.size))
}

/// Chinese characters in another face; a fallback may set what the face lacks.
fn wrong_face(span: &Span, role: Role) -> Option<String> {
    let (family, fallbacks) = families(role);
    let alien = span.0.iter().filter(|glyph| glyph.is_han()).find(|glyph| {
        let rare = fallbacks.contains(&glyph.family.as_str()) && !has(family, &glyph.text);
        glyph.family != family && !rare
    })?;
    Some(format!("{}: “{}” in {}, not {family}", quoted(span), alien.text, alien.family))
}

/// The standard tells levels apart by face and knows no bold.
fn bold(span: &Span) -> Option<String> {
    let bold = span.0.iter().any(|glyph| glyph.bold);
    bold.then(|| format!("{} is bold", quoted(span)))
}

/// Left edge of the n-th character of a line.
fn column(nth: f64) -> f64 {
    TYPE_AREA.left + nth * CELL
}

/// Right edge with so many characters left free.
fn right_less(cells: f64) -> f64 {
    TYPE_AREA.right - cells * CELL
}

/// 版心 is 156 mm wide around this.
fn middle() -> f64 {
    (TYPE_AREA.left + TYPE_AREA.right) / 2.0
}

/// 号 in pt (5.2.2, 7.3.1, 7.4, 7.5).
const SIZE_2: f64 = 22.0;
const SIZE_3: f64 = 16.0;
const SIZE_4: f64 = 14.0;
