//! Places that are seldom looked at.

use std::sync::{Arc, Mutex, PoisonError};

use super::Places;
use crate::diagnostic::Deflated;

/// Places that take a tenth of the memory while they are put away.
#[derive(Debug)]
pub struct KeptPlaces(Mutex<State>);

#[derive(Debug)]
struct State {
    open: Option<Arc<Places>>,
    /// From when they are put away first: all but the bytes, and these.
    away: Option<(Places, Deflated)>,
}

impl KeptPlaces {
    pub fn new(places: Places) -> Self {
        Self(Mutex::new(State { open: Some(places.into()), away: None }))
    }

    /// Takes a moment where they were put away.
    pub fn open(&self) -> Arc<Places> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let State { open, away } = &mut *state;
        // What is not open was put away.
        let inflated = || {
            let (places, bytes) = away.as_ref().expect("they were put away");
            Arc::new(places.with(bytes.inflate().into()))
        };
        open.get_or_insert_with(inflated).clone()
    }

    /// Until they are looked at again.
    pub fn put_away(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = state.open.take() {
            let away = || (open.with(Box::default()), Deflated::of(&open.bytes));
            state.away.get_or_insert_with(away);
        }
    }
}

impl Clone for KeptPlaces {
    fn clone(&self) -> Self {
        Self::new(Places::clone(&self.open()))
    }
}
