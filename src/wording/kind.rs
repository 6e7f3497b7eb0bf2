//! 文种: what a kind's `kind.yaml` says.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Report, SourceId, Sources};
use crate::document::{Format, Numbering};
use crate::record::Record;
use crate::yaml;

use super::Templates;

/// 文种: a folder with `kind.yaml` and `wording.md`. Texts in it are templates
/// and may read what the wording may read.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// The folder's name.
    #[serde(skip)]
    #[schemars(skip)]
    pub id: String,
    /// 文种: the Chinese name that 文书 uses.
    #[serde(rename(deserialize = "文种"))]
    pub name: String,
    /// 说明, one line for `dudao kinds`.
    #[serde(rename(deserialize = "说明"))]
    pub description: String,
    #[serde(rename(deserialize = "标题"))]
    pub title: String,
    #[serde(rename(deserialize = "版式"))]
    pub format: Format,
    #[serde(rename(deserialize = "发放"), default)]
    pub issue: Issue,
    /// 需要: the sections of the workbook that it cannot do without.
    #[serde(rename(deserialize = "需要"), default)]
    pub needs: Vec<Need>,
    /// 限期整改: each letter must judge its school and give each problem a day by
    /// which it is put right (条例 art. 21).
    #[serde(rename(deserialize = "限期整改"), default)]
    pub demands: bool,
    /// 统计图: a statistic with 图 is drawn below the paragraph that first quotes
    /// one of its figures.
    #[serde(rename(deserialize = "统计图"), default)]
    pub charts: bool,
    #[serde(rename(deserialize = "主送"), default)]
    pub addressees: Vec<String>,
    #[serde(rename(deserialize = "署名"), default)]
    pub signature: Vec<String>,
    #[serde(rename(deserialize = "附注"), default)]
    pub note: Option<String>,
    #[serde(rename(deserialize = "条目编号"), default)]
    pub numbering: Numbering,
}

/// 发放: what one document of the kind is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
pub enum Issue {
    /// One for the office.
    #[default]
    #[serde(rename(deserialize = "单件"))]
    Single,
    /// One for each school with a result in an activity.
    #[serde(rename(deserialize = "逐校"))]
    PerSchool,
}

/// A section of the workbook that a kind may need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Need {
    #[serde(rename = "督导活动")]
    Activities,
    #[serde(rename = "总结")]
    Review,
    #[serde(rename = "计划")]
    Plan,
    #[serde(rename = "自评")]
    SelfEvaluation,
    #[serde(rename = "统计")]
    Statistics,
    #[serde(rename = "信访")]
    Complaints,
    #[serde(rename = "学校")]
    Schools,
    #[serde(rename = "督学")]
    Inspectors,
}

impl Need {
    /// The key in the workbook.
    pub fn key(self) -> &'static str {
        match self {
            Need::Activities => "督导活动",
            Need::Review => "总结",
            Need::Plan => "计划",
            Need::SelfEvaluation => "自评",
            Need::Statistics => "统计",
            Need::Complaints => "信访",
            Need::Schools => "学校",
            Need::Inspectors => "督学",
        }
    }

    /// Whether the record has it.
    pub fn is_in(self, record: &Record) -> bool {
        match self {
            Need::Activities => !record.activities.is_empty(),
            Need::Review => record.review.is_some(),
            Need::Plan => record.plan.is_some(),
            Need::SelfEvaluation => record.self_evaluation.is_some(),
            Need::Statistics => !record.statistics.is_empty(),
            Need::Complaints => record.complaints.is_some(),
            Need::Schools => !record.schools.is_empty(),
            Need::Inspectors => !record.inspectors.is_empty(),
        }
    }
}

impl Kind {
    /// The wording's path among the templates.
    pub fn wording(&self) -> String {
        format!("{}/wording.md", self.id)
    }

    /// Reads all kinds; what is wrong with one goes into the report.
    pub fn load(templates: &Templates, sources: &Sources, report: &mut Report) -> Vec<Kind> {
        let mut kinds: Vec<Kind> = Vec::new();
        for id in templates.kinds() {
            let Some(source) = templates.get(&format!("{id}/kind.yaml")) else {
                report.push(
                    Diagnostic::error("TPL-03", format!("文种“{id}”缺少 kind.yaml"))
                        .help("每个文种的文件夹里要有 kind.yaml 和 wording.md"),
                );
                continue;
            };
            if templates.get(&format!("{id}/wording.md")).is_none() {
                report.push(
                    Diagnostic::error("TPL-03", format!("文种“{id}”缺少 wording.md"))
                        .help("每个文种的文件夹里要有 kind.yaml 和 wording.md"),
                );
                continue;
            }
            let Some(kind) = Kind::read(id, source, sources, report) else { continue };
            if kinds.iter().any(|other| other.name == kind.name) {
                report.push(
                    Diagnostic::error("TPL-04", format!("有两个文种都叫“{}”", kind.name))
                        .help(format!("请给文件夹“{id}”里的文种换一个名称")),
                );
                continue;
            }
            kinds.push(kind);
        }
        kinds
    }

    fn read(
        id: &str,
        source: SourceId,
        sources: &Sources,
        report: &mut Report,
    ) -> Option<Kind> {
        let schema = schemars::schema_for!(Kind);
        let tree = yaml::parse(source, &sources.get(source).text, &schema, report)?;
        let sound = yaml::check(&tree, &schema, report)?;
        match sound.typed::<Kind>() {
            Ok(kind) => Some(Kind { id: id.to_owned(), ..kind }),
            Err(error) => {
                let message = format!("文种“{id}”的 kind.yaml 无法读入：{error}");
                report.push(Diagnostic::error("TPL-03", message).at(tree.span, ""));
                None
            }
        }
    }
}
