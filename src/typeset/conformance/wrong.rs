//! Wrong layouts: a specimen set with one slip in a template or in the data that
//! it reads. Each must be found out, by its clause.

use std::collections::BTreeMap;

use typst::diag::FileResult;
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use super::{TYPESETTER, findings, specimens};

/// A world with a slip in one of its files.
struct Slipped<'a> {
    world: &'a dyn World,
    file: &'a str,
    from: &'a str,
    to: &'a str,
}

impl Slipped<'_> {
    fn is_in(&self, id: FileId) -> bool {
        id.get().vpath().get_with_slash() == self.file
    }

    /// A slip that no longer changes anything would be no slip.
    fn slip(&self, text: &str) -> String {
        let times = text.matches(self.from).count();
        assert_eq!(times, 1, "“{}” stands {times} times in {}", self.from, self.file);
        text.replacen(self.from, self.to, 1)
    }
}

impl World for Slipped<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.world.library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.world.book()
    }

    fn main(&self) -> FileId {
        self.world.main()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let source = self.world.source(id)?;
        if !self.is_in(id) {
            return Ok(source);
        }
        Ok(Source::new(id, self.slip(source.text())))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let bytes = self.world.file(id)?;
        if !self.is_in(id) {
            return Ok(bytes);
        }
        let text = std::str::from_utf8(&bytes).unwrap();
        Ok(Bytes::new(self.slip(text).into_bytes()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.world.font(index)
    }

    fn today(&self, offset: Option<Duration>) -> Option<Datetime> {
        self.world.today(offset)
    }
}

/// A specimen, the file with the slip, what stands there and what instead, and
/// the check that finds it with its clause.
type Slip = (&'static str, &'static str, &'static str, &'static str, &'static str);

const SLIPS: &[Slip] =
    &[("prose", "page.typ", "left: 28mm", "left: 30mm", "5.2.1 ink_stays_in_the_type_area")];

#[test]
fn every_wrong_layout_is_found_out() {
    let specimens: BTreeMap<_, _> =
        specimens::all().into_iter().map(|specimen| (specimen.name, specimen)).collect();
    let mut missed = Vec::new();
    for (name, file, from, to, wanted) in SLIPS {
        let specimen = &specimens[name];
        let world = TYPESETTER.desk(&specimen.document, &specimen.images).unwrap();
        let file = format!("/{file}");
        let slipped = Slipped { world: &world, file: &file, from, to };
        let pages = TYPESETTER.compile(&slipped, &specimen.document).unwrap();
        let found = findings(specimen, &pages);
        if !found.iter().any(|found| found.starts_with(wanted)) {
            missed.push(format!("{name}, {file}: {to}: wanted {wanted}, found {found:#?}"));
        }
    }
    assert!(missed.is_empty(), "\n{}", missed.join("\n"));
}
