//! 督导活动 and its 结果: what was supervised, how, and what came of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::scores::{self, Scores};
use super::{Problem, SchoolIndex};

/// 督导活动: one piece of supervision (条例 art. 11 to 23).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    #[serde(rename(deserialize = "名称"))]
    pub name: String,
    /// 简称, by which data and figures may speak of it.
    #[serde(rename(deserialize = "简称"), default)]
    pub short_name: Option<String>,
    #[serde(rename(deserialize = "类别"))]
    pub category: Category,
    /// 对象: 督政 or 督学 (条例 art. 2); schools where not said.
    #[serde(rename(deserialize = "对象"), default)]
    pub object: Object,
    /// 依据, by 名称 or 简称.
    #[serde(rename(deserialize = "依据"), default)]
    pub bases: Vec<String>,
    #[serde(rename(deserialize = "时间"), default)]
    pub period: Option<Period>,
    /// 方式: 听取汇报, 随堂听课, … as they follow one another.
    #[serde(rename(deserialize = "方式"), default)]
    pub methods: Vec<String>,
    /// 范围 in words, where no list is kept: `全市中小学`.
    #[serde(rename(deserialize = "范围"), default)]
    pub scope: Option<String>,
    /// 学校 that were supervised, where there are no 结果.
    #[serde(rename(deserialize = "学校"), default)]
    pub schools: Vec<String>,
    /// 督导组.
    #[serde(rename(deserialize = "督导组"), default)]
    pub team: Vec<TeamMember>,
    /// 听课, in 节.
    #[serde(rename(deserialize = "听课"), default)]
    pub lessons: Option<u32>,
    /// 访谈, in 人次.
    #[serde(rename(deserialize = "访谈"), default)]
    pub interviews: Option<u32>,
    /// 座谈会, in 场.
    #[serde(rename(deserialize = "座谈会"), default)]
    pub meetings: Option<u32>,
    #[serde(rename(deserialize = "问卷"), default)]
    pub questionnaires: Option<Questionnaires>,
    /// 整改通知书 sent, in 份.
    #[serde(rename(deserialize = "整改通知书"), default)]
    pub notices: Option<u32>,
    /// 统计项: items of the tables filled in, in 项.
    #[serde(rename(deserialize = "统计项"), default)]
    pub table_items: Option<u32>,
    #[serde(rename(deserialize = "指标体系"), default)]
    pub indicator_system: Option<String>,
    /// 整改期限 for every school that has none of its own.
    #[serde(rename(deserialize = "整改期限"), default)]
    pub deadline: Option<NaiveDate>,
    /// Wordings read one result at a time, never all of them.
    #[serde(
        rename(deserialize = "结果"),
        default,
        skip_serializing,
        deserialize_with = "scores::results"
    )]
    #[schemars(with = "Vec<SchoolResult>")]
    pub results: Vec<SchoolResult>,
    /// 小标题 in the summary, where the name does not serve.
    #[serde(rename(deserialize = "小标题"), default)]
    pub heading: Option<String>,
    /// 成效: what it brought, a sentence each.
    #[serde(rename(deserialize = "成效"), default)]
    pub outcomes: Vec<String>,
    /// 正文: paragraphs that no field foresees.
    #[serde(rename(deserialize = "正文"), default)]
    pub prose: Vec<String>,
}

impl Activity {
    /// Whether data may speak of it by this key.
    pub fn is_called(&self, key: &str) -> bool {
        self.name == key || self.short_name.as_deref() == Some(key)
    }

    /// The short name where there is one.
    pub fn label(&self) -> &str {
        self.short_name.as_deref().unwrap_or(&self.name)
    }

    /// What the figures of a school in it are named after: `评估·临夏市第一小学`.
    pub fn label_of(&self, result: &SchoolResult, schools: &SchoolIndex) -> String {
        format!("{}·{}", self.label(), schools.name(&result.school))
    }
}

/// 类别 of supervision (条例 art. 13, and what follows it up).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub enum Category {
    #[serde(rename = "综合督导")]
    Comprehensive,
    #[serde(rename = "专项督导")]
    Special,
    #[serde(rename = "经常性督导")]
    Regular,
    #[serde(rename = "督导回访")]
    Revisit,
    #[serde(rename = "复评")]
    Reassessment,
    #[serde(rename = "监测")]
    Monitoring,
}

impl Category {
    /// In the order reports list them.
    pub const ALL: [Category; 6] = [
        Category::Comprehensive,
        Category::Special,
        Category::Regular,
        Category::Revisit,
        Category::Reassessment,
        Category::Monitoring,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Category::Comprehensive => "综合督导",
            Category::Special => "专项督导",
            Category::Regular => "经常性督导",
            Category::Revisit => "督导回访",
            Category::Reassessment => "复评",
            Category::Monitoring => "监测",
        }
    }
}

/// 对象: whom an activity supervises (条例 art. 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub enum Object {
    /// 督政: a lower government or its departments.
    #[serde(rename = "政府")]
    Government,
    /// 督学: schools.
    #[default]
    #[serde(rename = "学校")]
    Schools,
}

/// 时间, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Period {
    #[serde(rename(deserialize = "起"))]
    pub from: NaiveDate,
    #[serde(rename(deserialize = "止"))]
    pub to: NaiveDate,
}

/// One member of a 督导组 (条例 art. 16).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamMember {
    #[serde(rename(deserialize = "姓名"))]
    pub name: String,
    #[serde(rename(deserialize = "职责"))]
    pub role: TeamRole,
}

/// 职责 in a 督导组. 专家 need not be inspectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum TeamRole {
    #[serde(rename = "组长")]
    Leader,
    #[serde(rename = "成员")]
    Member,
    #[serde(rename = "专家")]
    Expert,
}

/// 问卷, in 份.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Questionnaires {
    #[serde(rename(deserialize = "发放"))]
    pub sent: u32,
    #[serde(rename(deserialize = "有效"))]
    pub valid: u32,
}

/// 结果 of one school in one activity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SchoolResult {
    /// 学校, by 代码 or 名称.
    #[serde(rename(deserialize = "学校"))]
    pub school: String,
    /// 时间 of the visit.
    #[serde(rename(deserialize = "时间"), default)]
    pub period: Option<Period>,
    /// 得分 by 编号 of the indicator.
    #[serde(rename(deserialize = "得分"), default)]
    #[schemars(with = "BTreeMap<String, f64>")]
    pub scores: Scores,
    /// 等次, where the office decided it otherwise than by the thresholds.
    #[serde(rename(deserialize = "等次"), default)]
    pub grade: Option<String>,
    /// 听课, in 节.
    #[serde(rename(deserialize = "听课"), default)]
    pub lessons: Option<u32>,
    /// 访谈, in 人次.
    #[serde(rename(deserialize = "访谈"), default)]
    pub interviews: Option<u32>,
    #[serde(rename(deserialize = "问卷"), default)]
    pub questionnaires: Option<Questionnaires>,
    /// 亮点, a sentence each.
    #[serde(rename(deserialize = "亮点"), default)]
    pub strengths: Vec<String>,
    #[serde(rename(deserialize = "问题"), default)]
    pub problems: Vec<Problem>,
    /// 建议 beyond the demands for each problem.
    #[serde(rename(deserialize = "建议"), default)]
    pub advice: Vec<String>,
    #[serde(rename(deserialize = "整改期限"), default)]
    pub deadline: Option<NaiveDate>,
}
