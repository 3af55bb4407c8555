//! What has to be done now and then.

use std::time::Duration;

use tokio::time::{Instant, interval, interval_at};

use super::App;
use crate::error::Result;
use crate::model::search;

use crate::model::login_session::LoginSession;

/// Never returns.
pub async fn run(app: &App) {
    tokio::join!(index(app), repeat(app));
}

/// What nobody finds is found from now on.
async fn index(app: &App) {
    if let Err(error) = index_missing(app).await {
        tracing::warn!(%error, "some messages are not found yet; the next start tries again");
    }
}

/// A few at a time, since others want to write meanwhile.
async fn index_missing(app: &App) -> Result<()> {
    let mut place = 0;
    loop {
        let missing = search::missing(&mut *app.read().await?, place).await?;
        let Some(last) = missing.last() else { return Ok(()) };
        place = *last;
        let mut unit = app.begin().await?;
        for id in missing {
            search::index(unit.db(), id).await?;
        }
        unit.commit().await?;
    }
}

async fn repeat(app: &App) {
    let mut often = interval(Duration::from_secs(10));
    // Not at once: whoever comes back after a restart needs the writer now.
    let start = Instant::now() + Duration::from_secs(60);
    let mut hourly = interval_at(start, Duration::from_secs(60 * 60));
    loop {
        tokio::select! {
            // Keeps the figures' memory small when nobody collects them.
            _ = often.tick() => app.metrics.run_upkeep(),
            _ = hourly.tick() => {
                if let Err(error) = sweep(app).await {
                    tracing::warn!(%error, "expired sign-ins could not be cleared away");
                }
            }
        }
    }
}

async fn sweep(app: &App) -> Result<()> {
    let mut unit = app.begin().await?;
    LoginSession::sweep(&mut unit).await?;
    unit.commit().await
}
