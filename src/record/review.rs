//! 总结: what frames the year-end summary.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// 总结: the phrases of the opening and whatever no section foresees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YearReview {
    /// 指导思想: follows 以, before 为指导.
    #[serde(rename(deserialize = "指导思想"))]
    pub guidance: String,
    /// 主线: follows 以, before 为主线.
    #[serde(rename(deserialize = "主线"), default)]
    pub main_thread: Option<String>,
    /// 目标: follows 以, before 为目标.
    #[serde(rename(deserialize = "目标"), default)]
    pub aim: Option<String>,
    /// 重点: follows 以, before 为重点.
    #[serde(rename(deserialize = "重点"), default)]
    pub focus: Option<String>,
    /// 总评: the overall judgement, a clause without a final mark.
    #[serde(rename(deserialize = "总评"), default)]
    pub judgement: Option<String>,
    /// 队伍建设: paragraphs on the inspectorate, after the trainings.
    #[serde(rename(deserialize = "队伍建设"), default)]
    pub workforce: Vec<String>,
    /// 其他工作: sections of their own.
    #[serde(rename(deserialize = "其他工作"), default)]
    pub sections: Vec<Section>,
}

/// A heading and its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    #[serde(rename(deserialize = "标题"))]
    pub title: String,
    /// 内容, a paragraph each.
    #[serde(rename(deserialize = "内容"))]
    #[schemars(length(min = 1))]
    pub content: Vec<String>,
}
