//! 机构, 责任区 and 督学: who supervises.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// 机构: the supervision office that issues the documents (条例 art. 4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// 名称 in full, as it signs: `临夏市人民政府教育督导室`.
    #[serde(rename(deserialize = "名称"))]
    pub name: String,
    /// 简称, as running text speaks of it: `市教育督导室`.
    #[serde(rename(deserialize = "简称"))]
    pub short_name: String,
    /// 地区, ending in 省 市 县 区 州 旗 盟: says 我市, 全县.
    #[serde(rename(deserialize = "地区"))]
    pub region: String,
    #[serde(rename(deserialize = "级别"), default)]
    pub level: Option<Level>,
    /// 发文代字, the first part of a 发文字号: `临政教督`.
    #[serde(rename(deserialize = "发文代字"), default)]
    pub number_code: Option<String>,
    /// 联系人, named in letters that ask for an answer.
    #[serde(rename(deserialize = "联系人"), default)]
    pub contact: Option<String>,
    /// 电话 of the contact.
    #[serde(rename(deserialize = "电话"), default)]
    pub phone: Option<String>,
}

/// 级别 of the government the office belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Level {
    #[serde(rename = "省级")]
    Province,
    #[serde(rename = "市级")]
    Prefecture,
    #[serde(rename = "县级")]
    County,
}

/// 责任区: at most 20 schools under a few inspectors (教督〔2012〕7号).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    #[serde(rename(deserialize = "名称"))]
    pub name: String,
    /// 组长, one of the inspectors.
    #[serde(rename(deserialize = "组长"), default)]
    pub leader: Option<String>,
    /// 督学 of the zone, by name.
    #[serde(rename(deserialize = "督学"), default)]
    pub inspectors: Vec<String>,
}

/// 督学.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inspector {
    #[serde(rename(deserialize = "姓名"))]
    pub name: String,
    #[serde(rename(deserialize = "类型"))]
    pub tenure: Tenure,
    /// 职务, at the inspector's own post.
    #[serde(rename(deserialize = "职务"), default)]
    pub post: Option<String>,
    /// 聘任: the first day of the present term.
    #[serde(rename(deserialize = "聘任"), default)]
    pub appointed: Option<NaiveDate>,
    /// 届数: which term in a row this is, from 1.
    #[serde(rename(deserialize = "届数"), default)]
    pub terms: Option<u32>,
}

/// Whether an inspector serves full time (条例 art. 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Tenure {
    #[serde(rename = "专职")]
    FullTime,
    #[serde(rename = "兼职")]
    PartTime,
}
