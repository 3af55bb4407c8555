//! News: rows of `news`.
//!
//! A row is there only for those who may see what it refers to: the members of its channel.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{QueryBuilder, Sqlite};
use utoipa::{IntoParams, ToSchema};

use crate::db::Conn;
use crate::error::Result;
use crate::input::{self, Cursor, Fields, List, Paging, Words};
use crate::model::fact::Fact;
use crate::unit::Unit;

use crate::model::person::Person;

#[derive(Debug, Clone, PartialEq, Serialize, sqlx::FromRow, ToSchema)]
pub struct News {
    pub id: i64,
    pub headline: String,
    pub channel_id: Option<i64>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A new one.
#[derive(Debug, Clone, PartialEq, ToSchema)]
pub struct NewNews {
    pub headline: String,
    pub channel_id: Option<i64>,
}

/// What is to change: nothing of what is `None`.
#[derive(Debug, Clone, Default, PartialEq, ToSchema)]
pub struct NewsChanges {
    pub headline: Option<String>,
    pub channel_id: Option<Option<i64>>,
}

/// Narrows a list to rows with these values.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NewsFilter {
    pub channel_id: Option<i64>,
}

/// A row as pages show it, with the texts of what it refers to.
#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct ShownNews {
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub row: News,
    pub text_of_channel_id: Option<String>,
}

impl News {
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
        filter: &NewsFilter,
        words: &Words,
        paging: &Paging,
    ) -> Result<List<Self>> {
        let mut sql = select(COLUMNS, viewer);
        narrow(&mut sql, filter, words, paging)?;
        List::read(sql.build_query_as().fetch(db), paging, Self::place).await
    }

    /// # Errors
    /// Problems of the fields that refer to nothing, or that the database refuses.
    pub async fn create(unit: &mut Unit, by: &Fact<Person>, new: NewNews) -> Result<Self> {
        let viewer = by.id;
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(viewer);
        lost = lost.bind(new.channel_id);
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let row: Self = sqlx::query_as(
            "INSERT INTO news (
                 headline,
                 channel_id
             ) VALUES (
                 ?,
                 ?
             ) RETURNING
                 id,
                 headline,
                 channel_id,
                 created_at,
                 updated_at
            ",
        )
        .bind(new.headline)
        .bind(new.channel_id)
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
        changes: NewsChanges,
    ) -> Result<Self> {
        let viewer = by.id;
        Self::find(unit.db(), viewer, id).await?;
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(viewer);
        lost = lost.bind(changes.channel_id.flatten());
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let update = sqlx::query(
            "UPDATE news AS t SET
                 headline = coalesce(?, t.headline),
                 channel_id = iif(?, ?, t.channel_id)
             WHERE TRUE AND t.id = ?",
        )
        .bind(changes.headline)
        .bind(changes.channel_id.is_some())
        .bind(changes.channel_id.flatten())
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
            "DELETE FROM news AS t
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
                SELECT 1 FROM news AS t
                WHERE TRUE AND t.id = ?
                    AND (t.channel_id IS NULL OR EXISTS (SELECT 1 FROM participations AS m1 WHERE m1.room_id = t.channel_id AND m1.user_id = (SELECT id FROM this_viewer)))
             )",
        )
        .bind(serde_json::json!(people))
        .bind(id)
        .fetch_all(db);
        Ok(seen.await?)
    }

    /// One of them, as pages show it.
    pub async fn show(db: &mut Conn, viewer: i64, id: i64) -> Result<ShownNews> {
        let mut sql = select(SHOWN, viewer);
        matching(&mut sql, id);
        Ok(sql.build_query_as().fetch_one(db).await?)
    }

    /// As [`Self::list`], as pages show it.
    pub async fn list_shown(
        db: &mut Conn,
        viewer: i64,
        filter: &NewsFilter,
        words: &Words,
        paging: &Paging,
    ) -> Result<List<ShownNews>> {
        let mut sql = select(SHOWN, viewer);
        narrow(&mut sql, filter, words, paging)?;
        let place = |shown: &ShownNews| shown.row.place();
        List::read(sql.build_query_as().fetch(db), paging, place).await
    }
}

/// Begins a query for the rows that are there for the viewer.
fn select(columns: &str, viewer: i64) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new("WITH this_viewer AS (SELECT ");
    sql.push_bind(viewer).push(" AS id) SELECT ").push(columns);
    sql.push(
        " FROM news AS t
         WHERE TRUE
           AND (t.channel_id IS NULL OR EXISTS (SELECT 1 FROM participations AS m1 WHERE m1.room_id = t.channel_id AND m1.user_id = (SELECT id FROM this_viewer)))",
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
    filter: &NewsFilter,
    words: &Words,
    paging: &Paging,
) -> Result<()> {
    if let Some(value) = filter.channel_id {
        sql.push(" AND t.channel_id = ").push_bind(value);
    }
    if let Some(query) = words.query() {
        sql.push(
            " AND t.id IN (
                SELECT rowid FROM news_search
                WHERE news_search MATCH ",
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
    SELECT 'channel_id' WHERE ?2 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM chat_channels AS t WHERE t.id = ?2
        AND EXISTS (SELECT 1 FROM participations AS m WHERE m.room_id = t.id AND m.user_id = (SELECT id FROM this_viewer))
    )
";

/// By name, so that a column that comes later disturbs nobody.
const COLUMNS: &str = "
    t.id,
    t.headline,
    t.channel_id,
    t.created_at,
    t.updated_at
";

const SHOWN: &str = "
    t.id,
    t.headline,
    t.channel_id,
    t.created_at,
    t.updated_at,
    (SELECT CAST(x.name AS TEXT)
     FROM chat_channels AS x WHERE x.id = t.channel_id
    ) AS text_of_channel_id
";

impl NewNews {
    /// # Errors
    /// Every problem of the fields.
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let headline = fields.required("headline");
        let channel_id = fields.optional("channel_id");
        fields.finish()?;
        let new = Self { headline, channel_id };
        Ok(new)
    }
}

impl NewsChanges {
    /// # Errors
    /// As [`NewNews::read`].
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let headline = fields.changed("headline");
        let channel_id = fields.changed_optional("channel_id");
        fields.finish()?;
        let changes = Self { headline, channel_id };
        Ok(changes)
    }
}

fn limit(fields: &mut Fields) {
    fields.limit("headline", 200);
}
