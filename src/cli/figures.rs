//! `dudao figures`.

use crate::batch::{self, Project};
use crate::diagnostic::{Report, Sources};
use crate::figures::{Provenance, Value};

use super::{Workbook, output};

/// Prints the ledger: name, value, formula, where from, which kinds quote it.
pub fn run(arguments: &Workbook) -> u8 {
    let mut sources = Sources::new();
    let mut report = Report::new();
    let templates = arguments.templates.templates.as_deref();
    let Some(project) =
        Project::open(&arguments.workbook, templates, &mut sources, &mut report)
    else {
        return output::stop(&mut report, &sources);
    };
    let ledger = project.ledger();
    let quoted = batch::quoted(&project, &ledger, &sources, &mut report);
    for (i, figure) in ledger.iter() {
        // Nothing in the workbook gives it: no document states it.
        if figure.sources.is_empty() {
            continue;
        }
        let unit = match figure.value {
            Value::Share { .. } => "",
            Value::Count(_) | Value::Decimal(_) => &figure.unit,
        };
        output::line(format_args!("{} = {}{unit}", figure.full_name(), figure.value));
        output::line(format_args!("    算法：{}", figure.formula));
        output::line(format_args!(
            "    出处：{}",
            places(&project, &sources, &figure.sources)
        ));
        if let Some(documents) = quoted.get(&i) {
            output::line(format_args!("    用在：{}", documents.join("、")));
        }
    }
    if report.has_errors() { output::stop(&mut report, &sources) } else { super::CLEAN }
}

/// The first places of a figure's data, and how many more there are.
fn places(project: &Project, sources: &Sources, data: &Provenance) -> String {
    const SHOWN: usize = 3;
    let places: Vec<String> = data
        .paths()
        .filter_map(|path| project.workbook.span(&path))
        .map(|span| sources.place(span))
        .collect();
    let shown = places[..places.len().min(SHOWN)].join("、");
    match places.len() {
        n if n > SHOWN => format!("{shown} 等{n}处"),
        _ => shown,
    }
}
