//! Tasks: rows of `tasks`.
//!
//! A row is there only for those who may see what it refers to: the members of its room.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{QueryBuilder, Sqlite};
use utoipa::{IntoParams, ToSchema};

use crate::db::Conn;
use crate::error::Result;
use crate::input::{self, Cursor, Fields, List, Paging, Words};
use crate::model::fact::Fact;
use crate::unit::{Effect, Unit};

use crate::model::user::User;

#[derive(Debug, Clone, PartialEq, Serialize, sqlx::FromRow, ToSchema)]
pub struct Task {
    pub id: i64,
    pub title: String,
    pub notes: Option<String>,
    pub project_id: i64,
    pub number: i64,
    pub priority: i32,
    pub assignee_id: Option<i64>,
    pub due_on: Option<NaiveDate>,
    pub done: bool,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A new one.
#[derive(Debug, Clone, PartialEq, ToSchema)]
pub struct NewTask {
    pub title: String,
    pub notes: Option<String>,
    pub project_id: i64,
    /// Unless given: `3`.
    pub priority: Option<i32>,
    pub assignee_id: Option<i64>,
    pub due_on: Option<NaiveDate>,
    /// Unless given: `0`.
    pub done: Option<bool>,
}

/// What is to change: nothing of what is `None`.
#[derive(Debug, Clone, Default, PartialEq, ToSchema)]
pub struct TaskChanges {
    pub title: Option<String>,
    pub notes: Option<Option<String>>,
    pub priority: Option<i32>,
    pub assignee_id: Option<Option<i64>>,
    pub due_on: Option<Option<NaiveDate>>,
    pub done: Option<bool>,
}

/// Narrows a list to rows with these values.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TaskFilter {
    pub project_id: Option<i64>,
    pub assignee_id: Option<i64>,
    pub done: Option<bool>,
}

/// A row as pages show it, with the texts of what it refers to.
#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct ShownTask {
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub row: Task,
    pub text_of_project_id: Option<String>,
    pub text_of_assignee_id: Option<String>,
}

