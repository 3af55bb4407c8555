//! Xes: rows of `xes`.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{QueryBuilder, Sqlite};
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::Result;
use crate::input::{self, Cursor, Fields, List, Paging};
use crate::model::fact::Fact;
use crate::unit::Unit;

use crate::model::person::Person;

#[derive(Debug, Clone, PartialEq, Serialize, sqlx::FromRow, ToSchema)]
pub struct X {
    pub id: i64,
    pub y: Option<i32>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A new one.
#[derive(Debug, Clone, PartialEq, ToSchema)]
pub struct NewX {
    pub y: Option<i32>,
}

/// What is to change: nothing of what is `None`.
#[derive(Debug, Clone, Default, PartialEq, ToSchema)]
pub struct XChanges {
    pub y: Option<Option<i32>>,
}

impl X {
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
    pub async fn list(db: &mut Conn, paging: &Paging) -> Result<List<Self>> {
        let mut sql = select(COLUMNS);
        narrow(&mut sql, paging)?;
        List::read(sql.build_query_as().fetch(db), paging, Self::place).await
    }

    /// # Errors
    /// Problems of the fields that refer to nothing, or that the database refuses.
    pub async fn create(unit: &mut Unit, _by: &Fact<Person>, new: NewX) -> Result<Self> {
        let row: Self = sqlx::query_as(
            "INSERT INTO xes (
                 y
             ) VALUES (
                 ?
             ) RETURNING
                 id,
                 y,
                 created_at,
                 updated_at
            ",
        )
        .bind(new.y)
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
        changes: XChanges,
    ) -> Result<Self> {
        let update = sqlx::query(
            "UPDATE xes AS t SET
                 y = iif(?, ?, t.y)
             WHERE TRUE AND t.id = ?",
        )
        .bind(changes.y.is_some())
        .bind(changes.y.flatten())
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
            "DELETE FROM xes AS t
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
        " FROM xes AS t
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
fn narrow(sql: &mut QueryBuilder<Sqlite>, paging: &Paging) -> Result<()> {
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
    t.y,
    t.created_at,
    t.updated_at
";

impl NewX {
    /// # Errors
    /// Every problem of the fields.
    pub fn read(mut fields: Fields) -> Result<Self> {
        let y = fields.optional("y");
        fields.finish()?;
        let new = Self { y };
        Ok(new)
    }
}

impl XChanges {
    /// # Errors
    /// As [`NewX::read`].
    pub fn read(mut fields: Fields) -> Result<Self> {
        let y = fields.changed_optional("y");
        fields.finish()?;
        let changes = Self { y };
        Ok(changes)
    }
}
