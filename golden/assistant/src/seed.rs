//! Demo data for development.

use crate::app::App;
use crate::error::Result;

/// Password of the demo accounts.
pub const PASSWORD: &str = "demo-password";

pub async fn seed(_app: &App) -> Result<()> {
    Ok(())
}
