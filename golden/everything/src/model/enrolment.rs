//! Enrolments: rows of `enrolments`.

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
pub struct Enrolment {
    pub series_id: i64,
    pub person_id: i64,
    pub role: EnrolmentRole,
    pub note: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// What tells one from another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct EnrolmentKey {
    pub series_id: i64,
    pub person_id: i64,
}

/// A new one.
#[derive(Debug, Clone, PartialEq, ToSchema)]
pub struct NewEnrolment {
    pub series_id: i64,
    pub person_id: i64,
    /// Unless given: `'guest'`.
    pub role: Option<EnrolmentRole>,
    pub note: Option<String>,
}

/// What is to change: nothing of what is `None`.
#[derive(Debug, Clone, Default, PartialEq, ToSchema)]
pub struct EnrolmentChanges {
    pub role: Option<EnrolmentRole>,
    pub note: Option<Option<String>>,
}

/// Narrows a list to rows with these values.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EnrolmentFilter {
    pub series_id: Option<i64>,
    pub person_id: Option<i64>,
    pub role: Option<EnrolmentRole>,
}

/// A row as pages show it, with the texts of what it refers to.
#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct ShownEnrolment {
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub row: Enrolment,
    pub text_of_series_id: Option<String>,
    pub text_of_person_id: Option<String>,
}

#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema,
)]
pub enum EnrolmentRole {
    #[default]
    #[serde(rename = "owner")]
    #[sqlx(rename = "owner")]
    Owner,
    #[serde(rename = "guest")]
    #[sqlx(rename = "guest")]
    Guest,
}

impl input::Field for EnrolmentRole {
    const EXPECTED: &'static str = "one of owner, guest";

    fn from_json(value: &serde_json::Value) -> Option<Self> {
        Self::deserialize(value).ok()
    }
}

impl Enrolment {
    pub fn key(&self) -> EnrolmentKey {
        EnrolmentKey { series_id: self.series_id, person_id: self.person_id }
    }

    /// Its place in a list, for [`Paging`].
    pub fn place(&self) -> String {
        self.key().to_string()
    }

    pub async fn find(db: &mut Conn, key: &EnrolmentKey) -> Result<Self> {
        let mut sql = select(COLUMNS);
        matching(&mut sql, key);
        Ok(sql.build_query_as().fetch_one(db).await?)
    }

    /// A page of them, the newest first.
    pub async fn list(
        db: &mut Conn,
        filter: &EnrolmentFilter,
        paging: &Paging,
    ) -> Result<List<Self>> {
        let mut sql = select(COLUMNS);
        narrow(&mut sql, filter, paging)?;
        List::read(sql.build_query_as().fetch(db), paging, Self::place).await
    }

    /// # Errors
    /// Problems of the fields that refer to nothing, or that the database refuses.
    pub async fn create(unit: &mut Unit, _by: &Fact<Person>, new: NewEnrolment) -> Result<Self> {
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(new.series_id);
        lost = lost.bind(new.person_id);
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let row: Self = sqlx::query_as(
            "INSERT INTO enrolments (
                 series_id,
                 person_id,
                 role,
                 note
             ) VALUES (
                 ?,
                 ?,
                 coalesce(?, 'guest'),
                 ?
             ) RETURNING
                 series_id,
                 person_id,
                 role,
                 note,
                 created_at,
                 updated_at
            ",
        )
        .bind(new.series_id)
        .bind(new.person_id)
        .bind(new.role)
        .bind(new.note)
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
        key: &EnrolmentKey,
        changes: EnrolmentChanges,
    ) -> Result<Self> {
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(None::<i64>);
        lost = lost.bind(None::<i64>);
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let update = sqlx::query(
            "UPDATE enrolments AS t SET
                 role = coalesce(?, t.role),
                 note = iif(?, ?, t.note)
             WHERE TRUE AND t.series_id = ? AND t.person_id = ?",
        )
        .bind(changes.role)
        .bind(changes.note.is_some())
        .bind(changes.note.flatten())
        .bind(key.series_id)
        .bind(key.person_id)
        .execute(unit.db());
        update.await.map_err(input::refused)?;
        Self::find(unit.db(), key).await
    }

    /// # Errors
    /// That there is no such row, or that another one refers to it and holds on to it.
    pub async fn delete(unit: &mut Unit, _by: &Fact<Person>, key: &EnrolmentKey) -> Result<()> {
        Self::find(unit.db(), key).await?;
        let delete = sqlx::query(
            "DELETE FROM enrolments AS t
             WHERE t.series_id = ? AND t.person_id = ?",
        )
        .bind(key.series_id)
        .bind(key.person_id)
        .execute(unit.db());
        delete.await.map_err(input::refused)?;
        Ok(())
    }

    /// One of them, as pages show it.
    pub async fn show(db: &mut Conn, key: &EnrolmentKey) -> Result<ShownEnrolment> {
        let mut sql = select(SHOWN);
        matching(&mut sql, key);
        Ok(sql.build_query_as().fetch_one(db).await?)
    }

    /// As [`Self::list`], as pages show it.
    pub async fn list_shown(
        db: &mut Conn,
        filter: &EnrolmentFilter,
        paging: &Paging,
    ) -> Result<List<ShownEnrolment>> {
        let mut sql = select(SHOWN);
        narrow(&mut sql, filter, paging)?;
        let place = |shown: &ShownEnrolment| shown.row.place();
        List::read(sql.build_query_as().fetch(db), paging, place).await
    }
}

