//! The layout held against GB/T 9704-2012: specimens are set and measured,
//! wrong layouts must be found out. `CONFORMANCE.md` beside this goes through
//! the standard clause by clause.

mod checks;
mod reading;
mod sheet;
mod specimens;
mod wrong;

use std::sync::LazyLock;

use typst::utils::hash128;
use typst_layout::PagedDocument;

use self::reading::Reading;
use self::specimens::Specimen;
use super::profile::RecordPage;
use super::{FontSources, Fonts, Pages, Profile, Role, Standard, Typesetter, rounds};

static TYPESETTER: LazyLock<Typesetter> = LazyLock::new(|| typesetter(&Profile::default()));
static DUPLEX: LazyLock<Typesetter> = LazyLock::new(|| {
    let record_page = RecordPage::Even;
    typesetter(&Profile { record_page, ..Profile::default() })
});

/// With the default faces only, so that every machine sets the same.
fn typesetter(profile: &Profile) -> Typesetter {
    let fonts = Fonts::discover(&FontSources::default()).unwrap();
    Typesetter::new(fonts, profile, Standard::Archive)
}

/// The family that sets a role, and those for what it lacks.
fn families(role: Role) -> (&'static str, Vec<&'static str>) {
    let key = match role {
        Role::Fangsong => "fangsong",
        Role::Kai => "kai",
        Role::Hei => "hei",
        Role::BiaoSong => "biaosong",
        Role::Song => "song",
    };
    let (_, families) =
        TYPESETTER.shared.fonts().families().find(|(name, _)| *name == key).unwrap();
    (families[0], families[1..].to_vec())
}

/// Whether a family has every character of a text.
fn has(family: &str, text: &str) -> bool {
    let book = TYPESETTER.shared.fonts().book();
    let index = book.select_family(&family.to_lowercase()).next();
    index
        .and_then(|index| book.info(index))
        .is_some_and(|info| text.chars().all(|c| info.coverage.contains(u32::from(c))))
}

fn typesetter_of(specimen: &Specimen) -> &'static Typesetter {
    if specimen.duplex { &DUPLEX } else { &TYPESETTER }
}

fn set(specimen: &Specimen) -> Pages {
    let typesetter = typesetter_of(specimen);
    let desk = typesetter.desk(&specimen.document, &specimen.images).unwrap();
    let pages = typesetter.compile(&desk, &specimen.document).unwrap();
    assert_eq!(pages.warnings(), [] as [&str; 0], "{}", specimen.name);
    pages
}

fn findings(specimen: &Specimen, pages: &Pages) -> Vec<String> {
    let sheets = sheet::read(pages.document());
    checks::findings(&Reading::new(&specimen.document, &sheets, specimen.duplex))
}

#[test]
fn every_specimen_meets_the_standard() {
    let faults: Vec<_> = specimens::all()
        .iter()
        .flat_map(|specimen| {
            let found = findings(specimen, &set(specimen));
            found.into_iter().map(|found| format!("{}: {found}", specimen.name))
        })
        .collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// Names in backticks of the rows of CONFORMANCE.md that are a check or a test.
fn named() -> Vec<(String, String)> {
    let rows = include_str!("../CONFORMANCE.md").lines().filter(|line| line.starts_with("| "));
    rows.flat_map(|row| {
        let clause = row.split('|').nth(1).unwrap_or_default().trim().to_owned();
        let shown = row.split('|').nth(4).unwrap_or_default();
        let names = shown.split('`').skip(1).step_by(2);
        names.map(|name| (clause.clone(), name.to_owned())).collect::<Vec<_>>()
    })
    .collect()
}

#[test]
fn conformance_md_names_every_check_and_nothing_else() {
    let named = named();
    for check in checks::all() {
        let told = named.iter().any(|(_, name)| name == check.name);
        assert!(told, "CONFORMANCE.md does not name {}", check.name);
    }
    let sources = [
        include_str!("mod.rs"),
        include_str!("../tests.rs"),
        include_str!("../tests/closing.rs"),
        include_str!("../title/tests.rs"),
        include_str!("../profile.rs"),
        include_str!("../../../tests/suite/pages.rs"),
        include_str!("../../../tests/suite/commands.rs"),
    ];
    for (clause, name) in named {
        let check = checks::all().any(|check| check.name == name);
        let test = sources.iter().any(|text| text.contains(&format!("fn {name}()")));
        assert!(check || test, "CONFORMANCE.md, {clause}: there is no {name}");
    }
}

#[test]
fn pages_do_not_depend_on_what_was_set_before() {
    let specimens = specimens::all();
    let mut before: Option<PagedDocument> = None;
    for specimen in specimens.iter().filter(|specimen| !specimen.duplex) {
        let desk = TYPESETTER.desk(&specimen.document, &specimen.images).unwrap();
        let alone: PagedDocument = typst::compile(&desk).output.unwrap();
        if let Some(after) = before.and_then(|before| rounds::one_round(&desk, &before)) {
            assert!(hash128(after.pages()) == hash128(alone.pages()), "{}", specimen.name);
        }
        // A letter like it needs one round.
        let mut like = specimen.document.clone();
        like.elements.number = Some("临政教督〔2014〕32号".to_owned());
        let desk = TYPESETTER.desk(&like, &specimen.images).unwrap();
        assert!(rounds::one_round(&desk, &alone).is_some(), "{}", specimen.name);
        before = Some(alone);
    }
}
