//! Work on many things at once, on threads of its own.
//!
//! Rules run on rayon's threads and wait for facts of each other. A thread of rayon's that waits for a part of its work takes up
//! another rule meanwhile, which may wait for the very fact that it is at; so what facts are made of does not use rayon.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// More threads do not pay: the work is short.
const MOST: usize = 8;

/// So many things are at least done by a thread, or starting it takes longer than its work.
const LEAST: usize = 24;

/// What `work` makes of each thing, in their order.
pub fn each<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let threads = processors.min(MOST).min(things.len() / LEAST);
    if threads < 2 {
        return things.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let some = || {
        let mut done = Vec::new();
        while let at = next.fetch_add(1, Ordering::Relaxed)
            && let Some(thing) = things.get(at)
        {
            done.push((at, work(thing)));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(some)).collect();
        let mut done = some();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_stand_in_the_order_of_what_they_were_made_from() {
        for count in [0, 1, 47, 1000] {
            let numbers: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = numbers.iter().map(|number| number * 2).collect();
            assert_eq!(super::each(&numbers, |number| number * 2), doubled);
        }
    }
}
