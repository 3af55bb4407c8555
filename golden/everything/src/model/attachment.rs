//! Attachments: rows of `attachments`.
//!
//! A row is there only for those who may see what it refers to: the members of its channel.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{QueryBuilder, Sqlite};
use utoipa::{IntoParams, ToSchema};

use crate::db::Conn;
use crate::error::Result;
use crate::input::{self, Cursor, Fields, List, Paging};
use crate::model::fact::Fact;
use crate::unit::Unit;

use crate::model::person::Person;

#[derive(Debug, Clone, PartialEq, Serialize, sqlx::FromRow, ToSchema)]
pub struct Attachment {
    pub id: i64,
    pub name: String,
    pub subject_type: AttachmentSubjectType,
    pub subject_id: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A new one.
#[derive(Debug, Clone, PartialEq, ToSchema)]
pub struct NewAttachment {
    pub name: String,
    pub subject_type: AttachmentSubjectType,
    pub subject_id: i64,
}

/// What is to change: nothing of what is `None`.
#[derive(Debug, Clone, Default, PartialEq, ToSchema)]
pub struct AttachmentChanges {
    pub name: Option<String>,
    pub subject_type: Option<AttachmentSubjectType>,
    pub subject_id: Option<i64>,
}

/// Narrows a list to rows with these values.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AttachmentFilter {
    pub subject_type: Option<AttachmentSubjectType>,
}

#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema,
)]
pub enum AttachmentSubjectType {
    #[default]
    #[serde(rename = "order")]
    #[sqlx(rename = "order")]
    Order,
    #[serde(rename = "news")]
    #[sqlx(rename = "news")]
    News,
    #[serde(rename = "post")]
    #[sqlx(rename = "post")]
    Post,
}

impl input::Field for AttachmentSubjectType {
    const EXPECTED: &'static str = "one of order, news, post";

    fn from_json(value: &serde_json::Value) -> Option<Self> {
        Self::deserialize(value).ok()
    }
}

impl Attachment {
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
        filter: &AttachmentFilter,
        paging: &Paging,
    ) -> Result<List<Self>> {
        let mut sql = select(COLUMNS, viewer);
        narrow(&mut sql, filter, paging)?;
        List::read(sql.build_query_as().fetch(db), paging, Self::place).await
    }

    /// # Errors
    /// Problems of the fields that refer to nothing, or that the database refuses.
    pub async fn create(unit: &mut Unit, by: &Fact<Person>, new: NewAttachment) -> Result<Self> {
        let viewer = by.id;
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(viewer);
        lost = lost.bind(new.subject_id).bind(new.subject_type);
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let row: Self = sqlx::query_as(
            "INSERT INTO attachments (
                 name,
                 subject_type,
                 subject_id
             ) VALUES (
                 ?,
                 ?,
                 ?
             ) RETURNING
                 id,
                 name,
                 subject_type,
                 subject_id,
                 created_at,
                 updated_at
            ",
        )
        .bind(new.name)
        .bind(new.subject_type)
        .bind(new.subject_id)
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
        by: &Fact<Person>,
        id: i64,
        changes: AttachmentChanges,
    ) -> Result<Self> {
        let viewer = by.id;
        let stored = Self::find(unit.db(), viewer, id).await?;
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(viewer);
        let kind = changes.subject_type.unwrap_or(stored.subject_type);
        let to = changes.subject_id.unwrap_or(stored.subject_id);
        let leads = changes.subject_id.is_some() || changes.subject_type.is_some();
        lost = lost.bind(leads.then_some(to)).bind(kind);
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let update = sqlx::query(
            "UPDATE attachments AS t SET
                 name = coalesce(?, t.name),
                 subject_type = coalesce(?, t.subject_type),
                 subject_id = coalesce(?, t.subject_id)
             WHERE TRUE AND t.id = ?",
        )
        .bind(changes.name)
        .bind(changes.subject_type)
        .bind(changes.subject_id)
        .bind(id)
        .execute(unit.db());
        update.await.map_err(input::refused)?;
        Self::find(unit.db(), viewer, id).await
    }

    /// # Errors
    /// That there is no such row, or that another one refers to it and holds on to it.
    pub async fn delete(unit: &mut Unit, by: &Fact<Person>, id: i64) -> Result<()> {
        Self::find(unit.db(), by.id, id).await?;
        let delete = sqlx::query(
            "DELETE FROM attachments AS t
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
                SELECT 1 FROM attachments AS t
                WHERE TRUE AND t.id = ?
                    AND (t.subject_type IS NOT 'news' OR EXISTS (SELECT 1 FROM news AS t1 WHERE t1.id = t.subject_id AND (t1.channel_id IS NULL OR EXISTS (SELECT 1 FROM participations AS m2 WHERE m2.room_id = t1.channel_id AND m2.user_id = (SELECT id FROM this_viewer))))) AND (t.subject_type IS NOT 'post' OR EXISTS (SELECT 1 FROM participations AS m1 WHERE m1.room_id = (SELECT posts.room_id FROM posts WHERE posts.id = t.subject_id) AND m1.user_id = (SELECT id FROM this_viewer)))
             )",
        )
        .bind(serde_json::json!(people))
        .bind(id)
        .fetch_all(db);
        Ok(seen.await?)
    }
}

