//! Who tried how much lately, in an amount of memory that nobody can make larger.

use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Cells that a key may be kept in, and rows of so many: 10,240 keys in 160 kB.
const WAYS: usize = 10;
const ROWS: usize = 1024;

/// So many at once, and then one each `interval`.
#[derive(Debug, Clone, Copy)]
pub struct Quota {
    burst: u32,
    interval: Duration,
}

impl Quota {
    /// `count` in `period`, of which each comes back by itself.
    pub fn new(count: u32, period: Duration) -> Self {
        let burst = count.max(1);
        Self { burst, interval: period / burst }
    }

    pub fn per_minute(count: u32) -> Self {
        Self::new(count, Duration::from_secs(60))
    }
}

/// A key is kept as its hash, with the time at which it is at rest again (the generic cell rate algorithm). Where there is
/// no free cell, the key that is at rest the soonest is forgotten: a flood of new keys forgets its own, and last of all
/// those that have used up what they had.
pub struct Cells {
    rows: Mutex<Box<[[Cell; WAYS]]>>,
    hasher: RandomState,
    start: Instant,
}

#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    key: u64,
    /// Since `start`.
    rest: Duration,
}

impl Default for Cells {
    fn default() -> Self {
        let rows = vec![[Cell::default(); WAYS]; ROWS].into_boxed_slice();
        Self { rows: Mutex::new(rows), hasher: RandomState::new(), start: Instant::now() }
    }
}

impl Cells {
    /// Counts one more.
    ///
    /// # Errors
    /// How long to wait, if the key has none left; it is not counted then.
    pub fn take(&self, quota: Quota, key: impl Hash) -> Result<(), Duration> {
        self.take_at(self.start.elapsed(), quota, key)
    }

    fn take_at(&self, now: Duration, quota: Quota, key: impl Hash) -> Result<(), Duration> {
        let key = self.hasher.hash_one(key);
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        let row = &mut rows[key as usize % ROWS];
        let rest = match row.iter().find(|cell| cell.key == key) {
            Some(cell) => cell.rest.max(now),
            None => now,
        };
        let rest = rest + quota.interval;
        let wait = rest.saturating_sub(now + quota.interval * quota.burst);
        if !wait.is_zero() {
            return Err(wait);
        }
        let known = row.iter().position(|cell| cell.key == key);
        let place = known.or_else(|| (0..WAYS).min_by_key(|&place| row[place].rest));
        row[place.unwrap_or_default()] = Cell { key, rest };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUOTA: Quota = Quota { burst: 3, interval: Duration::from_secs(20) };

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn what_is_used_up_comes_back_one_by_one() {
        let cells = Cells::default();
        let taken = |seconds| cells.take_at(at(seconds), QUOTA, "ada");
        for _ in 0..3 {
            assert_eq!(taken(100), Ok(()));
        }
        assert_eq!(taken(100), Err(at(20)));
        assert_eq!(taken(115), Err(at(5)));
        assert_eq!(taken(120), Ok(()));
        assert_eq!(taken(120), Err(at(20)));
        assert_eq!(cells.take_at(at(120), QUOTA, "grace"), Ok(()));
        for _ in 0..3 {
            assert_eq!(taken(1_000), Ok(()));
        }
        assert!(taken(1_000).is_err());
    }

    #[test]
    fn a_flood_of_keys_takes_no_memory_and_lets_nobody_in() {
        let cells = Cells::default();
        for _ in 0..3 {
            cells.take_at(at(1), QUOTA, ("ada", 0)).unwrap();
        }
        for n in 1..200_000 {
            cells.take_at(at(1), QUOTA, ("flood", n)).unwrap();
        }
        assert!(cells.take_at(at(1), QUOTA, ("ada", 0)).is_err(), "forgotten");
        let kept = size_of_val(&**cells.rows.lock().unwrap());
        assert!(kept <= WAYS * ROWS * 24, "{kept}");
    }

    #[test]
    fn a_quota_of_nothing_is_one() {
        let cells = Cells::default();
        let quota = Quota::per_minute(0);
        assert!(cells.take_at(at(0), quota, 1).is_ok());
        assert!(cells.take_at(at(0), quota, 1).is_err());
    }
}
