//! Escalate "<now>" & later: what it may refer to.

use serde::Serialize;
use uuid::Uuid;

use crate::db::Conn;
use crate::error::Result;
use crate::input;

/// What a form offers to choose from; nothing where that is too much for a list.
#[derive(Debug, Clone, Serialize)]
pub struct EventChoices {
    pub to_id: Option<Vec<(i64, String)>>,
    pub note_id: Option<Vec<(i64, String)>>,
    pub voucher_id: Option<Vec<(Uuid, String)>>,
}

/// What was referred to.
#[derive(Debug, Clone, Copy)]
pub struct EventIds {
    pub to_id: Option<i64>,
    pub note_id: Option<i64>,
    pub voucher_id: Option<Uuid>,
}

impl EventChoices {
    pub async fn read(db: &mut Conn, viewer: i64) -> Result<Self> {
        let rows = sqlx::query_as(
            "
             SELECT t.id, CAST(t.name AS TEXT)
             FROM people AS t
             WHERE t.id > 0
             ORDER BY t.id DESC LIMIT 101",
        )
        .fetch_all(&mut *db)
        .await?;
        let to_id = input::few(rows);
        let rows = sqlx::query_as(
            "WITH this_viewer AS (SELECT ? AS id) 
             SELECT t.id, CAST(t.body AS TEXT)
             FROM notes AS t
             WHERE t.id > 0
               AND EXISTS (SELECT 1 FROM participations AS m1 WHERE m1.room_id = t.channel_id AND m1.user_id = (SELECT id FROM this_viewer))
             ORDER BY t.id DESC LIMIT 101",
        )
        .bind(viewer)
        .fetch_all(&mut *db)
        .await?;
        let note_id = input::few(rows);
        let rows = sqlx::query_as(
            "
             SELECT t.id, CAST(t.code AS TEXT)
             FROM vouchers AS t
             WHERE t.id >= x''
             ORDER BY t.id DESC LIMIT 101",
        )
        .fetch_all(&mut *db)
        .await?;
        let voucher_id = input::few(rows);
        let choices = Self { to_id, note_id, voucher_id };
        Ok(choices)
    }
}

impl EventIds {
    /// # Errors
    /// A problem of each that refers to what is not there, or not for the viewer to see.
    pub async fn check(&self, db: &mut Conn, viewer: i64) -> Result<()> {
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(viewer);
        lost = lost.bind(self.to_id);
        lost = lost.bind(self.note_id);
        lost = lost.bind(self.voucher_id);
        input::lost(lost.fetch_all(db).await?)
    }
}

/// Names those that are lost.
const LOST: &str = "WITH this_viewer AS (SELECT ?1 AS id) 
    SELECT 'to_id' WHERE ?2 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM people AS t WHERE t.id = ?2
    )
    UNION ALL
    SELECT 'note_id' WHERE ?3 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM notes AS t WHERE t.id = ?3
        AND EXISTS (SELECT 1 FROM participations AS m1 WHERE m1.room_id = t.channel_id AND m1.user_id = (SELECT id FROM this_viewer))
    )
    UNION ALL
    SELECT 'voucher_id' WHERE ?4 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM vouchers AS t WHERE t.id = ?4
    )
";
