//! 信访, 培训, 发文: the other work of the year.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Period;

/// 信访: complaints about schools.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Complaints {
    /// 受理, in 件.
    #[serde(rename(deserialize = "受理"))]
    pub received: u32,
    /// 办结, in 件.
    #[serde(rename(deserialize = "办结"))]
    pub settled: u32,
    /// 正文.
    #[serde(rename(deserialize = "正文"), default)]
    pub prose: Vec<String>,
}

/// 培训 of inspectors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Training {
    #[serde(rename(deserialize = "名称"))]
    pub name: String,
    #[serde(rename(deserialize = "时间"), default)]
    pub period: Option<Period>,
    /// 人次 that attended.
    #[serde(rename(deserialize = "人次"), default)]
    pub attendance: Option<u32>,
    /// 证书: what those who passed were given.
    #[serde(rename(deserialize = "证书"), default)]
    pub certificate: Option<String>,
    /// 取证, in 人.
    #[serde(rename(deserialize = "取证"), default)]
    pub certified: Option<u32>,
}

/// 发文: a document that the office or its government issued in the year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssuedDocument {
    /// 名称, without 《》.
    #[serde(rename(deserialize = "名称"))]
    pub name: String,
    #[serde(rename(deserialize = "文号"), default)]
    pub number: Option<String>,
    #[serde(rename(deserialize = "日期"), default)]
    pub date: Option<NaiveDate>,
    /// 督导活动 that it served, by 名称 or 简称: it is named there.
    #[serde(rename(deserialize = "督导活动"), default)]
    pub activity: Option<String>,
}
