use crate::diagnostic::Report;
use super::tree::Node;
pub fn check(_n:&Node,_s:&schemars::Schema,_r:&mut Report)->Option<serde_yaml::Value>{None}
