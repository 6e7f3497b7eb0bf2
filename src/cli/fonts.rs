//! `dudao fonts`, and the typesetter for the commands that need one.

use crate::typeset::{FontSources, Fonts, Profile, Standard, Typesetter};

use super::output;

pub fn run(arguments: &super::Fonts) -> u8 {
    match discover(arguments, &Profile::default()) {
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

/// A typesetter for the pages that the arguments and an office's profile ask
/// for; the error is the exit code, after the message was printed.
pub fn typesetter(arguments: &super::Pages, profile: &Profile) -> Result<Typesetter, u8> {
    let standard = if arguments.accessible { Standard::Accessible } else { Standard::Archive };
    let fonts = discover(&arguments.fonts, profile)?;
    Ok(Typesetter::new(fonts, profile, standard))
}

fn discover(arguments: &super::Fonts, profile: &Profile) -> Result<Fonts, u8> {
    let sources = FontSources {
        faces: profile.faces.clone(),
        system: !arguments.no_system_fonts,
        folder: arguments.fonts.clone(),
    };
    Fonts::discover(&sources).map_err(|error| {
        eprintln!("错误: {error}");
        super::FAILED
    })
}
