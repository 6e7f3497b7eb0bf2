//! References between data: every name or code that points at another datum
//! must find exactly one.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Report, nearest};
use crate::record::{Activity, Indicator, Record, SchoolIndex, SchoolResult, TeamRole};

use super::Workbook;

/// Reports every dangling reference and every key that two data share.
pub fn check(workbook: &Workbook, report: &mut Report) {
    let record = &workbook.record;
    let known = Known::of(record);
    let mut references = References { workbook, report, known: &known, suggestions: 50 };
    references.distinct(record);
    references.people_and_places(record);
    references.activities(record);
    references.other(record);
}

struct References<'a> {
    workbook: &'a Workbook,
    report: &'a mut Report,
    known: &'a Known<'a>,
    /// How many dangling references may still be given the nearest name: to
    /// find it means to look through all.
    suggestions: usize,
}

type Names<'a> = BTreeSet<&'a str>;

/// Everything that can be referred to, by each of its names.
struct Known<'a> {
    schools: Names<'a>,
    index: SchoolIndex<'a>,
    zones: Names<'a>,
    inspectors: Names<'a>,
    bases: Names<'a>,
    systems: Names<'a>,
    activities: Names<'a>,
    statistics: Names<'a>,
}

impl<'a> Known<'a> {
    fn of(record: &'a Record) -> Self {
        let schools = record.schools.iter().map(|s| (&s.name, s.code.as_deref()));
        let schools = schools.flat_map(|(name, code)| [Some(name.as_str()), code]).flatten();
        let pairs = record.bases.iter().map(|b| (&b.name, b.short_name.as_deref()));
        let bases = pairs.flat_map(|(name, short)| [Some(name.as_str()), short]).flatten();
        let pairs = record.activities.iter().map(|a| (&a.name, a.short_name.as_deref()));
        let activities =
            pairs.flat_map(|(name, short)| [Some(name.as_str()), short]).flatten();
        Known {
            schools: schools.collect(),
            index: SchoolIndex::new(&record.schools),
            zones: record.zones.iter().map(|z| z.name.as_str()).collect(),
            inspectors: record.inspectors.iter().map(|p| p.name.as_str()).collect(),
            bases: bases.collect(),
            systems: record.indicator_systems.iter().map(|s| s.name.as_str()).collect(),
            activities: activities.collect(),
            statistics: record.statistics.iter().map(|s| s.name.as_str()).collect(),
        }
    }
}

