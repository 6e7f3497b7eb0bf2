//! Which of the planned documents are to be made.

use crate::diagnostic::{Diagnostic, Report, nearest};
use crate::record::{School, SchoolIndex};
use crate::workbook::Workbook;

use super::plan::Planned;
use super::shard::Shard;

/// What the clerk picked. Of several conditions a document meets each; nothing
/// picked is everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Words that the kind, the title or the school contains.
    pub only: Option<String>,
    /// Schools by 代码 or 名称: the letters to one of them.
    pub schools: Vec<String>,
    /// 责任区 by name: the letters to the schools of one of them.
    pub zones: Vec<String>,
    /// A share for one of several machines.
    pub shard: Option<Shard>,
}

impl Selection {
    /// Marks the documents that are not to be made. What picks nothing goes into
    /// the report.
    pub(super) fn mark(
        &self,
        workbook: &Workbook,
        schools: &SchoolIndex,
        planned: &mut [Planned],
        report: &mut Report,
    ) {
        let known = self.are_known(workbook, schools, report);
        for document in planned.iter_mut() {
            let school = document.school;
            document.selected = self.contains(workbook, document)
                && (self.schools.is_empty() || school.is_some_and(|s| self.names(s)))
                && (self.zones.is_empty() || school.is_some_and(|s| self.covers(s)));
        }
        if !known || planned.is_empty() || planned.iter().any(|document| document.selected) {
            return;
        }
        let diagnostic = match &self.only {
            Some(only) if self.schools.is_empty() && self.zones.is_empty() => {
                let message = format!("没有文种、标题或学校包含“{only}”的文书");
                let help = "请检查 --only 后面的字；不写 --only 就生成全部文书";
                Diagnostic::error("KND-06", message).help(help)
            }
            _ => Diagnostic::error("KND-06", "没有一份文书符合所选的条件").help(
                "请检查 --only、--school、--zone 后面的字；用 --dry-run 可以先列出要生成的文书",
            ),
        };
        report.push(diagnostic);
    }

    fn contains(&self, workbook: &Workbook, document: &Planned) -> bool {
        let Some(only) = self.only.as_deref() else { return true };
        let title = workbook.record.editions[document.edition].title.as_deref();
        document.kind.name.contains(only)
            || title.is_some_and(|title| title.contains(only))
            || document.stem.contains(only)
            || document.school.is_some_and(|school| school.name.contains(only))
    }

    fn names(&self, school: &School) -> bool {
        self.schools
            .iter()
            .any(|key| *key == school.name || school.code.as_deref() == Some(key.as_str()))
    }

    fn covers(&self, school: &School) -> bool {
        school.zone.as_ref().is_some_and(|zone| self.zones.contains(zone))
    }

    /// Whether the workbook has all that is named.
    fn are_known(
        &self,
        workbook: &Workbook,
        schools: &SchoolIndex,
        report: &mut Report,
    ) -> bool {
        let before = report.len();
        let named = |message: String, close: Option<&str>, list: &str| {
            Diagnostic::error("KND-10", message).help(match close {
                Some(close) => format!("是不是“{close}”？"),
                None => format!("请写工作簿里“{list}”的名称"),
            })
        };
        for key in self.schools.iter().filter(|key| schools.get(key).is_none()) {
            let names = workbook.record.schools.iter().map(|school| school.name.as_str());
            let message = format!("工作簿里没有“{key}”这所学校");
            report.push(named(message, nearest(key, names), "学校"));
        }
        let zones = || {
            let listed = workbook.record.zones.iter().map(|zone| zone.name.as_str());
            listed.chain(workbook.record.schools.iter().filter_map(|s| s.zone.as_deref()))
        };
        for key in self.zones.iter().filter(|key| !zones().any(|zone| zone == *key)) {
            let message = format!("工作簿里没有“{key}”这个责任区");
            report.push(named(message, nearest(key, zones()), "责任区"));
        }
        report.len() == before
    }
}
