//! Tickets: rows of `tickets`.
//!
//! A row is there only for those who may see what it refers to: the members of its chat session.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{QueryBuilder, Sqlite};
use utoipa::{IntoParams, ToSchema};

use crate::db::Conn;
use crate::error::Result;
use crate::input::{self, Cursor, Fields, List, Paging, Words};
use crate::model::fact::Fact;
use crate::unit::Unit;

use crate::model::user::User;

#[derive(Debug, Clone, PartialEq, Serialize, sqlx::FromRow, ToSchema)]
pub struct Ticket {
    pub id: i64,
    pub subject: String,
    pub status: TicketStatus,
    pub session_id: i64,
    pub meta: Option<Value>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A new one.
#[derive(Debug, Clone, PartialEq, ToSchema)]
pub struct NewTicket {
    pub subject: String,
    /// Unless given: `'open'`.
    pub status: Option<TicketStatus>,
    pub session_id: i64,
    pub meta: Option<Value>,
}

/// What is to change: nothing of what is `None`.
#[derive(Debug, Clone, Default, PartialEq, ToSchema)]
pub struct TicketChanges {
    pub subject: Option<String>,
    pub status: Option<TicketStatus>,
    pub session_id: Option<i64>,
    pub meta: Option<Option<Value>>,
}

/// Narrows a list to rows with these values.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TicketFilter {
    pub status: Option<TicketStatus>,
    pub session_id: Option<i64>,
}

/// A row as pages show it, with the texts of what it refers to.
#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct ShownTicket {
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub row: Ticket,
    pub text_of_session_id: Option<String>,
}

#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema,
)]
pub enum TicketStatus {
    #[default]
    #[serde(rename = "open")]
    #[sqlx(rename = "open")]
    Open,
    #[serde(rename = "closed")]
    #[sqlx(rename = "closed")]
    Closed,
}

impl input::Field for TicketStatus {
    const EXPECTED: &'static str = "one of open, closed";

    fn from_json(value: &serde_json::Value) -> Option<Self> {
        Self::deserialize(value).ok()
    }
}

impl Ticket {
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
        filter: &TicketFilter,
        words: &Words,
        paging: &Paging,
    ) -> Result<List<Self>> {
        let mut sql = select(COLUMNS, viewer);
        narrow(&mut sql, filter, words, paging)?;
        List::read(sql.build_query_as().fetch(db), paging, Self::place).await
    }

    /// # Errors
    /// Problems of the fields that refer to nothing, or that the database refuses.
    pub async fn create(unit: &mut Unit, by: &Fact<User>, new: NewTicket) -> Result<Self> {
        let viewer = by.id;
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(viewer);
        lost = lost.bind(new.session_id);
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let row: Self = sqlx::query_as(
            "INSERT INTO tickets (
                 subject,
                 status,
                 session_id,
                 meta
             ) VALUES (
                 ?,
                 coalesce(?, 'open'),
                 ?,
                 ?
             ) RETURNING
                 id,
                 subject,
                 status,
                 session_id,
                 meta,
                 created_at,
                 updated_at
            ",
        )
        .bind(new.subject)
        .bind(new.status)
        .bind(new.session_id)
        .bind(new.meta)
        .fetch_one(unit.db())
        .await
        .map_err(|error| input::refused_among(error, SHARED))?;
        // Nobody may write what is not theirs to see.
        Self::find(unit.db(), viewer, row.id).await
    }

    /// # Errors
    /// As [`Self::create`]; and that there is no such row.
    pub async fn update(
        unit: &mut Unit,
        by: &Fact<User>,
        id: i64,
        changes: TicketChanges,
    ) -> Result<Self> {
        let viewer = by.id;
        Self::find(unit.db(), viewer, id).await?;
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(viewer);
        lost = lost.bind(changes.session_id);
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let update = sqlx::query(
            "UPDATE tickets AS t SET
                 subject = coalesce(?, t.subject),
                 status = coalesce(?, t.status),
                 session_id = coalesce(?, t.session_id),
                 meta = iif(?, ?, t.meta)
             WHERE TRUE AND t.id = ?",
        )
        .bind(changes.subject)
        .bind(changes.status)
        .bind(changes.session_id)
        .bind(changes.meta.is_some())
        .bind(changes.meta.flatten())
        .bind(id)
        .execute(unit.db());
        update.await.map_err(|error| input::refused_among(error, SHARED))?;
        Self::find(unit.db(), viewer, id).await
    }

    /// # Errors
    /// That there is no such row, or that another one refers to it and holds on to it.
    pub async fn delete(unit: &mut Unit, by: &Fact<User>, id: i64) -> Result<()> {
        Self::find(unit.db(), by.id, id).await?;
        let delete = sqlx::query(
            "DELETE FROM tickets AS t
             WHERE t.id = ?",
        )
        .bind(id)
        .execute(unit.db());
        delete.await.map_err(|error| input::refused_among(error, SHARED))?;
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
                SELECT 1 FROM tickets AS t
                WHERE TRUE AND t.id = ?
                    AND EXISTS (SELECT 1 FROM memberships AS m1 WHERE m1.room_id = t.session_id AND m1.user_id = (SELECT id FROM this_viewer))
             )",
        )
        .bind(serde_json::json!(people))
        .bind(id)
        .fetch_all(db);
        Ok(seen.await?)
    }

    /// One of them, as pages show it.
    pub async fn show(db: &mut Conn, viewer: i64, id: i64) -> Result<ShownTicket> {
        let mut sql = select(SHOWN, viewer);
        matching(&mut sql, id);
        Ok(sql.build_query_as().fetch_one(db).await?)
    }

    /// As [`Self::list`], as pages show it.
    pub async fn list_shown(
        db: &mut Conn,
        viewer: i64,
        filter: &TicketFilter,
        words: &Words,
        paging: &Paging,
    ) -> Result<List<ShownTicket>> {
        let mut sql = select(SHOWN, viewer);
        narrow(&mut sql, filter, words, paging)?;
        let place = |shown: &ShownTicket| shown.row.place();
        List::read(sql.build_query_as().fetch(db), paging, place).await
    }
}