impl Task {
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
        filter: &TaskFilter,
        words: &Words,
        paging: &Paging,
    ) -> Result<List<Self>> {
        let mut sql = select(COLUMNS, viewer);
        narrow(&mut sql, filter, words, paging)?;
        List::read(sql.build_query_as().fetch(db), paging, Self::place).await
    }

    /// # Errors
    /// Problems of the fields that refer to nothing, or that the database refuses.
    pub async fn create(unit: &mut Unit, by: &Fact<User>, new: NewTask) -> Result<Self> {
        let viewer = by.id;
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(viewer);
        lost = lost.bind(new.project_id);
        lost = lost.bind(new.assignee_id);
        input::lost(lost.fetch_all(unit.db()).await?)?;
        // The last number stays although its row may go, so that no number is given twice.
        let number_1: i64 = sqlx::query_scalar(
            "INSERT INTO tasks_number_counts (parent, last)
             VALUES (?, 1)
             ON CONFLICT (parent) DO UPDATE SET last = last + 1
             RETURNING last",
        )
        .bind(new.project_id)
        .fetch_one(unit.db())
        .await
        .map_err(input::refused)?;
        let row: Self = sqlx::query_as(
            "INSERT INTO tasks (
                 title,
                 notes,
                 project_id,
                 priority,
                 assignee_id,
                 due_on,
                 done,
                 number
             ) VALUES (
                 ?,
                 ?,
                 ?,
                 coalesce(?, 3),
                 ?,
                 ?,
                 coalesce(?, 0),
                 ?
             ) RETURNING
                 id,
                 title,
                 notes,
                 project_id,
                 number,
                 priority,
                 assignee_id,
                 due_on,
                 done,
                 created_at,
                 updated_at
            ",
        )
        .bind(new.title)
        .bind(new.notes)
        .bind(new.project_id)
        .bind(new.priority)
        .bind(new.assignee_id)
        .bind(new.due_on)
        .bind(new.done)
        .bind(number_1)
        .fetch_one(unit.db())
        .await
        .map_err(input::refused)?;
        announce(unit, "created", &row.id, &[]);
        // Nobody may write what is not theirs to see.
        Self::find(unit.db(), viewer, row.id).await
    }

    /// # Errors
    /// As [`Self::create`]; and that there is no such row.
    pub async fn update(
        unit: &mut Unit,
        by: &Fact<User>,
        id: i64,
        changes: TaskChanges,
    ) -> Result<Self> {
        let viewer = by.id;
        Self::find(unit.db(), viewer, id).await?;
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(viewer);
        lost = lost.bind(None::<i64>);
        lost = lost.bind(changes.assignee_id.flatten());
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let saw = seen(unit, id).await?;
        let update = sqlx::query(
            "UPDATE tasks AS t SET
                 title = coalesce(?, t.title),
                 notes = iif(?, ?, t.notes),
                 priority = coalesce(?, t.priority),
                 assignee_id = iif(?, ?, t.assignee_id),
                 due_on = iif(?, ?, t.due_on),
                 done = coalesce(?, t.done)
             WHERE TRUE AND t.id = ?",
        )
        .bind(changes.title)
        .bind(changes.notes.is_some())
        .bind(changes.notes.flatten())
        .bind(changes.priority)
        .bind(changes.assignee_id.is_some())
        .bind(changes.assignee_id.flatten())
        .bind(changes.due_on.is_some())
        .bind(changes.due_on.flatten())
        .bind(changes.done)
        .bind(id)
        .execute(unit.db());
        update.await.map_err(input::refused)?;
        announce(unit, "updated", &id, &saw);
        Self::find(unit.db(), viewer, id).await
    }

    /// # Errors
    /// That there is no such row, or that another one refers to it and holds on to it.
    pub async fn delete(unit: &mut Unit, by: &Fact<User>, id: i64) -> Result<()> {
        Self::find(unit.db(), by.id, id).await?;
        let saw = seen(unit, id).await?;
        let delete = sqlx::query(
            "DELETE FROM tasks AS t
             WHERE t.id = ?",
        )
        .bind(id)
        .execute(unit.db());
        delete.await.map_err(input::refused)?;
        announce(unit, "deleted", &id, &saw);
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
                SELECT 1 FROM tasks AS t
                WHERE TRUE AND t.id = ?
                    AND EXISTS (SELECT 1 FROM projects AS t1 WHERE t1.id = t.project_id AND (t1.room_id IS NULL OR EXISTS (SELECT 1 FROM memberships AS m2 WHERE m2.room_id = t1.room_id AND m2.user_id = (SELECT id FROM this_viewer))))
             )",
        )
        .bind(serde_json::json!(people))
        .bind(id)
        .fetch_all(db);
        Ok(seen.await?)
    }

    /// One of them, as pages show it.
    pub async fn show(db: &mut Conn, viewer: i64, id: i64) -> Result<ShownTask> {
        let mut sql = select(SHOWN, viewer);
        matching(&mut sql, id);
        Ok(sql.build_query_as().fetch_one(db).await?)
    }

    /// As [`Self::list`], as pages show it.
    pub async fn list_shown(
        db: &mut Conn,
        viewer: i64,
        filter: &TaskFilter,
        words: &Words,
        paging: &Paging,
    ) -> Result<List<ShownTask>> {
        let mut sql = select(SHOWN, viewer);
        narrow(&mut sql, filter, words, paging)?;
        let place = |shown: &ShownTask| shown.row.place();
        List::read(sql.build_query_as().fetch(db), paging, place).await
    }
}

