//! Facts and figures to sentences: the kinds' Tera templates, what they may
//! read, and the filters they write with. The only user of tera.

mod charts;
mod context;
mod draft;
mod faults;
mod filters;
mod kind;
mod layout;
mod marks;
mod prose;
mod templates;

pub use self::draft::{Draft, Subject, Writer};
pub use self::kind::{Issue, Kind};
pub use self::marks::Quote;
pub use self::templates::Templates;
