//! Decisions: rows of `decisions`.
//!
//! A row is there only for those who may see what it refers to: the members of its room.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{QueryBuilder, Sqlite};
use utoipa::{IntoParams, ToSchema};

use crate::db::Conn;
use crate::error::Result;
use crate::input::{self, Cursor, Fields, List, Paging};
use crate::model::fact::Fact;
use crate::unit::Unit;

use crate::model::user::User;

#[derive(Debug, Clone, PartialEq, Serialize, sqlx::FromRow, ToSchema)]
pub struct Decision {
    pub id: i64,
    pub summary: String,
    pub message_id: i64,
    pub decided_by_id: Option<i64>,
    pub decided_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A new one.
#[derive(Debug, Clone, PartialEq, ToSchema)]
pub struct NewDecision {
    pub summary: String,
    pub message_id: i64,
    pub decided_by_id: Option<i64>,
    /// Unless given: `(strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))`.
    pub decided_at: Option<DateTime<Utc>>,
}

/// What is to change: nothing of what is `None`.
#[derive(Debug, Clone, Default, PartialEq, ToSchema)]
pub struct DecisionChanges {
    pub summary: Option<String>,
    pub message_id: Option<i64>,
    pub decided_by_id: Option<Option<i64>>,
    pub decided_at: Option<DateTime<Utc>>,
}

/// Narrows a list to rows with these values.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DecisionFilter {
    pub message_id: Option<i64>,
    pub decided_by_id: Option<i64>,
}

/// A row as pages show it, with the texts of what it refers to.
#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct ShownDecision {
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub row: Decision,
    pub text_of_message_id: Option<String>,
    pub text_of_decided_by_id: Option<String>,
}

impl Decision {
    /// Its place in a list, for [`Paging`].
    pub fn place(&self) -> String {
        self.id.to_string()
    }

    pub async fn find(db: &mut Conn, viewer: i64, id: i64) -> Result<Self> {
        let mut sql = select(COLUMNS, viewer);
        matching(&mut sql, id);
        Ok(sql.build_query_as().fetch_one(db).await?)
    }

    /// A page of them, the newest first.
    pub async fn list(
        db: &mut Conn,
        viewer: i64,
        filter: &DecisionFilter,
        paging: &Paging,
    ) -> Result<List<Self>> {
        let mut sql = select(COLUMNS, viewer);
        narrow(&mut sql, filter, paging)?;
        List::read(sql.build_query_as().fetch(db), paging, Self::place).await
    }

    /// # Errors
    /// Problems of the fields that refer to nothing, or that the database refuses.
    pub async fn create(unit: &mut Unit, by: &Fact<User>, new: NewDecision) -> Result<Self> {
        let viewer = by.id;
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(viewer);
        lost = lost.bind(new.message_id);
        lost = lost.bind(new.decided_by_id);
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let row: Self = sqlx::query_as(
            "INSERT INTO decisions (
                 summary,
                 message_id,
                 decided_by_id,
                 decided_at
             ) VALUES (
                 ?,
                 ?,
                 ?,
                 coalesce(?, (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')))
             ) RETURNING
                 id,
                 summary,
                 message_id,
                 decided_by_id,
                 decided_at,
                 created_at,
                 updated_at
            ",
        )
        .bind(new.summary)
        .bind(new.message_id)
        .bind(new.decided_by_id)
        .bind(new.decided_at)
        .fetch_one(unit.db())
        .await
        .map_err(input::refused)?;
        // Nobody may write what is not theirs to see.
        Self::find(unit.db(), viewer, row.id).await
    }

    /// # Errors
    /// As [`Self::create`]; and that there is no such row.
    pub async fn update(
        unit: &mut Unit,
        by: &Fact<User>,
        id: i64,
        changes: DecisionChanges,
    ) -> Result<Self> {
        let viewer = by.id;
        Self::find(unit.db(), viewer, id).await?;
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(viewer);
        lost = lost.bind(changes.message_id);
        lost = lost.bind(changes.decided_by_id.flatten());
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let update = sqlx::query(
            "UPDATE decisions AS t SET
                 summary = coalesce(?, t.summary),
                 message_id = coalesce(?, t.message_id),
                 decided_by_id = iif(?, ?, t.decided_by_id),
                 decided_at = coalesce(?, t.decided_at)
             WHERE TRUE AND t.id = ?",
        )
        .bind(changes.summary)
        .bind(changes.message_id)
        .bind(changes.decided_by_id.is_some())
        .bind(changes.decided_by_id.flatten())
        .bind(changes.decided_at)
        .bind(id)
        .execute(unit.db());
        update.await.map_err(input::refused)?;
        Self::find(unit.db(), viewer, id).await
    }

    /// # Errors
    /// That there is no such row, or that another one refers to it and holds on to it.
    pub async fn delete(unit: &mut Unit, by: &Fact<User>, id: i64) -> Result<()> {
        Self::find(unit.db(), by.id, id).await?;
        let delete = sqlx::query(
            "DELETE FROM decisions AS t
             WHERE t.id = ?",
        )
        .bind(id)
        .execute(unit.db());
        delete.await.map_err(input::refused)?;
        Ok(())
    }

    /// Who of these people may see it.
    pub async fn seen_by(db: &mut Conn, people: &[i64], id: i64) -> Result<Vec<i64>> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let seen = sqlx::query_scalar(
            "SELECT person.value FROM json_each(?) AS person WHERE EXISTS (
                WITH this_viewer AS (SELECT person.value AS id)
                SELECT 1 FROM decisions AS t
                WHERE TRUE AND t.id = ?
                    AND EXISTS (SELECT 1 FROM memberships AS m1 WHERE m1.room_id = (SELECT messages.room_id FROM messages WHERE messages.id = t.message_id) AND m1.user_id = (SELECT id FROM this_viewer))
             )",
        )
        .bind(serde_json::json!(people))
        .bind(id)
        .fetch_all(db);
        Ok(seen.await?)
    }

    /// One of them, as pages show it.
    pub async fn show(db: &mut Conn, viewer: i64, id: i64) -> Result<ShownDecision> {
        let mut sql = select(SHOWN, viewer);
        matching(&mut sql, id);
        Ok(sql.build_query_as().fetch_one(db).await?)
    }

    /// As [`Self::list`], as pages show it.
    pub async fn list_shown(
        db: &mut Conn,
        viewer: i64,
        filter: &DecisionFilter,
        paging: &Paging,
    ) -> Result<List<ShownDecision>> {
        let mut sql = select(SHOWN, viewer);
        narrow(&mut sql, filter, paging)?;
        let place = |shown: &ShownDecision| shown.row.place();
        List::read(sql.build_query_as().fetch(db), paging, place).await
    }
}

