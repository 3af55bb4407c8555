//! Results that are kept for as long as they are asked for again: a server is asked about the same project all day.

use std::sync::{Arc, Mutex, PoisonError};

/// The last few results, each with what it was made from. What that was decides whether a result still holds, never the time.
#[derive(Debug)]
pub struct Kept<K, V> {
    most: usize,
    /// The one that was asked for last stands last.
    results: Mutex<Vec<(K, Arc<V>)>>,
}

impl<K, V> Kept<K, V> {
    /// Keeps as many as `most`.
    #[must_use]
    pub const fn new(most: usize) -> Self {
        Self { most, results: Mutex::new(Vec::new()) }
    }

    /// The result that was made from what `is_same` knows; else a new one. Who asks meanwhile does not wait for it.
    ///
    /// # Errors
    /// What `make` says; nothing is kept then.
    pub fn get<E>(&self, is_same: impl Fn(&K) -> bool, make: impl FnOnce() -> Result<(K, V), E>) -> Result<Arc<V>, E> {
        if let Some(known) = self.find(is_same) {
            return Ok(known);
        }
        let (from, made) = make()?;
        let made = Arc::new(made);
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        if results.len() >= self.most {
            results.remove(0);
        }
        results.push((from, Arc::clone(&made)));
        Ok(made)
    }

    fn find(&self, is_same: impl Fn(&K) -> bool) -> Option<Arc<V>> {
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        let at = results.iter().rposition(|(from, _)| is_same(from))?;
        results[at..].rotate_left(1);
        results.last().map(|(_, known)| Arc::clone(known))
    }

    /// The result that was asked for last, with what it was made from.
    pub fn last(&self) -> Option<(K, Arc<V>)>
    where
        K: Clone,
    {
        self.results.lock().unwrap_or_else(PoisonError::into_inner).last().cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_made_once_until_others_have_taken_its_place() {
        let kept: Kept<u32, String> = Kept::new(2);
        let get = |number: u32| {
            let mut made = false;
            let make = || {
                made = true;
                Ok::<_, ()>((number, number.to_string()))
            };
            let result = kept.get(|from| *from == number, make);
            assert_eq!(*result.unwrap(), number.to_string());
            made
        };
        assert_eq!([1, 1, 2, 1, 3, 1, 2].map(get), [true, false, true, false, true, false, true]);
    }

    #[test]
    fn what_fails_is_not_kept() {
        let kept: Kept<u32, u32> = Kept::new(1);
        assert_eq!(kept.get(|_| true, || Err("no")), Err("no"));
        assert_eq!(kept.get(|_| true, || Ok::<_, ()>((1, 2))).map(|result| *result), Ok(2));
    }
}
