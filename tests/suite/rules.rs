//! The rules and what is said of them.

use dudao::rules;

use crate::golden;
use crate::samples::root;

#[test]
fn the_reference_of_the_rules_is_up_to_date() {
    golden::check(&root().join("docs/rules.md"), &rules::reference());
}
