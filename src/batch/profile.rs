//! Finding 版式.yaml, and giving it to manuscripts that leave their workbook.

use std::path::Path;

use crate::diagnostic::{Diagnostic, Report, Sources};
use crate::typeset::{Profile, ProfileFile};
use crate::workbook::{self, PROFILE, is_misnamed_profile};

use super::digest::Digest;
use super::files::Fault;
use super::folder::Folder;

/// The profile kept in a folder; the standard's where there is none. `None` after
/// errors.
pub fn profile(
    folder: &Path,
    sources: &mut Sources,
    report: &mut Report,
) -> Option<ProfileFile> {
    misnamed(folder, report)?;
    let path = folder.join(PROFILE);
    if !path.exists() {
        return Some(ProfileFile::default());
    }
    let id = workbook::read_file(&path, sources, report)?;
    Profile::parse(id, &sources.get(id).text, report)
}

/// A profile under another name would silently not be used: None, after it was
/// reported.
fn misnamed(folder: &Path, report: &mut Report) -> Option<()> {
    let here = if folder == Path::new("") { Path::new(".") } else { folder };
    // What cannot be read is reported where more is read of it.
    let entries = std::fs::read_dir(here).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(|path| is_misnamed_profile(path) && path.is_file())
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    for name in &names {
        let place = folder.join(name);
        let message = format!("版式文件的名称不对，没有读：{}", place.display());
        report.push(Diagnostic::error("FMT-04", message).help(
            "请改名为“版式.yaml”：先在文件夹的“查看”里勾上“文件扩展名”，不然改了还有 .txt；\
             不用它的，请移走",
        ));
    }
    names.is_empty().then_some(())
}

/// Stands at the top of a profile in an output folder.
const COPIED: &str = "# 从工作簿抄来，每次生成都会重抄；要改，请改工作簿里的那一份\n";

/// Puts a folder's profile, if it has one, beside the manuscripts of an output folder:
/// they are to be set as the workbook would have set them. A copy that is there is kept
/// up to date, and removed with what it was copied from; another stays.
pub(super) fn copy_profile(
    from: &Path,
    to: &Folder,
    with_manuscripts: bool,
    inputs: Digest,
) -> Result<(), Fault> {
    let (path, copy) = (from.join(PROFILE), to.path().join(PROFILE));
    if has_own_profile(to.path()) || !(with_manuscripts || copy.exists()) {
        return Ok(());
    }
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            // A copy may have become the workbook's own.
            let own = text.trim_start_matches('\u{feff}').trim_start_matches(COPIED);
            let text = format!("{COPIED}{own}");
            to.write(PROFILE, text.as_bytes(), inputs).map(|_| ())
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && copy.exists() => {
            std::fs::remove_file(&copy).map_err(|source| Fault { path: copy, source })
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(Fault { path, source }),
    }
}

/// Whether a folder has a profile that is no copy of a workbook's.
pub fn has_own_profile(folder: &Path) -> bool {
    match std::fs::read(folder.join(PROFILE)) {
        Ok(bytes) => !bytes.starts_with(COPIED.as_bytes()),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    }
}
