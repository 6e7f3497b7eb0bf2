//! The template files: those compiled in, and folders that override them file
//! by file.

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};
use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Report, SourceId, Sources, reason};

static BUILT_IN: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates/kinds");

/// The files of all kinds by path, such as `annual-summary/wording.md`.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    files: BTreeMap<String, SourceId>,
}

impl Templates {
    /// The kinds that come with the program.
    pub fn built_in(sources: &mut Sources) -> Self {
        let mut templates = Self::default();
        for folder in BUILT_IN.dirs() {
            for file in folder.files() {
                let path = file.path().to_string_lossy().replace('\\', "/");
                let text = String::from_utf8_lossy(file.contents());
                let id = sources.add(format!("内置模板/{path}"), text);
                templates.files.insert(path, id);
            }
        }
        templates
    }

    /// Lays the files of `folder/kinds` over what is there.
    pub fn overlay(&mut self, folder: &Path, sources: &mut Sources, report: &mut Report) {
        let kinds = folder.join("kinds");
        if !kinds.is_dir() {
            report.push(
                Diagnostic::error("TPL-01", format!("找不到模板文件夹：{}", kinds.display()))
                    .help("模板文件夹里要有 kinds 文件夹，每个文种一个子文件夹，内有 kind.yaml 和 wording.md"),
            );
            return;
        }
        for entry in WalkDir::new(&kinds).sort_by_file_name() {
            let entry = match entry {
                Ok(entry) if entry.file_type().is_file() => entry,
                Ok(_) => continue,
                Err(error) => {
                    let place = error.path().unwrap_or(&kinds).display().to_string();
                    let message = format!("读不了模板文件夹：{place}");
                    report.push(Diagnostic::error("TPL-02", message).help("请检查读取权限"));
                    continue;
                }
            };
            let relative = entry.path().strip_prefix(&kinds).unwrap_or(entry.path());
            let path = relative.to_string_lossy().replace('\\', "/");
            if !matches!(path.split_once('/'), Some((_, "kind.yaml" | "wording.md"))) {
                let message =
                    format!("模板文件夹里的这个文件没有用：{}", entry.path().display());
                report.push(Diagnostic::hint("TPL-06", message).help(
                    "每个文种一个子文件夹，里面只用 kind.yaml 和 wording.md；请检查位置和文件名",
                ));
                continue;
            }
            match std::fs::read_to_string(entry.path()) {
                Ok(text) => {
                    let id = sources.add(entry.path().display().to_string(), text);
                    self.files.insert(path, id);
                }
                Err(error) => {
                    let (place, reason) = (entry.path().display(), reason(&error));
                    let message = format!("读不了模板文件：{place}（{reason}）");
                    let help = "模板文件要用 UTF-8 编码保存，并且可以读取";
                    report.push(Diagnostic::error("TPL-02", message).help(help));
                }
            }
        }
    }

    /// The folder names of the kinds, in order.
    pub fn kinds(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> =
            self.files.keys().filter_map(|path| Some(path.split_once('/')?.0)).collect();
        kinds.dedup();
        kinds
    }

    /// Whether a name stands in any of the files.
    pub fn mention(&self, name: &str, sources: &Sources) -> bool {
        self.files.values().any(|file| sources.get(*file).text.contains(name))
    }

    pub fn get(&self, path: &str) -> Option<SourceId> {
        self.files.get(path).copied()
    }
}
