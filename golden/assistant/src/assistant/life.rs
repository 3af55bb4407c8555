//! The life of one run, from its turn to its end.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::{FutureExt, StreamExt};
use tokio::time::{Instant, timeout_at};

use super::Orders;
use super::draft::Draft;
use super::prompt::Prompt;
use super::provider::{Failure, Piece};
use crate::app::App;
use crate::error::Result;
use crate::hub::Topic;
use crate::hub::protocol::Told;
use crate::model::run::Run;
use crate::model::run_reply::Reply;
use crate::model::run_status::End;

/// What people read when the fault is ours; the log has the cause.
const OUR_FAULT: &str = "Something went wrong on our side.";
const NOTHING: &str = "The reply was empty.";
const TOO_LONG: &str = "The reply was too long, and is cut off here.";
const TOO_SLOW: &str = "The reply took too long, and is cut off here.";

/// How often, and after which pause, the end of a run is written if the database does not take it.
const ATTEMPTS: u32 = 5;
const PAUSE: Duration = Duration::from_secs(1);

/// Works on a run, or on one that comes before it in its room, until it is over; unless somebody does already.
pub async fn work(app: App, run_id: i64) {
    match claim(&app, run_id).await {
        Ok(Some((run, draft))) => {
            let orders = app.assistant.enter(&run);
            stream(&app, &run, &orders, draft).await;
            app.assistant.leave(run.id);
        }
        Ok(None) => {}
        Err(error) => tracing::error!(run_id, ?error, "a run could not begin"),
    }
}

/// The run whose turn it is, and what there is of its reply: it may go on with one that ended early.
async fn claim(app: &App, run_id: i64) -> Result<Option<(Run, Draft)>> {
    let mut unit = app.begin().await?;
    let begun = match Run::claim(&mut unit, run_id).await? {
        Some(run) => {
            let (text, thoughts) = run.begun(unit.db()).await?;
            Some((run, Draft::from(text, thoughts)))
        }
        None => None,
    };
    unit.commit().await?;
    Ok(begun)
}

async fn stream(app: &App, run: &Run, orders: &Orders, mut draft: Draft) {
    let written = AssertUnwindSafe(write(app, run, orders, &mut draft)).catch_unwind().await;
    let end = match written {
        Ok(Ok(end)) => end,
        Ok(Err(error)) => {
            tracing::error!(run.id, ?error, "a run failed");
            End::Failed(OUR_FAULT.to_owned())
        }
        Err(_) => End::Failed(OUR_FAULT.to_owned()),
    };
    for _ in 0..ATTEMPTS {
        match finish(app, run, &draft, &end).await {
            Ok(()) => return,
            Err(error) => tracing::error!(run.id, ?error, "a run could not end"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn finish(app: &App, run: &Run, draft: &Draft, end: &End) -> Result<()> {
    let reply = Reply::new(draft.text.as_str(), draft.thoughts.as_str()).await?;
    let mut unit = app.begin().await?;
    run.finish(&mut unit, Some(&reply), end).await?;
    unit.commit().await
}

/// Writes the reply down as it comes in, and tells how it ended.
async fn write(app: &App, run: &Run, orders: &Orders, draft: &mut Draft) -> Result<End> {
    let config = &app.config.assistant;
    let mut db = app.read().await?;
    // Whoever took the right to it away after it began, and before it listened to orders, is heard here.
    if !run.is_wanted(&mut db).await? {
        return Ok(End::Stopped);
    }
    let prompt = Prompt::read(&mut db, run, draft.text.as_str(), config).await?;
    drop(db);
    let mut reply = match &app.assistant.provider {
        Some(provider) if !prompt.turns.is_empty() => provider.reply(prompt),
        _ => return Ok(End::Stopped),
    };
    let last = Instant::now() + config.whole_reply;
    let mut patience = config.first_word;
    let mut deadline = last.min(Instant::now() + patience);
    loop {
        let heard = tokio::select! {
            biased;
            () = orders.stop.cancelled() => return Ok(End::Stopped),
            () = orders.interrupt.cancelled() => return Ok(End::Interrupted),
            () = draft.due() => match save(app, run, draft).await {
                true => continue,
                false => return Ok(End::Stopped),
            },
            heard = timeout_at(deadline, reply.next()) => heard,
        };
        match heard {
            Ok(Some(Ok(piece))) if !draft.push(&piece) => return Ok(failed(TOO_LONG)),
            Ok(Some(Ok(piece))) if piece.is_empty() => {}
            Ok(Some(Ok(piece))) => tell(app, run, draft, &piece),
            Ok(Some(Err(Failure { why, cut: true }))) => return Ok(End::Cut(why)),
            Ok(Some(Err(Failure { why, .. }))) => return Ok(End::Failed(why)),
            Ok(None) if draft.text.as_str().trim().is_empty() => return Ok(failed(NOTHING)),
            Ok(None) => return Ok(End::Done),
            Err(_) if deadline == last => return Ok(failed(TOO_SLOW)),
            Err(_) => return Ok(failed(&format!("It was silent for {} s.", patience.as_secs()))),
        }
        patience = config.next_word;
        deadline = last.min(Instant::now() + patience);
    }
}

fn failed(why: &str) -> End {
    End::Failed(why.to_owned())
}

/// Keeps what is there, and tells whether anybody still wants more.
async fn save(app: &App, run: &Run, draft: &mut Draft) -> bool {
    match try_save(app, run, draft).await {
        Ok(wanted) => {
            draft.mark_saved();
            wanted
        }
        Err(error) => {
            tracing::warn!(run.id, ?error, "a part of a reply could not be saved");
            draft.postpone();
            true
        }
    }
}

async fn try_save(app: &App, run: &Run, draft: &Draft) -> Result<bool> {
    let reply = Reply::new(draft.text.as_str(), draft.thoughts.as_str()).await?;
    let mut unit = app.begin().await?;
    let wanted = run.is_wanted(unit.db()).await? && run.save(&mut unit, &reply).await?;
    unit.commit().await?;
    Ok(wanted)
}

/// Tells whoever is looking. Each piece begins where the saved text ends, so that a page which has that needs only the
/// next piece, whichever it missed before.
fn tell(app: &App, run: &Run, draft: &Draft, piece: &Piece) {
    let (room, message_id, run) = (run.room_id, run.message_id, run.id);
    let told = match piece {
        Piece::Text(_) => {
            let (offset, text) = draft.text.unsaved();
            Told::Delta { room, message_id, run, offset, text }
        }
        Piece::Thought(_) => {
            let (offset, text) = draft.thoughts.unsaved();
            Told::Thought { room, message_id, run, offset, text }
        }
    };
    app.hub.ephemeral(Topic::Room(room), told.encode());
}
