//! What can go wrong between a document and its pages.

use std::fmt;

use typst::diag::SourceDiagnostic;

/// Why a document could not be set. Its words are data and cannot break the
/// layout, so apart from a bad picture this is a fault of the program or of its
/// templates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypesetError {
    /// The document names a picture that was not supplied.
    MissingImage { path: String },
    /// A picture that is no PNG, JPEG, GIF or WebP, or is damaged.
    BadImage { path: String, reason: String },
    /// A picture without caption, which PDF/UA-1 (7.3) cannot do without.
    NamelessImage { path: String },
    /// A built-in template does not read the document; the text is Typst's.
    Template { messages: Vec<String> },
    /// The pages could not be written as PDF; the text is Typst's.
    Pdf { messages: Vec<String> },
}

impl TypesetError {
    pub(super) fn messages(diagnostics: &[SourceDiagnostic]) -> Vec<String> {
        diagnostics
            .iter()
            .map(|diagnostic| {
                let file = diagnostic.span.id().map(|id| id.get().vpath().get_with_slash());
                match file {
                    Some(file) => format!("{}（{file}）", diagnostic.message),
                    None => diagnostic.message.to_string(),
                }
            })
            .collect()
    }
}

impl fmt::Display for TypesetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TypesetError::MissingImage { path } => {
                write!(f, "排版失败：找不到图片“{path}”")
            }
            TypesetError::BadImage { path, reason } => {
                write!(
                    f,
                    "排版失败：图片“{path}”无法读取（{reason}），请换成 PNG 或 JPEG 图片"
                )
            }
            TypesetError::NamelessImage { path } => {
                write!(
                    f,
                    "排版失败：图片“{path}”没有图题，不能按无障碍标准存；\
                     请写成“![图题]({path})”"
                )
            }
            TypesetError::Template { messages } => {
                write!(f, "排版失败：{}", messages.join("；"))
            }
            TypesetError::Pdf { messages } => {
                write!(f, "排版失败：无法写成 PDF：{}", messages.join("；"))
            }
        }
    }
}

impl std::error::Error for TypesetError {}
