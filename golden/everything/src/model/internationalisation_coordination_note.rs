//! Internationalisation coordination notes: rows of `internationalisation_coordination_notes`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{QueryBuilder, Sqlite};
use utoipa::{IntoParams, ToSchema};

use crate::db::Conn;
use crate::error::Result;
use crate::input::{self, Cursor, Fields, List, Paging};
use crate::model::fact::Fact;
use crate::unit::{Effect, Unit};

use crate::model::person::Person;

#[derive(Debug, Clone, PartialEq, Serialize, sqlx::FromRow, ToSchema)]
pub struct InternationalisationCoordinationNote {
    pub id: i64,
    pub a_field_name_that_is_as_long_as_possible: Option<String>,
    pub state_of_the_thing_over_time_and_space: StateOfTheThingOverTimeAndSpace,
    pub other_id: Option<i64>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A new one.
#[derive(Debug, Clone, PartialEq, ToSchema)]
pub struct NewInternationalisationCoordinationNote {
    pub a_field_name_that_is_as_long_as_possible: Option<String>,
    /// Unless given: `'first'`.
    pub state_of_the_thing_over_time_and_space: Option<StateOfTheThingOverTimeAndSpace>,
    pub other_id: Option<i64>,
}

/// What is to change: nothing of what is `None`.
#[derive(Debug, Clone, Default, PartialEq, ToSchema)]
pub struct InternationalisationCoordinationNoteChanges {
    pub a_field_name_that_is_as_long_as_possible: Option<Option<String>>,
    pub state_of_the_thing_over_time_and_space: Option<StateOfTheThingOverTimeAndSpace>,
    pub other_id: Option<Option<i64>>,
}

/// Narrows a list to rows with these values.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InternationalisationCoordinationNoteFilter {
    pub state_of_the_thing_over_time_and_space: Option<StateOfTheThingOverTimeAndSpace>,
    pub other_id: Option<i64>,
}

/// A row as pages show it, with the texts of what it refers to.
#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct ShownInternationalisationCoordinationNote {
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub row: InternationalisationCoordinationNote,
    pub text_of_other_id: Option<String>,
}

#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema,
)]
pub enum StateOfTheThingOverTimeAndSpace {
    #[default]
    #[serde(rename = "first")]
    #[sqlx(rename = "first")]
    First,
    #[serde(rename = "second")]
    #[sqlx(rename = "second")]
    Second,
}

impl input::Field for StateOfTheThingOverTimeAndSpace {
    const EXPECTED: &'static str = "one of first, second";

    fn from_json(value: &serde_json::Value) -> Option<Self> {
        Self::deserialize(value).ok()
    }
}

impl InternationalisationCoordinationNote {
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
    pub async fn list(
        db: &mut Conn,
        filter: &InternationalisationCoordinationNoteFilter,
        paging: &Paging,
    ) -> Result<List<Self>> {
        let mut sql = select(COLUMNS);
        narrow(&mut sql, filter, paging)?;
        List::read(sql.build_query_as().fetch(db), paging, Self::place).await
    }

    /// # Errors
    /// Problems of the fields that refer to nothing, or that the database refuses.
    pub async fn create(
        unit: &mut Unit,
        _by: &Fact<Person>,
        new: NewInternationalisationCoordinationNote,
    ) -> Result<Self> {
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(new.other_id);
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let row: Self = sqlx::query_as(
            "INSERT INTO internationalisation_coordination_notes (
                 a_field_name_that_is_as_long_as_possible,
                 state_of_the_thing_over_time_and_space,
                 other_id
             ) VALUES (
                 ?,
                 coalesce(?, 'first'),
                 ?
             ) RETURNING
                 id,
                 a_field_name_that_is_as_long_as_possible,
                 state_of_the_thing_over_time_and_space,
                 other_id,
                 created_at,
                 updated_at
            ",
        )
        .bind(new.a_field_name_that_is_as_long_as_possible)
        .bind(new.state_of_the_thing_over_time_and_space)
        .bind(new.other_id)
        .fetch_one(unit.db())
        .await
        .map_err(input::refused)?;
        announce(unit, "created", &row.id);
        Ok(row)
    }

    /// # Errors
    /// As [`Self::create`]; and that there is no such row.
    pub async fn update(
        unit: &mut Unit,
        _by: &Fact<Person>,
        id: i64,
        changes: InternationalisationCoordinationNoteChanges,
    ) -> Result<Self> {
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(changes.other_id.flatten());
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let update = sqlx::query(
            "UPDATE internationalisation_coordination_notes AS t SET
                 a_field_name_that_is_as_long_as_possible = iif(?, ?, t.a_field_name_that_is_as_long_as_possible),
                 state_of_the_thing_over_time_and_space = coalesce(?, t.state_of_the_thing_over_time_and_space),
                 other_id = iif(?, ?, t.other_id)
             WHERE TRUE AND t.id = ?",
        )
        .bind(changes.a_field_name_that_is_as_long_as_possible.is_some())
        .bind(changes.a_field_name_that_is_as_long_as_possible.flatten())
        .bind(changes.state_of_the_thing_over_time_and_space)
        .bind(changes.other_id.is_some())
        .bind(changes.other_id.flatten())
        .bind(id)
        .execute(unit.db());
        update.await.map_err(input::refused)?;
        announce(unit, "updated", &id);
        Self::find(unit.db(), id).await
    }

    /// # Errors
    /// That there is no such row, or that another one refers to it and holds on to it.
    pub async fn delete(unit: &mut Unit, _by: &Fact<Person>, id: i64) -> Result<()> {
        Self::find(unit.db(), id).await?;
        let delete = sqlx::query(
            "DELETE FROM internationalisation_coordination_notes AS t
             WHERE t.id = ?",
        )
        .bind(id)
        .execute(unit.db());
        delete.await.map_err(input::refused)?;
        announce(unit, "deleted", &id);
        Ok(())
    }

    /// One of them, as pages show it.
    pub async fn show(db: &mut Conn, id: i64) -> Result<ShownInternationalisationCoordinationNote> {
        let mut sql = select(SHOWN);
        matching(&mut sql, id);
        Ok(sql.build_query_as().fetch_one(db).await?)
    }

    /// As [`Self::list`], as pages show it.
    pub async fn list_shown(
        db: &mut Conn,
        filter: &InternationalisationCoordinationNoteFilter,
        paging: &Paging,
    ) -> Result<List<ShownInternationalisationCoordinationNote>> {
        let mut sql = select(SHOWN);
        narrow(&mut sql, filter, paging)?;
        let place = |shown: &ShownInternationalisationCoordinationNote| shown.row.place();
        List::read(sql.build_query_as().fetch(db), paging, place).await
    }
}

