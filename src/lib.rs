//! dudao (督导) turns one year's education-supervision data, written once in
//! YAML, into the formal documents that a supervision office must issue, set to
//! GB/T 9704-2012.
//!
//! # The way through
//!
//! ```text
//! workbook (YAML; results and schools in Excel or CSV)
//!   │ yaml        one parser, a tree with places; shape checked; all errors at once
//!   │ tables      rows become nodes of the tree, their places cells    (workbook)
//!   ▼
//! Record          typed domain values                                  (workbook)
//!   │ rules       what a proofreader finds in data; later, in wording
//!   │ figures     named, computed numbers with their provenance
//!   ▼
//! editions        what to write, for whom                                 (batch)
//!   │ wording     the kind's Tera template: facts + figures → sentences
//!   ▼
//! Manuscript      Markdown with a YAML front matter; a clerk may edit it
//!   │ manuscript  parsed into the model, headings numbered
//!   ▼
//! Document        the layout-neutral model                             (document)
//!   │ typeset     a constant Typst template reads the model as data, and the
//!   │             office's habits from 版式.yaml
//!   ▼
//! PDF             written whole or not at all, listed in the manifest     (batch)
//! ```
//!
//! Data flows one way. The typesetter does not know schools, the wording does
//! not know millimetres, the domain does not know Tera.
//!
//! # Layers
//!
//! A module uses strictly lower layers; siblings do not see each other. The
//! `tidy` test holds this table and the fences around external crates.
//!
//! | layer | modules |
//! |---|---|
//! | edge | `cli` (clap, ctrlc, indicatif, similar), `main` (libmimalloc-sys, mimalloc) |
//! | order of the stages | `batch` (blake3, csv, flate2, lopdf, pdf-writer, rayon, same-file, similar, tempfile) |
//! | behaviour | `rules` (regex), `wording` (tera), `manuscript` (pulldown-cmark), `typeset` (typst, icu_segmenter, regex) |
//! | data with places | `workbook` (calamine, csv, rust_xlsxwriter), `figures` |
//! | domain | `record` |
//! | models | `document`, `yaml` |
//! | ground | `diagnostic` (flate2), `chinese` |
//!
//! # Invariants
//!
//! - No text of a clerk is ever read as markup: data reaches Markdown escaped,
//!   and Typst as JSON.
//! - A number in a document is a figure or a datum; templates hold no digits.
//! - What is wrong with the data is a [`diagnostic::Diagnostic`] at its place;
//!   all are reported in one run and nothing is issued from wrong data.
//! - A repair is certain, and changes no number: a finding that needs a decision
//!   has none.
//! - Same input, same bytes: no clock, no locale, no order of a hash map.
//! - Outputs appear whole under their names or not at all.
//!
//! Deliberately absent: Typst packages, the network, the time of day, a way to
//! leave the standard unseen: what an office's 版式.yaml changes is told as a
//! departure with its clause.
//!
//! # Where to add what
//!
//! - An element of a 公文: its field in [`document::Elements`], the table of what a
//!   format omits in `document/printed.rs`, the front matter in `manuscript`,
//!   [`document::plain_text`], and its Typst template.
//! - A habit of an office: a field of [`typeset::Profile`], read from 版式.yaml, with
//!   the clause that it departs from.
//! - A kind of document: a folder under `templates/kinds`, no Rust; see
//!   `docs/kinds.md`.
//! - A concept of the domain: a file in `record`, its field in
//!   [`record::Record`].
//! - A column of the tables: a line in `workbook/tables/field.rs`, and where the
//!   results have what it holds, in `form/values.rs`.
//! - A figure: a line in its subject's file under `figures`.
//! - A rule: a static and its function in the file of its family under `rules`, a
//!   line in [`rules::RULES`], and its cases; where it is certain how the slip is put
//!   right, the edits of its finding.
//! - A convention of the language: a function in `chinese`.
//! - A command: a file in `cli`.

// The streams may be closed by their readers: `cli` alone writes to them, and goes on.
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod batch;
pub mod chinese;
pub mod cli;
pub mod diagnostic;
pub mod document;
pub mod figures;
pub mod manuscript;
pub mod record;
pub mod rules;
pub mod typeset;
pub mod wording;
pub mod workbook;
pub mod yaml;
