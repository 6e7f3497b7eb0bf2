//! What the pages show, read from their frames: characters, bars and pictures,
//! in millimetres from the top left of the paper. What the templates intended
//! is not looked at.

use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::text::{FontWeight, TextItem};
use typst::visualize::{Geometry, Paint, Shape};
use typst_layout::PagedDocument;

/// A box on a page, in mm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub fn middle(&self) -> (f64, f64) {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    /// How far it sticks out of another, 0 if it does not.
    pub fn outside(&self, frame: &Area) -> f64 {
        [
            frame.left - self.left,
            frame.top - self.top,
            self.right - frame.right,
            self.bottom - frame.bottom,
        ]
        .into_iter()
        .fold(0.0, f64::max)
    }

    pub fn overlaps(&self, other: &Area) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// The smallest box around all.
    pub fn around(areas: impl IntoIterator<Item = Area>) -> Option<Area> {
        areas.into_iter().reduce(|a, b| Area {
            left: a.left.min(b.left),
            top: a.top.min(b.top),
            right: a.right.max(b.right),
            bottom: a.bottom.max(b.bottom),
        })
    }
}

/// Colours as a print shop tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    Black,
    Red,
    Other,
}

/// One character that is not a blank.
#[derive(Debug, Clone)]
pub struct Glyph {
    /// From 0.
    pub page: usize,
    /// The text it stands for.
    pub text: String,
    /// Left end of its cell and its baseline.
    pub x: f64,
    pub baseline: f64,
    /// Width of its cell as it was set, and as the face has it.
    pub advance: f64,
    pub natural: f64,
    /// In pt.
    pub size: f64,
    pub family: String,
    /// Whether its outlines are made heavier.
    pub bold: bool,
    pub colour: Colour,
    pub ink: Area,
    /// Whether it stands on its side.
    pub turned: bool,
    /// Whether its page lies on its side (8).
    pub lying: bool,
}

impl Glyph {
    /// Right end of its cell, without what justification adds behind it.
    pub fn right(&self) -> f64 {
        self.x + self.advance.min(self.natural)
    }

    pub fn is_on_line_of(&self, other: &Glyph) -> bool {
        self.page == other.page && (self.baseline - other.baseline).abs() < 0.05
    }

    pub fn is_han(&self) -> bool {
        self.text.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    }
}

/// A rule, or a side or the ground of a box.
#[derive(Debug, Clone, Copy)]
pub struct Bar {
    pub area: Area,
    pub colour: Colour,
}

/// One page.
#[derive(Debug)]
pub struct Sheet {
    pub width: f64,
    pub height: f64,
    pub glyphs: Vec<Glyph>,
    pub bars: Vec<Bar>,
    /// Curves and slanted lines.
    pub drawings: Vec<Area>,
    pub pictures: Vec<Area>,
}

pub fn read(document: &PagedDocument) -> Vec<Sheet> {
    document
        .pages()
        .iter()
        .enumerate()
        .map(|(number, page)| {
            let size = page.frame.size();
            let mut sheet = Sheet {
                width: size.x.to_mm(),
                height: size.y.to_mm(),
                glyphs: Vec::new(),
                bars: Vec::new(),
                drawings: Vec::new(),
                pictures: Vec::new(),
            };
            sheet.walk(number, &page.frame, Transform::identity());
            sheet
        })
        .collect()
}

impl Sheet {
    pub fn lies(&self) -> bool {
        self.width > self.height
    }

    fn walk(&mut self, page: usize, frame: &Frame, outer: Transform) {
        for (at, item) in frame.items() {
            let place = outer.pre_concat(Transform::translate(at.x, at.y));
            match item {
                FrameItem::Group(group) => {
                    self.walk(page, &group.frame, place.pre_concat(group.transform));
                }
                FrameItem::Text(text) => self.text(page, text, place),
                FrameItem::Shape(shape, _) => self.shape(shape, place),
                FrameItem::Image(_, size, _) => {
                    self.pictures.push(placed(Point::zero(), size.to_point(), place));
                }
                FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn text(&mut self, page: usize, item: &TextItem, place: Transform) {
        let face = item.font.ttf();
        let info = item.font.font().info();
        let per_em = item.font.units_per_em();
        let em = |units: f64| item.size * (units / per_em);
        let wide = place.sx.get().hypot(place.ky.get());
        let tall = place.sy.get().hypot(place.kx.get());
        let mut cursor = Abs::zero();
        for glyph in &item.glyphs {
            let shown = item.text[glyph.range()].chars().filter(|c| !is_blank(*c));
            let text: String = shown.collect();
            let advance = glyph.x_advance.at(item.size);
            let start = Point::with_x(cursor).transform(place);
            let origin = Point::with_x(cursor + glyph.x_offset.at(item.size));
            cursor += advance;
            if text.is_empty() {
                continue;
            }
            let shape = text.chars().next().and_then(|c| face.glyph_index(c));
            let ink = shape.and_then(|id| face.glyph_bounding_box(id)).map(|bounds| {
                let corner =
                    |x: i16, y: i16| origin + Point::new(em(f64::from(x)), -em(f64::from(y)));
                placed(
                    corner(bounds.x_min, bounds.y_max),
                    corner(bounds.x_max, bounds.y_min),
                    place,
                )
            });
            let natural = item.font.x_advance(glyph.id).unwrap_or_default().at(item.size);
            self.glyphs.push(Glyph {
                page,
                text,
                x: start.x.to_mm(),
                baseline: start.y.to_mm(),
                advance: advance.to_mm() * wide,
                natural: natural.to_mm() * wide,
                size: item.size.to_pt() * tall,
                family: info.family.clone(),
                bold: item.stroke.is_some() || info.variant.weight > FontWeight::REGULAR,
                colour: colour(&item.fill),
                ink: ink.unwrap_or_else(|| placed(origin, origin, place)),
                turned: place.ky.get().abs() > 0.5,
                lying: self.lies(),
            });
        }
    }

    fn shape(&mut self, shape: &Shape, place: Transform) {
        let bounds = shape.bbox(true);
        let area = placed(bounds.min, bounds.max, place);
        let stroke = shape.stroke.as_ref();
        let Some(paint) = shape.fill.as_ref().or(stroke.map(|stroke| &stroke.paint)) else {
            return;
        };
        let straight = match &shape.geometry {
            Geometry::Line(end) => end.x.to_pt() * end.y.to_pt() == 0.0,
            Geometry::Rect(_) => shape.fill.is_some(),
            Geometry::Curve(_) => false,
        };
        if straight {
            self.bars.push(Bar { area, colour: colour(paint) });
        } else {
            self.drawings.push(area);
        }
    }
}

/// Blanks, and what only says where a line may break.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}')
}

/// The box of two corners after a transformation.
fn placed(a: Point, b: Point, place: Transform) -> Area {
    let corners = [a, b, Point::new(a.x, b.y), Point::new(b.x, a.y)].map(|p| {
        let p = p.transform(place);
        let (x, y) = (p.x.to_mm(), p.y.to_mm());
        Area { left: x, top: y, right: x, bottom: y }
    });
    corners.into_iter().reduce(|a, b| Area::around([a, b]).unwrap()).unwrap()
}

fn colour(paint: &Paint) -> Colour {
    let Paint::Solid(colour) = paint else { return Colour::Other };
    let (red, green, blue, _) = colour.to_rgb().into_components();
    if red > 0.6 && green < 0.4 && blue < 0.4 {
        Colour::Red
    } else if red.max(green).max(blue) < 0.1 {
        Colour::Black
    } else {
        Colour::Other
    }
}
