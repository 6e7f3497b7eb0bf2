//! The one integration test target: modules by capability. `cargo bless` writes
//! the golden files anew.

mod bad_input;
mod batch;
mod by_hand;
mod charts;
mod commands;
mod data_rules;
mod fix;
mod golden;
#[cfg(target_os = "linux")]
mod memory;
mod mutation;
mod pages;
mod pdf;
mod resume;
mod rules;
mod samples;
mod tables;
mod tidy;
mod tracing;
