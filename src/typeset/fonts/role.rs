//! The roles of a 公文 and the families that may set each.

/// What a face is used for (GB/T 9704-2012, 5.2.2 and 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 仿宋: body, headings of level 3 and 4, everything not said otherwise.
    Fangsong,
    /// 楷体: headings of level 2, names of 签发人.
    Kai,
    /// 黑体: headings of level 1, 密级, 紧急程度, label of an 附件.
    Hei,
    /// 小标宋: 发文机关标志 and 标题.
    BiaoSong,
    /// 宋体: folios; digits and Latin letters beside 仿宋 and 楷体.
    Song,
}

/// The families that may set a role, best first within each list.
pub(super) struct Choice {
    pub(super) role: Role,
    /// Key in the JSON that the Typst template reads.
    pub(super) key: &'static str,
    pub(super) label: &'static str,
    /// Families of the official faces, as Word documents and their font files
    /// name them (files give the English or the Chinese name).
    pub(super) official: &'static [&'static str],
    pub(super) default: &'static str,
    /// For characters that the face above lacks. Every list holds a 楷体 with
    /// rare characters, so a name is never lost in any role.
    pub(super) fallback: &'static [&'static str],
}

pub(super) static CHOICES: [Choice; 5] = [
    Choice {
        role: Role::Fangsong,
        key: "fangsong",
        label: "仿宋",
        official: &[
            "仿宋_GB2312",
            "FangSong_GB2312",
            "方正仿宋_GBK",
            "FZFangSong-Z02",
            "仿宋",
            "FangSong",
        ],
        default: "GW Fangsong",
        fallback: &["GW Fallback Kai", "GW Song"],
    },
    Choice {
        role: Role::Kai,
        key: "kai",
        label: "楷体",
        official: &[
            "楷体_GB2312",
            "KaiTi_GB2312",
            "方正楷体_GBK",
            "FZKai-Z03",
            "楷体",
            "KaiTi",
        ],
        default: "GW Kai",
        fallback: &["GW Fallback Kai", "GW Song"],
    },
    Choice {
        role: Role::Hei,
        key: "hei",
        label: "黑体",
        official: &["黑体", "SimHei", "方正黑体_GBK", "FZHei-B01"],
        default: "GW Hei",
        fallback: &["GW Song", "GW Fallback Kai"],
    },
    Choice {
        role: Role::BiaoSong,
        key: "biaosong",
        label: "小标宋",
        official: &[
            "方正小标宋简体",
            "FZXiaoBiaoSong-B05S",
            "方正小标宋_GBK",
            "FZXiaoBiaoSong-B05",
        ],
        default: "GW BiaoSong",
        fallback: &["GW Fallback Title", "GW Song", "GW Fallback Kai"],
    },
    Choice {
        role: Role::Song,
        key: "song",
        label: "宋体",
        official: &["宋体", "SimSun", "方正书宋_GBK", "FZShuSong-Z01"],
        default: "GW Song",
        fallback: &["GW Fallback Kai"],
    },
];

impl Role {
    pub const ALL: [Role; 5] =
        [Role::Fangsong, Role::Kai, Role::Hei, Role::BiaoSong, Role::Song];

    /// The name a clerk knows.
    pub fn label(self) -> &'static str {
        self.choice().label
    }

    /// Whether a family is one for this role by its name, as 华文仿宋 is for 仿宋.
    pub fn is_set_by(self, family: &str) -> bool {
        let Choice { label, official, .. } = self.choice();
        family.contains(label) || official.iter().any(|name| name.eq_ignore_ascii_case(family))
    }

    pub(super) fn choice(self) -> &'static Choice {
        &CHOICES[self as usize]
    }
}
