//! `dudao kinds`.

use crate::diagnostic::{Report, Sources};
use crate::wording::{Kind, Templates};

use super::output;

pub fn run(arguments: &super::Templates) -> u8 {
    let mut sources = Sources::new();
    let mut report = Report::new();
    let mut templates = Templates::built_in(&mut sources);
    if let Some(folder) = &arguments.templates {
        templates.overlay(folder, &mut sources, &mut report);
    }
    let kinds = Kind::load(&templates, &sources, &mut report);
    if report.has_errors() {
        return output::stop(&mut report, &sources);
    }
    for kind in kinds {
        let needs: Vec<&str> = kind.needs.iter().map(|section| section.key()).collect();
        output::line(kind.name);
        output::line(format_args!("    {}", kind.description));
        output::line(format_args!("    需要：{}", needs.join("、")));
    }
    super::CLEAN
}