impl References<'_> {
    fn distinct(&mut self, record: &Record) {
        let mut schools: Vec<(String, &str)> = Vec::new();
        for (i, school) in record.schools.iter().enumerate() {
            schools.push((format!("/学校/{i}/名称"), &school.name));
            if let Some(code) = &school.code {
                schools.push((format!("/学校/{i}/代码"), code));
            }
        }
        self.unique("学校", schools);
        self.unique("责任区", names("责任区/名称", record.zones.iter().map(|z| &z.name)));
        self.unique("督学", names("督学/姓名", record.inspectors.iter().map(|p| &p.name)));
        let mut bases = Vec::new();
        for (i, basis) in record.bases.iter().enumerate() {
            with_short(&mut bases, &format!("/依据/{i}"), &basis.name, &basis.short_name);
        }
        self.unique("依据", bases);
        // Figures are named after these: 综合督导·督导学校数, 在校生·总数.
        let mut scopes = Vec::new();
        for (i, activity) in record.activities.iter().enumerate() {
            let at = format!("/督导活动/{i}");
            with_short(&mut scopes, &at, &activity.name, &activity.short_name);
        }
        let statistics = record.statistics.iter().map(|s| &s.name);
        scopes.extend(names("统计/名称", statistics));
        scopes.push(("/自评".to_owned(), "自评"));
        // 评估·甲校 is also what the figures of a school in an activity are named after.
        let mut of_schools = Vec::new();
        if scopes.iter().any(|(_, scope)| scope.contains('·')) {
            for (i, activity) in record.activities.iter().enumerate() {
                for (j, result) in activity.results.iter().enumerate() {
                    let path = format!("/督导活动/{i}/结果/{j}/学校");
                    of_schools.push((path, activity.label_of(result, &self.known.index)));
                }
            }
        }
        scopes.extend(of_schools.iter().map(|(path, scope)| (path.clone(), scope.as_str())));
        self.unique("督导活动和统计", scopes);
        for (i, statistic) in record.statistics.iter().enumerate() {
            let parts = statistic.parts.iter().map(|p| &p.name);
            self.unique(
                &format!("“{}”的分项", statistic.name),
                nested(&format!("/统计/{i}/分项"), parts),
            );
        }
        for (i, system) in record.indicator_systems.iter().enumerate() {
            let of = format!("指标体系“{}”", system.name);
            let indicators = system.indicators.iter().map(|g| &g.name);
            self.unique(
                &format!("{of}的一级指标"),
                nested(&format!("/指标体系/{i}/指标"), indicators),
            );
            let grades = system.grades.iter().map(|g| &g.name);
            self.unique(
                &format!("{of}的等次"),
                nested(&format!("/指标体系/{i}/等次"), grades),
            );
        }
        let aspects = record.self_evaluation.iter().flat_map(|own| &own.aspects);
        self.unique("自评的方面", nested("/自评/方面", aspects.map(|a| &a.name)));
        let systems = record.indicator_systems.iter().map(|s| &s.name);
        self.unique("指标体系", names("指标体系/名称", systems));
        for (i, system) in record.indicator_systems.iter().enumerate() {
            let mut codes = Vec::new();
            indicator_codes(&format!("/指标体系/{i}/指标"), &system.indicators, &mut codes);
            self.unique(&format!("指标体系“{}”的指标", system.name), codes);
        }
        for (i, activity) in record.activities.iter().enumerate() {
            let results = activity.results.iter().enumerate().map(|(j, result)| {
                (format!("/督导活动/{i}/结果/{j}/学校"), self.known.index.name(&result.school))
            });
            let results = results.collect();
            self.unique(&format!("“{}”的结果", activity.name), results);
        }
    }

    fn unique(&mut self, what: &str, keys: Vec<(String, &str)>) {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for (path, key) in &keys {
            let Some(first) = seen.insert(key, path) else { continue };
            let mut diagnostic =
                Diagnostic::error("LNK-02", format!("{what}里“{key}”出现了两次"));
            for (path, text) in [(path.as_str(), "这里又出现一次"), (first, "第一次在这里")]
            {
                if let Some(span) = self.workbook.span(path) {
                    diagnostic = diagnostic.at(span, text);
                }
            }
            self.report
                .push(diagnostic.help("名称和代码不能重复，否则无法分辨，请改掉或删去一处。"));
        }
    }

    fn people_and_places(&mut self, record: &Record) {
        for (i, zone) in record.zones.iter().enumerate() {
            if let Some(leader) = &zone.leader {
                self.inspector(format!("/责任区/{i}/组长"), leader);
            }
            for (j, name) in zone.inspectors.iter().enumerate() {
                self.inspector(format!("/责任区/{i}/督学/{j}"), name);
            }
        }
        for (i, school) in record.schools.iter().enumerate() {
            if let Some(zone) = &school.zone {
                let known = &self.known.zones;
                self.found("责任区", format!("/学校/{i}/责任区"), zone, known);
            }
        }
    }

    fn activities(&mut self, record: &Record) {
        for (i, system) in record.indicator_systems.iter().enumerate() {
            if let Some(basis) = &system.basis {
                self.basis(format!("/指标体系/{i}/依据"), basis);
            }
        }
        for (i, activity) in record.activities.iter().enumerate() {
            let at = format!("/督导活动/{i}");
            for (j, basis) in activity.bases.iter().enumerate() {
                self.basis(format!("{at}/依据/{j}"), basis);
            }
            for (j, school) in activity.schools.iter().enumerate() {
                self.school(format!("{at}/学校/{j}"), school);
            }
            for (j, member) in activity.team.iter().enumerate() {
                if member.role != TeamRole::Expert {
                    self.inspector(format!("{at}/督导组/{j}/姓名"), &member.name);
                }
            }
            if let Some(system) = &activity.indicator_system {
                let known = &self.known.systems;
                self.found("指标体系", format!("{at}/指标体系"), system, known);
            }
            self.results(record, &at, activity);
        }
    }

    fn results(&mut self, record: &Record, at: &str, activity: &Activity) {
        let system = record.system_of(activity);
        let leaves = system.map_or(Vec::new(), |s| s.leaves());
        let codes: Names = leaves.iter().map(|leaf| leaf.code.as_str()).collect();
        let grades: Names =
            system.iter().flat_map(|s| &s.grades).map(|g| g.name.as_str()).collect();
        // An unknown system is reported once, not once for each score.
        let scored = system.is_some() || activity.indicator_system.is_none();
        for (j, result) in activity.results.iter().enumerate() {
            let at = format!("{at}/结果/{j}");
            self.school(format!("{at}/学校"), &result.school);
            if scored {
                self.indicators(&at, result, &codes);
            }
            if let (Some(grade), Some(_)) = (&result.grade, system) {
                self.found("等次", format!("{at}/等次"), grade, &grades);
            }
            for (k, problem) in result.problems.iter().enumerate() {
                if let Some(basis) = &problem.basis {
                    self.basis(format!("{at}/问题/{k}/依据"), basis);
                }
            }
        }
    }

    fn indicators(&mut self, at: &str, result: &SchoolResult, codes: &Names) {
        for code in result.scores.codes().filter(|code| !codes.contains(code)) {
            self.found("指标", format!("{at}/得分/{code}"), code, codes);
        }
        for (k, problem) in result.problems.iter().enumerate() {
            if let Some(code) = &problem.indicator {
                self.found("指标", format!("{at}/问题/{k}/指标"), code, codes);
            }
        }
    }

    fn other(&mut self, record: &Record) {
        for (i, document) in record.issued_documents.iter().enumerate() {
            if let Some(activity) = &document.activity {
                self.activity(format!("/发文/{i}/督导活动"), activity);
            }
        }
        for (i, edition) in record.editions.iter().enumerate() {
            if let Some(activity) = &edition.per_school {
                self.activity(format!("/文书/{i}/逐校"), activity);
            }
        }
        for (i, basis) in record.plan.iter().flat_map(|p| p.bases.iter().enumerate()) {
            self.basis(format!("/计划/依据/{i}"), basis);
        }
        let Some(own) = &record.self_evaluation else { return };
        for (i, basis) in own.bases.iter().enumerate() {
            self.basis(format!("/自评/依据/{i}"), basis);
        }
        for (i, name) in own.profile.iter().flat_map(|p| p.statistics.iter().enumerate()) {
            let known = &self.known.statistics;
            self.found("统计", format!("/自评/基本情况/统计/{i}"), name, known);
        }
    }

    fn school(&mut self, path: String, key: &str) {
        self.found("学校", path, key, &self.known.schools);
    }

    fn inspector(&mut self, path: String, key: &str) {
        self.found("督学", path, key, &self.known.inspectors);
    }

    fn basis(&mut self, path: String, key: &str) {
        self.found("依据", path, key, &self.known.bases);
    }

    fn activity(&mut self, path: String, key: &str) {
        self.found("督导活动", path, key, &self.known.activities);
    }

    /// Reports a key that is none of the known names.
    fn found(&mut self, what: &str, path: String, key: &str, known: &Names) {
        if known.contains(key) {
            return;
        }
        let close =
            (self.suggestions > 0).then(|| nearest(key, known.iter().copied())).flatten();
        self.suggestions = self.suggestions.saturating_sub(1);
        // The key of a score is itself the reference; a single scalar may
        // stand for a list of one.
        let span = if path.contains("/得分/") {
            self.workbook.key_span(&path)
        } else {
            self.workbook.span(&path)
        };
        let span = span.or_else(|| self.workbook.span(path.rsplit_once('/')?.0));
        let mut diagnostic = Diagnostic::error("LNK-01", format!("找不到{what}“{key}”"));
        if let Some(span) = span {
            diagnostic = diagnostic.at(span, "");
        }
        self.report.push(diagnostic.help(match close {
            Some(close) => {
                format!("是不是“{close}”？不是的话，请在工作簿里写上这个{what}。")
            }
            None => format!("请先在工作簿里写上这个{what}，或者改成已有的。"),
        }));
    }
}

