//! 文书 to files. The only module that knows the order of the stages: plan the
//! editions, write each, set it, put it into the folder, keep the manifest.

mod bound;
mod build;
mod check;
mod digest;
mod files;
mod fix;
mod folder;
mod images;
mod join;
mod ledger;
mod lines;
mod make;
mod manifest;
mod origin;
mod outdated;
mod plan;
mod profile;
mod program;
mod project;
mod run;
mod select;
mod set;
mod shard;

pub use self::bound::{BookList, Bound, bind, may_be_bound};
pub use self::build::{Build, Built};
pub use self::check::{check, check_text, is_manuscript, quoted};
pub use self::digest::Digest;
pub use self::files::{Fault, folder_of, make_folder, write_file};
pub use self::fix::{Fixed, FixedFile, fix, keep_safe};
pub use self::folder::{Abandoned, Folder, Renumbered};
pub use self::images::Images;
pub use self::join::join;
pub use self::make::{Asked, Formats, Outcome, write_manuscript};
pub use self::manifest::{Counts, Manifest, Output, Row, SameNumber, Skip, Status};
pub use self::plan::{Plan, Planned, file_name, plan};
pub use self::profile::{has_own_profile, profile};
pub use self::project::Project;
pub use self::select::Selection;
pub use self::set::{Set, set_manuscript};
pub use self::shard::Shard;
