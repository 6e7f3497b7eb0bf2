//! The manifests of all shards as one.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Report};

use super::manifest::{Manifest, Row};

/// Joins the manifests of all shards of one build, each with the name the clerk
/// knows it by, and reconciles them: every document of the plan stands in one
/// shard and in one only. What does not add up goes into the report.
pub fn join(shards: Vec<(String, Manifest)>, report: &mut Report) -> Option<Manifest> {
    let before = report.count(crate::diagnostic::Severity::Error);
    let mut error = |message: String, help: &str| {
        report.push(Diagnostic::error("MNF-01", message).help(help));
    };
    let (first_name, first) = shards.first()?;
    let (inputs, in_all) = (first.inputs, first.in_all);
    let Some(of) = first.shard.map(|shard| shard.of()) else {
        error(
            format!("“{first_name}”不是分份做的清单"),
            "只有用 --shard 分份做出来的清单才要合并",
        );
        return None;
    };
    for (name, manifest) in &shards[1..] {
        if manifest.program != first.program {
            error(
                format!("“{name}”和“{first_name}”不是同一版程序做的"),
                "请在各台电脑上装同一版 dudao，重做其中一份",
            );
        } else if manifest.shard.is_none_or(|shard| shard.of() != of) {
            error(
                format!("“{name}”和“{first_name}”分的份数不同"),
                "各份要按同样的份数分，如 1/8、2/8……8/8",
            );
        } else if manifest.inputs != inputs {
            error(
                format!("“{name}”和“{first_name}”的数据、模板、字体或者所选的条件不同"),
                "请让各台电脑用同样的工作簿和选项，重做其中一份",
            );
        }
    }
    let given: BTreeSet<u32> =
        shards.iter().filter_map(|(_, manifest)| Some(manifest.shard?.index())).collect();
    let missing: Vec<String> =
        (1..=of).filter(|i| !given.contains(i)).map(|i| format!("{i}/{of}")).collect();
    if !missing.is_empty() {
        error(
            format!("缺{}份清单：{}", missing.len(), missing.join("、")),
            "请把缺的几份做完，再合并",
        );
    }
    let mut rows: BTreeMap<usize, (String, Row)> = BTreeMap::new();
    for (name, manifest) in shards {
        for row in manifest.editions {
            let key = row.key.clone();
            if let Some((other, _)) = rows.insert(row.place, (name.clone(), row)) {
                error(
                    format!("“{key}”在“{other}”和“{name}”里都有"),
                    "同一份清单不要写两次；还不行就重做其中一份",
                );
            }
        }
    }
    if missing.is_empty() && rows.len() != in_all {
        error(
            format!("各份加起来是{}份，应当是{in_all}份", rows.len()),
            "清单可能被改过，请用 --resume 重做一遍",
        );
    }
    if report.count(crate::diagnostic::Severity::Error) > before {
        return None;
    }
    let rows = rows.into_values().map(|(_, row)| row).collect();
    Some(Manifest::new(inputs, None, in_all, None, rows))
}
