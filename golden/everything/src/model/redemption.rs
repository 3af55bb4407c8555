//! Redemptions: rows of `redemptions`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{QueryBuilder, Sqlite};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::Result;
use crate::input::{self, Cursor, Fields, List, Paging};
use crate::model::fact::Fact;
use crate::unit::Unit;

use crate::model::person::Person;

#[derive(Debug, Clone, PartialEq, Serialize, sqlx::FromRow, ToSchema)]
pub struct Redemption {
    pub id: i64,
    pub voucher_id: Uuid,
    pub redeemed_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A new one.
#[derive(Debug, Clone, PartialEq, ToSchema)]
pub struct NewRedemption {
    pub voucher_id: Uuid,
    /// Unless given: `(strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))`.
    pub redeemed_at: Option<DateTime<Utc>>,
}

/// What is to change: nothing of what is `None`.
#[derive(Debug, Clone, Default, PartialEq, ToSchema)]
pub struct RedemptionChanges {
    pub voucher_id: Option<Uuid>,
    pub redeemed_at: Option<DateTime<Utc>>,
}

/// Narrows a list to rows with these values.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RedemptionFilter {
    pub voucher_id: Option<Uuid>,
}

impl Redemption {
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
        filter: &RedemptionFilter,
        paging: &Paging,
    ) -> Result<List<Self>> {
        let mut sql = select(COLUMNS);
        narrow(&mut sql, filter, paging)?;
        List::read(sql.build_query_as().fetch(db), paging, Self::place).await
    }

    /// # Errors
    /// Problems of the fields that refer to nothing, or that the database refuses.
    pub async fn create(unit: &mut Unit, _by: &Fact<Person>, new: NewRedemption) -> Result<Self> {
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(new.voucher_id);
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let row: Self = sqlx::query_as(
            "INSERT INTO redemptions (
                 voucher_id,
                 redeemed_at
             ) VALUES (
                 ?,
                 coalesce(?, (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')))
             ) RETURNING
                 id,
                 voucher_id,
                 redeemed_at,
                 created_at,
                 updated_at
            ",
        )
        .bind(new.voucher_id)
        .bind(new.redeemed_at)
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
        changes: RedemptionChanges,
    ) -> Result<Self> {
        let mut lost = sqlx::query_scalar(LOST);
        lost = lost.bind(changes.voucher_id);
        input::lost(lost.fetch_all(unit.db()).await?)?;
        let update = sqlx::query(
            "UPDATE redemptions AS t SET
                 voucher_id = coalesce(?, t.voucher_id),
                 redeemed_at = coalesce(?, t.redeemed_at)
             WHERE TRUE AND t.id = ?",
        )
        .bind(changes.voucher_id)
        .bind(changes.redeemed_at)
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
            "DELETE FROM redemptions AS t
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
        " FROM redemptions AS t
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
    filter: &RedemptionFilter,
    paging: &Paging,
) -> Result<()> {
    if let Some(value) = filter.voucher_id {
        sql.push(" AND t.voucher_id = ").push_bind(value);
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
    SELECT 'voucher_id' WHERE ?1 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM vouchers AS t WHERE t.id = ?1
    )
";

/// By name, so that a column that comes later disturbs nobody.
const COLUMNS: &str = "
    t.id,
    t.voucher_id,
    t.redeemed_at,
    t.created_at,
    t.updated_at
";

impl NewRedemption {
    /// # Errors
    /// Every problem of the fields.
    pub fn read(mut fields: Fields) -> Result<Self> {
        let voucher_id = fields.required("voucher_id");
        let redeemed_at = fields.optional("redeemed_at");
        fields.finish()?;
        let new = Self { voucher_id, redeemed_at };
        Ok(new)
    }
}

impl RedemptionChanges {
    /// # Errors
    /// As [`NewRedemption::read`].
    pub fn read(mut fields: Fields) -> Result<Self> {
        let voucher_id = fields.changed("voucher_id");
        let redeemed_at = fields.changed("redeemed_at");
        fields.finish()?;
        let changes = Self { voucher_id, redeemed_at };
        Ok(changes)
    }
}
