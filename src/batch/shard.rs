//! A share of the documents for one of several machines.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::plan::Planned;

/// The `index`-th of `of` shares, counted from 1. A document's share depends on
/// its key only, so machines that know nothing of one another divide the work
/// without gap or overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Shard {
    index: u32,
    of: u32,
}

impl Shard {
    pub fn index(self) -> u32 {
        self.index
    }

    /// How many shares there are.
    pub fn of(self) -> u32 {
        self.of
    }

    /// What the names of a share's own files end with; nothing where all is one run.
    pub(super) fn suffix(shard: Option<Shard>) -> String {
        shard.map_or(String::new(), |shard| format!("-{}-{}", shard.index, shard.of))
    }

    /// Whether a document belongs to this share.
    pub fn has(self, document: &Planned) -> bool {
        let digest = Digest::of(document.stem.as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&digest.as_bytes()[..8]);
        u64::from_le_bytes(first) % u64::from(self.of) == u64::from(self.index - 1)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let shard = text.split_once('/').and_then(|(index, of)| {
            Some(Shard { index: index.parse().ok()?, of: of.parse().ok()? })
        });
        match shard {
            Some(shard) if (1..=shard.of).contains(&shard.index) => Ok(shard),
            _ => Err("要写成“第几份/共几份”，如 1/8".to_owned()),
        }
    }
}

impl TryFrom<String> for Shard {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Shard> for String {
    fn from(shard: Shard) -> String {
        shard.to_string()
    }
}
