//! Which face sets which role. A 公文 names its faces by role (仿宋 for the
//! body, 小标宋 for the title, ...); the machine may have the official ones, and
//! the program carries free ones for the rest.

mod role;

use std::fmt;
use std::path::{Path, PathBuf};

use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontBook, FontInfo, FontStyle, is_default_ignorable};
use typst::utils::LazyHash;
use typst_kit::fonts::{FontPath, FontSource, FontStore};

use self::role::CHOICES;
pub use self::role::Role;
use super::profile::Faces;

/// Where to look for faces besides those built in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FontSources {
    /// Families to set a role in before all others.
    pub faces: Faces,
    /// Whether the machine's installed faces take part. Off gives the same
    /// pages on every machine.
    pub system: bool,
    /// A folder of font files, searched with its subfolders before the
    /// machine's own. A build without the feature `embed-fonts` needs it for the
    /// default faces and otherwise looks for `fonts` beside the program and in
    /// the current folder.
    pub folder: Option<PathBuf>,
}

/// Where a face came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    BuiltIn,
    Folder(PathBuf),
    System(PathBuf),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::BuiltIn => f.write_str("内置"),
            Origin::Folder(path) => write!(f, "文件夹 {}", path.display()),
            Origin::System(path) => write!(f, "系统 {}", path.display()),
        }
    }
}

/// The face that sets a role, for `dudao fonts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleFace {
    pub role: Role,
    pub family: String,
    pub origin: Origin,
}

/// Why no set of faces could be put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FontError {
    /// No face for a role was found in any source.
    Missing { role: Role, folders: Vec<PathBuf> },
    /// The folder asked for is not there.
    NoFolder { folder: PathBuf },
    /// Families that 版式.yaml names, each for a role, were found in no source.
    NoFamily { wanted: Vec<(Role, String)> },
}

impl fmt::Display for FontError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FontError::Missing { role, folders } => {
                let choice = role.choice();
                write!(
                    f,
                    "找不到{}字体：请安装“{}”，或把字体文件 {} 放入字体文件夹",
                    choice.label,
                    choice.official[0],
                    file_name(choice.default),
                )?;
                for (nth, folder) in folders.iter().enumerate() {
                    let lead = if nth == 0 { "（查找过：" } else { "、" };
                    write!(f, "{lead}{}", folder.display())?;
                }
                f.write_str(if folders.is_empty() { "" } else { "）" })
            }
            FontError::NoFolder { folder } => {
                write!(f, "找不到字体文件夹：{}", folder.display())
            }
            FontError::NoFamily { wanted } => {
                let families = wanted.iter().map(|(_, family)| format!("“{family}”"));
                let roles = wanted.iter().map(|(role, _)| format!("“{}”", role.label()));
                let (families, roles): (String, String) =
                    (families.collect(), roles.collect());
                write!(f, "找不到字体{families}：请安装，或者在版式.yaml的“字体”里删去{roles}")
            }
        }
    }
}

impl std::error::Error for FontError {}

/// The characters that every chain has, as bits.
fn covered(store: &FontStore, chains: &[Vec<usize>]) -> Vec<u64> {
    let words = char::MAX as usize / 64 + 1;
    let mut all = vec![u64::MAX; words];
    for chain in chains {
        let mut any = vec![0; words];
        let infos = chain.iter().filter_map(|&index| store.book().info(index));
        for c in infos.flat_map(|info| info.coverage.iter()) {
            any[c as usize / 64] |= 1 << (c as usize % 64);
        }
        all.iter_mut().zip(any).for_each(|(all, any)| *all &= any);
    }
    all
}

/// The default faces are kept in files named after their families.
fn file_name(family: &str) -> String {
    format!("{}.ttf", family.replace(' ', ""))
}

/// The faces of all roles. Font data is loaded when a document first uses it,
/// and a face that no role uses is not held.
pub struct Fonts {
    store: FontStore,
    origins: Vec<Origin>,
    /// For each role, in the order of [`CHOICES`], indices into the store.
    chains: Vec<Vec<usize>>,
    /// A bit for each character that every chain has: a face's own list of
    /// ranges is slow to ask for each character of each letter.
    covered: Vec<u64>,
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.roles()).finish()
    }
}

impl Fonts {
    /// Finds the faces for all roles: official ones first, then the defaults.
    ///
    /// Looking through an installed system reads the tables of every font file
    /// (about 1 ms a face); do it once per run.
    pub fn discover(sources: &FontSources) -> Result<Fonts, FontError> {
        let mut found = Vec::new();
        let folders = folders(sources)?;
        for folder in &folders {
            found.extend(wanted(
                typst_kit::fonts::scan(folder),
                &sources.faces,
                Origin::Folder,
            ));
        }
        found.extend(built_in());
        if sources.system {
            found.extend(wanted(typst_kit::fonts::system(), &sources.faces, Origin::System));
        }
        Self::assemble(found, folders, &sources.faces)
    }

