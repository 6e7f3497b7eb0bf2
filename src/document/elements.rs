//! The elements of a 公文 outside its body (条例 art. 9; GB/T 9704-2012, 7.2 to
//! 7.4), as the front matter of a manuscript gives them.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The elements. Chinese keys in the front matter, English in the JSON that the
/// layout reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Elements {
    /// 标题 (7.3.1), without a final mark.
    #[serde(rename(deserialize = "标题"))]
    pub title: String,
    /// 版式.
    #[serde(rename(deserialize = "版式"))]
    pub format: Format,
    /// 发文机关标志 (7.2.4): the names as printed in red, the 主办机关 first.
    #[serde(rename(deserialize = "发文机关标志"), default)]
    pub masthead: Vec<String>,
    /// 份号 (7.2.1): six digits.
    #[serde(rename(deserialize = "份号"), default)]
    pub copy_number: Option<String>,
    /// 密级 (7.2.2).
    #[serde(rename(deserialize = "密级"), default)]
    pub secrecy: Option<Secrecy>,
    /// 保密期限 in years (7.2.2).
    #[serde(rename(deserialize = "保密期限"), default)]
    pub secrecy_years: Option<u16>,
    /// 紧急程度 (7.2.3).
    #[serde(rename(deserialize = "紧急程度"), default)]
    pub urgency: Option<Urgency>,
    /// 发文字号 (7.2.5), such as `临政教督〔2014〕31号`.
    #[serde(rename(deserialize = "发文字号"), default)]
    pub number: Option<String>,
    /// 签发人 (7.2.6), for documents to a higher organ.
    #[serde(rename(deserialize = "签发人"), default)]
    pub signers: Vec<String>,
    /// 主送机关 (7.3.2).
    #[serde(rename(deserialize = "主送"), default)]
    pub addressees: Vec<String>,
    /// 署名 (7.3.5), the 主办机关 first.
    #[serde(rename(deserialize = "署名"), default)]
    pub signature: Vec<String>,
    /// 成文日期 (7.3.5.4).
    #[serde(rename(deserialize = "成文日期"), default)]
    pub date: Option<NaiveDate>,
    /// 加盖印章: whether 署名 leaves room for seals (7.3.5.1) or stands without
    /// (7.3.5.2).
    #[serde(rename(deserialize = "加盖印章"), default = "sealed")]
    pub sealed: bool,
    /// 印章: pictures of the seals, one for each 署名 in its order. Without them
    /// the room is left for real ones.
    #[serde(rename(deserialize = "印章"), default)]
    pub seals: Vec<String>,
    /// 签名章 in place of 署名 (7.3.5.3), the 主办机关's first.
    #[serde(rename(deserialize = "签名章"), default)]
    pub stamps: Vec<SignatureStamp>,
    /// 附注 (7.3.6), without its brackets.
    #[serde(rename(deserialize = "附注"), default)]
    pub note: Option<String>,
    /// 出席 (10.3), of a 纪要.
    #[serde(rename(deserialize = "出席"), default)]
    pub present: Vec<String>,
    /// 请假 (10.3).
    #[serde(rename(deserialize = "请假"), default)]
    pub excused: Vec<String>,
    /// 列席 (10.3).
    #[serde(rename(deserialize = "列席"), default)]
    pub observers: Vec<String>,
    /// 抄送机关 (7.4.2).
    #[serde(rename(deserialize = "抄送"), default)]
    pub copies_to: Vec<String>,
    /// 印发机关 (7.4.3).
    #[serde(rename(deserialize = "印发机关"), default)]
    pub printed_by: Option<String>,
    /// 印发日期 (7.4.3).
    #[serde(rename(deserialize = "印发日期"), default)]
    pub printed_on: Option<NaiveDate>,
    /// 条目编号: used up by the numbering, not seen by the layout.
    #[serde(rename(deserialize = "条目编号"), default, skip_serializing)]
    pub numbering: Numbering,
}

fn sealed() -> bool {
    true
}

/// 签名章 (7.3.5.3): who signs, and as what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignatureStamp {
    /// 职务, in full.
    #[serde(rename(deserialize = "职务"))]
    pub post: String,
    /// 姓名: printed where there is no picture.
    #[serde(rename(deserialize = "姓名"))]
    pub name: String,
    /// 图: a picture of the stamp.
    #[serde(rename(deserialize = "图"), default)]
    pub image: Option<String>,
}

/// 条目编号: how headings of level 3 and list items `1.` are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
pub enum Numbering {
    /// From 1 under each heading.
    #[default]
    #[serde(rename(deserialize = "逐级"))]
    Nested,
    /// On through the whole text, as in a self-evaluation report.
    #[serde(rename(deserialize = "连续"))]
    Continuous,
}

/// 版式.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all(serialize = "snake_case"))]
pub enum Format {
    /// With red head and 版记 (GB/T 9704-2012, 7).
    #[serde(rename(deserialize = "文件格式"))]
    File,
    /// 信函格式 (10.1).
    #[serde(rename(deserialize = "信函格式"))]
    Letter,
    /// 命令（令）格式 (10.2): no title, no addressee.
    #[serde(rename(deserialize = "命令格式"))]
    Order,
    /// 纪要格式 (10.3): no 署名, no seal.
    #[serde(rename(deserialize = "纪要格式"))]
    Minutes,
    /// A report or plan without a red head: the page and the body of 7.
    #[serde(rename(deserialize = "普通"))]
    Plain,
}

impl Format {
    /// The word of the front matter.
    pub fn name(self) -> &'static str {
        match self {
            Format::File => "文件格式",
            Format::Letter => "信函格式",
            Format::Order => "命令格式",
            Format::Minutes => "纪要格式",
            Format::Plain => "普通",
        }
    }
}

/// 密级 (7.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Secrecy {
    #[serde(rename = "绝密")]
    TopSecret,
    #[serde(rename = "机密")]
    Secret,
    #[serde(rename = "秘密")]
    Confidential,
}

impl Secrecy {
    /// The word as printed.
    pub fn name(self) -> &'static str {
        match self {
            Secrecy::TopSecret => "绝密",
            Secrecy::Secret => "机密",
            Secrecy::Confidential => "秘密",
        }
    }
}

/// 紧急程度 (7.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Urgency {
    #[serde(rename = "特急")]
    Urgent,
    #[serde(rename = "加急")]
    Expedited,
}

impl Urgency {
    /// The word as printed.
    pub fn name(self) -> &'static str {
        match self {
            Urgency::Urgent => "特急",
            Urgency::Expedited => "加急",
        }
    }
}
