//! Rounds of layout. Typst lays a document out again until the answers by which it
//! was laid out, such as on which page a folio stands, are those that it gives
//! itself; it begins from knowing nothing, so that there are two rounds at least.
//! The letters of a batch are alike: laid out by the answers of the letter before,
//! most are right in the first round.

use std::sync::{Mutex, MutexGuard, PoisonError};

use comemo::{Constraint, Track};
use typst::World;
use typst::diag::{SourceResult, Warned};
use typst::ecow::EcoVec;
use typst::engine::{Engine, Route, Sink, Traced};
use typst::foundations::{Output, StyleChain, Target, TargetElem};
use typst::utils::Protected;
use typst_layout::PagedDocument;

/// Documents that were laid out before, one for each that is at the same time.
///
/// What the next is begun from may only decide how many rounds it takes. It does where
/// all that the templates ask is the page of a folio, which takes no room in the text:
/// by any answers the text stands on the same pages, so there is one that is right.
#[derive(Default)]
pub(super) struct Rounds {
    before: Mutex<Vec<PagedDocument>>,
}

impl Rounds {
    pub(super) fn compile(&self, world: &dyn World) -> Warned<SourceResult<PagedDocument>> {
        let before = self.lock().pop();
        // What answered all questions stays: a longer document does for shorter ones.
        if let Some(before) = before
            && let Some(document) = one_round(world, &before)
        {
            self.lock().push(before);
            return Warned { output: Ok(document), warnings: EcoVec::new() };
        }
        let compiled = typst::compile::<PagedDocument>(world);
        if let Ok(document) = &compiled.output {
            self.lock().push(document.clone());
        }
        compiled
    }

    fn lock(&self) -> MutexGuard<'_, Vec<PagedDocument>> {
        self.before.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A document laid out once by the answers that another gives; none where its own are
/// others, or there is anything to say.
pub(super) fn one_round(world: &dyn World, before: &PagedDocument) -> Option<PagedDocument> {
    let world = world.track();
    let library = world.library();
    let base = StyleChain::new(&library.styles);
    let target = TargetElem::target.set(Target::Paged).wrap();
    let styles = base.chain(&target);
    let main = world.source(world.main()).ok()?;
    let traced = Traced::default();
    let mut sink = Sink::new();
    let route = Route::default();
    let module = typst_eval::eval(
        world,
        library,
        traced.track(),
        sink.track_mut(),
        route.track(),
        &main,
    );
    let content = module.ok()?.content();
    let constraint = Constraint::new();
    let introspector = Output::introspector(before);
    let mut engine = Engine {
        library,
        world,
        introspector: Protected::new(introspector.track_with(&constraint)),
        traced: traced.track(),
        sink: sink.track_mut(),
        route: Route::default(),
    };
    let document = PagedDocument::create(&mut engine, &content, styles).ok()?;
    let is_right = constraint.validate(Output::introspector(&document));
    let has_said = !sink.delayed().is_empty() || !sink.warnings().is_empty();
    (is_right && !has_said).then_some(document)
}
