//! YAML as clerks type it: text to a tree that knows its places, the tree checked
//! against a JSON Schema, and read as the type of that schema. Knows no domain.

mod blank;
mod parse;
mod places;
mod repair;
mod shape;
mod slips;
mod tree;

pub use self::parse::parse;
pub use self::places::{KeptPlaces, Place, Places};
pub use self::shape::{Sound, check, date, says_nothing};
pub use self::tree::{Entry, Node, Tree};
