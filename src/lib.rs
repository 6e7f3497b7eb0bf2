pub mod diagnostic;
pub mod document;
pub mod typeset;
