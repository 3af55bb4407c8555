//! The life of one run, from its turn to its end.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::{FutureExt, StreamExt};
use tokio::time::{Instant, timeout_at};

use super::Orders;
use super::context::Context;
use super::draft::Draft;
use super::prompt::Prompt;
use super::provider::Failure;
use crate::app::App;
use crate::error::Result;
use crate::hub::Topic;
use crate::hub::protocol::Told;
use crate::model::run::{End, Reply, Run};

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
        Ok(Some(run)) => {
            let orders = app.assistant.enter(run.id);
            stream(&app, &run, &orders).await;
            app.assistant.leave(run.id);
        }
        Ok(None) => {}
        Err(error) => tracing::error!(run_id, ?error, "a run could not begin"),
    }
}

async fn claim(app: &App, run_id: i64) -> Result<Option<Run>> {
    let mut unit = app.begin().await?;
    let run = Run::claim(&mut unit, run_id).await?;
    unit.commit().await?;
    Ok(run)
}

async fn stream(app: &App, run: &Run, orders: &Orders) {
    let mut draft = Draft::new();
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
        match finish(app, run, draft.text(), &end).await {
            Ok(()) => return,
            Err(error) => tracing::error!(run.id, ?error, "a run could not end"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn finish(app: &App, run: &Run, text: &str, end: &End) -> Result<()> {
    let reply = Reply::new(text).await?;
    let mut unit = app.begin().await?;
    run.finish(&mut unit, Some(&reply), end).await?;
    unit.commit().await
}

/// Writes the reply down as it comes in, and tells how it ended.
async fn write(app: &App, run: &Run, orders: &Orders, draft: &mut Draft) -> Result<End> {
    let config = &app.config.assistant;
    let prompt = Prompt::read(&mut *app.read().await?, run.prompt_id, config).await?;
    let mut reply = match &app.assistant.provider {
        Some(provider) if !prompt.turns.is_empty() => provider.reply(prompt, Context::of(app, run)),
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
            Ok(Some(Ok(_))) => tell(app, run, draft),
            Ok(Some(Err(Failure(why)))) => return Ok(End::Failed(why)),
            Ok(None) if draft.text().trim().is_empty() => return Ok(failed(NOTHING)),
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
    match try_save(app, run, draft.text()).await {
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

async fn try_save(app: &App, run: &Run, text: &str) -> Result<bool> {
    let reply = Reply::new(text).await?;
    let mut unit = app.begin().await?;
    let wanted = run.save(&mut unit, &reply).await?;
    unit.commit().await?;
    Ok(wanted)
}

/// Tells whoever is looking. Each piece begins where the saved text ends, so that a page which has that needs only the
/// next piece, whichever it missed before.
fn tell(app: &App, run: &Run, draft: &Draft) {
    let (offset, text) = draft.unsaved();
    let (room, message_id) = (run.room_id, run.message_id);
    let delta = Told::Delta { room, message_id, run: run.id, offset, text };
    app.hub.ephemeral(Topic::Room(room), delta.encode());
}
