//! What tera reports, as a diagnostic at its place in the template.

use tera::ErrorKind;

use crate::diagnostic::{Diagnostic, Span};

use super::Templates;

/// The template an error came from, where the error itself does not say.
#[derive(Debug, Clone, Copy)]
pub enum Origin<'a> {
    /// The path of a wording.
    Wording(&'a str),
    /// The folder of a kind whose `kind.yaml` has the text.
    Kind(&'a str),
}

/// A diagnostic with the place in the template, the fact in Chinese.
pub fn diagnostic(error: &tera::Error, templates: &Templates, origin: Origin) -> Diagnostic {
    let (path, range) = match (error.kind(), origin) {
        (
            ErrorKind::SyntaxError(at) | ErrorKind::RenderingError(at),
            Origin::Wording(path),
        ) => {
            let name = if at.filename().is_empty() { path } else { at.filename() };
            (name.to_owned(), Some(at.span().range.clone()))
        }
        (_, Origin::Wording(path)) => (path.to_owned(), None),
        (_, Origin::Kind(id)) => (format!("{id}/kind.yaml"), None),
    };
    let text = match error.kind() {
        ErrorKind::SyntaxError(at) | ErrorKind::RenderingError(at) => at.message().to_owned(),
        other => other.to_string(),
    };
    let message = format!("模板“{path}”{}", in_chinese(&text));
    let mut diagnostic = Diagnostic::error("TPL-05", message)
        .help("请修改模板；如果是程序自带的模板，请把工作簿发给维护人员");
    if let Some(source) = templates.get(&path) {
        let range = range.unwrap_or(0..0);
        diagnostic = diagnostic.at(Span::new(source, range.start, range.end), "");
    }
    diagnostic
}

fn in_chinese(text: &str) -> String {
    let quoted = || text.split('`').nth(1).unwrap_or_default();
    let known = [
        ("Variable `", "用到了不存在的变量"),
        ("Field `", "用到了不存在的字段"),
        ("Unknown filter", "用到了不存在的过滤器"),
        ("Unknown test", "用到了不存在的判断"),
        ("Unknown function", "用到了不存在的函数"),
        ("Unknown template", "引用了不存在的模板"),
    ];
    for (start, fact) in known {
        if text.starts_with(start) {
            return format!("{fact}：{}", quoted());
        }
    }
    if text.contains("undefined") {
        return format!("用到了没有定义的值（{text}）");
    }
    format!("有误（{text}）")
}
