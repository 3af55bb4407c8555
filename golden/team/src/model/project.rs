//! Projects: rows of `projects`.
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
pub struct Project {
    pub id: i64,
    pub name: String,
    pub room_id: Option<i64>,
    pub lead_id: Option<i64>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A new one.
#[derive(Debug, Clone, PartialEq, ToSchema)]
pub struct NewProject {
    pub name: String,
    pub room_id: Option<i64>,
    pub lead_id: Option<i64>,
}

/// What is to change: nothing of what is `None`.
#[derive(Debug, Clone, Default, PartialEq, ToSchema)]
pub struct ProjectChanges {
    pub name: Option<String>,
    pub room_id: Option<Option<i64>>,
    pub lead_id: Option<Option<i64>>,
}

/// Narrows a list to rows with these values.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProjectFilter {
    pub room_id: Option<i64>,
    pub lead_id: Option<i64>,
}

/// A row as pages show it, with the texts of what it refers to.
#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct ShownProject {
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub row: Project,
    pub text_of_room_id: Option<String>,
    pub text_of_lead_id: Option<String>,
}

impl Project {
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
        filter: &ProjectFilter,
        paging: &Paging,
    ) -> Result<List<Self>> {
        let mut sql = select(COLUMNS, viewer);
        narrow(&mut sql, filter, paging)?;
        List::read(sql.build_query_as().fetch(db), paging, Self::place).await
    }

    /// # Errors
    /// Problems of the fields that refer to nothing, or that the database refuses.
    pub async fn create(unit: &mut Unit, by: &Fact<User>, new: NewProject) -> Result<Self> {
        let viewer = by.id;
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(viewer);
        lost = lost.bind(new.room_id);
        lost = lost.bind(new.lead_id);
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let row: Self = sqlx::query_as(
            "INSERT INTO projects (
                 name,
                 room_id,
                 lead_id
             ) VALUES (
                 ?,
                 ?,
                 ?
             ) RETURNING
                 id,
                 name,
                 room_id,
                 lead_id,
                 created_at,
                 updated_at
            ",
        )
        .bind(new.name)
        .bind(new.room_id)
        .bind(new.lead_id)
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
        changes: ProjectChanges,
    ) -> Result<Self> {
        let viewer = by.id;
        Self::find(unit.db(), viewer, id).await?;
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(viewer);
        lost = lost.bind(changes.room_id.flatten());
        lost = lost.bind(changes.lead_id.flatten());
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let update = sqlx::query(
            "UPDATE projects AS t SET
                 name = coalesce(?, t.name),
                 room_id = iif(?, ?, t.room_id),
                 lead_id = iif(?, ?, t.lead_id)
             WHERE TRUE AND t.id = ?",
        )
        .bind(changes.name)
        .bind(changes.room_id.is_some())
        .bind(changes.room_id.flatten())
        .bind(changes.lead_id.is_some())
        .bind(changes.lead_id.flatten())
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
            "DELETE FROM projects AS t
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
                SELECT 1 FROM projects AS t
                WHERE TRUE AND t.id = ?
                    AND (t.room_id IS NULL OR EXISTS (SELECT 1 FROM memberships AS m1 WHERE m1.room_id = t.room_id AND m1.user_id = (SELECT id FROM this_viewer)))
             )",
        )
        .bind(serde_json::json!(people))
        .bind(id)
        .fetch_all(db);
        Ok(seen.await?)
    }

    /// One of them, as pages show it.
    pub async fn show(db: &mut Conn, viewer: i64, id: i64) -> Result<ShownProject> {
        let mut sql = select(SHOWN, viewer);
        matching(&mut sql, id);
        Ok(sql.build_query_as().fetch_one(db).await?)
    }

    /// As [`Self::list`], as pages show it.
    pub async fn list_shown(
        db: &mut Conn,
        viewer: i64,
        filter: &ProjectFilter,
        paging: &Paging,
    ) -> Result<List<ShownProject>> {
        let mut sql = select(SHOWN, viewer);
        narrow(&mut sql, filter, paging)?;
        let place = |shown: &ShownProject| shown.row.place();
        List::read(sql.build_query_as().fetch(db), paging, place).await
    }
}

