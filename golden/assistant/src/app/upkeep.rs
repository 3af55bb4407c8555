//! What has to be done now and then.

use std::time::Duration;

use tokio::time::{Instant, interval, interval_at};

use super::App;
use crate::error::Result;

use crate::model::login_session::LoginSession;

/// Never returns.
pub async fn run(app: &App) {
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
