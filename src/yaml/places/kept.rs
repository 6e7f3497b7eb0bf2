//! Places that are seldom looked at.

use std::sync::{Arc, Mutex, PoisonError};

use super::Places;
use crate::diagnostic::{deflate, inflate};

/// Places that take a fifth of the memory while they are put away.
#[derive(Debug)]
pub struct KeptPlaces(Mutex<State>);

#[derive(Debug)]
enum State {
    Open(Arc<Places>),
    /// Their bytes are deflated.
    Away(Places),
}

impl KeptPlaces {
    pub fn new(places: Places) -> Self {
        Self(Mutex::new(State::Open(places.into())))
    }

    /// Takes a moment where they were put away.
    pub fn open(&self) -> Arc<Places> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*state {
            State::Open(places) => places.clone(),
            State::Away(away) => {
                let open = Arc::new(away.with(inflate(&away.bytes).into()));
                *state = State::Open(open.clone());
                open
            }
        }
    }

    /// Until they are looked at again.
    pub fn put_away(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // What cannot be put away stays open.
        if let State::Open(open) = &*state
            && let Ok(deflated) = deflate(&open.bytes)
        {
            *state = State::Away(open.with(deflated));
        }
    }
}
