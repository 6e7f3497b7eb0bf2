//! 问题: what is wrong, measured where it can be, and what is done about it.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// 问题 of the whole year, or of a self-evaluation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YearProblem {
    #[serde(rename(deserialize = "内容"))]
    pub content: String,
    /// 措施 that answers it.
    #[serde(rename(deserialize = "措施"), default)]
    pub measure: Option<String>,
}

/// 问题 of a school in a result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    #[serde(rename(deserialize = "内容"))]
    pub content: String,
    /// 依据 that it falls short of, by 名称 or 简称.
    #[serde(rename(deserialize = "依据"), default)]
    pub basis: Option<String>,
    /// 指标 that it concerns, by 编号.
    #[serde(rename(deserialize = "指标"), default)]
    pub indicator: Option<String>,
    /// 实测 value, in 单位.
    #[serde(rename(deserialize = "实测"), default)]
    pub measured: Option<f64>,
    /// 标准 value, in 单位.
    #[serde(rename(deserialize = "标准"), default)]
    pub standard: Option<f64>,
    #[serde(rename(deserialize = "单位"), default)]
    pub unit: Option<String>,
    /// 措施: the demand on the school.
    #[serde(rename(deserialize = "措施"), default)]
    pub measure: Option<String>,
    #[serde(rename(deserialize = "整改期限"), default)]
    pub deadline: Option<NaiveDate>,
    /// 已整改.
    #[serde(rename(deserialize = "已整改"), default)]
    pub resolved: bool,
}
