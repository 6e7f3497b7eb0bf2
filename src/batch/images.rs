//! The pictures that documents show, each read once: a seal stands on every
//! letter.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::diagnostic::{Diagnostic, Report, SourceId, Span, reason};
use crate::document::Document;

use super::digest::Digest;

/// The pictures below a folder, or below another where they are not there.
pub struct Images {
    folders: Vec<PathBuf>,
    read: Mutex<BTreeMap<String, Arc<Image>>>,
}

/// A picture file.
pub struct Image {
    pub bytes: Arc<[u8]>,
    pub digest: Digest,
}

impl Images {
    /// Paths in documents count from `folder`.
    pub fn new(folder: &Path) -> Self {
        Self { folders: vec![folder.to_owned()], read: Mutex::default() }
    }

    /// What is not there is looked for in another folder.
    pub fn or(mut self, folder: &Path) -> Self {
        self.folders.push(folder.to_owned());
        self
    }

    pub fn read(&self, path: &str) -> io::Result<Arc<Image>> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(image) = read.get(path) {
            return Ok(image.clone());
        }
        let bytes = self.bytes(path)?;
        let digest = Digest::of(&bytes);
        let image = Arc::new(Image { bytes: bytes.into(), digest });
        read.insert(path.to_owned(), image.clone());
        Ok(image)
    }

    fn bytes(&self, path: &str) -> io::Result<Vec<u8>> {
        let mut tried = Err(io::ErrorKind::NotFound.into());
        for folder in &self.folders {
            tried = std::fs::read(folder.join(path));
            if !tried.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
                break;
            }
        }
        tried
    }

    /// The pictures of a document by the paths that it names in its manuscript.
    pub fn of(
        &self,
        document: &Document,
        (id, text): (SourceId, &str),
        report: &mut Report,
    ) -> BTreeMap<String, Arc<Image>> {
        let mut images = BTreeMap::new();
        for path in document.images() {
            match self.read(path) {
                Ok(image) => {
                    images.insert(path.to_owned(), image);
                }
                Err(error) => {
                    // Where Markdown writes it otherwise the manuscript is named.
                    let at = text.find(path).map_or(0..0, |at| at..at + path.len());
                    let message = format!("读不了图片：{path}（{}）", reason(&error));
                    report.push(
                        Diagnostic::error("SET-02", message)
                            .at(Span::new(id, at.start, at.end), "")
                            .help("图片的路径从文稿所在的文件夹算起"),
                    );
                }
            }
        }
        images
    }
}
