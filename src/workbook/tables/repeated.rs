//! One message for a fault that a column has in many of its cells.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Position, Report, Sources, column_letters};

/// Fewer are told one by one.
const LEAST: usize = 3;
/// Cells that are named where they do not follow one another.
const SHOWN: usize = 3;

/// Tells once what is said of several cells of one column and differs in nothing but
/// numbers: at the first of them, with all the cells.
pub fn once_a_column(report: Report, sources: &Sources) -> Report {
    let all = report.into_diagnostics();
    let mut groups = BTreeMap::new();
    for (i, diagnostic) in all.iter().enumerate() {
        let [label] = diagnostic.labels.as_slice() else { continue };
        let source = sources.get(label.span.source);
        if source.cell(label.span.start).is_none() {
            continue;
        }
        let Position { line, column } = source.position(label.span.start);
        let said = without_numbers(&diagnostic.message);
        let help = diagnostic.help.as_deref().map(without_numbers);
        let key = (label.span.source, column, diagnostic.id, said, help);
        match groups.entry(key) {
            Entry::Vacant(free) => drop(free.insert(vec![(line, i)])),
            Entry::Occupied(there) => there.into_mut().push((line, i)),
        }
    }
    let mut first = BTreeMap::new();
    let mut rest = BTreeSet::new();
    for ((_, column, ..), mut cells) in groups {
        cells.sort_unstable();
        cells.dedup_by_key(|(line, _)| *line);
        if let [(_, i), others @ ..] = cells.as_slice()
            && cells.len() >= LEAST
        {
            let rows: Vec<usize> = cells.iter().map(|(line, _)| *line).collect();
            first.insert(*i, named(column, &rows));
            rest.extend(others.iter().map(|(_, i)| *i));
        }
    }
    let mut told = Report::new();
    for (i, mut diagnostic) in all.into_iter().enumerate() {
        if rest.contains(&i) {
            continue;
        }
        if let Some(cells) = first.get(&i) {
            diagnostic.message += &format!("；{cells}都是这样");
            let help = diagnostic.help.unwrap_or_default();
            diagnostic.help = Some(format!("{help}各格都要改。"));
        }
        told.push(diagnostic);
    }
    told
}

fn without_numbers(text: &str) -> String {
    text.chars().filter(|c| !c.is_numeric() && *c != '.').collect()
}

/// `E4:E15 共12格`.
fn named(column: usize, rows: &[usize]) -> String {
    let letters = column_letters(column);
    let in_a_row = rows.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let cells = match rows {
        [first, .., last] if in_a_row => format!("{letters}{first}:{letters}{last}"),
        _ => {
            let shown = rows.iter().take(SHOWN).map(|row| format!("{letters}{row}"));
            shown.collect::<Vec<_>>().join("、") + " 等"
        }
    };
    format!("{cells} 共{}格", rows.len())
}
