//! Rules on the words of a text, a file for each family of standards.

pub(super) mod arithmetic;
pub(super) mod changes;
pub(super) mod punctuation;
