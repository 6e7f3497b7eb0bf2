//! Conventions of the language as pure functions: numerals, dates, ordinals, lists,
//! titles, marks. Everything here is a matter of Chinese or of the habits of official
//! documents, none of it a matter of school supervision or of the page.
//!
//! Sources: GB/T 15834-2011 (标点符号用法), GB/T 15835-2011 (出版物上数字用法),
//! GB/T 9704-2012 (党政机关公文格式). Ids such as PUN-01 are those of the wording
//! rules: what these functions write, those rules must not object to.

pub mod date;
pub mod document_number;
pub mod list;
pub mod number;
pub mod numeral;
pub mod ordinal;
pub mod organ;
pub mod punctuation;
pub mod quantity;
pub mod region;
pub mod title;
pub mod typed_ordinal;
