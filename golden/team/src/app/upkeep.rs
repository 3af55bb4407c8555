//! What has to be done now and then.

use std::time::Duration;

use tokio::time::interval;

use super::App;
use crate::error::Result;

use crate::model::login_session::LoginSession;

/// Never returns.
pub async fn run(app: &App) {
    let mut often = interval(Duration::from_secs(10));
    let mut hourly = interval(Duration::from_secs(60 * 60));
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
