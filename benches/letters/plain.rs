//! Plain use of Typst as a library: a world for each document, defaults for the
//! rest.

use dudao::document::Document;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

struct Plain {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    data: FileId,
    document: Bytes,
}

impl World for Plain {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data { Ok(self.document.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The CPU time of a letter, in milliseconds.
pub fn letters(documents: &[Document]) -> f64 {
    let faces = ["GWFangsong", "GWKai", "GWHei", "GWBiaoSong", "GWSong"];
    let fonts: Vec<Font> = faces
        .iter()
        .filter_map(|face| {
            let path = format!("{}/fonts/{face}.ttf", env!("CARGO_MANIFEST_DIR"));
            Font::new(Bytes::new(std::fs::read(path).ok()?), 0)
        })
        .collect();
    let id = |path: &str| {
        let path = VirtualPath::new(path).expect("a path");
        RootedPath::new(VirtualRoot::Project, path).intern()
    };
    let start = super::now();
    for document in documents {
        let world = Plain {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts: fonts.clone(),
            main: Source::new(id("/plain.typ"), include_str!("plain.typ").to_owned()),
            data: id("/document.json"),
            document: Bytes::new(serde_json::to_vec(document).expect("JSON")),
        };
        let pages = typst::compile::<PagedDocument>(&world).output.expect("pages");
        let pdf = typst_pdf::pdf(&pages, &PdfOptions::default()).expect("a PDF");
        assert!(pdf.len() > 1000);
        comemo::evict(10);
    }
    (super::now() - start) / documents.len() as f64
}
