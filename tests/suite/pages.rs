//! What pages look like, as images that were looked at and accepted, and the
//! README's sheet of them. `cargo bless` writes them anew.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::Arc;

use dudao::diagnostic::{Report, Sources};
use dudao::document::Document;
use dudao::manuscript;
use dudao::typeset::{Pages, Typesetter};
use typst::foundations::{Bytes, Smart};
use typst::layout::{Abs, Frame, FrameItem, Point, Ratio, Size, Transform};
use typst::syntax::Span;
use typst::visualize::{Color, ExchangeFormat, Geometry, RasterImage};
use typst_layout::Page;
use typst_render::RenderOptions;

use crate::golden::blessing;
use crate::pdf::typesetter;
use crate::samples::{clean, root};

/// Manuscripts of `tests/cases/pages` and the page that is shown, from 0.
const SHOWN: [(&str, usize); 10] = [
    ("通知", 0),
    ("联合通知", 0),
    ("联合通知", 1),
    ("意见书", 0),
    ("意见书", 2),
    ("总结", 0),
    ("纪要", 0),
    ("命令", 0),
    ("统计", 0),
    ("安排表", 1),
];

/// Pixels a point: enough to see a line that has moved, and to read the sheet.
const GOLDEN: f64 = 0.42;
const SHEET: f64 = 0.48;

/// Every manuscript of `tests/cases/pages` once.
pub fn names() -> impl Iterator<Item = &'static str> {
    let mut names: Vec<_> = SHOWN.iter().map(|(name, _)| *name).collect();
    names.dedup();
    names.into_iter()
}

pub fn read(name: &str) -> (Document, BTreeMap<String, Arc<[u8]>>) {
    let folder = root().join("tests/cases/pages");
    let text = std::fs::read_to_string(folder.join(format!("{name}.md"))).unwrap();
    let (mut sources, mut report) = (Sources::new(), Report::new());
    let id = sources.add(format!("{name}.md"), text.as_str());
    let document = manuscript::parse(id, &text, &mut report);
    clean(&report, &sources);
    let document = document.unwrap();
    let image =
        |path: &str| (path.to_owned(), std::fs::read(folder.join(path)).unwrap().into());
    let images = document.images().into_iter().map(image).collect();
    (document, images)
}

pub fn set(typesetter: &Typesetter, name: &str) -> Pages {
    let (document, images) = read(name);
    typesetter.set(&document, &images).unwrap()
}

/// An image of a page in so many pixels a point. It is made larger first, since
/// rules thinner than a pixel would be lost.
fn render(page: &Page, pixel_per_pt: f64) -> RasterImage {
    let pixel_per_pt = (3.0 * pixel_per_pt).into();
    let options = RenderOptions { pixel_per_pt, ..Default::default() };
    let large = decoded(typst_render::render(page, &options).encode_png().unwrap());
    let image = large.dynamic().thumbnail_exact(large.width() / 3, large.height() / 3);
    let mut png = Cursor::new(Vec::new());
    image.write_to(&mut png, ExchangeFormat::Png.into()).unwrap();
    decoded(png.into_inner())
}

fn decoded(png: Vec<u8>) -> RasterImage {
    RasterImage::plain(Bytes::new(png), ExchangeFormat::Png).unwrap()
}

/// The pages beside each other on grey, those that lie on their side made to fit.
fn contact_sheet(pages: &[Page]) -> Page {
    let (per_row, gap) = (5, Abs::mm(8.0));
    let (width, height) = (Abs::mm(210.0), Abs::mm(297.0));
    let rows = pages.len().div_ceil(per_row);
    let columns = per_row.min(pages.len());
    let extent = |count: usize, one: Abs| (one + gap) * count as f64 + gap;
    let mut frame = Frame::hard(Size::new(extent(columns, width), extent(rows, height)));
    for (nth, page) in pages.iter().enumerate() {
        let size = page.frame.size();
        let scale = f64::min(width / size.x, height / size.y);
        let slot = Point::new(extent(nth % per_row, width), extent(nth / per_row, height));
        let at = slot + Point::with_y((height - size.y * scale) / 2.0);
        let paper = Geometry::Rect(size * scale).filled(Color::WHITE);
        frame.push(at, FrameItem::Shape(paper, Span::detached()));
        let mut shown = page.frame.clone();
        shown.transform(Transform::scale(Ratio::new(scale), Ratio::new(scale)));
        frame.push_frame(at, shown);
    }
    Page {
        frame,
        fill: Smart::Custom(Some(Color::from_u8(0x88, 0x88, 0x88, 0xff).into())),
        ..pages[0].clone()
    }
}

#[test]
fn pages_look_as_accepted() {
    let typesetter = typesetter();
    let mut changed = Vec::new();
    let mut shown = Vec::new();
    for (name, page) in SHOWN {
        let pages = set(&typesetter, name);
        let page_of = pages.document().pages()[page].clone();
        let image = render(&page_of, GOLDEN).dynamic().to_luma8();
        shown.push(page_of);
        let path = root().join(format!("tests/golden/pages/{name}{}.png", page + 1));
        if blessing() {
            image.save(&path).unwrap();
            continue;
        }
        let golden = decoded(std::fs::read(&path).unwrap());
        if golden.dynamic().to_luma8() != image {
            let seen: PathBuf = std::env::temp_dir().join(path.file_name().unwrap());
            image.save(&seen).unwrap();
            changed.push(format!("{} is now {}", path.display(), seen.display()));
        }
    }
    if blessing() {
        let sheet = render(&contact_sheet(&shown), SHEET);
        sheet.dynamic().to_rgb8().save(root().join("docs/pages.png")).unwrap();
    }
    assert!(changed.is_empty(), "look, then `cargo bless`\n{}", changed.join("\n"));
}
