//! Orders: rows of `order`.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{QueryBuilder, Sqlite};
use utoipa::{IntoParams, ToSchema};

use crate::db::Conn;
use crate::error::Result;
use crate::input::decimal::Decimal;
use crate::input::{self, Cursor, Fields, List, Paging, Words};
use crate::model::fact::Fact;
use crate::unit::{Effect, Unit};

use crate::model::person::Person;

#[derive(Debug, Clone, PartialEq, Serialize, sqlx::FromRow, ToSchema)]
pub struct Order {
    pub id: i64,
    pub r#match: String,
    pub group: Option<String>,
    pub status: OrderStatus,
    pub person_id: i64,
    #[sqlx(rename = "approved_by")]
    pub approver_id: Option<i64>,
    pub number: i64,
    pub parent_id: Option<i64>,
    pub select_id: Option<i64>,
    pub total: Decimal,
    pub discount: i32,
    pub open_on: NaiveDate,
    pub close_on: Option<NaiveDate>,
    pub r#loop: bool,
    #[serde(rename = "self")]
    #[sqlx(rename = "self")]
    pub self_: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A new one.
#[derive(Debug, Clone, PartialEq, ToSchema)]
pub struct NewOrder {
    pub r#match: String,
    pub group: Option<String>,
    /// Unless given: `0`.
    pub status: Option<OrderStatus>,
    pub person_id: i64,
    pub approver_id: Option<i64>,
    pub parent_id: Option<i64>,
    pub select_id: Option<i64>,
    /// Unless given: `'0'`.
    pub total: Option<Decimal>,
    /// Unless given: `0`.
    pub discount: Option<i32>,
    /// Unless given: `(date('now'))`.
    pub open_on: Option<NaiveDate>,
    pub close_on: Option<NaiveDate>,
    /// Unless given: `0`.
    pub r#loop: Option<bool>,
    #[schema(rename = "self")]
    pub self_: Option<String>,
}

/// What is to change: nothing of what is `None`.
#[derive(Debug, Clone, Default, PartialEq, ToSchema)]
pub struct OrderChanges {
    pub r#match: Option<String>,
    pub group: Option<Option<String>>,
    pub status: Option<OrderStatus>,
    pub approver_id: Option<Option<i64>>,
    pub parent_id: Option<Option<i64>>,
    pub select_id: Option<Option<i64>>,
    pub total: Option<Decimal>,
    pub discount: Option<i32>,
    pub open_on: Option<NaiveDate>,
    pub close_on: Option<Option<NaiveDate>>,
    pub r#loop: Option<bool>,
    #[schema(rename = "self")]
    pub self_: Option<Option<String>>,
}

/// Narrows a list to rows with these values.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OrderFilter {
    pub status: Option<OrderStatus>,
    pub person_id: Option<i64>,
    pub approver_id: Option<i64>,
    pub parent_id: Option<i64>,
    pub select_id: Option<i64>,
    pub r#loop: Option<bool>,
}

/// A row as pages show it, with the texts of what it refers to.
#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct ShownOrder {
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub row: Order,
    pub text_of_person_id: Option<String>,
    pub text_of_approver_id: Option<String>,
    pub text_of_parent_id: Option<String>,
    pub text_of_select_id: Option<String>,
}

#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema,
)]
#[repr(i64)]
pub enum OrderStatus {
    #[default]
    #[serde(rename = "open")]
    Open = 0,
    #[serde(rename = "on_hold")]
    OnHold = 1,
    #[serde(rename = "closed")]
    Closed = 2,
}

impl input::Field for OrderStatus {
    const EXPECTED: &'static str = "one of open, on_hold, closed";

    fn from_json(value: &serde_json::Value) -> Option<Self> {
        Self::deserialize(value).ok()
    }
}

