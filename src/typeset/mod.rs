//! Document to pages to PDF, by Typst as a library. The templates are constant
//! and read the document as JSON: no word of a clerk is ever read as markup,
//! and a batch parses and evaluates the templates once.

mod closer;
mod columns;
mod error;
mod fonts;
mod line;
mod places;
mod profile;
mod rounds;
mod sheet;
mod table;
mod title;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use typst::World;
use typst::diag::Warned;
use typst::foundations::{Bytes, Smart};
use typst::layout::{Frame, FrameItem};
use typst::visualize::{ExchangeFormat, RasterImage};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

pub use self::error::TypesetError;
pub use self::fonts::{FontError, FontSources, Fonts, Origin, Role, RoleFace};
use self::profile::RecordPage;
pub use self::profile::{Profile, ProfileFile};
use self::rounds::Rounds;
use self::sheet::{Picture, Sheet};
use self::world::{Desk, LINES, Shared, image_path};
use crate::document::{Block, Document, Elements, Image};

/// What a PDF is to be good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standard {
    /// Keeping: PDF/A-2b (ISO 19005-2).
    #[default]
    Archive,
    /// Reading aloud: PDF/UA-1 (ISO 14289-1).
    Accessible,
}

/// Sets documents. One serves all threads of a run.
pub struct Typesetter {
    shared: Shared,
    standard: Standard,
    /// 行距 of the office, if it has its own; nothing changes that.
    line_pitch: Option<f64>,
    /// How many threads set documents at the same time.
    threads: usize,
    /// None where a template asks for more than the pages of folios.
    rounds: Option<Rounds>,
}

impl Typesetter {
    pub fn new(fonts: Fonts, profile: &Profile, standard: Standard) -> Self {
        let line_pitch = profile.line_pitch;
        let asks_no_more = profile.record_page == RecordPage::Last;
        let rounds = asks_no_more.then(Rounds::default);
        let shared = Shared::new(fonts, profile);
        Self { shared, standard, line_pitch, threads: 1, rounds }
    }

    /// For so many threads: what all documents share is remembered until each
    /// thread has set another one.
    pub fn on_threads(self, threads: usize) -> Self {
        Self { threads, ..self }
    }

    /// Whether a character can be set in every role; see [`Fonts::covers`].
    pub fn covers(&self, c: char) -> bool {
        self.shared.fonts().covers(c)
    }

    /// All that the bytes of a PDF depend on besides its document, in parts:
    /// templates, habits, faces and the standard asked for.
    pub fn inputs(&self) -> Vec<Bytes> {
        let standard = match self.standard {
            Standard::Archive => "PDF/A-2b",
            Standard::Accessible => "PDF/UA-1",
        };
        self.shared.inputs().chain([Bytes::from_string(standard)]).collect()
    }

    /// Sets one document; with its lines somewhat closer where that keeps the
    /// closing with the text (7.3.5.5). `images` holds the bytes of each picture by the path
    /// that the document names; further ones do not matter.
    ///
    /// Ages Typst's memoisation by one document whether it succeeds or not, so
    /// that memory stays level over thousands of documents while what they
    /// share is kept.
    pub fn set(
        &self,
        document: &Document,
        images: &BTreeMap<String, Arc<[u8]>>,
    ) -> Result<Pages, TypesetError> {
        let desk = self.desk(document, images);
        let pages = desk.and_then(|desk| self.fitted(desk, document));
        comemo::evict(self.threads);
        pages
    }

    /// Gives back the memory in which Typst keeps what documents share.
    pub fn forget(&self) {
        comemo::evict(0);
    }

