//! YAML as clerks type it: text to a tree that knows its places, and the tree
//! checked against a JSON Schema. Knows no domain.

mod blank;
mod parse;
mod places;
mod repair;
mod shape;
mod slips;
mod tree;

pub use self::parse::parse;
pub use self::places::{Place, Places};
pub use self::shape::{check, date, says_nothing};
pub use self::tree::{Entry, Node, Tree};