/// Begins a query for the rows that are there.
fn select(columns: &str) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new("SELECT ");
    sql.push(columns).push(
        " FROM enrolments AS t
         WHERE TRUE",
    );
    sql
}

fn matching(sql: &mut QueryBuilder<Sqlite>, key: &EnrolmentKey) {
    sql.push(" AND t.series_id = ");
    sql.push_bind(key.series_id);
    sql.push(" AND t.person_id = ");
    sql.push_bind(key.person_id);
}

/// Narrows a query to a page of what is asked for.
fn narrow(sql: &mut QueryBuilder<Sqlite>, filter: &EnrolmentFilter, paging: &Paging) -> Result<()> {
    if let Some(value) = filter.series_id {
        sql.push(" AND t.series_id = ").push_bind(value);
    }
    if let Some(value) = filter.person_id {
        sql.push(" AND t.person_id = ").push_bind(value);
    }
    if let Some(value) = filter.role {
        sql.push(" AND t.role = ").push_bind(value);
    }
    match paging.cursor::<EnrolmentKey>()? {
        Cursor::Start => sql.push(DOWN),
        Cursor::After(key) => beyond(sql, " <", key).push(DOWN),
        Cursor::Before(key) => beyond(sql, " >", key).push(UP),
    };
    sql.push(" LIMIT ").push_bind(paging.limit() + 1);
    Ok(())
}

const UP: &str = "
    ORDER BY t.series_id, t.person_id";

// The condition holds for every row; it makes the database begin in the key's index.
const DOWN: &str = "
    AND t.series_id >= -9223372036854775808
    ORDER BY series_id DESC, person_id DESC";

fn beyond<'a>(
    sql: &'a mut QueryBuilder<Sqlite>,
    side: &str,
    key: EnrolmentKey,
) -> &'a mut QueryBuilder<Sqlite> {
    sql.push(
        "
         AND (t.series_id, t.person_id)",
    );
    sql.push(side).push(" (");
    sql.push_bind(key.series_id);
    sql.push(", ");
    sql.push_bind(key.person_id);
    sql.push(")")
}

impl std::fmt::Display for EnrolmentKey {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| std::fmt::Error)?)
    }
}

impl std::str::FromStr for EnrolmentKey {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        serde_json::from_str(text)
    }
}

/// Names the fields that refer to what is not there.
const LOST: &str = "
    SELECT 'series_id' WHERE ?1 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM series AS t WHERE t.id = ?1
    )
    UNION ALL
    SELECT 'person_id' WHERE ?2 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM people AS t WHERE t.id = ?2
    )
";

/// By name, so that a column that comes later disturbs nobody.
const COLUMNS: &str = "
    t.series_id,
    t.person_id,
    t.role,
    t.note,
    t.created_at,
    t.updated_at
";

const SHOWN: &str = "
    t.series_id,
    t.person_id,
    t.role,
    t.note,
    t.created_at,
    t.updated_at,
    (SELECT CAST(x.name AS TEXT)
     FROM series AS x WHERE x.id = t.series_id
    ) AS text_of_series_id,
    (SELECT CAST(x.name AS TEXT)
     FROM people AS x WHERE x.id = t.person_id
    ) AS text_of_person_id
";

impl NewEnrolment {
    /// # Errors
    /// Every problem of the fields.
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let series_id = fields.required("series_id");
        let person_id = fields.required("person_id");
        let role = fields.optional("role");
        let note = fields.optional("note");
        fields.finish()?;
        let new = Self { series_id, person_id, role, note };
        Ok(new)
    }
}

impl EnrolmentChanges {
    /// # Errors
    /// As [`NewEnrolment::read`].
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let role = fields.changed("role");
        let note = fields.changed_optional("note");
        fields.finish()?;
        let changes = Self { role, note };
        Ok(changes)
    }
}

fn limit(fields: &mut Fields) {
    fields.limit("note", 200);
}

/// What a form offers for each reference; `None` where that is too much to choose from.
#[derive(Debug, Serialize)]
pub struct EnrolmentChoices {
    pub series_id: Option<Vec<(i64, String)>>,
    pub person_id: Option<Vec<(i64, String)>>,
}

impl EnrolmentChoices {
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
        let rows = sqlx::query_as(
            "
             SELECT t.id, CAST(t.name AS TEXT)
             FROM people AS t
             WHERE t.id > 0
             ORDER BY t.id DESC LIMIT 101",
        )
        .fetch_all(&mut *db)
        .await?;
        let person_id = input::few(rows);
        let choices = Self { series_id, person_id };
        Ok(choices)
    }
}