impl Order {
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
        filter: &OrderFilter,
        words: &Words,
        paging: &Paging,
    ) -> Result<List<Self>> {
        let mut sql = select(COLUMNS);
        narrow(&mut sql, filter, words, paging)?;
        List::read(sql.build_query_as().fetch(db), paging, Self::place).await
    }

    /// # Errors
    /// Problems of the fields that refer to nothing, or that the database refuses.
    pub async fn create(unit: &mut Unit, _by: &Fact<Person>, new: NewOrder) -> Result<Self> {
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(new.person_id);
        lost = lost.bind(new.approver_id);
        lost = lost.bind(new.parent_id);
        lost = lost.bind(new.select_id);
        input::lost(lost.fetch_all(unit.db()).await?)?;
        // The last number stays although its row may go, so that no number is given twice.
        let number_1: i64 = sqlx::query_scalar(
            "INSERT INTO order_number_counts (parent, last)
             VALUES (?, 1)
             ON CONFLICT (parent) DO UPDATE SET last = last + 1
             RETURNING last",
        )
        .bind(new.person_id)
        .fetch_one(unit.db())
        .await
        .map_err(input::refused)?;
        let row: Self = sqlx::query_as(
            "INSERT INTO \"order\" (
                 \"match\",
                 \"group\",
                 status,
                 person_id,
                 approved_by,
                 parent_id,
                 select_id,
                 total,
                 discount,
                 open_on,
                 close_on,
                 loop,
                 self,
                 number
             ) VALUES (
                 ?,
                 ?,
                 coalesce(?, 0),
                 ?,
                 ?,
                 ?,
                 ?,
                 coalesce(?, '0'),
                 coalesce(?, 0),
                 coalesce(?, (date('now'))),
                 ?,
                 coalesce(?, 0),
                 ?,
                 ?
             ) RETURNING
                 id,
                 \"match\",
                 \"group\",
                 status,
                 person_id,
                 approved_by,
                 number,
                 parent_id,
                 select_id,
                 total,
                 discount,
                 open_on,
                 close_on,
                 loop,
                 self,
                 created_at,
                 updated_at
            ",
        )
        .bind(new.r#match)
        .bind(new.group)
        .bind(new.status)
        .bind(new.person_id)
        .bind(new.approver_id)
        .bind(new.parent_id)
        .bind(new.select_id)
        .bind(new.total)
        .bind(new.discount)
        .bind(new.open_on)
        .bind(new.close_on)
        .bind(new.r#loop)
        .bind(new.self_)
        .bind(number_1)
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
        changes: OrderChanges,
    ) -> Result<Self> {
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(None::<i64>);
        lost = lost.bind(changes.approver_id.flatten());
        lost = lost.bind(changes.parent_id.flatten());
        lost = lost.bind(changes.select_id.flatten());
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let update = sqlx::query(
            "UPDATE \"order\" AS t SET
                 \"match\" = coalesce(?, t.\"match\"),
                 \"group\" = iif(?, ?, t.\"group\"),
                 status = coalesce(?, t.status),
                 approved_by = iif(?, ?, t.approved_by),
                 parent_id = iif(?, ?, t.parent_id),
                 select_id = iif(?, ?, t.select_id),
                 total = coalesce(?, t.total),
                 discount = coalesce(?, t.discount),
                 open_on = coalesce(?, t.open_on),
                 close_on = iif(?, ?, t.close_on),
                 loop = coalesce(?, t.loop),
                 self = iif(?, ?, t.self)
             WHERE t.deleted_at IS NULL AND t.id = ?",
        )
        .bind(changes.r#match)
        .bind(changes.group.is_some())
        .bind(changes.group.flatten())
        .bind(changes.status)
        .bind(changes.approver_id.is_some())
        .bind(changes.approver_id.flatten())
        .bind(changes.parent_id.is_some())
        .bind(changes.parent_id.flatten())
        .bind(changes.select_id.is_some())
        .bind(changes.select_id.flatten())
        .bind(changes.total)
        .bind(changes.discount)
        .bind(changes.open_on)
        .bind(changes.close_on.is_some())
        .bind(changes.close_on.flatten())
        .bind(changes.r#loop)
        .bind(changes.self_.is_some())
        .bind(changes.self_.flatten())
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
            "UPDATE \"order\" AS t
             SET deleted_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')
             WHERE t.id = ?",
        )
        .bind(id)
        .execute(unit.db());
        delete.await.map_err(input::refused)?;
        announce(unit, "deleted", &id);
        Ok(())
    }

    /// One of them, as pages show it.
    pub async fn show(db: &mut Conn, id: i64) -> Result<ShownOrder> {
        let mut sql = select(SHOWN);
        matching(&mut sql, id);
        Ok(sql.build_query_as().fetch_one(db).await?)
    }

    /// As [`Self::list`], as pages show it.
    pub async fn list_shown(
        db: &mut Conn,
        filter: &OrderFilter,
        words: &Words,
        paging: &Paging,
    ) -> Result<List<ShownOrder>> {
        let mut sql = select(SHOWN);
        narrow(&mut sql, filter, words, paging)?;
        let place = |shown: &ShownOrder| shown.row.place();
        List::read(sql.build_query_as().fetch(db), paging, place).await
    }
}

/// Begins a query for the rows that are there.
fn select(columns: &str) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new("SELECT ");
    sql.push(columns).push(
        " FROM \"order\" AS t
         WHERE t.deleted_at IS NULL",
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
    filter: &OrderFilter,
    words: &Words,
    paging: &Paging,
) -> Result<()> {
    if let Some(value) = filter.status {
        sql.push(" AND t.status = ").push_bind(value);
    }
    if let Some(value) = filter.person_id {
        sql.push(" AND t.person_id = ").push_bind(value);
    }
    if let Some(value) = filter.approver_id {
        sql.push(" AND t.approved_by = ").push_bind(value);
    }
    if let Some(value) = filter.parent_id {
        sql.push(" AND t.parent_id = ").push_bind(value);
    }
    if let Some(value) = filter.select_id {
        sql.push(" AND t.select_id = ").push_bind(value);
    }
    if let Some(value) = filter.r#loop {
        sql.push(" AND t.loop = ").push_bind(value);
    }
    if let Some(query) = words.query() {
        sql.push(
            " AND t.id IN (
                SELECT rowid FROM order_search
                WHERE order_search MATCH ",
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

/// Names the fields that refer to what is not there.
const LOST: &str = "
    SELECT 'person_id' WHERE ?1 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM people AS t WHERE t.id = ?1
    )
    UNION ALL
    SELECT 'approver_id' WHERE ?2 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM people AS t WHERE t.id = ?2
    )
    UNION ALL
    SELECT 'parent_id' WHERE ?3 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM \"order\" AS t WHERE t.id = ?3
        AND t.deleted_at IS NULL
    )
    UNION ALL
    SELECT 'select_id' WHERE ?4 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM statuses AS t WHERE t.id = ?4
    )