/// Begins a query for the rows that are there for the viewer.
fn select(columns: &str, viewer: i64) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new("WITH this_viewer AS (SELECT ");
    sql.push_bind(viewer).push(" AS id) SELECT ").push(columns);
    sql.push(
        " FROM decisions AS t
         WHERE TRUE
           AND EXISTS (SELECT 1 FROM memberships AS m1 WHERE m1.room_id = (SELECT messages.room_id FROM messages WHERE messages.id = t.message_id) AND m1.user_id = (SELECT id FROM this_viewer))",
    );
    sql
}

fn matching(sql: &mut QueryBuilder<Sqlite>, id: i64) {
    sql.push(" AND t.id = ").push_bind(id);
}

/// No id lies behind it.
const LAST: i64 = i64::MAX;

/// Narrows a query to a page of what is asked for.
fn narrow(sql: &mut QueryBuilder<Sqlite>, filter: &DecisionFilter, paging: &Paging) -> Result<()> {
    if let Some(value) = filter.message_id {
        sql.push(" AND t.message_id = ").push_bind(value);
    }
    if let Some(value) = filter.decided_by_id {
        sql.push(" AND t.decided_by_id = ").push_bind(value);
    }
    let cursor: Cursor<i64> = paging.cursor()?;
    match cursor {
        Cursor::Start => sql.push(" AND t.id <= ").push_bind(LAST).push(" ORDER BY t.id DESC"),
        Cursor::After(id) => sql.push(" AND t.id < ").push_bind(id).push(" ORDER BY t.id DESC"),
        Cursor::Before(id) => sql.push(" AND t.id > ").push_bind(id).push(" ORDER BY t.id"),
    };
    sql.push(" LIMIT ").push_bind(paging.limit() + 1);
    Ok(())
}

/// Names the fields that refer to what is not there for the viewer, who comes first.
const LOST: &str = "WITH this_viewer AS (SELECT ?1 AS id) 
    SELECT 'message_id' WHERE ?2 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM messages AS t WHERE t.id = ?2
        AND EXISTS (SELECT 1 FROM memberships AS m WHERE m.room_id = (SELECT messages.room_id FROM messages WHERE messages.id = t.id) AND m.user_id = (SELECT id FROM this_viewer))
    )
    UNION ALL
    SELECT 'decided_by_id' WHERE ?3 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM users AS t WHERE t.id = ?3
    )
";

/// By name, so that a column that comes later disturbs nobody.
const COLUMNS: &str = "
    t.id,
    t.summary,
    t.message_id,
    t.decided_by_id,
    t.decided_at,
    t.created_at,
    t.updated_at
";

const SHOWN: &str = "
    t.id,
    t.summary,
    t.message_id,
    t.decided_by_id,
    t.decided_at,
    t.created_at,
    t.updated_at,
    (SELECT '#' || x.id
     FROM messages AS x WHERE x.id = t.message_id
    ) AS text_of_message_id,
    (SELECT CAST(x.name AS TEXT)
     FROM users AS x WHERE x.id = t.decided_by_id
    ) AS text_of_decided_by_id
";

impl NewDecision {
    /// # Errors
    /// Every problem of the fields.
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let summary = fields.required("summary");
        let message_id = fields.required("message_id");
        let decided_by_id = fields.optional("decided_by_id");
        let decided_at = fields.optional("decided_at");
        fields.finish()?;
        let new = Self { summary, message_id, decided_by_id, decided_at };
        Ok(new)
    }
}

impl DecisionChanges {
    /// # Errors
    /// As [`NewDecision::read`].
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let summary = fields.changed("summary");
        let message_id = fields.changed("message_id");
        let decided_by_id = fields.changed_optional("decided_by_id");
        let decided_at = fields.changed("decided_at");
        fields.finish()?;
        let changes = Self { summary, message_id, decided_by_id, decided_at };
        Ok(changes)
    }
}

fn limit(fields: &mut Fields) {
    fields.limit("summary", 300);
}
