//! Rules on the words of a text, by the families of standards; a family that is
//! too long for one file has several, each with its own subject.

pub(super) mod arithmetic;
pub(super) mod changes;
pub(super) mod dates;
pub(super) mod element;
pub(super) mod ingestion;
pub(super) mod issue;
pub(super) mod number;
pub(super) mod ordinal;
mod outline;
pub(super) mod pairs;
pub(super) mod placeholder;
pub(super) mod punctuation;
pub(super) mod reference;
pub(super) mod sentence;
pub(super) mod structure;
pub(super) mod typo;
mod width;
