//! `dudao typeset`.

use std::path::{Path, PathBuf};

use crate::batch::{self, Fault};
use crate::diagnostic::{Diagnostic, Report, Sources, Span};
use crate::typeset::Typesetter;

use super::{Typeset, fonts, output};

pub fn run(arguments: &Typeset) -> u8 {
    let typesetter = match fonts::typesetter(&arguments.fonts) {
        Ok(typesetter) => typesetter,
        Err(code) => return code,
    };
    let mut code = super::CLEAN;
    for path in &arguments.manuscripts {
        match one(path, arguments.out.as_deref(), &typesetter) {
            Ok(true) => {}
            Ok(false) => code = code.max(super::FOUND),
            Err(fault) => code = output::fault(&fault),
        }
    }
    code
}

fn one(path: &Path, out: Option<&Path>, typesetter: &Typesetter) -> Result<bool, Fault> {
    let mut sources = Sources::new();
    let mut report = Report::new();
    let set = read(path, &mut sources, &mut report).and_then(|(id, text)| {
        let folder = path.parent().unwrap_or(Path::new(""));
        batch::set_manuscript(id, &text, folder, Some(typesetter), &mut report)
    });
    let Some((pages, pdf)) = set else {
        output::stop(&mut report, &sources);
        return Ok(false);
    };
    output::print(&mut report, &sources);
    let target = target(path, out)?;
    batch::write_file(&target, &pdf)?;
    output::line(format_args!("已生成 {}（{pages}页）", target.display()));
    Ok(true)
}

fn target(path: &Path, out: Option<&Path>) -> Result<PathBuf, Fault> {
    let beside = path.with_extension("pdf");
    let Some(folder) = out else { return Ok(beside) };
    batch::make_folder(folder)?;
    Ok(folder.join(beside.file_name().unwrap_or(beside.as_os_str())))
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
                Diagnostic::error("MAN-00", format!("读不了文稿：{name}（{error}）"))
                    .help("请检查路径是否写对"),
            );
            None
        }
    }
}
