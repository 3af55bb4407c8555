//! Vouchers: rows of `vouchers`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{QueryBuilder, Sqlite};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::Result;
use crate::input::{self, Cursor, Fields, List, Paging, Words};
use crate::model::fact::Fact;
use crate::unit::Unit;

use crate::model::person::Person;

#[derive(Debug, Clone, PartialEq, Serialize, sqlx::FromRow, ToSchema)]
pub struct Voucher {
    pub id: Uuid,
    pub code: String,
    pub series_id: Option<i64>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A new one.
#[derive(Debug, Clone, PartialEq, ToSchema)]
pub struct NewVoucher {
    pub code: String,
    pub series_id: Option<i64>,
}

/// What is to change: nothing of what is `None`.
#[derive(Debug, Clone, Default, PartialEq, ToSchema)]
pub struct VoucherChanges {
    pub code: Option<String>,
    pub series_id: Option<Option<i64>>,
}

/// Narrows a list to rows with these values.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct VoucherFilter {
    pub series_id: Option<i64>,
}

/// A row as pages show it, with the texts of what it refers to.
#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct ShownVoucher {
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub row: Voucher,
    pub text_of_series_id: Option<String>,
}

impl Voucher {
    /// Its place in a list, for [`Paging`].
    pub fn place(&self) -> String {
        self.id.to_string()
    }

    pub async fn find(db: &mut Conn, id: Uuid) -> Result<Self> {
        let mut sql = select(COLUMNS);
        matching(&mut sql, id);
        Ok(sql.build_query_as().fetch_one(db).await?)
    }

    /// A page of them, the newest first.
    pub async fn list(
        db: &mut Conn,
        filter: &VoucherFilter,
        words: &Words,
        paging: &Paging,
    ) -> Result<List<Self>> {
        let mut sql = select(COLUMNS);
        narrow(&mut sql, filter, words, paging)?;
        List::read(sql.build_query_as().fetch(db), paging, Self::place).await
    }

    /// # Errors
    /// Problems of the fields that refer to nothing, or that the database refuses.
    pub async fn create(unit: &mut Unit, _by: &Fact<Person>, new: NewVoucher) -> Result<Self> {
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(new.series_id);
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let row: Self = sqlx::query_as(
            "INSERT INTO vouchers (
                 id,
                 code,
                 series_id
             ) VALUES (
                 ?,
                 ?,
                 ?
             ) RETURNING
                 id,
                 code,
                 series_id,
                 created_at,
                 updated_at
            ",
        )
        .bind(Uuid::now_v7())
        .bind(new.code)
        .bind(new.series_id)
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
        id: Uuid,
        changes: VoucherChanges,
    ) -> Result<Self> {
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(changes.series_id.flatten());
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let update = sqlx::query(
            "UPDATE vouchers AS t SET
                 code = coalesce(?, t.code),
                 series_id = iif(?, ?, t.series_id)
             WHERE TRUE AND t.id = ?",
        )
        .bind(changes.code)
        .bind(changes.series_id.is_some())
        .bind(changes.series_id.flatten())
        .bind(id)
        .execute(unit.db());
        update.await.map_err(input::refused)?;
        Self::find(unit.db(), id).await
    }

    /// # Errors
    /// That there is no such row, or that another one refers to it and holds on to it.
    pub async fn delete(unit: &mut Unit, _by: &Fact<Person>, id: Uuid) -> Result<()> {
        Self::find(unit.db(), id).await?;
        let delete = sqlx::query(
            "DELETE FROM vouchers AS t
             WHERE t.id = ?",
        )
        .bind(id)
        .execute(unit.db());
        delete.await.map_err(input::refused)?;
        Ok(())
    }

    /// One of them, as pages show it.
    pub async fn show(db: &mut Conn, id: Uuid) -> Result<ShownVoucher> {
        let mut sql = select(SHOWN);
        matching(&mut sql, id);
        Ok(sql.build_query_as().fetch_one(db).await?)
    }

    /// As [`Self::list`], as pages show it.
    pub async fn list_shown(
        db: &mut Conn,
        filter: &VoucherFilter,
        words: &Words,
        paging: &Paging,
    ) -> Result<List<ShownVoucher>> {
        let mut sql = select(SHOWN);
        narrow(&mut sql, filter, words, paging)?;
        let place = |shown: &ShownVoucher| shown.row.place();
        List::read(sql.build_query_as().fetch(db), paging, place).await
    }
}

/// Begins a query for the rows that are there.
fn select(columns: &str) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new("SELECT ");
    sql.push(columns).push(
        " FROM vouchers AS t
         WHERE TRUE",
    );
    sql
}

fn matching(sql: &mut QueryBuilder<Sqlite>, id: Uuid) {
    sql.push(" AND t.id = ").push_bind(id);
}

/// No id lies behind it.
const LAST: Uuid = Uuid::max();

/// Narrows a query to a page of what is asked for.
fn narrow(
    sql: &mut QueryBuilder<Sqlite>,
    filter: &VoucherFilter,
    words: &Words,
    paging: &Paging,
) -> Result<()> {
    if let Some(value) = filter.series_id {
        sql.push(" AND t.series_id = ").push_bind(value);
    }
    if let Some(query) = words.query() {
        sql.push(
            " AND t.search_id IN (
                SELECT rowid FROM vouchers_search
                WHERE vouchers_search MATCH ",
        );
        sql.push_bind(query).push(")");
    }
    let cursor: Cursor<Uuid> = paging.cursor()?;
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
    SELECT 'series_id' WHERE ?1 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM series AS t WHERE t.id = ?1
    )
";

/// By name, so that a column that comes later disturbs nobody.
const COLUMNS: &str = "
    t.id,
    t.code,
    t.series_id,
    t.created_at,
    t.updated_at
";

const SHOWN: &str = "
    t.id,
    t.code,
    t.series_id,
    t.created_at,
    t.updated_at,
    (SELECT CAST(x.name AS TEXT)
     FROM series AS x WHERE x.id = t.series_id
    ) AS text_of_series_id
";

impl NewVoucher {
    /// # Errors
    /// Every problem of the fields.
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let code = fields.required("code");
        let series_id = fields.optional("series_id");
        fields.finish()?;
        let new = Self { code, series_id };
        Ok(new)
    }
}

impl VoucherChanges {
    /// # Errors
    /// As [`NewVoucher::read`].
    pub fn read(mut fields: Fields) -> Result<Self> {
        limit(&mut fields);
        let code = fields.changed("code");
        let series_id = fields.changed_optional("series_id");
        fields.finish()?;
        let changes = Self { code, series_id };
        Ok(changes)
    }
}

fn limit(fields: &mut Fields) {
    fields.limit("code", 20);
}

/// What a form offers for each reference; `None` where that is too much to choose from.
#[derive(Debug, Serialize)]
pub struct VoucherChoices {
    pub series_id: Option<Vec<(i64, String)>>,
}

impl VoucherChoices {
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
        let choices = Self { series_id };
        Ok(choices)
    }
}
