use crate::diagnostic::*; use super::Node;
pub fn check(_: &Node, _: &schemars::Schema, _: &mut Report) -> Option<serde_yaml::Value> { None }
