//! Whether anything still happens on a connection.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// How long a client may take.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// To send the headers of a request, from their first byte on; on a new connection from its beginning on.
    pub head: Duration,
    /// To ask for something else, or to take more of an answer.
    pub idle: Duration,
}

/// The headers of a request are awaited or on their way.
const HEAD: u8 = 0;
/// A request is being answered. How long that takes is limited for the request.
const BUSY: u8 = 1;
/// An answer is written, or has been.
const IDLE: u8 = 2;
/// It is no connection of requests any more, but a socket or nothing.
const OVER: u8 = 3;

pub struct Pulse {
    start: Instant,
    phase: AtomicU8,
    /// Milliseconds from `start` to when the phase began, or to the last piece that was written.
    since: AtomicU64,
}

impl Pulse {
    pub fn new() -> Self {
        Self { start: Instant::now(), phase: AtomicU8::new(HEAD), since: AtomicU64::new(0) }
    }

    /// A request is complete enough to be answered.
    pub fn begin(&self) {
        self.phase.store(BUSY, Relaxed);
    }

    /// The answer is there; to be written.
    pub fn answer(&self) {
        self.turn(IDLE);
    }

    pub fn end(&self) {
        self.phase.store(OVER, Relaxed);
    }

    /// After an answer, these are the headers of the next request.
    pub fn read(&self) {
        if self.phase.load(Relaxed) == IDLE {
            self.turn(HEAD);
        }
    }

    /// What was read while an answer was written was sent ahead.
    pub fn wrote(&self) {
        if matches!(self.phase.load(Relaxed), HEAD | IDLE) {
            self.turn(IDLE);
        }
    }

    fn turn(&self, phase: u8) {
        self.since.store(self.start.elapsed().as_millis() as u64, Relaxed);
        self.phase.store(phase, Relaxed);
    }

    /// Returns when the client has taken too long.
    pub async fn silence(&self, patience: Patience) {
        loop {
            let now = Instant::now();
            let since = self.start + Duration::from_millis(self.since.load(Relaxed));
            let end = match self.phase.load(Relaxed) {
                HEAD => since + patience.head,
                IDLE => since + patience.idle,
                _ => now + patience.head,
            };
            if end <= now {
                return;
            }
            // Headers may begin meanwhile, which have less time.
            sleep_until(end.min(now + patience.head)).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Patience =
        Patience { head: Duration::from_secs(10), idle: Duration::from_secs(75) };

    /// The phase after some steps: `r`ead, `w`rote, `b`egan, `a`nswered, `e`nded.
    fn phase(steps: &str) -> u8 {
        let pulse = Pulse::new();
        for step in steps.chars() {
            match step {
                'r' => pulse.read(),
                'w' => pulse.wrote(),
                'b' => pulse.begin(),
                'a' => pulse.answer(),
                _ => pulse.end(),
            }
        }
        pulse.phase.load(Relaxed)
    }

    #[test]
    fn it_knows_what_is_awaited() {
        let cases = [
            ("", HEAD),
            ("rrr", HEAD),
            ("rb", BUSY),
            // A body, and the leave to send it.
            ("rbrwr", BUSY),
            ("rbaw", IDLE),
            ("rbawr", HEAD),
            // Sent ahead, while the answer is still on its way.
            ("rbawrw", IDLE),
            ("rbawrb", BUSY),
            ("rbaewrw", OVER),
        ];
        for (steps, expected) in cases {
            assert_eq!(phase(steps), expected, "{steps}");
        }
    }

    #[tokio::test]
    async fn what_is_under_way_is_not_silent() {
        let pulse = Pulse::new();
        pulse.begin();
        let brief = Patience { head: Duration::from_millis(1), idle: Duration::from_millis(1) };
        let cut = tokio::time::timeout(Duration::from_millis(50), pulse.silence(brief)).await;
        assert!(cut.is_err());
        pulse.answer();
        pulse.silence(brief).await;
        assert!(PATIENCE.head < PATIENCE.idle);
    }
}
