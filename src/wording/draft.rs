//! Writing one edition: the kind's template with the facts makes the text, the
//! kind and the edition make the elements.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use tera::{Context, Tera};

use crate::chinese::document_number;
use crate::diagnostic::{Diagnostic, Report, Sources, Span};
use crate::document::{Elements, Format};
use crate::figures::{Ledger, findings};
use crate::record::Edition;
use crate::workbook::Workbook;

use super::charts::Charts;
use super::context::{Facts, OF_SCHOOL};
use super::faults::{self, Origin};
use super::filters;
use super::kind::{Issue, Kind};
use super::layout;
use super::marks::{self, Quote};
use super::templates::Templates;

/// Which result of which activity an edition is about, as places in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    pub activity: usize,
    pub result: usize,
}

/// What the wording makes of an edition.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub elements: Elements,
    /// The manuscript without its front matter.
    pub body: String,
    /// Where the body quotes a figure, in order.
    pub quotes: Vec<Quote>,
    /// All figures that the document quotes, by their numbers in the ledger.
    pub figures: BTreeSet<usize>,
}

/// Writes the editions of one workbook.
pub struct Writer<'a> {
    workbook: &'a Workbook,
    facts: Facts<'a>,
    templates: &'a Templates,
    tera: Tera,
    kinds: Vec<Kind>,
    year: Map<String, Value>,
    context: Context,
    /// The activities of the year as templates read them, each made once.
    activities: Vec<tera::Value>,
    charts: Charts,
}

