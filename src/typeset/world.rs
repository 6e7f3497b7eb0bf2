//! What Typst can see: constant templates, one document as data, its pictures
//! and the faces. No clock, no packages, no disk, no network.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Serialize;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::fonts::Fonts;
use super::profile::Profile;
use super::sheet::Sheet;

const TEMPLATES: [(&str, &str); 10] = [
    ("/document.typ", include_str!("../../templates/typst/document.typ")),
    ("/page.typ", include_str!("../../templates/typst/page.typ")),
    ("/head.typ", include_str!("../../templates/typst/head.typ")),
    ("/line.typ", include_str!("../../templates/typst/line.typ")),
    ("/body.typ", include_str!("../../templates/typst/body.typ")),
    ("/chart.typ", include_str!("../../templates/typst/chart.typ")),
    ("/closing.typ", include_str!("../../templates/typst/closing.typ")),
    ("/landscape.typ", include_str!("../../templates/typst/landscape.typ")),
    ("/table.typ", include_str!("../../templates/typst/table.typ")),
    ("/record.typ", include_str!("../../templates/typst/record.typ")),
];

/// Typst interns every path for the life of the process in 16 bits, so all
/// documents share these few.
static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    TEMPLATES.iter().map(|(path, text)| Source::new(id(path), (*text).to_owned())).collect()
});
static DOCUMENT: LazyLock<FileId> = LazyLock::new(|| id("/document.json"));
static SETUP: LazyLock<FileId> = LazyLock::new(|| id("/setup.json"));

fn id(path: &str) -> FileId {
    // Only the constant paths of this file come here, and they are well formed.
    #[expect(clippy::unwrap_used, reason = "constant paths")]
    let path = VirtualPath::new(path).unwrap();
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// The part of the world that all documents share.
pub(super) struct Shared {
    library: LazyHash<Library>,
    fonts: Fonts,
    /// For each of [`LINES`].
    setups: [Bytes; LINES.len()],
}

/// Lines on a page (5.2.3), and what may be made of them where the closing would
/// not stay with the text (7.3.5.5).
pub(super) const LINES: [usize; 3] = [22, 23, 24];

/// What the templates read besides the document: the families of each role, the
/// office's habits and how many lines a page has.
#[derive(Serialize)]
struct Setup<'a> {
    families: BTreeMap<&'static str, Vec<&'a str>>,
    profile: &'a Profile,
    lines: usize,
}

impl Shared {
    pub(super) fn new(fonts: Fonts, profile: &Profile) -> Self {
        let families: BTreeMap<_, _> = fonts.families().collect();
        let setups =
            LINES.map(|lines| to_json(&Setup { families: families.clone(), profile, lines }));
        Self { library: LazyHash::new(Library::default()), fonts, setups }
    }

    pub(super) fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// All that the pages depend on besides the document.
    pub(super) fn inputs(&self) -> impl Iterator<Item = Bytes> {
        let templates = TEMPLATES.iter().map(|(_, text)| Bytes::new(text.as_bytes()));
        templates.chain([self.setups[0].clone()]).chain(self.fonts.data())
    }
}

/// The world of one document.
pub(super) struct Desk<'a> {
    shared: &'a Shared,
    document: Bytes,
    images: Vec<Bytes>,
    setup: Bytes,
    has_small_type: bool,
}

impl<'a> Desk<'a> {
    /// `images` in the order of the virtual paths that [`image_path`] gives.
    pub(super) fn new(shared: &'a Shared, sheet: &Sheet, images: Vec<Bytes>) -> Self {
        let setup = shared.setups[0].clone();
        let has_small_type = sheet.has_small_type();
        Self { shared, document: to_json(sheet), images, setup, has_small_type }
    }

    /// Sets as many lines on a page as [`LINES`] has there.
    pub(super) fn set_lines(&mut self, step: usize) {
        self.setup = self.shared.setups[step].clone();
    }

    pub(super) fn has_small_type(&self) -> bool {
        self.has_small_type
    }
}

/// The virtual path of the n-th picture of a document, the same for all
/// documents.
pub(super) fn image_path(nth: usize) -> String {
    format!("/image-{nth}")
}

fn to_json(value: &impl Serialize) -> Bytes {
    // Strings, numbers and lists under string keys always serialise.
    #[expect(clippy::unwrap_used, reason = "plain data")]
    Bytes::new(serde_json::to_vec(value).unwrap())
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.shared.fonts.book()
    }

    fn main(&self) -> FileId {
        SOURCES[0].id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        SOURCES.iter().find(|source| source.id() == id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *DOCUMENT {
            return Ok(self.document.clone());
        }
        if id == *SETUP {
            return Ok(self.setup.clone());
        }
        let path = id.get().vpath().get_with_slash();
        path.strip_prefix("/image-")
            .and_then(|nth| self.images.get(nth.parse::<usize>().ok()?).cloned())
            .ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_with_slash().into())
}