/// Begins a query for the rows that are there for the viewer.
fn select(columns: &str, viewer: i64) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new("WITH this_viewer AS (SELECT ");
    sql.push_bind(viewer).push(" AS id) SELECT ").push(columns);
    sql.push(
        " FROM projects AS t
         WHERE TRUE
           AND (t.room_id IS NULL OR EXISTS (SELECT 1 FROM memberships AS m1 WHERE m1.room_id = t.room_id AND m1.user_id = (SELECT id FROM this_viewer)))",
    );
    sql
}

fn matching(sql: &mut QueryBuilder<Sqlite>, id: i64) {
    sql.push(" AND t.id = ").push_bind(id);
}

/// No id lies behind it.
const LAST: i64 = i64::MAX;

/// Narrows a query to a page of what is asked for.
fn narrow(sql: &mut QueryBuilder<Sqlite>, filter: &ProjectFilter, paging: &Paging) -> Result<()> {
    if let Some(value) = filter.room_id {
        sql.push(" AND t.room_id = ").push_bind(value);
    }
    if let Some(value) = filter.lead_id {
        sql.push(" AND t.lead_id = ").push_bind(value);
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
    SELECT 'room_id' WHERE ?2 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rooms AS t WHERE t.id = ?2
        AND EXISTS (SELECT 1 FROM memberships AS m WHERE m.room_id = t.id AND m.user_id = (SELECT id FROM this_viewer))
    )
    UNION ALL
    SELECT 'lead_id' WHERE ?3 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM users AS t WHERE t.id = ?3
    )
";

/// What decides who may see a row: only of rows that share it is said that there is one already.
const SHARED: &[&str] = &["room_id"];

/// By name, so that a column that comes later disturbs nobody.
const COLUMNS: &str = "
    t.id,
    t.name,
    t.room_id,
    t.lead_id,
    t.created_at,
    t.updated_at
";

const SHOWN: &str = "
    t.id,
    t.name,
    t.room_id,
    t.lead_id,
    t.created_at,
    t.updated_at,
    (SELECT CAST(x.name AS TEXT)
     FROM rooms AS x WHERE x.id = t.room_id
    ) AS text_of_room_id,
    (SELECT CAST(x.name AS TEXT)
     FROM users AS x WHERE x.id = t.lead_id
    ) AS text_of_lead_id
";

impl NewProject {
    /// # Errors
    /// Every problem of the fields.
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let name = fields.required("name");
        let room_id = fields.optional("room_id");
        let lead_id = fields.optional("lead_id");
        fields.finish()?;
        let new = Self { name, room_id, lead_id };
        Ok(new)
    }
}

impl ProjectChanges {
    /// # Errors
    /// As [`NewProject::read`].
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let name = fields.changed("name");
        let room_id = fields.changed_optional("room_id");
        let lead_id = fields.changed_optional("lead_id");
        fields.finish()?;
        let changes = Self { name, room_id, lead_id };
        Ok(changes)
    }
}

fn limit(fields: &mut Fields) {
    fields.limit("name", 80);
}

/// What a form offers for each reference; `None` where that is too much to choose from.
#[derive(Debug, Serialize)]
pub struct ProjectChoices {
    pub room_id: Option<Vec<(i64, String)>>,
    pub lead_id: Option<Vec<(i64, String)>>,
}

impl ProjectChoices {
    pub async fn read(db: &mut Conn, viewer: i64) -> Result<Self> {
        let rows = sqlx::query_as(
            "WITH this_viewer AS (SELECT ? AS id) 
             SELECT t.id, CAST(t.name AS TEXT)
             FROM rooms AS t
             WHERE t.id > 0
               AND EXISTS (SELECT 1 FROM memberships AS m WHERE m.room_id = t.id AND m.user_id = (SELECT id FROM this_viewer))
             ORDER BY t.id DESC LIMIT 101",
        )
        .bind(viewer)
        .fetch_all(&mut *db)
        .await?;
        let room_id = input::few(rows);
        let rows = sqlx::query_as(
            "
             SELECT t.id, CAST(t.name AS TEXT)
             FROM users AS t
             WHERE t.id > 0
             ORDER BY t.id DESC LIMIT 101",
        )
        .fetch_all(&mut *db)
        .await?;
        let lead_id = input::few(rows);
        let choices = Self { room_id, lead_id };
        Ok(choices)
    }
}