fn names<'a>(path: &str, names: impl Iterator<Item = &'a String>) -> Vec<(String, &'a str)> {
    let (section, key) = path.split_once('/').unwrap_or((path, ""));
    names
        .enumerate()
        .map(|(i, name)| (format!("/{section}/{i}/{key}"), name.as_str()))
        .collect()
}

/// The names of items below a path.
fn nested<'a>(at: &str, names: impl Iterator<Item = &'a String>) -> Vec<(String, &'a str)> {
    names.enumerate().map(|(i, name)| (format!("{at}/{i}/名称"), name.as_str())).collect()
}

/// The name and, where it is another, the short name of one datum.
fn with_short<'a>(
    keys: &mut Vec<(String, &'a str)>,
    at: &str,
    name: &'a str,
    short: &'a Option<String>,
) {
    keys.push((format!("{at}/名称"), name));
    if let Some(short) = short.as_deref().filter(|short| *short != name) {
        keys.push((format!("{at}/简称"), short));
    }
}

fn indicator_codes<'a>(
    at: &str,
    indicators: &'a [Indicator],
    codes: &mut Vec<(String, &'a str)>,
) {
    for (i, indicator) in indicators.iter().enumerate() {
        codes.push((format!("{at}/{i}/编号"), &indicator.code));
        indicator_codes(&format!("{at}/{i}/下级"), &indicator.children, codes);
    }
}