    fn fitted(&self, mut desk: Desk, document: &Document) -> Result<Pages, TypesetError> {
        let mut pages = self.compile(&desk, document)?;
        let mut remarks = Vec::new();
        let steps = if self.line_pitch.is_none() { LINES.as_slice() } else { &[] };
        for (step, lines) in steps.iter().copied().enumerate().skip(1) {
            if closer::may_help(&pages.paged, lines - LINES[0]) {
                desk.set_lines(step);
                let closer = self.compile(&desk, document)?;
                if closer.count() < pages.count() {
                    remarks.push(Remark::CloserLines(lines));
                    pages = closer;
                    break;
                }
            }
        }
        let paged = &pages.paged;
        remarks.extend(desk.has_small_type().then_some(Remark::SmallType));
        let text_first = places::first_page_has_text(paged);
        remarks.extend((!text_first).then_some(Remark::FirstPageWithoutText));
        let text_last = places::closing_has_text(paged);
        remarks.extend((!text_last).then_some(Remark::ClosingWithoutText));
        Ok(Pages { remarks, ..pages })
    }

    /// All that Typst is given of a document.
    fn desk(
        &self,
        document: &Document,
        images: &BTreeMap<String, Arc<[u8]>>,
    ) -> Result<Desk<'_>, TypesetError> {
        if self.standard == Standard::Accessible
            && let Some(image) = document.blocks().find_map(nameless)
        {
            return Err(TypesetError::NamelessImage { path: image.path.clone() });
        }
        let mut pictures = BTreeMap::new();
        let mut files = Vec::new();
        for path in document.images() {
            let bytes = images
                .get(path)
                .ok_or_else(|| TypesetError::MissingImage { path: path.to_owned() })?;
            let (picture, bytes) = picture(path, bytes, image_path(files.len()))?;
            pictures.insert(path, picture);
            files.push(bytes);
        }
        let printed = document.elements.printed();
        let pitch = self.line_pitch.unwrap_or(PITCH);
        let sheet = Sheet::new(document, &printed, pitch, pictures, self.shared.fonts());
        Ok(Desk::new(&self.shared, &sheet, files))
    }

    fn compile(&self, desk: &dyn World, document: &Document) -> Result<Pages, TypesetError> {
        let Warned { output, warnings } = match &self.rounds {
            Some(rounds) => rounds.compile(desk),
            None => typst::compile(desk),
        };
        let paged = output.map_err(|errors| TypesetError::Template {
            messages: TypesetError::messages(&errors),
        })?;
        let missing = missing_glyphs(&paged);
        Ok(Pages {
            paged,
            ident: ident(document),
            standard: self.standard,
            dated: date_of(&document.elements).is_some(),
            remarks: Vec::new(),
            missing,
            warnings: TypesetError::messages(&warnings),
        })
    }
}

/// 行距 in pt: 22 lines fill 版心 (5.2.3).
const PITCH: f64 = 225.0 / 22.0 / 25.4 * 72.0;

/// The date of the file: 成文日期, also where it is not on paper, or, as a 纪要
/// may have none (10.3), 印发日期.
fn date_of(elements: &Elements) -> Option<NaiveDate> {
    elements.date.or(elements.printed().printed_on)
}

/// A picture that has no words for those who cannot see it.
fn nameless(block: &Block) -> Option<&Image> {
    match block {
        Block::Image(image) if image.caption.is_none() => Some(image),
        _ => None,
    }
}

/// What a picture without a resolution is taken to have, as by office programs.
const SCREEN_DPI: f64 = 96.0;

/// A picture and its bytes. Typst's own error would point into a template; here it
/// is known which picture cannot be read.
fn picture(
    path: &str,
    bytes: &Arc<[u8]>,
    file: String,
) -> Result<(Picture, Bytes), TypesetError> {
    let bad = |reason: String| TypesetError::BadImage { path: path.to_owned(), reason };
    let data = Bytes::new(bytes.clone());
    let format = ExchangeFormat::detect(bytes).ok_or_else(|| bad("格式不支持".to_owned()))?;
    let raster =
        RasterImage::plain(data.clone(), format).map_err(|reason| bad(reason.to_string()))?;
    let dpi = raster.dpi().unwrap_or(SCREEN_DPI);
    let in_pt = |pixels: u32| f64::from(pixels) / dpi * 72.0;
    let (width, height) = (in_pt(raster.width()), in_pt(raster.height()));
    Ok((Picture { file, width, height }, data))
}

