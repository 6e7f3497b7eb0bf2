//! 学校: who is supervised.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// 学校, kindergartens included (条例 art. 2: 以下统称学校).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct School {
    /// 代码: the school's code, text as written.
    #[serde(rename(deserialize = "代码"), default)]
    pub code: Option<String>,
    /// 名称 in full, as a letter addresses it.
    #[serde(rename(deserialize = "名称"))]
    pub name: String,
    #[serde(rename(deserialize = "学段"))]
    pub stage: Stage,
    #[serde(rename(deserialize = "办学性质"), default)]
    pub ownership: Option<Ownership>,
    /// 责任区, by name.
    #[serde(rename(deserialize = "责任区"), default)]
    pub zone: Option<String>,
    #[serde(rename(deserialize = "学生数"), default)]
    pub students: Option<u32>,
    #[serde(rename(deserialize = "教职工数"), default)]
    pub staff: Option<u32>,
}

/// The schools of a record by each name that data may use, for looking up many.
#[derive(Debug, Clone, Default)]
pub struct SchoolIndex<'a>(BTreeMap<&'a str, &'a School>);

impl<'a> SchoolIndex<'a> {
    pub fn new(schools: &'a [School]) -> Self {
        let keys = |school: &'a School| {
            [Some(school.name.as_str()), school.code.as_deref()].into_iter().flatten()
        };
        Self(schools.iter().flat_map(|s| keys(s).map(move |key| (key, s))).collect())
    }

    /// The school with this 代码 or 名称.
    pub fn get(&self, key: &str) -> Option<&'a School> {
        self.0.get(key).copied()
    }

    /// The full name of the school with this key; the key itself where there is
    /// none.
    pub fn name<'k>(&self, key: &'k str) -> &'k str
    where
        'a: 'k,
    {
        self.get(key).map_or(key, |school| &school.name)
    }
}

/// 学段.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub enum Stage {
    #[serde(rename = "幼儿园")]
    Kindergarten,
    #[serde(rename = "小学")]
    Primary,
    #[serde(rename = "初中")]
    Junior,
    #[serde(rename = "九年一贯制")]
    NineYear,
    #[serde(rename = "完全中学")]
    FullSecondary,
    #[serde(rename = "高中")]
    Senior,
    #[serde(rename = "中职")]
    Vocational,
    #[serde(rename = "特教")]
    Special,
}

impl Stage {
    /// In the order reports list them.
    pub const ALL: [Stage; 8] = [
        Stage::Kindergarten,
        Stage::Primary,
        Stage::Junior,
        Stage::NineYear,
        Stage::FullSecondary,
        Stage::Senior,
        Stage::Vocational,
        Stage::Special,
    ];

    /// As a count names it: `小学15所`.
    pub fn label(self) -> &'static str {
        match self {
            Stage::Kindergarten => "幼儿园",
            Stage::Primary => "小学",
            Stage::Junior => "初中",
            Stage::NineYear => "九年一贯制学校",
            Stage::FullSecondary => "完全中学",
            Stage::Senior => "高中",
            Stage::Vocational => "中等职业学校",
            Stage::Special => "特殊教育学校",
        }
    }
}

/// 办学性质.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Ownership {
    #[serde(rename = "公办")]
    Public,
    #[serde(rename = "民办")]
    Private,
}
