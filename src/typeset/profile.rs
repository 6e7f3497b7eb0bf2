//! 版式.yaml: what an office may set otherwise than by default. The defaults are
//! the standard's; whatever departs from it is told with its clause.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fonts::{FontError, FontSources, Fonts, Role};
use crate::diagnostic::{Diagnostic, Report, SourceId, Span};
use crate::yaml::{self, Node};

/// An office's habits of layout.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Profile {
    /// 行距 in points. 5.2.3 wants 22 lines a page, which 28.99 points give; the
    /// 28 points of many offices leave the type area short. Below 24 two rows of
    /// seals would touch.
    #[serde(rename(deserialize = "行距"))]
    #[schemars(range(min = 24, max = 40))]
    pub line_pitch: Option<f64>,
    /// 字体: for a role the family to set it in, as the machine has it (5.2.2). One
    /// that is the role's by its name is no departure.
    #[serde(rename(deserialize = "字体"), skip_serializing)]
    pub faces: Faces,
    /// 页码 (7.5).
    #[serde(rename(deserialize = "页码"))]
    pub folio: FolioPlace,
    /// 二级标题加粗 (7.3.3 gives 楷体 and no weight).
    #[serde(rename(deserialize = "二级标题加粗"))]
    pub bold_level_2: bool,
    /// 三级标题加粗 (7.3.3 gives 仿宋 and no weight).
    #[serde(rename(deserialize = "三级标题加粗"))]
    pub bold_level_3: bool,
    /// 红色 of the heads and rules as #RRGGBB. The standard gives the inks of a
    /// printing house (Y80 M80) and no screen colour.
    #[serde(rename(deserialize = "红色"))]
    pub red: String,
    /// 红色分隔线: thickness in millimetres; 7.2.7 gives none.
    #[serde(rename(deserialize = "红色分隔线"))]
    #[schemars(range(min = 0.1, max = 3))]
    pub red_rule: f64,
    /// 信函双线 (10.1 gives no thickness).
    #[serde(rename(deserialize = "信函双线"))]
    pub letter_rule: LetterRule,
    /// 版记线 (7.4.1).
    #[serde(rename(deserialize = "版记线"))]
    pub record_rule: RecordRule,
    /// 版记 (7.4.1): the page that it ends.
    #[serde(rename(deserialize = "版记"))]
    pub record_page: RecordPage,
}

/// 字体: the family for each role, where an office wants another than the usual.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Faces {
    #[serde(rename(deserialize = "仿宋"))]
    fangsong: Option<String>,
    #[serde(rename(deserialize = "楷体"))]
    kai: Option<String>,
    #[serde(rename(deserialize = "黑体"))]
    hei: Option<String>,
    #[serde(rename(deserialize = "小标宋"))]
    biaosong: Option<String>,
    #[serde(rename(deserialize = "宋体"))]
    song: Option<String>,
}

impl Faces {
    /// The family for a role, if the office names one.
    pub fn family(&self, role: Role) -> Option<&str> {
        match role {
            Role::Fangsong => self.fangsong.as_deref(),
            Role::Kai => self.kai.as_deref(),
            Role::Hei => self.hei.as_deref(),
            Role::BiaoSong => self.biaosong.as_deref(),
            Role::Song => self.song.as_deref(),
        }
    }

    pub(super) fn named(&self) -> impl Iterator<Item = (Role, &str)> {
        Role::ALL.into_iter().filter_map(|role| Some((role, self.family(role)?)))
    }
}

/// 页码: where folios stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all(serialize = "snake_case"))]
pub enum FolioPlace {
    /// Odd pages at the right, even pages at the left (7.5).
    #[default]
    #[serde(rename(deserialize = "外侧"))]
    Outer,
    #[serde(rename(deserialize = "居中"))]
    Centre,
}

/// 版记: on the last page of the text, or on an even one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all(serialize = "snake_case"))]
pub enum RecordPage {
    #[default]
    #[serde(rename(deserialize = "末页"))]
    Last,
    /// The back of the last sheet, for printing on both sides.
    #[serde(rename(deserialize = "偶数页"))]
    Even,
}

/// 信函双线 in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LetterRule {
    #[serde(rename(deserialize = "粗线"))]
    #[schemars(range(min = 0.1, max = 3))]
    pub thick: f64,
    #[serde(rename(deserialize = "细线"))]
    #[schemars(range(min = 0.1, max = 3))]
    pub thin: f64,
}