/// Begins a query for the rows that are there for the viewer.
fn select(columns: &str, viewer: i64) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new("WITH this_viewer AS (SELECT ");
    sql.push_bind(viewer).push(" AS id) SELECT ").push(columns);
    sql.push(
        " FROM tasks AS t
         WHERE TRUE
           AND EXISTS (SELECT 1 FROM projects AS t1 WHERE t1.id = t.project_id AND (t1.room_id IS NULL OR EXISTS (SELECT 1 FROM memberships AS m2 WHERE m2.room_id = t1.room_id AND m2.user_id = (SELECT id FROM this_viewer))))",
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
    filter: &TaskFilter,
    words: &Words,
    paging: &Paging,
) -> Result<()> {
    if let Some(value) = filter.project_id {
        sql.push(" AND t.project_id = ").push_bind(value);
    }
    if let Some(value) = filter.assignee_id {
        sql.push(" AND t.assignee_id = ").push_bind(value);
    }
    if let Some(value) = filter.done {
        sql.push(" AND t.done = ").push_bind(value);
    }
    if let Some(query) = words.query() {
        sql.push(
            " AND t.id IN (
                SELECT rowid FROM tasks_search
                WHERE tasks_search MATCH ",
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
    SELECT 'project_id' WHERE ?2 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM projects AS t WHERE t.id = ?2
        AND (t.room_id IS NULL OR EXISTS (SELECT 1 FROM memberships AS m1 WHERE m1.room_id = t.room_id AND m1.user_id = (SELECT id FROM this_viewer)))
    )
    UNION ALL
    SELECT 'assignee_id' WHERE ?3 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM users AS t WHERE t.id = ?3
    )
";

/// By name, so that a column that comes later disturbs nobody.
const COLUMNS: &str = "
    t.id,
    t.title,
    t.notes,
    t.project_id,
    t.number,
    t.priority,
    t.assignee_id,
    t.due_on,
    t.done,
    t.created_at,
    t.updated_at
";

const SHOWN: &str = "
    t.id,
    t.title,
    t.notes,
    t.project_id,
    t.number,
    t.priority,
    t.assignee_id,
    t.due_on,
    t.done,
    t.created_at,
    t.updated_at,
    (SELECT CAST(x.name AS TEXT)
     FROM projects AS x WHERE x.id = t.project_id
        AND x.id IN (SELECT t.id FROM projects AS t WHERE t.id = x.id AND (t.room_id IS NULL OR EXISTS (SELECT 1 FROM memberships AS m1 WHERE m1.room_id = t.room_id AND m1.user_id = (SELECT id FROM this_viewer))))
    ) AS text_of_project_id,
    (SELECT CAST(x.name AS TEXT)
     FROM users AS x WHERE x.id = t.assignee_id
    ) AS text_of_assignee_id
";

/// Who of those that look at a list of these sees a row that is about to change, and is told also that it leaves.
async fn seen(unit: &mut Unit, id: i64) -> Result<Vec<i64>> {
    let people = unit.app().hub.watching(&["tasks"]);
    Task::seen_by(unit.db(), &people, id).await
}

/// Tells those who look at a list of these.
fn announce(unit: &mut Unit, action: &'static str, id: &impl Serialize, saw: &[i64]) {
    let id = serde_json::json!(id);
    let view = "tasks";
    let (id, saw) = (id.clone(), saw.to_vec());
    unit.then(Effect::RowChanged { view, action, id, saw });
}

impl NewTask {
    /// # Errors
    /// Every problem of the fields.
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let title = fields.required("title");
        let notes = fields.optional("notes");
        let project_id = fields.required("project_id");
        let priority = fields.optional("priority");
        let assignee_id = fields.optional("assignee_id");
        let due_on = fields.optional("due_on");
        let done = fields.optional("done");
        fields.finish()?;
        let new = Self { title, notes, project_id, priority, assignee_id, due_on, done };
        Ok(new)
    }
}

impl TaskChanges {
    /// # Errors
    /// As [`NewTask::read`].
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let title = fields.changed("title");
        let notes = fields.changed_optional("notes");
        let priority = fields.changed("priority");
        let assignee_id = fields.changed_optional("assignee_id");
        let due_on = fields.changed_optional("due_on");
        let done = fields.changed("done");
        fields.finish()?;
        let changes = Self { title, notes, priority, assignee_id, due_on, done };
        Ok(changes)
    }
}

fn limit(fields: &mut Fields) {
    fields.limit("title", 200);
}

/// What a form offers for each reference; `None` where that is too much to choose from.
#[derive(Debug, Serialize)]
pub struct TaskChoices {
    pub project_id: Option<Vec<(i64, String)>>,
    pub assignee_id: Option<Vec<(i64, String)>>,
}

impl TaskChoices {
    pub async fn read(db: &mut Conn, viewer: i64) -> Result<Self> {
        let rows = sqlx::query_as(
            "WITH this_viewer AS (SELECT ? AS id) 
             SELECT t.id, CAST(t.name AS TEXT)
             FROM projects AS t
             WHERE t.id > 0
               AND (t.room_id IS NULL OR EXISTS (SELECT 1 FROM memberships AS m1 WHERE m1.room_id = t.room_id AND m1.user_id = (SELECT id FROM this_viewer)))
             ORDER BY t.id DESC LIMIT 101",
        )
        .bind(viewer)
        .fetch_all(&mut *db)
        .await?;
        let project_id = input::few(rows);
        let rows = sqlx::query_as(
            "
             SELECT t.id, CAST(t.name AS TEXT)
             FROM users AS t
             WHERE t.id > 0
             ORDER BY t.id DESC LIMIT 101",
        )
        .fetch_all(&mut *db)
        .await?;
        let assignee_id = input::few(rows);
        let choices = Self { project_id, assignee_id };
        Ok(choices)
    }
}