";

/// By name, so that a column that comes later disturbs nobody.
const COLUMNS: &str = "
    t.id,
    t.\"match\",
    t.\"group\",
    t.status,
    t.person_id,
    t.approved_by,
    t.number,
    t.parent_id,
    t.select_id,
    t.total,
    t.discount,
    t.open_on,
    t.close_on,
    t.loop,
    t.self,
    t.created_at,
    t.updated_at
";

const SHOWN: &str = "
    t.id,
    t.\"match\",
    t.\"group\",
    t.status,
    t.person_id,
    t.approved_by,
    t.number,
    t.parent_id,
    t.select_id,
    t.total,
    t.discount,
    t.open_on,
    t.close_on,
    t.loop,
    t.self,
    t.created_at,
    t.updated_at,
    (SELECT CAST(x.name AS TEXT)
     FROM people AS x WHERE x.id = t.person_id
    ) AS text_of_person_id,
    (SELECT CAST(x.name AS TEXT)
     FROM people AS x WHERE x.id = t.approved_by
    ) AS text_of_approver_id,
    (SELECT CAST(x.\"match\" AS TEXT)
     FROM \"order\" AS x WHERE x.id = t.parent_id
    ) AS text_of_parent_id,
    (SELECT CAST(x.label AS TEXT)
     FROM statuses AS x WHERE x.id = t.select_id
    ) AS text_of_select_id
";

/// Tells those who look at a list of these.
fn announce(unit: &mut Unit, action: &'static str, id: &impl Serialize) {
    let id = serde_json::json!(id);
    let view = "orders";
    unit.then(Effect::ViewChanged { view, action, id: id.clone() });
}

impl NewOrder {
    /// # Errors
    /// Every problem of the fields.
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let r#match = fields.required("match");
        let group = fields.optional("group");
        let status = fields.optional("status");
        let person_id = fields.required("person_id");
        let approver_id = fields.optional("approver_id");
        let parent_id = fields.optional("parent_id");
        let select_id = fields.optional("select_id");
        let total = fields.optional("total");
        let discount = fields.optional("discount");
        let open_on = fields.optional("open_on");
        let close_on = fields.optional("close_on");
        let r#loop = fields.optional("loop");
        let self_ = fields.optional("self");
        fields.finish()?;
        let new = Self {
            r#match,
            group,
            status,
            person_id,
            approver_id,
            parent_id,
            select_id,
            total,
            discount,
            open_on,
            close_on,
            r#loop,
            self_,
        };
        Ok(new)
    }
}

