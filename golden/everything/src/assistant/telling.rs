//! Replies that a task tells piece by piece. The task ends with whoever listens.

use std::pin::pin;
use std::time::Duration;

use futures_util::future;
use futures_util::stream::{self, StreamExt};
use tokio::sync::mpsc;
use tokio::time::interval;

use super::provider::{Failure, Piece, Reply};

/// How often whoever waits learns that something is under way.
const SIGN_OF_LIFE: Duration = Duration::from_millis(250);

/// Where a task says what there is of a reply.
#[derive(Clone)]
pub struct Telling(mpsc::Sender<Result<Piece, Failure>>);

/// The reply that this task tells.
pub fn reply<F>(task: impl FnOnce(Telling) -> F) -> Reply
where
    F: Future<Output = Result<(), Failure>> + Send + 'static,
{
    let (sender, mut pieces) = mpsc::channel(1);
    let told = task(Telling(sender.clone()));
    let work = async move {
        if let Err(failure) = told.await {
            // Nobody listens any more, if this fails.
            let _ = sender.send(Err(failure)).await;
        }
    };
    let silent = stream::once(work).filter_map(|()| future::ready(None));
    stream::select(stream::poll_fn(move |cx| pieces.poll_recv(cx)), silent).boxed()
}

impl Telling {
    pub async fn say(&self, text: impl Into<String>) {
        self.tell(Piece::Text(text.into())).await;
    }

    pub async fn tell(&self, piece: Piece) {
        // The task is dropped together with the other end.
        let _ = self.0.send(Ok(piece)).await;
    }

    /// Waits for something, and says all the while that the task is at work.
    pub async fn meanwhile<T>(&self, work: impl Future<Output = T>) -> T {
        let (mut work, mut beat) = (pin!(work), interval(SIGN_OF_LIFE));
        loop {
            tokio::select! {
                done = &mut work => return done,
                _ = beat.tick() => self.say("").await,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn pieces_come_in_order_and_a_failure_last() {
        let told = reply(|telling| async move {
            telling.say("a").await;
            telling.say("b").await;
            Err(Failure { why: "c".to_owned(), cut: false })
        });
        let text = |piece: Result<Piece, Failure>| match piece {
            Ok(piece) => piece.text().to_owned(),
            Err(failure) => failure.to_string(),
        };
        assert_eq!(told.map(text).collect::<Vec<_>>().await, ["a", "b", "c"]);
    }

    #[tokio::test]
    async fn a_reply_that_is_dropped_takes_its_task_along() {
        let work = Arc::new(());
        let token = work.clone();
        let mut told = reply(|telling| async move {
            let _token = token;
            telling.say("").await;
            future::pending().await
        });
        assert!(told.next().await.is_some_and(|piece| piece.is_ok_and(|piece| piece.is_empty())));
        assert_eq!(Arc::strong_count(&work), 2);
        drop(told);
        assert_eq!(Arc::strong_count(&work), 1);
    }
}
