//! Making all documents of a plan, on all cores.

use std::any::Any;
use std::collections::BTreeMap;
use std::io;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use crate::diagnostic::Diagnostic;

use super::files::Fault;
use super::make::{Maker, Outcome};
use super::manifest::Status;
use super::plan::Planned;

/// Outcomes that may wait for each worker to be told.
const WAITING: usize = 16;

/// Layout goes as deep as the document is nested.
const STACK: usize = 16 << 20;

/// Makes the documents and hands the outcome of each to `tell`, in the order of
/// the plan. A document that fails does not stop the others; where every other
/// would fail in the same way, or `stop` is set, those not yet begun are
/// skipped.
///
/// Workers take the next document from a counter, each with a thread pool of
/// its own of one thread: Typst divides its work by rayon, and documents that
/// share a pool wait inside one another until memory holds hundreds of them.
///
/// # Errors
/// The machine has no threads to give.
pub fn run<'p>(
    maker: &Maker,
    planned: &'p [Planned],
    threads: NonZero<usize>,
    stop: &AtomicBool,
    mut tell: impl FnMut(&'p Planned, Outcome),
) -> io::Result<()> {
    let next = AtomicUsize::new(0);
    let unchanged = maker.is_unchanged();
    let work = |send: mpsc::SyncSender<(usize, Outcome)>| {
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
        // Without a pool of its own a worker uses the common one: slower, as right.
        let _pool = alone.build();
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            let Some(document) = planned.get(i) else { break };
            let outcome = if stop.load(Ordering::Relaxed) {
                maker.leave_out(document)
            } else {
                one(maker, document, unchanged)
            };
            if outcome.failure.as_ref().is_some_and(Fault::is_lasting) {
                stop.store(true, Ordering::Relaxed);
            }
            if send.send((i, outcome)).is_err() {
                break;
            }
        }
    };
    thread::scope(|scope| {
        let (send, receive) = mpsc::sync_channel(WAITING * threads.get());
        for _ in 0..threads.get() {
            let send = send.clone();
            thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || work(send))?;
        }
        drop(send);
        let mut early = BTreeMap::new();
        let mut turn = 0;
        for (i, outcome) in receive {
            early.insert(i, outcome);
            while let Some(outcome) = early.remove(&turn) {
                tell(&planned[turn], outcome);
                turn += 1;
            }
        }
        Ok(())
    })
}

/// A fault of ours in one document is that document's failure.
fn one(maker: &Maker, document: &Planned, unchanged: bool) -> Outcome {
    catch_unwind(AssertUnwindSafe(|| maker.make(document, unchanged))).unwrap_or_else(|bug| {
        let mut outcome = maker.leave_out(document);
        outcome.row.status = Status::Failed;
        outcome.row.reason = Some("程序出错".to_owned());
        outcome.fault = Some(
            Diagnostic::error(
                "BUG-01",
                format!("{}：程序出错：{}", document.stem, words(&*bug)),
            )
            .help("这是程序的问题，其余文书不受影响；请把工作簿发给维护程序的同事"),
        );
        outcome
    })
}

fn words(bug: &(dyn Any + Send)) -> &str {
    bug.downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| bug.downcast_ref::<&str>().copied())
        .unwrap_or_default()
}