    fn assemble(
        found: Vec<Found>,
        folders: Vec<PathBuf>,
        faces: &Faces,
    ) -> Result<Fonts, FontError> {
        let there = |family: &str| best(&found, family);
        let wanted: Vec<_> = faces
            .named()
            .filter(|(_, family)| there(family).is_none())
            .map(|(role, family)| (role, family.to_owned()))
            .collect();
        if !wanted.is_empty() {
            return Err(FontError::NoFamily { wanted });
        }
        let mut chains = Vec::new();
        let mut used: Vec<usize> = Vec::new();
        for choice in &CHOICES {
            let own = faces.family(choice.role).and_then(there);
            let official = choice.official.iter().find_map(|name| best(&found, name));
            let rest = std::iter::once(&choice.default).chain(choice.fallback);
            let default = best(&found, choice.default);
            if own.or(official).or(default).is_none() {
                return Err(FontError::Missing { role: choice.role, folders });
            }
            let chain: Vec<usize> = own
                .into_iter()
                .chain(official)
                .chain(rest.filter_map(|name| best(&found, name)))
                .collect();
            used.extend(&chain);
            chains.push(chain);
        }
        used.sort_unstable();
        used.dedup();

        let mut store = FontStore::new();
        let mut origins = Vec::new();
        for (index, face) in found.into_iter().enumerate() {
            if used.binary_search(&index).is_ok() {
                store.push((face.data, face.info));
                origins.push(face.origin);
            }
        }
        for chain in &mut chains {
            for index in chain {
                *index = used.partition_point(|other| other < index);
            }
        }
        let covered = covered(&store, &chains);
        Ok(Fonts { store, origins, chains, covered })
    }

    /// For each role the face that sets it.
    pub fn roles(&self) -> Vec<RoleFace> {
        CHOICES
            .iter()
            .zip(&self.chains)
            .map(|(choice, chain)| RoleFace {
                role: choice.role,
                family: self.family(chain[0]).to_owned(),
                origin: self.origins[chain[0]].clone(),
            })
            .collect()
    }

    /// Whether a character can be set in every role. Blanks and invisible
    /// characters always can.
    pub fn covers(&self, c: char) -> bool {
        c.is_whitespace()
            || is_default_ignorable(c)
            || self.covered[c as usize / 64] & (1 << (c as usize % 64)) != 0
    }

    /// For each role's key in the template the families to try, best first.
    pub(super) fn families(&self) -> impl Iterator<Item = (&'static str, Vec<&str>)> {
        CHOICES.iter().zip(&self.chains).map(|(choice, chain)| {
            (choice.key, chain.iter().map(|&index| self.family(index)).collect())
        })
    }

    /// The width of words in a role, in em, each character in the first face that
    /// has it; digits and Latin letters beside 仿宋 and 楷体 in 宋体.
    pub(super) fn width(&self, role: Role, words: &str) -> f64 {
        let chain = |role| {
            let nth = CHOICES.iter().position(|choice| choice.role == role);
            nth.map_or(&[][..], |nth| self.chains[nth].as_slice())
        };
        let advance = |c: char| {
            let beside = matches!(role, Role::Fangsong | Role::Kai) && is_latin(c);
            let latin = chain(Role::Song).first().filter(|_| beside);
            latin.into_iter().chain(chain(role)).find_map(|&index| {
                let (variant, variations) = Default::default();
                let font = self.font(index)?.instantiate(variant, Abs::zero(), &variations);
                let glyph = font.ttf().glyph_index(c)?;
                Some(font.x_advance(glyph.0)?.get())
            })
        };
        words.chars().filter_map(advance).sum()
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        self.store.book()
    }

    pub(super) fn font(&self, index: usize) -> Option<Font> {
        self.store.font(index)
    }

    /// The bytes of every face, loading those that are not yet.
    pub(super) fn data(&self) -> impl Iterator<Item = Bytes> {
        (0..self.origins.len()).filter_map(|index| Some(self.font(index)?.data().clone()))
    }

    fn family(&self, index: usize) -> &str {
        self.store.book().info(index).map_or("", |info| &info.family)
    }
}

/// What 宋体 sets beside 仿宋 and 楷体, as the templates have it.
fn is_latin(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{b6}' | '\u{b8}'..='\u{24f}')
}

/// A face that some role may use.
struct Found {
    info: FontInfo,
    data: Data,
    origin: Origin,
}