/// Begins a query for the rows that are there for the viewer.
fn select(columns: &str, viewer: i64) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new("WITH this_viewer AS (SELECT ");
    sql.push_bind(viewer).push(" AS id) SELECT ").push(columns);
    sql.push(
        " FROM attachments AS t
         WHERE TRUE
           AND (t.subject_type IS NOT 'news' OR EXISTS (SELECT 1 FROM news AS t1 WHERE t1.id = t.subject_id AND (t1.channel_id IS NULL OR EXISTS (SELECT 1 FROM participations AS m2 WHERE m2.room_id = t1.channel_id AND m2.user_id = (SELECT id FROM this_viewer))))) AND (t.subject_type IS NOT 'post' OR EXISTS (SELECT 1 FROM participations AS m1 WHERE m1.room_id = (SELECT posts.room_id FROM posts WHERE posts.id = t.subject_id) AND m1.user_id = (SELECT id FROM this_viewer)))",
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
    filter: &AttachmentFilter,
    paging: &Paging,
) -> Result<()> {
    if let Some(value) = filter.subject_type {
        sql.push(" AND t.subject_type = ").push_bind(value);
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
    SELECT 'subject_id' WHERE ?2 IS NOT NULL AND NOT CASE ?3
        WHEN 'order' THEN EXISTS (
            SELECT 1 FROM \"order\" AS t WHERE t.id = ?2
            AND t.deleted_at IS NULL
        )
        WHEN 'news' THEN EXISTS (
            SELECT 1 FROM news AS t WHERE t.id = ?2
            AND (t.channel_id IS NULL OR EXISTS (SELECT 1 FROM participations AS m1 WHERE m1.room_id = t.channel_id AND m1.user_id = (SELECT id FROM this_viewer)))
        )
        WHEN 'post' THEN EXISTS (
            SELECT 1 FROM posts AS t WHERE t.id = ?2
            AND EXISTS (SELECT 1 FROM participations AS m WHERE m.room_id = (SELECT posts.room_id FROM posts WHERE posts.id = t.id) AND m.user_id = (SELECT id FROM this_viewer))
        )
        ELSE FALSE
    END
";

/// By name, so that a column that comes later disturbs nobody.
const COLUMNS: &str = "
    t.id,
    t.name,
    t.subject_type,
    t.subject_id,
    t.created_at,
    t.updated_at
";

impl NewAttachment {
    /// # Errors
    /// Every problem of the fields.
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let name = fields.required("name");
        let subject_type = fields.required("subject_type");
        let subject_id = fields.required("subject_id");
        fields.finish()?;
        let new = Self { name, subject_type, subject_id };
        Ok(new)
    }
}

impl AttachmentChanges {
    /// # Errors
    /// As [`NewAttachment::read`].
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let name = fields.changed("name");
        let subject_type = fields.changed("subject_type");
        let subject_id = fields.changed("subject_id");
        fields.finish()?;
        let changes = Self { name, subject_type, subject_id };
        Ok(changes)
    }
}

fn limit(fields: &mut Fields) {
    fields.limit("name", 120);
}