impl OrderChanges {
    /// # Errors
    /// As [`NewOrder::read`].
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let r#match = fields.changed("match");
        let group = fields.changed_optional("group");
        let status = fields.changed("status");
        let approver_id = fields.changed_optional("approver_id");
        let parent_id = fields.changed_optional("parent_id");
        let select_id = fields.changed_optional("select_id");
        let total = fields.changed("total");
        let discount = fields.changed("discount");
        let open_on = fields.changed("open_on");
        let close_on = fields.changed_optional("close_on");
        let r#loop = fields.changed("loop");
        let self_ = fields.changed_optional("self");
        fields.finish()?;
        let changes = Self {
            r#match,
            group,
            status,
            approver_id,
            parent_id,
            select_id,
            total,
            discount,
            open_on,
            close_on,
            r#loop,
            self_,
        };
        Ok(changes)
    }
}

fn limit(fields: &mut Fields) {
    fields.limit("match", 60);
    fields.limit("self", 10);
}

/// What a form offers for each reference; `None` where that is too much to choose from.
#[derive(Debug, Serialize)]
pub struct OrderChoices {
    pub person_id: Option<Vec<(i64, String)>>,
    pub approver_id: Option<Vec<(i64, String)>>,
    pub parent_id: Option<Vec<(i64, String)>>,
    pub select_id: Option<Vec<(i64, String)>>,
}

impl OrderChoices {
    pub async fn read(db: &mut Conn) -> Result<Self> {
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
        let rows = sqlx::query_as(
            "
             SELECT t.id, CAST(t.name AS TEXT)
             FROM people AS t
             WHERE t.id > 0
             ORDER BY t.id DESC LIMIT 101",
        )
        .fetch_all(&mut *db)
        .await?;
        let approver_id = input::few(rows);
        let rows = sqlx::query_as(
            "
             SELECT t.id, CAST(t.\"match\" AS TEXT)
             FROM \"order\" AS t
             WHERE t.id > 0
               AND t.deleted_at IS NULL
             ORDER BY t.id DESC LIMIT 101",
        )
        .fetch_all(&mut *db)
        .await?;
        let parent_id = input::few(rows);
        let rows = sqlx::query_as(
            "
             SELECT t.id, CAST(t.label AS TEXT)
             FROM statuses AS t
             WHERE t.id > 0
             ORDER BY t.id DESC LIMIT 101",
        )
        .fetch_all(&mut *db)
        .await?;
        let select_id = input::few(rows);
        let choices = Self { person_id, approver_id, parent_id, select_id };
        Ok(choices)
    }
}
