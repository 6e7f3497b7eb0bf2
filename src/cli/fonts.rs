//! `dudao fonts`, and the typesetter for the commands that need one.

use crate::typeset::{FontSources, Fonts, Typesetter};

use super::output;

pub fn run(arguments: &super::Fonts) -> u8 {
    match discover(arguments) {
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

/// A typesetter with the fonts that the arguments ask for; the error is the
/// exit code, after the message was printed.
pub fn typesetter(arguments: &super::Fonts) -> Result<Typesetter, u8> {
    discover(arguments).map(Typesetter::new)
}

fn discover(arguments: &super::Fonts) -> Result<Fonts, u8> {
    let sources =
        FontSources { system: !arguments.no_system_fonts, folder: arguments.fonts.clone() };
    Fonts::discover(&sources).map_err(|error| {
        eprintln!("错误: {error}");
        super::FAILED
    })
}
