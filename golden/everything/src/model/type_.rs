//! Types: rows of `types`.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{QueryBuilder, Sqlite};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::Result;
use crate::input::bytes::Bytes;
use crate::input::decimal::Decimal;
use crate::input::{self, Cursor, Fields, List, Paging};
use crate::model::fact::Fact;
use crate::unit::Unit;

use crate::model::person::Person;

#[derive(Debug, Clone, PartialEq, Serialize, sqlx::FromRow, ToSchema)]
pub struct Type {
    pub id: i64,
    pub name: String,
    pub title: Option<String>,
    pub body: String,
    pub small: i32,
    pub big: i64,
    pub ratio: f64,
    pub price: Decimal,
    pub active: bool,
    pub starts_at: DateTime<Utc>,
    pub ends_at: Option<DateTime<Utc>>,
    pub since: NaiveDate,
    pub until: NaiveDate,
    pub data: Value,
    pub token: Uuid,
    pub blob: Option<Bytes>,
    pub stage: TypeStage,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A new one.
#[derive(Debug, Clone, PartialEq, ToSchema)]
pub struct NewType {
    pub name: String,
    /// Unless given: `'it''s "quoted"'`.
    pub title: Option<String>,
    /// Unless given: `'none'`.
    pub body: Option<String>,
    /// Unless given: `-1`.
    pub small: Option<i32>,
    /// Unless given: `9007199254740993`.
    pub big: Option<i64>,
    /// Unless given: `0.5`.
    pub ratio: Option<f64>,
    /// Unless given: `'0.00'`.
    pub price: Option<Decimal>,
    /// Unless given: `1`.
    pub active: Option<bool>,
    /// Unless given: `(strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))`.
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    /// Unless given: `(date('now'))`.
    pub since: Option<NaiveDate>,
    /// Unless given: `'2030-12-31'`.
    pub until: Option<NaiveDate>,
    /// Unless given: `'{"a":[1,2]}'`.
    pub data: Option<Value>,
    pub token: Uuid,
    pub blob: Option<Bytes>,
    /// Unless given: `'draft'`.
    pub stage: Option<TypeStage>,
}

/// What is to change: nothing of what is `None`.
#[derive(Debug, Clone, Default, PartialEq, ToSchema)]
pub struct TypeChanges {
    pub name: Option<String>,
    pub title: Option<Option<String>>,
    pub body: Option<String>,
    pub small: Option<i32>,
    pub big: Option<i64>,
    pub ratio: Option<f64>,
    pub price: Option<Decimal>,
    pub active: Option<bool>,
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<Option<DateTime<Utc>>>,
    pub since: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub data: Option<Value>,
    pub token: Option<Uuid>,
    pub blob: Option<Option<Bytes>>,
    pub stage: Option<TypeStage>,
}

/// Narrows a list to rows with these values.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TypeFilter {
    pub active: Option<bool>,
    pub stage: Option<TypeStage>,
}

#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema,
)]
pub enum TypeStage {
    #[default]
    #[serde(rename = "draft")]
    #[sqlx(rename = "draft")]
    Draft,
    #[serde(rename = "in-progress")]
    #[sqlx(rename = "in-progress")]
    InProgress,
    #[serde(rename = "1st_review")]
    #[sqlx(rename = "1st_review")]
    V1stReview,
    #[serde(rename = "done")]
    #[sqlx(rename = "done")]
    Done,
    #[serde(rename = "self")]
    #[sqlx(rename = "self")]
    SelfValue,
}

impl input::Field for TypeStage {
    const EXPECTED: &'static str = "one of draft, in-progress, 1st_review, done, self";

    fn from_json(value: &serde_json::Value) -> Option<Self> {
        Self::deserialize(value).ok()
    }
}

impl Type {
    /// Its place in a list, for [`Paging`].
    pub fn place(&self) -> String {
        self.id.to_string()
    }

