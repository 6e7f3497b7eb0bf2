//! Making all documents of a plan, on all cores.

use std::any::Any;
use std::collections::BTreeMap;
use std::io;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::diagnostic::Diagnostic;

use super::files::Fault;
use super::make::{Made, Maker, Outcome};
use super::manifest::{Skip, Status};
use super::plan::Planned;

/// Of a worker: layout goes as deep as documents are nested.
const STACK: usize = 16 << 20;

/// For each worker. A file is synced before it gets its name, which takes as long as it
/// takes to make a document on a disk that turns, and longer where many are written; what
/// waits at the same time is synced together.
const WRITERS: usize = 4;

/// Makes the documents and hands the outcome of each to `tell`, in the order of
/// the plan. A document that fails does not stop the others; where every other
/// would fail in the same way, or `stop` is set, those not yet begun are
/// skipped.
///
/// Workers take the next document from a counter, each with a thread pool of
/// its own of one thread: Typst divides its work by rayon, and documents that
/// share a pool wait inside one another until memory holds hundreds of them.
/// What they have made goes to writers, who wait for the disk.
///
/// # Errors
/// The machine has no threads to give.
pub fn run<'p>(
    maker: &Maker,
    planned: &'p [Planned<'p>],
    threads: NonZero<usize>,
    stop: &AtomicBool,
    mut tell: impl FnMut(&'p Planned<'p>, Outcome),
) -> io::Result<()> {
    let next = AtomicUsize::new(0);
    let failing = AtomicBool::new(false);
    let write = |i: usize, made: Made, done: &SyncSender<(usize, Outcome)>| {
        let outcome: Outcome = caught(maker, &planned[i], || maker.write(made));
        if outcome.failure.as_ref().is_some_and(Fault::is_lasting) {
            failing.store(true, Ordering::Relaxed);
        }
        done.send((i, outcome)).is_ok()
    };
    let work = |to_writers: SyncSender<(usize, Made)>, done: SyncSender<(usize, Outcome)>| {
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
        // Without a pool of its own a worker uses the common one: slower, as right.
        let _pool = alone.build();
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            let Some(document) = planned.get(i) else { break };
            let stopped = stop.load(Ordering::Relaxed) || failing.load(Ordering::Relaxed);
            let made = if stopped && document.selected {
                maker.leave(document, Skip::Stopped).into()
            } else {
                caught(maker, document, || maker.make(document))
            };
            let sent = match made.has_files() {
                true => to_writers.send((i, made)).is_ok(),
                false => write(i, made, &done),
            };
            if !sent {
                break;
            }
        }
    };
    let write_all = |made: Arc<Mutex<Receiver<(usize, Made)>>>,
                     done: SyncSender<(usize, Outcome)>| {
        loop {
            let next = made.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((i, made)) = next else { break };
            if !write(i, made, &done) {
                break;
            }
        }
    };
    thread::scope(|scope| {
        let workers = threads.get().min(planned.len());
        // Where outcomes are told more slowly than documents are made, they wait; few, for
        // they take memory, but more than one, for it costs to wake up for each.
        let (done, receive) = mpsc::sync_channel(16 * workers);
        let (to_writers, made) = mpsc::sync_channel(workers);
        let made = Arc::new(Mutex::new(made));
        let mut running = Vec::new();
        for worker in 0..workers {
            let mut spawn = || {
                for _ in 0..WRITERS {
                    let (made, done) = (made.clone(), done.clone());
                    let writer = thread::Builder::new();
                    running.push(writer.spawn_scoped(scope, move || write_all(made, done))?);
                }
                let (to_writers, done) = (to_writers.clone(), done.clone());
                let worker = thread::Builder::new().stack_size(STACK);
                running.push(worker.spawn_scoped(scope, move || work(to_writers, done))?);
                Ok(())
            };
            match spawn() {
                Err(error) if worker == 0 => return Err(error),
                // Those that there are do it all.
                Err(_) => break,
                Ok(()) => {}
            }
        }
        drop((made, to_writers, done));
        let mut early = BTreeMap::new();
        let mut turn = 0;
        for (i, outcome) in receive {
            early.insert(i, outcome);
            while let Some(outcome) = early.remove(&turn) {
                tell(&planned[turn], outcome);
                turn += 1;
            }
        }
        // The scope would not wait until their memory is free.
        for thread in running {
            thread.join().unwrap_or_else(|bug| std::panic::resume_unwind(bug));
        }
        Ok(())
    })
}

/// A fault of ours in one document is that document's failure.
fn caught<T: From<Outcome>>(maker: &Maker, document: &Planned, work: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|bug| {
        let mut outcome = maker.leave(document, Skip::Stopped);
        outcome.row.status = Status::Failed("程序出错".to_owned());
        outcome.fault = Some(
            Diagnostic::error("BUG-01", format!("程序出错：{}", words(&*bug))).help(format!(
                "没有做成“{}”，其余文书不受影响；这是程序的问题，请把工作簿发给维护程序的同事",
                document.stem
            )),
        );
        outcome.into()
    })
}

fn words(bug: &(dyn Any + Send)) -> &str {
    bug.downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| bug.downcast_ref::<&str>().copied())
        .unwrap_or_default()
}
