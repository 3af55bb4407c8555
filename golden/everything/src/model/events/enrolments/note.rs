//! Note: what it may refer to.

use serde::Serialize;

use crate::db::Conn;
use crate::error::Result;
use crate::input;

/// What a form offers to choose from; nothing where that is too much for a list.
#[derive(Debug, Clone, Serialize)]
pub struct EventChoices {
    pub series_id: Option<Vec<(i64, String)>>,
}

/// What was referred to.
#[derive(Debug, Clone, Copy)]
pub struct EventIds {
    pub series_id: Option<i64>,
}

impl EventChoices {
    pub async fn read(db: &mut Conn) -> Result<Self> {
        let rows = sqlx::query_as(
            "
             SELECT t.id, CAST(t.name AS TEXT)
             FROM series AS t
             WHERE t.id > 0
             ORDER BY t.id DESC LIMIT 101",
        )
        .fetch_all(&mut *db)
        .await?;
        let series_id = input::few(rows);
        let choices = Self { series_id };
        Ok(choices)
    }
}

impl EventIds {
    /// # Errors
    /// A problem of each that refers to what is not there, or not for the viewer to see.
    pub async fn check(&self, db: &mut Conn) -> Result<()> {
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(self.series_id);
        input::lost(lost.fetch_all(db).await?)
    }
}

/// Names those that are lost.
const LOST: &str = "
    SELECT 'series_id' WHERE ?1 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM series AS t WHERE t.id = ?1
    )
";
