//! `dudao manifest`.

use std::path::Path;

use crate::batch::{self, Manifest, SameNumber};
use crate::diagnostic::{Report, Sources, reason};

use super::{Merge, output};

/// Joins the manifests of all shards.
pub fn merge(arguments: &Merge) -> u8 {
    let mut shards = Vec::new();
    for path in &arguments.manifests {
        match Manifest::read(path) {
            Ok(manifest) => shards.push((path.display().to_string(), manifest)),
            Err(error) => {
                let message = format!("读不了清单 {}：{}", path.display(), reason(&error));
                let help = "要给的是 dudao build --shard 做出来的 manifest-几-几.json";
                return output::wrong(message, help);
            }
        }
    }
    let mut report = Report::new();
    let Some(joined) = batch::join(shards, &mut report) else {
        return output::stop(&mut report, &Sources::new());
    };
    let beside = arguments.manifests.first().and_then(|path| path.parent());
    let folder = arguments.out.as_deref().or(beside).unwrap_or(Path::new(""));
    let written = batch::make_folder(folder)
        .and_then(|()| joined.write(folder))
        .and_then(|()| joined.write_table(folder));
    if let Err(fault) = written {
        return output::fault(&fault);
    }
    output::same_numbers(&SameNumber::among(&joined.editions));
    output::counts(&joined.counts, folder);
    if joined.counts.failed > 0 { super::FOUND } else { super::CLEAN }
}
