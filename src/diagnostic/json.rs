//! The view for programs.

use serde_json::{Value, json};

use super::{Report, Sources, Span};

/// The whole report as JSON: an array in the report's order.
pub fn to_json(report: &Report, sources: &Sources) -> Value {
    let place = |span: Span| {
        let source = sources.get(span.source);
        let (start, end) = (source.position(span.start), source.position(span.end));
        let mut place = json!({
            "file": source.name,
            "line": start.line, "column": start.column,
            "end_line": end.line, "end_column": end.column,
        });
        if source.cell(span.start).is_some() {
            place["cell"] = json!(source.place(span.start));
        }
        place
    };
    report
        .iter()
        .map(|d| {
            json!({
                "id": d.id,
                "severity": d.severity,
                "message": d.message,
                "labels": d.labels.iter()
                    .map(|l| json!({ "place": place(l.span), "text": l.text }))
                    .collect::<Vec<_>>(),
                "help": d.help,
                "fix": d.edits.iter()
                    .map(|e| json!({ "place": place(e.span), "with": e.with }))
                    .collect::<Vec<_>>(),
            })
        })
        .collect()
}