enum Data {
    #[cfg_attr(
        not(feature = "embed-fonts"),
        expect(dead_code, reason = "no face is built in")
    )]
    BuiltIn(&'static [u8]),
    File(FontPath),
}

impl FontSource for Data {
    fn load(&self) -> Option<Font> {
        match self {
            Data::BuiltIn(bytes) => Font::new(Bytes::new(*bytes), 0),
            Data::File(path) => path.load(),
        }
    }
}

/// The face of a family that is nearest to upright and regular.
fn best(found: &[Found], family: &str) -> Option<usize> {
    let distance = |info: &FontInfo| {
        let slant = info.variant.style != FontStyle::Normal;
        (slant, info.variant.weight.to_number().abs_diff(400))
    };
    (0..found.len())
        .filter(|&index| found[index].info.family.eq_ignore_ascii_case(family))
        .min_by_key(|&index| distance(&found[index].info))
}

fn wanted(
    files: impl Iterator<Item = (FontPath, FontInfo)>,
    faces: &Faces,
    origin: impl Fn(PathBuf) -> Origin,
) -> Vec<Found> {
    let is_named = |family: &str| {
        CHOICES.iter().any(|choice| {
            let defaults = std::iter::once(&choice.default).chain(choice.fallback);
            let own = faces.family(choice.role);
            own.is_some_and(|name| name.eq_ignore_ascii_case(family))
                || choice
                    .official
                    .iter()
                    .chain(defaults)
                    .any(|name| name.eq_ignore_ascii_case(family))
        })
    };
    let mut found: Vec<Found> = files
        .filter(|(_, info)| is_named(&info.family))
        .map(|(path, info)| Found {
            info,
            origin: origin(path.path.clone()),
            data: Data::File(path),
        })
        .collect();
    // The order in which a file system lists its files must not decide.
    found.sort_by(|a, b| path_of(&a.origin).cmp(&path_of(&b.origin)));
    found
}

fn path_of(origin: &Origin) -> Option<&Path> {
    match origin {
        Origin::BuiltIn => None,
        Origin::Folder(path) | Origin::System(path) => Some(path),
    }
}

fn folders(sources: &FontSources) -> Result<Vec<PathBuf>, FontError> {
    match &sources.folder {
        Some(folder) if folder.is_dir() => Ok(vec![folder.clone()]),
        Some(folder) => Err(FontError::NoFolder { folder: folder.clone() }),
        None => Ok(default_folders()),
    }
}

#[cfg(feature = "embed-fonts")]
fn default_folders() -> Vec<PathBuf> {
    Vec::new()
}

#[cfg(not(feature = "embed-fonts"))]
fn default_folders() -> Vec<PathBuf> {
    let beside =
        std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("fonts")));
    beside.into_iter().chain([PathBuf::from("fonts")]).collect()
}

#[cfg(not(feature = "embed-fonts"))]
fn built_in() -> impl Iterator<Item = Found> {
    std::iter::empty()
}

#[cfg(feature = "embed-fonts")]
fn built_in() -> impl Iterator<Item = Found> {
    static FACES: [&[u8]; 7] = [
        include_bytes!("../../fonts/GWFangsong.ttf"),
        include_bytes!("../../fonts/GWKai.ttf"),
        include_bytes!("../../fonts/GWBiaoSong.ttf"),
        include_bytes!("../../fonts/GWHei.ttf"),
        include_bytes!("../../fonts/GWSong.ttf"),
        include_bytes!("../../fonts/GWFallbackKai.ttf"),
        include_bytes!("../../fonts/GWFallbackTitle.ttf"),
    ];
    FACES.iter().filter_map(|&bytes| {
        let info = FontInfo::new(bytes, 0)?;
        Some(Found { info, data: Data::BuiltIn(bytes), origin: Origin::BuiltIn })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_stand_in_the_order_of_roles() {
        for choice in &CHOICES {
            assert_eq!(choice.role.choice().label, choice.label);
        }
    }

    #[test]
    fn default_faces_set_every_role_and_rare_names() {
        let fonts = Fonts::discover(&FontSources::default()).unwrap();
        let families: Vec<String> = fonts.roles().into_iter().map(|r| r.family).collect();
        assert_eq!(families, ["GW Fangsong", "GW Kai", "GW Hei", "GW BiaoSong", "GW Song"]);
        assert!("堃喆玥翀祎镕〇〔〕A9％ \n".chars().all(|c| fonts.covers(c)));
        assert!(!fonts.covers('\u{20000}'));
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let folder = PathBuf::from("没有这个文件夹");
        let sources = FontSources { folder: Some(folder.clone()), ..FontSources::default() };
        let error = Fonts::discover(&sources).unwrap_err();
        assert_eq!(error, FontError::NoFolder { folder });
    }
}