impl<'a> Writer<'a> {
    /// Loads the kinds and prepares the facts. `None` where a template or a
    /// quotation of a figure is wrong.
    pub fn new(
        workbook: &'a Workbook,
        ledger: &'a Ledger<'a>,
        templates: &'a Templates,
        sources: &Sources,
        report: &mut Report,
    ) -> Option<Writer<'a>> {
        let errors = report.count(crate::diagnostic::Severity::Error);
        let kinds = Kind::load(templates, sources, report);
        let mut tera = Tera::new();
        tera.set_escape_fn(filters::escape);
        tera.autoescape_on([".md"]);
        filters::register(&mut tera);
        for kind in &kinds {
            let path = kind.wording();
            let Some(source) = templates.get(&path) else { continue };
            let text = layout::soft_lines(&sources.get(source).text);
            if let Err(error) = tera.add_raw_template(&path, &text) {
                report.push(faults::diagnostic(&error, templates, Origin::Wording(&path)));
            }
        }
        let facts = Facts::new(workbook, ledger, report);
        let year = facts.of_year(templates.mention("schools", sources));
        let context = context(&year);
        for kind in &kinds {
            unknown_names(&tera, kind, &year, templates, report);
        }
        let charts = Charts::of(&workbook.record, ledger);
        let activities = year["activities"].as_array().into_iter().flatten();
        let activities = activities.map(tera::Value::from_serializable).collect();
        let writer = Writer {
            workbook,
            facts,
            templates,
            tera,
            kinds,
            year,
            context,
            activities,
            charts,
        };
        (report.count(crate::diagnostic::Severity::Error) == errors).then_some(writer)
    }

    /// The figures that its documents state.
    pub fn ledger(&self) -> &'a Ledger<'a> {
        self.facts.ledger()
    }

    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// The kind with this Chinese name.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.name == name)
    }

    /// Writes one edition. The error is a template that reads what is not
    /// there.
    pub fn draft(
        &self,
        kind: &Kind,
        edition: &Edition,
        subject: Option<Subject>,
    ) -> Result<Draft, Diagnostic> {
        if let (true, Some(Subject { activity, result })) = (kind.demands, subject) {
            self.law(activity, result)?;
        }
        let context = self.context(edition, subject);
        let body = self.tera.render(&kind.wording(), &context).map_err(|error| {
            faults::diagnostic(&error, self.templates, Origin::Wording(&kind.wording()))
        })?;
        let tidy = layout::tidy(&body);
        let drawn = if kind.charts { self.charts.place(&tidy) } else { tidy };
        let (body, quotes) = marks::resolve(&drawn, &self.workbook.record.bases);
        let (elements, of_elements) = self.elements(kind, edition, subject, &context)?;
        let mut figures: BTreeSet<usize> = quotes.iter().map(|quote| quote.figure).collect();
        figures.extend(of_elements);
        Ok(Draft { elements, body, quotes, figures })
    }

    /// A letter judges the school, and demands that each problem be put right by
    /// a day (条例 art. 21).
    fn law(&self, activity: usize, result: usize) -> Result<(), Diagnostic> {
        let of_record = &self.workbook.record.activities[activity];
        let of_school = &of_record.results[result];
        let findings = findings(&self.workbook.record, of_record, of_school);
        let school = &of_school.school;
        let judged = !of_school.scores.is_empty()
            || !findings.strengths.is_empty()
            || !findings.problems.is_empty();
        let mut diagnostic = if findings.problems.iter().any(|f| f.deadline.is_none()) {
            Diagnostic::error("KND-07", format!("“{school}”有问题要整改，但没有写整改期限"))
                .help("请在这所学校的结果里写上“整改期限”，或在督导活动里统一写一个")
        } else if !judged {
            Diagnostic::error("KND-08", format!("“{school}”的结果里没有评价"))
                .help("意见书要有评价：请写上得分，或者亮点和问题")
        } else {
            return Ok(());
        };
        let path = format!("/督导活动/{activity}/结果/{result}/学校");
        if let Some(span) = self.workbook.span(&path) {
            diagnostic = diagnostic.at(span, "");
        }
        Err(diagnostic)
    }

    fn context(&self, edition: &Edition, subject: Option<Subject>) -> Context {
        let mut context = self.context.clone();
        context.insert("edition", &self.facts.json(edition));
        if let Some(Subject { activity, result }) = subject {
            let of_school = self.facts.of_school(activity, result, &self.year["bases"]);
            for (name, value) in of_school {
                context.insert(name, &value);
            }
            context.insert_value("activity", self.activities[activity].clone());
        }
        context
    }

    /// The elements and the figures they quote. What the edition says goes
    /// before what the kind says.
    fn elements(
        &self,
        kind: &Kind,
        edition: &Edition,
        subject: Option<Subject>,
        context: &Context,
    ) -> Result<(Elements, Vec<usize>), Diagnostic> {
        let office = &self.workbook.record.office.name;
        let mut quotes = Vec::new();
        let mut resolve = |text: &str| {
            let (text, more) = marks::resolve(text, &self.workbook.record.bases);
            quotes.extend(more.into_iter().map(|quote| quote.figure));
            text
        };
        let of_kind = |template: &String| {
            self.tera.render_str(template, context, false).map_err(|error| {
                faults::diagnostic(&error, self.templates, Origin::Kind(&kind.id))
            })
        };
        // What the edition says is the clerk's text, what the kind says a
        // template.
        let mut one = |own: &Option<String>, template: Option<&String>| {
            Ok(match (own, template) {
                (Some(own), _) => Some(resolve(self.facts.filled(own))),
                (None, Some(template)) => Some(resolve(&of_kind(template)?)),
                (None, None) => None,
            })
        };
        let title = one(&edition.title, Some(&kind.title))?.unwrap_or_default();
        let note = one(&edition.note, kind.note.as_ref())?;
        let mut all = |own: &[String], templates: &[String]| {
            if own.is_empty() {
                templates
                    .iter()
                    .map(|t| Ok(resolve(&of_kind(t)?)))
                    .collect::<Result<Vec<_>, _>>()
            } else {
                Ok(own.iter().map(|text| resolve(self.facts.filled(text))).collect())
            }
        };
        let addressees = all(&edition.addressees, &kind.addressees)?;
        let format = edition.format.unwrap_or(kind.format);
        let unsigned = format == Format::Minutes;
        let signature = all(&edition.signature, if unsigned { &[] } else { &kind.signature })?;
        let copies_to = all(&edition.copies_to, &[])?;
        let masthead = match (edition.masthead.as_slice(), format) {
            ([], Format::Plain) => Vec::new(),
            ([], Format::File | Format::Letter) => vec![office.clone()],
            ([], Format::Order) => vec![format!("{office}令")],
            ([], Format::Minutes) => vec![format!("{office}会议纪要")],
            (own, _) => own.to_vec(),
        };
        let elements = Elements {
            title,
            format,
            masthead,
            copy_number: edition.copy_number.clone(),
            secrecy: edition.secrecy,
            secrecy_years: edition.secrecy_years,
            urgency: edition.urgency,
            number: self.number(edition, subject),
            signers: edition.signers.clone(),
            addressees,
            signature,
            date: Some(edition.date),
            sealed: edition.sealed.unwrap_or(true),
            seals: edition.seals.clone(),
            stamps: edition.stamps.clone(),
            note,
            present: edition.present.clone(),
            excused: edition.excused.clone(),
            observers: edition.observers.clone(),
            copies_to,
            printed_by: edition.printed_by.clone(),
            printed_on: edition.printed_on,
            numbering: kind.numbering,
        };
        Ok((elements, quotes))
    }

    /// The 发文字号: the first school of a 逐校 edition has the edition's own
    /// number, the others count on.
    pub fn number(&self, edition: &Edition, subject: Option<Subject>) -> Option<String> {
        use chrono::Datelike;
        // A workbook has fewer schools, and 发文序号 is bounded by the schema.
        let sequence =
            edition.sequence?.saturating_add(subject.map_or(0, |s| s.result as u32));
        let code = self.workbook.record.office.number_code.as_ref()?;
        Some(document_number::document_number(code, edition.date.year(), sequence))
    }
}

/// Tera takes a name that does not exist for false where it is a condition, so
/// the names that a wording reads are checked beforehand.
fn unknown_names(
    tera: &Tera,
    kind: &Kind,
    year: &Map<String, Value>,
    templates: &Templates,
    report: &mut Report,
) {
    let path = kind.wording();
    // A template that could not be added was reported already.
    let Ok(names) = tera.get_template_variables(&path) else { return };
    let of_school = |name: &str| kind.issue == Issue::PerSchool && OF_SCHOOL.contains(&name);
    let unknown: BTreeSet<&str> = names
        .into_iter()
        .filter(|name| !year.contains_key(*name) && *name != "edition" && !of_school(name))
        .collect();
    for name in unknown {
        let message = format!("模板“{path}”用到了不存在的变量：{name}");
        let mut diagnostic = Diagnostic::error("TPL-05", message)
            .help("请修改模板；可用的变量见 docs/kinds.md");
        if let Some(source) = templates.get(&path) {
            diagnostic = diagnostic.at(Span::new(source, 0, 0), "");
        }
        report.push(diagnostic);
    }
}

fn context(facts: &Map<String, Value>) -> Context {
    let mut context = Context::new();
    for (name, value) in facts {
        context.insert(name.clone(), value);
    }
    context
}
