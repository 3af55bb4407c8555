//! Who may hear of a row that not everybody may see.

use serde_json::Value;

use crate::db::Conn;
use crate::error::{Error, Result};

/// Lists of such rows.
pub const GUARDED: &[&str] = &["attachments", "news", "notes"];

/// Who of these people may see a row of a list.
pub async fn seen_by(db: &mut Conn, view: &str, id: &Value, people: &[i64]) -> Result<Vec<i64>> {
    match view {
        "attachments" => {
            use crate::model::attachment::Attachment;
            let key = serde_json::from_value(id.clone()).map_err(Error::internal)?;
            Attachment::seen_by(db, people, key).await
        }
        "news" => {
            use crate::model::news::News;
            let key = serde_json::from_value(id.clone()).map_err(Error::internal)?;
            News::seen_by(db, people, key).await
        }
        "notes" => {
            use crate::model::note::Note;
            let key = serde_json::from_value(id.clone()).map_err(Error::internal)?;
            Note::seen_by(db, people, key).await
        }
        _ => Ok(Vec::new()),
    }
}
