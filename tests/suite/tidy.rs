//! The architecture: who may use whom, where an external crate may appear, and
//! how long a file may be.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// The layers of `src/lib.rs`, the lowest first. A module may use the layers
/// below its own.
const LAYERS: &[&[&str]] = &[
    &["diagnostic", "chinese"],
    &["document", "yaml"],
    &["record"],
    &["workbook", "figures"],
    &["rules", "wording", "manuscript", "typeset"],
    &["batch"],
    &["cli"],
];

/// External crates and the modules that may name them.
const FENCES: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["diagnostic"]),
    ("blake3", &["batch"]),
    ("calamine", &["workbook"]),
    ("clap", &["cli"]),
    ("comemo", &["typeset"]),
    ("csv", &["batch", "workbook"]),
    ("ctrlc", &["cli"]),
    ("encoding_rs", &["workbook"]),
    ("flate2", &["batch", "diagnostic"]),
    ("granit_parser", &["yaml"]),
    ("icu_segmenter", &["typeset"]),
    ("indicatif", &["cli"]),
    ("libmimalloc_sys", &["main"]),
    ("lopdf", &["batch"]),
    ("mimalloc", &["main"]),
    ("pdf_writer", &["batch"]),
    ("pulldown_cmark", &["manuscript"]),
    ("rayon", &["batch"]),
    ("regex", &["rules", "typeset"]),
    ("rust_xlsxwriter", &["workbook"]),
    ("same_file", &["batch"]),
    ("similar", &["batch", "cli"]),
    ("tempfile", &["batch"]),
    ("tera", &["wording"]),
    ("typst", &["typeset"]),
    ("typst_eval", &["typeset"]),
    ("typst_kit", &["typeset"]),
    ("typst_layout", &["typeset"]),
    ("typst_pdf", &["typeset"]),
];

/// A longer file has a second subject.
const MAX_LINES: usize = 500;

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path, text)
        })
        .collect()
}

/// The top-level module a file belongs to.
fn module(path: &Path) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let first = path.strip_prefix(root).ok()?.components().next()?;
    Some(first.as_os_str().to_str()?.trim_end_matches(".rs").to_owned())
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// Lines of code, without comments.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[test]
fn modules_use_only_lower_layers() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let Some(own) = module(&path).filter(|m| m != "lib" && m != "main") else { continue };
        let Some(own_layer) = layer(&own) else {
            faults.push(format!(
                "{}: module `{own}` has no layer: add it to LAYERS and to lib.rs",
                path.display()
            ));
            continue;
        };
        for (line, text) in code(&text) {
            for (at, _) in text.match_indices("crate::") {
                let used: String = text[at + 7..]
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                let Some(used_layer) = layer(&used) else { continue };
                if used != own && used_layer >= own_layer {
                    faults.push(format!(
                        "{}:{line}: `{own}` must not use `{used}`",
                        path.display()
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn external_crates_stay_behind_their_fences() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let Some(own) = module(&path) else { continue };
        for (krate, allowed) in FENCES {
            if allowed.contains(&own.as_str()) {
                continue;
            }
            for (line, text) in code(&text) {
                let named =
                    [format!("use {krate}::"), format!(" {krate}::"), format!("({krate}::")];
                if named.iter().any(|name| format!(" {text}").contains(name.as_str())) {
                    faults.push(format!(
                        "{}:{line}: only {allowed:?} may use `{krate}`",
                        path.display()
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn files_have_one_subject() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > MAX_LINES)
        .map(|(path, lines)| {
            format!("{}: {lines} lines: find the second subject", path.display())
        })
        .collect();
    assert!(long.is_empty(), "\n{}", long.join("\n"));
}

/// The number literals inside the tags of a template, 0 and 1 apart: to ask
/// whether there is any, or one.
fn literals(template: &str) -> Vec<&str> {
    let tags = template.split("{{").flat_map(|part| part.split("{%")).skip(1);
    tags.filter_map(|tag| tag.split("}}").next()?.split("%}").next())
        .flat_map(|tag| tag.split('"').step_by(2))
        .flat_map(|code| code.split(|c: char| !c.is_ascii_alphanumeric() && c != '.'))
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        .filter(|word| !matches!(*word, "0" | "1"))
        .collect()
}

#[test]
fn templates_hold_no_numbers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/kinds");
    let mut faults = Vec::new();
    for entry in WalkDir::new(root).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        if path.file_name().is_none_or(|name| name != "wording.md") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for literal in literals(&text) {
            faults.push(format!("{}: {literal} in a tag", path.display()));
        }
        for (i, line) in outside_tags(&text).lines().enumerate() {
            let line = line.trim_start().trim_start_matches("1. ");
            if line.contains(|c: char| c.is_ascii_digit()) {
                faults.push(format!("{}:{}: {line}", path.display(), i + 1));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "a number in a document is a figure or a datum\n{}",
        faults.join("\n")
    );
}

#[test]
fn every_category_has_its_place_in_the_summary() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("templates/kinds/annual-summary/wording.md");
    let text = std::fs::read_to_string(path).unwrap();
    for category in dudao::record::Category::ALL {
        let label = format!("\"{}\"", category.label());
        assert!(text.contains(&label), "the summary drops activities of category {label}");
    }
}

#[test]
fn a_number_in_a_template_would_be_found() {
    assert_eq!(literals("{% if x > 60 %}{{ n[\"2\"] }}{{ 27 }}{% endif %}9"), ["60", "27"]);
    assert_eq!(outside_tags("{{ 27 }}9{% if x %}"), "9");
}

/// The text of a template without its tags; lines are kept.
fn outside_tags(template: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = ["{{", "{%", "{#"].iter().filter_map(|tag| rest.find(tag)).min() {
        out.push_str(&rest[..open]);
        let close = match &rest[open..open + 2] {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        let end = rest[open..].find(close).map_or(rest.len(), |end| open + end + 2);
        out.extend(rest[open..end].chars().filter(|c| *c == '\n'));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}
