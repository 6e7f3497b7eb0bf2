//! 指标数: every number that a document states, computed once, with its unit,
//! its formula in words and the data it came from. The wording reads figures
//! only by name; the same name gives the same number in every document.
//!
//! One file per subject; each adds its figures to the [`Ledger`].

mod activities;
mod assessment;
mod findings;
mod ledger;
mod office;
mod other_work;
mod results;
mod self_evaluation;
mod statistics;

use crate::record::Record;

pub use self::assessment::{Assessment, GroupScore, LeafScore, assess};
pub use self::findings::{Finding, Findings, findings};
pub use self::ledger::{Figure, Ledger, Value};

/// Computes all figures of a record.
pub fn compute(record: &Record) -> Ledger {
    let mut ledger = Ledger::default();
    office::add(record, &mut ledger);
    activities::add(record, &mut ledger);
    results::add(record, &mut ledger);
    statistics::add(record, &mut ledger);
    other_work::add(record, &mut ledger);
    self_evaluation::add(record, &mut ledger);
    ledger
}
