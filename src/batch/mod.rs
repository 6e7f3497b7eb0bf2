//! 文书 to files. The only module that knows the order of the stages: plan the
//! editions, write each, set it, put it into the folder, keep the manifest.

mod check;
mod files;
mod fix;
mod manifest;
mod origin;
mod plan;
mod profile;
mod project;
mod run;

pub use self::check::{check, check_text, quoted};
pub use self::files::{Fault, make_folder, write_file};
pub use self::fix::{Fixed, FixedFile, fix, leave_numbers};
pub use self::manifest::{Manifest, Row, Status};
pub use self::plan::{Planned, plan};
pub use self::profile::{copy_profile, profile};
pub use self::project::Project;
pub use self::run::{Formats, Outcome, run, set_manuscript, write_manuscript};
