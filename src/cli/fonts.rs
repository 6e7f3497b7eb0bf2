//! `dudao fonts`, and the typesetter for the commands that need one.

use std::path::Path;

use crate::batch;
use crate::diagnostic::{Report, Sources};
use crate::typeset::{FontSources, Fonts, Profile, Standard, Typesetter};

use super::output;

pub fn run(arguments: &super::FontList) -> u8 {
    if let Some(missing) = arguments.folder.as_deref().filter(|folder| !folder.exists()) {
        let message = format!("没有这个文件夹：{}", missing.display());
        return output::wrong(message, "请检查路径是否写对；要放自己的字体，用 --fonts");
    }
    let found = profile(arguments.folder.as_deref())
        .and_then(|profile| discover(&arguments.fonts, &profile));
    match found {
        Ok(fonts) => {
            for role in fonts.roles() {
                output::line(format_args!(
                    "{}：{}（{}）",
                    role.role.label(),
                    role.family,
                    role.origin
                ));
            }
            super::CLEAN
        }
        Err(code) => code,
    }
}

/// The profile of a folder, or of the one that a file is in; the error is the
/// exit code, after the message was printed.
pub fn profile(path: Option<&Path>) -> Result<Profile, u8> {
    let Some(path) = path else { return Ok(Profile::default()) };
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new("")) };
    let mut sources = Sources::new();
    let mut report = Report::new();
    match batch::profile(folder, &mut sources, &mut report) {
        Some(file) => Ok(file.profile),
        None => Err(output::stop(&mut report, &sources)),
    }
}

/// A typesetter for the pages that the arguments and an office's profile ask
/// for; the error is the exit code, after the message was printed.
pub fn typesetter(arguments: &super::Pages, profile: &Profile) -> Result<Typesetter, u8> {
    let standard = if arguments.accessible { Standard::Accessible } else { Standard::Archive };
    let fonts = discover(&arguments.fonts, profile)?;
    Ok(Typesetter::new(fonts, profile, standard))
}

/// Where the arguments say that faces are to be looked for.
pub fn sources(arguments: &super::Fonts) -> FontSources {
    FontSources {
        system: !arguments.no_system_fonts,
        folder: arguments.fonts.clone(),
        ..FontSources::default()
    }
}

fn discover(arguments: &super::Fonts, profile: &Profile) -> Result<Fonts, u8> {
    let faces = profile.faces.clone();
    Fonts::discover(&FontSources { faces, ..sources(arguments) }).map_err(|error| {
        output::complain(format_args!("错误: {error}"));
        super::FAILED
    })
}