    pub async fn find(db: &mut Conn, id: i64) -> Result<Self> {
        let mut sql = select(COLUMNS);
        matching(&mut sql, id);
        Ok(sql.build_query_as().fetch_one(db).await?)
    }

    /// A page of them, the newest first.
    pub async fn list(db: &mut Conn, filter: &TypeFilter, paging: &Paging) -> Result<List<Self>> {
        let mut sql = select(COLUMNS);
        narrow(&mut sql, filter, paging)?;
        List::read(sql.build_query_as().fetch(db), paging, Self::place).await
    }

    /// # Errors
    /// Problems of the fields that refer to nothing, or that the database refuses.
    pub async fn create(unit: &mut Unit, _by: &Fact<Person>, new: NewType) -> Result<Self> {
        let row: Self = sqlx::query_as(
            "INSERT INTO types (
                 name,
                 title,
                 body,
                 small,
                 big,
                 ratio,
                 price,
                 active,
                 starts_at,
                 ends_at,
                 since,
                 until,
                 data,
                 token,
                 blob,
                 stage
             ) VALUES (
                 ?,
                 coalesce(?, 'it''s \"quoted\"'),
                 coalesce(?, 'none'),
                 coalesce(?, -1),
                 coalesce(?, 9007199254740993),
                 coalesce(?, 0.5),
                 coalesce(?, '0.00'),
                 coalesce(?, 1),
                 coalesce(?, (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))),
                 ?,
                 coalesce(?, (date('now'))),
                 coalesce(?, '2030-12-31'),
                 coalesce(?, '{\"a\":[1,2]}'),
                 ?,
                 ?,
                 coalesce(?, 'draft')
             ) RETURNING
                 id,
                 name,
                 title,
                 body,
                 small,
                 big,
                 ratio,
                 price,
                 active,
                 starts_at,
                 ends_at,
                 since,
                 until,
                 data,
                 token,
                 blob,
                 stage,
                 created_at,
                 updated_at
            ",
        )
        .bind(new.name)
        .bind(new.title)
        .bind(new.body)
        .bind(new.small)
        .bind(new.big)
        .bind(new.ratio)
        .bind(new.price)
        .bind(new.active)
        .bind(new.starts_at)
        .bind(new.ends_at)
        .bind(new.since)
        .bind(new.until)
        .bind(new.data)
        .bind(new.token)
        .bind(new.blob)
        .bind(new.stage)
        .fetch_one(unit.db())
        .await
        .map_err(input::refused)?;
        Ok(row)
    }

    /// # Errors
    /// As [`Self::create`]; and that there is no such row.
    pub async fn update(
        unit: &mut Unit,
        _by: &Fact<Person>,
        id: i64,
        changes: TypeChanges,
    ) -> Result<Self> {
        let update = sqlx::query(
            "UPDATE types AS t SET
                 name = coalesce(?, t.name),
                 title = iif(?, ?, t.title),
                 body = coalesce(?, t.body),
                 small = coalesce(?, t.small),
                 big = coalesce(?, t.big),
                 ratio = coalesce(?, t.ratio),
                 price = coalesce(?, t.price),
                 active = coalesce(?, t.active),
                 starts_at = coalesce(?, t.starts_at),
                 ends_at = iif(?, ?, t.ends_at),
                 since = coalesce(?, t.since),
                 until = coalesce(?, t.until),
                 data = coalesce(?, t.data),
                 token = coalesce(?, t.token),
                 blob = iif(?, ?, t.blob),
                 stage = coalesce(?, t.stage)
             WHERE TRUE AND t.id = ?",
        )
        .bind(changes.name)
        .bind(changes.title.is_some())
        .bind(changes.title.flatten())
        .bind(changes.body)
        .bind(changes.small)
        .bind(changes.big)
        .bind(changes.ratio)
        .bind(changes.price)
        .bind(changes.active)
        .bind(changes.starts_at)
        .bind(changes.ends_at.is_some())
        .bind(changes.ends_at.flatten())
        .bind(changes.since)
        .bind(changes.until)
        .bind(changes.data)
        .bind(changes.token)
        .bind(changes.blob.is_some())
        .bind(changes.blob.flatten())
        .bind(changes.stage)
        .bind(id)
        .execute(unit.db());
        update.await.map_err(input::refused)?;
        Self::find(unit.db(), id).await
    }

    /// # Errors
    /// That there is no such row, or that another one refers to it and holds on to it.
    pub async fn delete(unit: &mut Unit, _by: &Fact<Person>, id: i64) -> Result<()> {
        Self::find(unit.db(), id).await?;
        let delete = sqlx::query(
            "DELETE FROM types AS t
             WHERE t.id = ?",
        )
        .bind(id)
        .execute(unit.db());
        delete.await.map_err(input::refused)?;
        Ok(())
    }
}

