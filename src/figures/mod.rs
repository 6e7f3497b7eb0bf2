//! 指标数: every number that a document states, computed once, with its unit,
//! its formula in words and the data it came from. The wording reads figures
//! only by name; the same name gives the same number in every document.
//!
//! One file per subject; each collects its figures for the [`Ledger`].

mod activities;
mod assessment;
mod findings;
mod ledger;
mod office;
mod other_work;
mod provenance;
mod results;
mod self_evaluation;
mod statistics;

use crate::record::Record;

pub use self::assessment::{Assessment, GroupScore, LeafScore, assess};
pub use self::findings::{Finding, Findings, findings};
pub use self::ledger::{Figure, Ledger, Value};
pub use self::provenance::Provenance;

/// Computes all figures of a record.
pub fn compute(record: &Record) -> Ledger<'_> {
    let mut figures = Vec::new();
    office::collect(record, &mut figures);
    activities::collect(record, &mut figures);
    results::collect(record, &mut figures);
    statistics::collect(record, &mut figures);
    other_work::collect(record, &mut figures);
    self_evaluation::collect(record, &mut figures);
    Ledger::new(record, figures)
}
