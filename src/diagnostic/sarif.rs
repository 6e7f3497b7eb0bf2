//! SARIF 2.1.0, which code review tools and editors read.

use serde_json::{Value, json};

use super::{Diagnostic, Edit, Label, Report, Severity, Sources, Span};

/// What SARIF says of a rule.
pub struct RuleDescription<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub help: &'a str,
}

/// The whole report as one run of this program. Findings of ids that no rule
/// has name just their id.
pub fn to_sarif(report: &Report, sources: &Sources, rules: &[RuleDescription]) -> Value {
    let rules: Vec<Value> = rules
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "name": rule.name,
                "shortDescription": { "text": rule.name },
                "help": { "text": rule.help },
            })
        })
        .collect();
    let results: Vec<Value> = report.iter().map(|found| result(found, sources)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(found: &Diagnostic, sources: &Sources) -> Value {
    let level = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    };
    let text = match &found.help {
        Some(help) => format!("{}。{help}", found.message),
        None => found.message.clone(),
    };
    let mut places = found.labels.iter().map(|label| location(label, sources));
    let first: Vec<Value> = places.by_ref().take(1).collect();
    let related: Vec<Value> = places.collect();
    let mut result = json!({
        "ruleId": found.id,
        "level": level,
        "message": { "text": text },
        "locations": first,
        "relatedLocations": related,
    });
    if !found.edits.is_empty() {
        result["fixes"] = json!([{ "artifactChanges": changes(&found.edits, sources) }]);
    }
    result
}

/// The edits of a repair, file by file.
fn changes(edits: &[Edit], sources: &Sources) -> Vec<Value> {
    edits
        .chunk_by(|one, other| one.span.source == other.span.source)
        .map(|edits| {
            let replacements: Vec<Value> = edits
                .iter()
                .map(|edit| {
                    json!({
                        "deletedRegion": region(edit.span, sources),
                        "insertedContent": { "text": edit.with },
                    })
                })
                .collect();
            let name = &sources.get(edits[0].span.source).name;
            json!({
                "artifactLocation": { "uri": uri(name) },
                "replacements": replacements,
            })
        })
        .collect()
}

fn location(label: &Label, sources: &Sources) -> Value {
    let source = sources.get(label.span.source);
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&source.name) },
            "region": region(label.span, sources),
        },
    });
    if source.cell(label.span.start).is_some() {
        let cell = source.place(label.span.start);
        location["logicalLocations"] = json!([{ "fullyQualifiedName": cell }]);
    }
    if !label.text.is_empty() {
        location["message"] = json!({ "text": label.text });
    }
    location
}

fn region(span: Span, sources: &Sources) -> Value {
    let source = sources.get(span.source);
    let (start, end) = (source.position(span.start), source.position(span.end));
    json!({
        "startLine": start.line, "startColumn": start.column,
        "endLine": end.line, "endColumn": end.column,
    })
}

/// A path as a URI reference (RFC 3986): relative as it is, `C:\` as `file:///C:/`.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let drive = path.as_bytes().get(1) == Some(&b':');
    let mut uri = String::from(if drive { "file:///" } else { "" });
    for (i, byte) in path.bytes().enumerate() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
        if plain || (drive && i == 1) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        for (path, expected) in [
            ("data/a 1.yaml", "data/a%201.yaml"),
            ("簿/1.yaml", "%E7%B0%BF/1.yaml"),
            ("C:\\data\\a.yaml", "file:///C:/data/a.yaml"),
            ("/tmp/a.yaml", "/tmp/a.yaml"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }

    #[test]
    fn a_finding_has_its_region_in_characters() {
        let mut sources = Sources::new();
        let file = sources.add("a.yaml", "年度: 2014\n总数: 7171\n");
        let (total, year) = (Span::new(file, 21, 25), Span::new(file, 8, 12));
        let mut report = Report::new();
        report.push(
            Diagnostic::hint("DAT-01", "差62").at(total, "总数").at(year, "").help("请核对"),
        );
        let sarif = to_sarif(&report, &sources, &[]);
        let result = &sarif["runs"][0]["results"][0];
        assert_eq!(result["level"], "note");
        assert_eq!(result["message"]["text"], "差62。请核对。");
        let place = &result["locations"][0];
        assert_eq!(place["message"]["text"], "总数");
        assert_eq!(
            place["physicalLocation"]["region"],
            json!({ "startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 9 })
        );
        let related = &result["relatedLocations"][0];
        assert_eq!(related["physicalLocation"]["region"]["startLine"], 1);
        assert_eq!(related.get("message"), None);
        assert_eq!(result.get("fixes"), None, "there is no repair");
    }

    #[test]
    fn a_repair_is_a_fix_with_what_goes_and_what_comes() {
        let mut sources = Sources::new();
        let file = sources.add("a.yaml", "名称：甲\n");
        let mut report = Report::new();
        let mut found = Diagnostic::error("YML-04", "冒号用了全角");
        found.replace(Span::new(file, 6, 9), ": ");
        report.push(found);
        let sarif = to_sarif(&report, &sources, &[]);
        let change = &sarif["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
        assert_eq!(change["artifactLocation"]["uri"], "a.yaml");
        let replacement = &change["replacements"][0];
        assert_eq!(replacement["deletedRegion"]["startColumn"], 3);
        assert_eq!(replacement["deletedRegion"]["endColumn"], 4);
        assert_eq!(replacement["insertedContent"]["text"], ": ");
    }
}
