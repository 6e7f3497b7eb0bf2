//! `dudao typeset`.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::batch::{self, Fault, Images};
use crate::diagnostic::{Diagnostic, Report, Sources, Span, reason};
use crate::typeset::Typesetter;

use super::{Typeset, fonts, output};

pub fn run(arguments: &Typeset) -> u8 {
    let mut code = super::CLEAN;
    let manuscripts = match manuscripts(&arguments.manuscripts) {
        Ok(manuscripts) => manuscripts,
        Err(fault) => return output::fault(&fault),
    };
    let mut targets = manuscripts.iter().map(|path| target(path, arguments.out.as_deref()));
    let mut seen = BTreeSet::new();
    if let Some(twice) = targets.find(|target| !seen.insert(target.clone())) {
        let message = format!("有两份文稿都要存成 {}", twice.display());
        return output::wrong(message, "请给其中一份换个名称，或者分开排版");
    }
    let mut typesetters = BTreeMap::new();
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
            Ok(false) => code = code.max(super::FOUND),
            Err(fault) => code = output::fault(&fault),
        }
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
    let set = read(path, &mut sources, &mut report).and_then(|(id, text)| {
        let folder = path.parent().unwrap_or(Path::new(""));
        batch::set_manuscript(id, &text, &Images::new(folder), Some(typesetter), &mut report)
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

fn read(
    path: &Path,
    sources: &mut Sources,
    report: &mut Report,
) -> Option<(crate::diagnostic::SourceId, String)> {
    let name = path.display().to_string();
    match std::fs::read(path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Some((sources.add(name, text.as_str()), text)),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let id = sources.add(name, String::from_utf8_lossy(error.as_bytes()));
                report.push(
                    Diagnostic::error("MAN-00", "文稿不是 UTF-8 编码，从这里起无法识别")
                        .at(Span::new(id, at, at + 1), "")
                        .help("请用记事本打开，选“另存为”，编码选 UTF-8，再保存"),
                );
                None
            }
        },
        Err(error) => {
            report.push(
                Diagnostic::error(
                    "MAN-00",
                    format!("读不了文稿：{name}（{}）", reason(&error)),
                )
                .help("请检查路径是否写对"),
            );
            None
        }
    }
}
