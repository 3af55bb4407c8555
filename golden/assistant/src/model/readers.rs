//! Who may hear of a row that not everybody may see.

use serde_json::Value;

use crate::db::Conn;
use crate::error::{Error, Result};

/// Lists of such rows.
pub const GUARDED: &[&str] = &["tickets"];

/// Who of these people may see a row of a list.
pub async fn seen_by(db: &mut Conn, view: &str, id: &Value, people: &[i64]) -> Result<Vec<i64>> {
    match view {
        "tickets" => {
            use crate::model::ticket::Ticket;
            let key = serde_json::from_value(id.clone()).map_err(Error::internal)?;
            Ticket::seen_by(db, people, key).await
        }
        _ => Ok(Vec::new()),
    }
}
