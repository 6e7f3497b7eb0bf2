pub mod chinese;
pub mod diagnostic;
pub mod document;
pub mod figures;
pub mod record;
pub mod wording;
pub mod workbook;
pub mod yaml;