/// Begins a query for the rows that are there.
fn select(columns: &str) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new("SELECT ");
    sql.push(columns).push(
        " FROM types AS t
         WHERE TRUE",
    );
    sql
}

fn matching(sql: &mut QueryBuilder<Sqlite>, id: i64) {
    sql.push(" AND t.id = ").push_bind(id);
}

/// No id lies behind it.
const LAST: i64 = i64::MAX;

/// Narrows a query to a page of what is asked for.
fn narrow(sql: &mut QueryBuilder<Sqlite>, filter: &TypeFilter, paging: &Paging) -> Result<()> {
    if let Some(value) = filter.active {
        sql.push(" AND t.active = ").push_bind(value);
    }
    if let Some(value) = filter.stage {
        sql.push(" AND t.stage = ").push_bind(value);
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

/// By name, so that a column that comes later disturbs nobody.
const COLUMNS: &str = "
    t.id,
    t.name,
    t.title,
    t.body,
    t.small,
    t.big,
    t.ratio,
    t.price,
    t.active,
    t.starts_at,
    t.ends_at,
    t.since,
    t.until,
    t.data,
    t.token,
    t.blob,
    t.stage,
    t.created_at,
    t.updated_at
";

impl NewType {
    /// # Errors
    /// Every problem of the fields.
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let name = fields.required("name");
        let title = fields.optional("title");
        let body = fields.optional("body");
        let small = fields.optional("small");
        let big = fields.optional("big");
        let ratio = fields.optional("ratio");
        let price = fields.optional("price");
        let active = fields.optional("active");
        let starts_at = fields.optional("starts_at");
        let ends_at = fields.optional("ends_at");
        let since = fields.optional("since");
        let until = fields.optional("until");
        let data = fields.optional("data");
        let token = fields.required("token");
        let blob = fields.optional("blob");
        let stage = fields.optional("stage");
        fields.finish()?;
        let new = Self {
            name,
            title,
            body,
            small,
            big,
            ratio,
            price,
            active,
            starts_at,
            ends_at,
            since,
            until,
            data,
            token,
            blob,
            stage,
        };
        Ok(new)
    }
}

impl TypeChanges {
    /// # Errors
    /// As [`NewType::read`].
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let name = fields.changed("name");
        let title = fields.changed_optional("title");
        let body = fields.changed("body");
        let small = fields.changed("small");
        let big = fields.changed("big");
        let ratio = fields.changed("ratio");
        let price = fields.changed("price");
        let active = fields.changed("active");
        let starts_at = fields.changed("starts_at");
        let ends_at = fields.changed_optional("ends_at");
        let since = fields.changed("since");
        let until = fields.changed("until");
        let data = fields.changed("data");
        let token = fields.changed("token");
        let blob = fields.changed_optional("blob");
        let stage = fields.changed("stage");
        fields.finish()?;
        let changes = Self {
            name,
            title,
            body,
            small,
            big,
            ratio,
            price,
            active,
            starts_at,
            ends_at,
            since,
            until,
            data,
            token,
            blob,
            stage,
        };
        Ok(changes)
    }
}

fn limit(fields: &mut Fields) {
    fields.limit("name", 255);
    fields.limit("title", 80);
}