/// Begins a query for the rows that are there.
fn select(columns: &str) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new("SELECT ");
    sql.push(columns).push(
        " FROM internationalisation_coordination_notes AS t
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
fn narrow(
    sql: &mut QueryBuilder<Sqlite>,
    filter: &InternationalisationCoordinationNoteFilter,
    paging: &Paging,
) -> Result<()> {
    if let Some(value) = filter.state_of_the_thing_over_time_and_space {
        sql.push(" AND t.state_of_the_thing_over_time_and_space = ").push_bind(value);
    }
    if let Some(value) = filter.other_id {
        sql.push(" AND t.other_id = ").push_bind(value);
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

/// Names the fields that refer to what is not there.
const LOST: &str = "
    SELECT 'other_id' WHERE ?1 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM internationalisation_coordination_notes AS t WHERE t.id = ?1
    )
";

/// By name, so that a column that comes later disturbs nobody.
const COLUMNS: &str = "
    t.id,
    t.a_field_name_that_is_as_long_as_possible,
    t.state_of_the_thing_over_time_and_space,
    t.other_id,
    t.created_at,
    t.updated_at
";

const SHOWN: &str = "
    t.id,
    t.a_field_name_that_is_as_long_as_possible,
    t.state_of_the_thing_over_time_and_space,
    t.other_id,
    t.created_at,
    t.updated_at,
    (SELECT CAST(x.a_field_name_that_is_as_long_as_possible AS TEXT)
     FROM internationalisation_coordination_notes AS x WHERE x.id = t.other_id
    ) AS text_of_other_id
";

/// Tells those who look at a list of these.
fn announce(unit: &mut Unit, action: &'static str, id: &impl Serialize) {
    let id = serde_json::json!(id);
    let view = "long_ones";
    unit.then(Effect::ViewChanged { view, action, id: id.clone() });
}

impl NewInternationalisationCoordinationNote {
    /// # Errors
    /// Every problem of the fields.
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let a_field_name_that_is_as_long_as_possible =
            fields.optional("a_field_name_that_is_as_long_as_possible");
        let state_of_the_thing_over_time_and_space =
            fields.optional("state_of_the_thing_over_time_and_space");
        let other_id = fields.optional("other_id");
        fields.finish()?;
        let new = Self {
            a_field_name_that_is_as_long_as_possible,
            state_of_the_thing_over_time_and_space,
            other_id,
        };
        Ok(new)
    }
}

impl InternationalisationCoordinationNoteChanges {
    /// # Errors
    /// As [`NewInternationalisationCoordinationNote::read`].
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let a_field_name_that_is_as_long_as_possible =
            fields.changed_optional("a_field_name_that_is_as_long_as_possible");
        let state_of_the_thing_over_time_and_space =
            fields.changed("state_of_the_thing_over_time_and_space");
        let other_id = fields.changed_optional("other_id");
        fields.finish()?;
        let changes = Self {
            a_field_name_that_is_as_long_as_possible,
            state_of_the_thing_over_time_and_space,
            other_id,
        };
        Ok(changes)
    }
}

fn limit(fields: &mut Fields) {
    fields.limit("a_field_name_that_is_as_long_as_possible", 20);
}

/// What a form offers for each reference; `None` where that is too much to choose from.
#[derive(Debug, Serialize)]
pub struct InternationalisationCoordinationNoteChoices {
    pub other_id: Option<Vec<(i64, String)>>,
}

impl InternationalisationCoordinationNoteChoices {
    pub async fn read(db: &mut Conn) -> Result<Self> {
        let rows = sqlx::query_as(
            "
             SELECT t.id, CAST(t.a_field_name_that_is_as_long_as_possible AS TEXT)
             FROM internationalisation_coordination_notes AS t
             WHERE t.id > 0
             ORDER BY t.id DESC LIMIT 101",
        )
        .fetch_all(&mut *db)
        .await?;
        let other_id = input::few(rows);
        let choices = Self { other_id };
        Ok(choices)
    }
}