/// What makes this document itself and not another; the PDF's identifier is a
/// hash of it.
fn ident(document: &Document) -> String {
    let elements = &document.elements;
    let date = elements.date.map(|date| date.to_string()).unwrap_or_default();
    let number = elements.number.as_deref().unwrap_or_default();
    let to = elements.addressees.join("、");
    [&elements.title, number, &to, &elements.signature.join("、"), &date].join("\n")
}

/// Characters that no face had, as the pages show them.
fn missing_glyphs(paged: &PagedDocument) -> BTreeSet<char> {
    fn walk(frame: &Frame, missing: &mut BTreeSet<char>) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => walk(&group.frame, missing),
                FrameItem::Text(text) => {
                    for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
                        missing.extend(text.text[glyph.range()].chars());
                    }
                }
                FrameItem::Shape(..)
                | FrameItem::Image(..)
                | FrameItem::Link(..)
                | FrameItem::Tag(_) => {}
            }
        }
    }
    let mut missing = BTreeSet::new();
    for page in paged.pages() {
        walk(&page.frame, &mut missing);
    }
    missing
}

/// What of the layout the clerk has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remark {
    /// So many lines a page, lest the closing stand without text (7.3.5.5) or the
    /// 版记 alone on a page.
    CloserLines(usize),
    /// A table so wide that its type is smaller than 5号.
    SmallType,
    /// Page 1 shows no text (7.3.3): it begins with what does not go below the head,
    /// as a table that lies on its side.
    FirstPageWithoutText,
    /// The closing has a page without text (7.3.5.5): it follows a table that lies on
    /// its side.
    ClosingWithoutText,
}

/// A document that has been set.
#[derive(Debug)]
pub struct Pages {
    paged: PagedDocument,
    ident: String,
    standard: Standard,
    dated: bool,
    remarks: Vec<Remark>,
    missing: BTreeSet<char>,
    warnings: Vec<String>,
}

impl Pages {
    /// How many pages there are.
    pub fn count(&self) -> usize {
        self.paged.pages().len()
    }

    /// The laid-out frames, for measuring and for page images.
    pub fn document(&self) -> &PagedDocument {
        &self.paged
    }

    /// What of the layout the clerk has to know.
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// Characters that no face had; the pages show an empty box for each.
    pub fn missing(&self) -> &BTreeSet<char> {
        &self.missing
    }

    /// What Typst found odd about the templates. Anything here is our fault.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Whether there is the date that the standard asked for demands, if any.
    pub fn dated(&self) -> bool {
        self.dated || self.standard == Standard::Accessible
    }

    /// Whether [`pdf`](Self::pdf) gives the standard asked for. Both forbid empty
    /// boxes and PDF/A demands a date, so a document with
    /// [missing](Self::missing) characters, or without 成文日期 and (printed) 印发日期, comes
    /// out as plain PDF 1.7.
    pub fn conforms(&self) -> bool {
        self.dated() && self.missing.is_empty()
    }

    /// The PDF: tagged, with outline and metadata, its dates those of 成文日期 or,
    /// where there is none, of 印发日期.
    /// The same document gives the same bytes.
    pub fn pdf(&self) -> Result<Vec<u8>, TypesetError> {
        let standard = match self.standard {
            _ if !self.conforms() => PdfStandard::V_1_7,
            Standard::Archive => PdfStandard::A_2b,
            Standard::Accessible => PdfStandard::Ua_1,
        };
        let standards = PdfStandards::new(&[standard]).map_err(|error| TypesetError::Pdf {
            messages: vec![error.message().to_string()],
        })?;
        let options = PdfOptions {
            ident: Smart::Custom(self.ident.clone()),
            creator: Smart::Custom(Some(
                concat!("dudao ", env!("CARGO_PKG_VERSION")).to_owned(),
            )),
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&self.paged, &options)
            .map_err(|errors| TypesetError::Pdf { messages: TypesetError::messages(&errors) })
    }
}

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod tests;
