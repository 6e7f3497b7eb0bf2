pub mod chinese;
pub mod diagnostic;
pub mod document;
pub mod manuscript;
pub mod record;
