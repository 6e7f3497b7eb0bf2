//! `dudao typeset`.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::batch::{self, Fault, Images};
use crate::diagnostic::{Report, Sources};
use crate::typeset::Typesetter;
use crate::workbook;

use super::{Typeset, fonts, output};

pub fn run(arguments: &Typeset) -> u8 {
    let mut code = super::CLEAN;
    let manuscripts = match manuscripts(&arguments.manuscripts) {
        Ok(manuscripts) => manuscripts,
        Err(fault) => return output::fault(&fault),
    };
    if manuscripts.is_empty() {
        let help = "文稿是扩展名为 .md 的文件，由 dudao draft 写出来";
        return output::wrong("那里没有文稿", help);
    }
    let mut targets = manuscripts.iter().map(|path| target(path, arguments.out.as_deref()));
    let mut seen = BTreeSet::new();
    if let Some(twice) = targets.find(|target| !seen.insert(target.clone())) {
        let message = format!("有两份文稿都要存成 {}", twice.display());
        return output::wrong(message, "请给其中一份换个名称，或者分开排版");
    }
    let mut typesetters = BTreeMap::new();
    let mut failed = 0;
    for path in &manuscripts {
        let folder = path.parent().unwrap_or(Path::new(""));
        let typesetter = match typesetters.entry(folder.to_owned()) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(free) => match fonts::profile(Some(path))
                .and_then(|profile| fonts::typesetter(&arguments.pages, &profile))
            {
                Ok(typesetter) => free.insert(typesetter),
                Err(code) => return code,
            },
        };
        match one(path, arguments.out.as_deref(), typesetter) {
            Ok(true) => {}
            Ok(false) => {
                failed += 1;
                code = code.max(super::FOUND);
            }
            Err(fault) => {
                failed += 1;
                code = output::fault(&fault);
            }
        }
    }
    if let count @ 2.. = manuscripts.len() {
        let made = count - failed;
        output::line(format_args!("共{count}份：成功{made}份，失败{failed}份"));
    }
    code
}

/// The manuscripts named, and for a folder all in it in the order of their names.
fn manuscripts(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Fault> {
    let mut manuscripts = Vec::new();
    for path in paths {
        if !path.is_dir() {
            manuscripts.push(path.clone());
            continue;
        }
        let fault = |source| Fault { path: path.clone(), source };
        let mut inside = Vec::new();
        for entry in path.read_dir().map_err(fault)? {
            let entry = entry.map_err(fault)?.path();
            if entry.extension().is_some_and(|e| e == "md") {
                inside.push(entry);
            }
        }
        inside.sort();
        manuscripts.append(&mut inside);
    }
    Ok(manuscripts)
}

fn one(path: &Path, out: Option<&Path>, typesetter: &Typesetter) -> Result<bool, Fault> {
    let mut sources = Sources::new();
    let mut report = Report::new();
    let id = workbook::read_file(path, &mut sources, &mut report);
    let set = id.and_then(|id| {
        let text = &sources.get(id).text[..];
        let folder = path.parent().unwrap_or(Path::new(""));
        batch::set_manuscript(id, text, &Images::new(folder), Some(typesetter), &mut report)
    });
    let Some(set) = set else {
        output::stop(&mut report, &sources);
        return Ok(false);
    };
    output::print(&mut report, &sources);
    if let Some(folder) = out {
        batch::make_folder(folder)?;
    }
    let target = target(path, out);
    batch::write_file(&target, &set.pdf)?;
    output::line(format_args!("已生成 {}（{}页）", target.display(), set.pages));
    Ok(true)
}

fn target(path: &Path, out: Option<&Path>) -> PathBuf {
    let beside = path.with_extension("pdf");
    match (out, beside.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => beside,
    }
}
