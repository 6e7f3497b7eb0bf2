use crate::diagnostic::*; use super::Node;
pub fn parse(_: SourceId, _: &str, _: &mut Report) -> Option<Node> { None }