/// 版记线 in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RecordRule {
    /// The first and the last.
    #[serde(rename(deserialize = "粗线"))]
    #[schemars(range(min = 0.1, max = 3))]
    pub outer: f64,
    /// Those between them.
    #[serde(rename(deserialize = "细线"))]
    #[schemars(range(min = 0.1, max = 3))]
    pub inner: f64,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            line_pitch: None,
            faces: Faces::default(),
            folio: FolioPlace::default(),
            bold_level_2: false,
            bold_level_3: false,
            red: "#ff0000".to_owned(),
            red_rule: 0.5,
            letter_rule: LetterRule::default(),
            record_rule: RecordRule::default(),
            record_page: RecordPage::default(),
        }
    }
}

impl Default for LetterRule {
    fn default() -> Self {
        Self { thick: 0.9, thin: 0.25 }
    }
}

impl Default for RecordRule {
    fn default() -> Self {
        Self { outer: 0.35, inner: 0.25 }
    }
}

impl Profile {
    /// Reads 版式.yaml. What is wrong with it goes into the report, and with any
    /// error there is no profile.
    pub fn parse(source: SourceId, text: &str, report: &mut Report) -> Option<ProfileFile> {
        let whole = Span::new(source, 0, text.len());
        if text.lines().all(|line| line.trim().is_empty() || line.trim().starts_with('#')) {
            return Some(ProfileFile::default());
        }
        let schema = schemars::schema_for!(Profile);
        let node = yaml::parse(source, text, &schema, report)?;
        let sound = yaml::check(&node, &schema, report)?;
        match sound.typed::<Profile>() {
            Ok(profile) if !is_colour(&profile.red) => {
                let span = node.get("红色").map_or(whole, |node| node.span);
                report.push(
                    Diagnostic::error("FMT-01", format!("红色“{}”读不懂", profile.red))
                        .at(span, "")
                        .help("写成井号和六位数字或字母，外面加引号，例如：红色: \"#FF0000\""),
                );
                None
            }
            Ok(profile) => {
                let departures = profile.departures(&node, whole);
                let place = |(role, _): (Role, &str)| {
                    let named = node.get("字体").and_then(|faces| faces.get(role.label()));
                    (role, named.map_or(whole, |face| face.span))
                };
                let faces = profile.faces.named().map(place).collect();
                Some(ProfileFile { profile, departures, faces })
            }
            Err(error) => {
                report.push(
                    Diagnostic::error("FMT-01", format!("版式文件读不懂：{error}"))
                        .at(whole, "")
                        .help("对照说明检查各项的写法；删去这个文件就用国家标准的版式"),
                );
                None
            }
        }
    }

    fn departures(&self, node: &Node, whole: Span) -> Vec<Diagnostic> {
        let standard = Profile::default();
        let faces = self.faces.named().map(|(role, face)| {
            let clause = match role {
                Role::Fangsong => "5.2.2",
                Role::Kai | Role::Hei => "7.3.3",
                Role::BiaoSong => "7.3.1",
                Role::Song => "7.5",
            };
            let label = role.label();
            (!role.is_set_by(face), label, clause, format!("{label}改用“{face}”"))
        });
        [
            (
                self.line_pitch != standard.line_pitch,
                "行距",
                "5.2.3",
                format!(
                    "行距改为{}磅；标准是每页22行撑满版心，折合28.99磅",
                    self.line_pitch.unwrap_or_default()
                ),
            ),
            (
                self.folio != standard.folio,
                "页码",
                "7.5",
                "页码居中；标准是单页居右、双页居左".to_owned(),
            ),
            (
                self.bold_level_2,
                "二级标题加粗",
                "7.3.3",
                "二级标题加粗；标准是楷体，不加粗".to_owned(),
            ),
            (
                self.bold_level_3,
                "三级标题加粗",
                "7.3.3",
                "三级标题加粗；标准是仿宋体，不加粗".to_owned(),
            ),
            (
                self.record_rule != standard.record_rule,
                "版记线",
                "7.4.1",
                format!(
                    "版记的线改为{}毫米、{}毫米；标准推荐0.35毫米、0.25毫米",
                    self.record_rule.outer, self.record_rule.inner
                ),
            ),
        ]
        .into_iter()
        .chain(faces)
        .filter(|(departs, ..)| *departs)
        .map(|(_, key, clause, message)| {
            let named = node.get(key).or_else(|| node.get("字体")?.get(key));
            let span = named.map_or(whole, |node| node.span);
            Diagnostic::hint("FMT-02", message)
                .at(span, "")
                .help(format!("见GB/T 9704—2012第{clause}条；删去“{key}”就照标准排"))
        })
        .collect()
    }
}

fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or_default();
    digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A profile as an office keeps it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProfileFile {
    pub profile: Profile,
    /// What in it departs from the standard, each with its clause, at its line.
    pub departures: Vec<Diagnostic>,
    /// Where it names the face of a role.
    faces: Vec<(Role, Span)>,
}

impl ProfileFile {
    /// The faces that it names and that are in none of the sources, each at its line.
    /// Looks through the sources only where it names any.
    pub fn absent_faces(&self, sources: &FontSources) -> Vec<Diagnostic> {
        if self.faces.is_empty() {
            return Vec::new();
        }
        let faces = self.profile.faces.clone();
        let wanted = match Fonts::discover(&FontSources { faces, ..sources.clone() }) {
            Err(FontError::NoFamily { wanted }) => wanted,
            Err(other @ (FontError::Missing { .. } | FontError::NoFolder { .. })) => {
                return vec![Diagnostic::error("FMT-03", other.to_string())];
            }
            Ok(_) => return Vec::new(),
        };
        let absent = wanted.into_iter().map(|(role, family)| {
            let mut found = Diagnostic::error("FMT-03", format!("找不到字体“{family}”")).help(
                "请核对名称，或者在这台电脑上安装它；字体放在文件夹里的，命令的后面加上 --fonts \
                 文件夹；不用它的，删去这一行",
            );
            for (_, span) in self.faces.iter().filter(|(of, _)| *of == role) {
                found = found.at(*span, "");
            }
            found
        });
        absent.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;

    fn read(text: &str) -> (Option<Profile>, Vec<String>) {
        let mut sources = Sources::new();
        let source = sources.add("版式.yaml", text);
        let mut report = Report::new();
        let file = Profile::parse(source, text, &mut report);
        let departures = file.iter().flat_map(|file| file.departures.clone());
        let found = report.iter().cloned().chain(departures);
        let found =
            found.map(|d| format!("{} {}", sources.place(d.labels[0].span), d.id)).collect();
        (file.map(|file| file.profile), found)
    }

    #[test]
    fn nothing_said_is_the_standard() {
        for text in ["", "# 本室的版式\n", "页码: 外侧\n红色: \"#e60000\"\n"] {
            let (profile, found) = read(text);
            assert_eq!(found, [] as [String; 0], "{text}");
            assert_eq!(profile.unwrap().record_rule, RecordRule::default());
        }
    }

    #[test]
    fn the_example_of_the_readme_can_be_used() {
        let readme = include_str!("../../README.md");
        let yaml = readme.split("```yaml\n").find(|block| block.starts_with("行距")).unwrap();
        let (profile, found) = read(yaml.split("```").next().unwrap());
        assert_eq!(profile.unwrap().record_page, RecordPage::Even);
        assert_eq!(found.len(), 3, "{found:?}");
    }

    #[test]
    fn each_departure_is_told_at_its_line() {
        let text = "行距: 28\n页码: 居中\n二级标题加粗: 是\n字体:\n  仿宋: 方正书宋\n  楷体: 楷体_GB2312\n\
                    版记线: {粗线: 0.5}\n";
        let (profile, found) = read(text);
        assert_eq!(profile.unwrap().record_rule, RecordRule { outer: 0.5, inner: 0.25 });
        let ids: Vec<_> = ["1:5", "2:5", "3:9", "7:6", "5:7"]
            .iter()
            .map(|place| format!("版式.yaml:{place} FMT-02"))
            .collect();
        assert_eq!(found, ids);
    }

    #[test]
    fn a_face_that_is_nowhere_is_told_at_its_line() {
        let text = "字体:\n  楷体: 没有的楷体\n  仿宋: GW Kai\n";
        let mut sources = Sources::new();
        let source = sources.add("版式.yaml", text);
        let file = Profile::parse(source, text, &mut Report::new()).unwrap();
        let absent = file.absent_faces(&FontSources::default());
        let told: Vec<_> =
            absent.iter().map(|d| (sources.place(d.labels[0].span), &d.message)).collect();
        let message = "找不到字体“没有的楷体”".to_owned();
        assert_eq!(told, [("版式.yaml:2:7".to_owned(), &message)]);
    }

    #[test]
    fn what_cannot_be_used_is_an_error() {
        for text in ["行距: 三十\n", "行距: 100\n", "红色: 大红\n", "字体: {圆体: 幼圆}\n"]
        {
            let (profile, found) = read(text);
            assert_eq!((profile, found.len()), (None, 1), "{text}: {found:?}");
        }
    }
}
