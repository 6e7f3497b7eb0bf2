//! The manifests of all shards as one.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::diagnostic::{Diagnostic, Report, Severity};

use super::manifest::{Counts, Manifest, Row};

/// Joins the manifests of all shards of one build, each with the name the clerk
/// knows it by, and reconciles them: every share is there once and came to its end,
/// and every document of the plan stands in one of them and in one only. What does
/// not add up goes into the report.
pub fn join(shards: Vec<(String, Manifest)>, report: &mut Report) -> Option<Manifest> {
    let before = report.count(Severity::Error);
    let (first_name, first) = shards.first()?;
    let (inputs, in_all) = (first.inputs, first.in_all);
    let mut error = |message: String, help: &str| {
        report.push(Diagnostic::error("MNF-01", message).help(help));
    };
    let Some(of) = first.shard.map(|shard| shard.of()) else {
        error(
            format!("“{first_name}”不是分份做的清单"),
            "只有用 --shard 分份做出来的清单才要合并",
        );
        return None;
    };
    let mut given: BTreeMap<u32, &str> = BTreeMap::new();
    for (name, manifest) in &shards {
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
        } else if manifest.inputs != inputs || manifest.in_all != in_all {
            error(
                format!("“{name}”和“{first_name}”的数据、模板、字体或者所选的条件不同"),
                "请让各台电脑用同样的工作簿和选项，重做其中一份",
            );
        }
        if manifest.counts.stopped > 0 {
            error(
                format!("“{name}”这一份中途停了，还有{}份没有做", manifest.counts.stopped),
                "请加上 --resume 把这一份做完，再合并",
            );
        }
        let Some(shard) = manifest.shard else { continue };
        match given.entry(shard.index()) {
            Entry::Vacant(free) => {
                free.insert(name);
            }
            Entry::Occupied(other) => error(
                format!("“{}”和“{name}”都是第{shard}份", other.get()),
                "每一份的清单只写一次",
            ),
        }
    }
    let missing: Vec<String> =
        (1..=of).filter(|i| !given.contains_key(i)).map(|i| format!("{i}/{of}")).collect();
    if !missing.is_empty() {
        error(
            format!("缺{}份清单：{}", missing.len(), missing.join("、")),
            "请把缺的几份做完，再合并",
        );
    }
    if report.count(Severity::Error) > before {
        return None;
    }
    let rows = shards.into_iter().flat_map(|(_, manifest)| manifest.editions);
    let rows: BTreeMap<usize, Row> = rows.map(|row| (row.place, row)).collect();
    if rows.len() != in_all {
        let message = format!("各份加起来是{}份，应当是{in_all}份", rows.len());
        let help = "清单可能被改过，请用 --resume 重做一遍";
        report.push(Diagnostic::error("MNF-01", message).help(help));
        return None;
    }
    let rows: Vec<Row> = rows.into_values().collect();
    Some(Manifest::new(inputs, None, in_all, Counts::of(&rows), None, rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{Digest, Skip, Status};

    fn row(place: usize, status: Status) -> Row {
        Row { place, ..Row::bare(&format!("第{place}份"), status) }
    }

    /// The manifests of two shares of three documents.
    fn shares() -> Vec<(String, Manifest)> {
        let share = |index, places: &[usize]| {
            let rows: Vec<Row> =
                places.iter().map(|place| row(*place, Status::Made)).collect();
            let shard = format!("{index}/2").parse().ok();
            let inputs = Digest::of("数据".as_bytes());
            (
                format!("份{index}.json"),
                Manifest::new(inputs, shard, 3, Counts::of(&rows), None, rows),
            )
        };
        vec![share(1, &[1, 3]), share(2, &[2])]
    }

    /// What is said of manifests that do not add up.
    fn said(shards: Vec<(String, Manifest)>) -> Vec<String> {
        let mut report = Report::new();
        let joined = join(shards, &mut report);
        assert_eq!(joined.is_none(), report.has_errors());
        report.iter().map(|diagnostic| diagnostic.message.clone()).collect()
    }

    #[test]
    fn what_adds_up_is_one() {
        let joined = join(shares(), &mut Report::new()).unwrap();
        let places: Vec<usize> = joined.editions.iter().map(|row| row.place).collect();
        assert_eq!((joined.counts.made, places, joined.shard), (3, vec![1, 2, 3], None));
    }

    #[test]
    fn what_does_not_add_up_is_said() {
        let changed = |change: fn(&mut Vec<(String, Manifest)>)| {
            let mut shards = shares();
            change(&mut shards);
            said(shards)
        };
        assert_eq!(
            changed(|s| s[1].1.program = "dudao 9".to_owned()),
            ["“份2.json”和“份1.json”不是同一版程序做的"]
        );
        assert_eq!(
            changed(|s| s[1].1.shard = "2/3".parse().ok()),
            ["“份2.json”和“份1.json”分的份数不同"]
        );
        assert_eq!(changed(|s| s[0].1.shard = None), ["“份1.json”不是分份做的清单"]);
        assert_eq!(
            changed(|s| s[1].1.inputs = Digest::of(b"B")),
            ["“份2.json”和“份1.json”的数据、模板、字体或者所选的条件不同"]
        );
        assert_eq!(
            changed(|s| {
                let rows = &mut s[1].1.editions;
                rows[0].status = Status::Skipped(Skip::Stopped);
                s[1].1.counts = Counts::of(&*rows);
            }),
            ["“份2.json”这一份中途停了，还有1份没有做"]
        );
        assert_eq!(changed(|s| s.truncate(1)), ["缺1份清单：2/2"]);
        assert_eq!(
            changed(|s| s[1] = s[0].clone()),
            ["“份1.json”和“份1.json”都是第1/2份", "缺1份清单：2/2"]
        );
        assert_eq!(changed(|s| s[0].1.editions.clear()), ["各份加起来是1份，应当是3份"]);
    }
}