/// Begins a query for the rows that are there for the viewer.
fn select(columns: &str, viewer: i64) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new("WITH this_viewer AS (SELECT ");
    sql.push_bind(viewer).push(" AS id) SELECT ").push(columns);
    sql.push(
        " FROM tickets AS t
         WHERE TRUE
           AND EXISTS (SELECT 1 FROM memberships AS m1 WHERE m1.room_id = t.session_id AND m1.user_id = (SELECT id FROM this_viewer))",
    );
    sql
}

fn matching(sql: &mut QueryBuilder<Sqlite>, id: i64) {
    sql.push(" AND t.id = ").push_bind(id);
}

/// No id lies behind it.
const LAST: i64 = i64::MAX;

/// Narrows a query to a page of what is asked for.
fn narrow(
    sql: &mut QueryBuilder<Sqlite>,
    filter: &TicketFilter,
    words: &Words,
    paging: &Paging,
) -> Result<()> {
    if let Some(value) = filter.status {
        sql.push(" AND t.status = ").push_bind(value);
    }
    if let Some(value) = filter.session_id {
        sql.push(" AND t.session_id = ").push_bind(value);
    }
    if let Some(query) = words.query() {
        sql.push(
            " AND t.id IN (
                SELECT rowid FROM tickets_search
                WHERE tickets_search MATCH ",
        );
        sql.push_bind(query).push(")");
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
    SELECT 'session_id' WHERE ?2 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM chat_sessions AS t WHERE t.id = ?2
        AND EXISTS (SELECT 1 FROM memberships AS m WHERE m.room_id = t.id AND m.user_id = (SELECT id FROM this_viewer))
    )
";

/// What decides who may see a row: only of rows that share it is said that there is one already.
const SHARED: &[&str] = &["session_id"];

/// By name, so that a column that comes later disturbs nobody.
const COLUMNS: &str = "
    t.id,
    t.subject,
    t.status,
    t.session_id,
    t.meta,
    t.created_at,
    t.updated_at
";

const SHOWN: &str = "
    t.id,
    t.subject,
    t.status,
    t.session_id,
    t.meta,
    t.created_at,
    t.updated_at,
    (SELECT CAST(x.name AS TEXT)
     FROM chat_sessions AS x WHERE x.id = t.session_id
    ) AS text_of_session_id
";

impl NewTicket {
    /// # Errors
    /// Every problem of the fields.
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let subject = fields.required("subject");
        let status = fields.optional("status");
        let session_id = fields.required("session_id");
        let meta = fields.optional("meta");
        fields.finish()?;
        let new = Self { subject, status, session_id, meta };
        Ok(new)
    }
}

impl TicketChanges {
    /// # Errors
    /// As [`NewTicket::read`].
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let subject = fields.changed("subject");
        let status = fields.changed("status");
        let session_id = fields.changed("session_id");
        let meta = fields.changed_optional("meta");
        fields.finish()?;
        let changes = Self { subject, status, session_id, meta };
        Ok(changes)
    }
}

fn limit(fields: &mut Fields) {
    fields.limit("subject", 200);
}

/// What a form offers for each reference; `None` where that is too much to choose from.
#[derive(Debug, Serialize)]
pub struct TicketChoices {
    pub session_id: Option<Vec<(i64, String)>>,
}

impl TicketChoices {
    pub async fn read(db: &mut Conn, viewer: i64) -> Result<Self> {
        let rows = sqlx::query_as(
            "WITH this_viewer AS (SELECT ? AS id) 
             SELECT t.id, CAST(t.name AS TEXT)
             FROM chat_sessions AS t
             WHERE t.id > 0
               AND EXISTS (SELECT 1 FROM memberships AS m WHERE m.room_id = t.id AND m.user_id = (SELECT id FROM this_viewer))
             ORDER BY t.id DESC LIMIT 101",
        )
        .bind(viewer)
        .fetch_all(&mut *db)
        .await?;
        let session_id = input::few(rows);
        let choices = Self { session_id };
        Ok(choices)
    }
}
