//! What a unit of work may rely on.

use std::ops::Deref;

use crate::unit::Unit;

/// Something as it was read inside of a unit of work, after its turn had come: nobody can change it before the commit.
///
/// Only this module's neighbours make facts, from a unit. What changes something takes them, so that what an extractor
/// found, before the request waited for its turn, can't be passed instead.
#[derive(Debug)]
pub struct Fact<T>(T);

impl<T> Fact<T> {
    pub(super) fn new(_: &Unit, value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for Fact<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
