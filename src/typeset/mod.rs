//! Document to pages to PDF, by Typst as a library. The templates are constant
//! and read the document as JSON: no word of a clerk is ever read as markup,
//! and a batch parses and evaluates the templates once.

mod error;
mod fonts;
mod profile;
mod title;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use typst::World;
use typst::diag::Warned;
use typst::foundations::{Bytes, Smart};
use typst::layout::{Frame, FrameItem};
use typst::visualize::{ExchangeFormat, RasterImage};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

pub use self::error::TypesetError;
pub use self::fonts::{FontError, FontSources, Fonts, Origin, Role, RoleFace};
pub use self::profile::{Profile, ProfileFile};
use self::title::title_lines;
use self::world::{Desk, Shared, Sheet, image_path};
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
}

impl Typesetter {
    pub fn new(fonts: Fonts, profile: &Profile, standard: Standard) -> Self {
        Self { shared: Shared::new(fonts, profile), standard }
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

    /// Sets one document. `images` holds the bytes of each picture by the path
    /// that the document names; further ones do not matter.
    ///
    /// Ages Typst's memoisation by one document whether it succeeds or not, so
    /// that memory stays level over thousands of documents while what they
    /// share is kept.
    pub fn set(
        &self,
        document: &Document,
        images: &BTreeMap<String, Vec<u8>>,
    ) -> Result<Pages, TypesetError> {
        let desk = self.desk(document, images);
        let pages = desk.and_then(|desk| self.compile(&desk, document));
        comemo::evict(1);
        pages
    }

    /// All that Typst is given of a document.
    fn desk(
        &self,
        document: &Document,
        images: &BTreeMap<String, Vec<u8>>,
    ) -> Result<Desk<'_>, TypesetError> {
        if self.standard == Standard::Accessible
            && let Some(image) = document.blocks().find_map(nameless)
        {
            return Err(TypesetError::NamelessImage { path: image.path.clone() });
        }
        let mut paths = BTreeMap::new();
        let mut pictures = Vec::new();
        for path in document.images() {
            let bytes = images
                .get(path)
                .ok_or_else(|| TypesetError::MissingImage { path: path.to_owned() })?;
            paths.insert(path, image_path(pictures.len()));
            pictures.push(decodable(path, bytes)?);
        }
        let names = names(&document.elements);
        let sheet = Sheet {
            elements: of_file(&document.elements),
            body: &document.body,
            attachments: &document.attachments,
            title_lines: title_lines(&document.elements.title, &names),
            attachment_title_lines: document
                .attachments
                .iter()
                .map(|attachment| title_lines(&attachment.title, &names))
                .collect(),
            images: paths,
        };
        Ok(Desk::new(&self.shared, &sheet, pictures))
    }

    fn compile(&self, desk: &dyn World, document: &Document) -> Result<Pages, TypesetError> {
        let Warned { output, warnings } = typst::compile::<PagedDocument>(desk);
        let paged = output.map_err(|errors| TypesetError::Template {
            messages: TypesetError::messages(&errors),
        })?;
        let missing = missing_glyphs(&paged);
        let elements = of_file(&document.elements);
        Ok(Pages {
            paged,
            ident: ident(document),
            standard: self.standard,
            dated: elements.date.or(elements.printed_on).is_some(),
            missing,
            warnings: TypesetError::messages(&warnings),
        })
    }
}

/// What is printed, with what names the file even where it is not on paper: the
/// title, who wrote it and when.
fn of_file(elements: &Elements) -> Elements {
    Elements {
        title: elements.title.clone(),
        signature: elements.signature.clone(),
        date: elements.date,
        ..elements.printed()
    }
}

/// The organs and schools that a document names; its titles may name them too.
fn names(elements: &Elements) -> Vec<&str> {
    let mastheads = elements.masthead.iter().map(|name| {
        ["文件", "会议纪要", "纪要", "命令", "令"]
            .iter()
            .find_map(|suffix| name.strip_suffix(suffix))
            .unwrap_or(name)
    });
    let others = [&elements.signature, &elements.addressees, &elements.copies_to];
    let others = others.into_iter().flatten().chain(&elements.printed_by);
    mastheads.chain(others.map(String::as_str)).collect()
}

/// A picture that has no words for those who cannot see it.
fn nameless(block: &Block) -> Option<&Image> {
    match block {
        Block::Image(image) if image.caption.is_none() => Some(image),
        _ => None,
    }
}

/// Typst's own error would point into a template; here the picture is known.
fn decodable(path: &str, bytes: &[u8]) -> Result<Bytes, TypesetError> {
    let bad = |reason: String| TypesetError::BadImage { path: path.to_owned(), reason };
    let data = Bytes::new(bytes.to_vec());
    let format = ExchangeFormat::detect(bytes).ok_or_else(|| bad("格式不支持".to_owned()))?;
    RasterImage::plain(data.clone(), format).map_err(|reason| bad(reason.to_string()))?;
    Ok(data)
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

/// A document that has been set.
#[derive(Debug)]
pub struct Pages {
    paged: PagedDocument,
    ident: String,
    standard: Standard,
    dated: bool,
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
