//! What rows are read into.

struct Page {
    rows: Vec<User>,
    first: Option<User>,
}

impl User {
    async fn one() -> Result<Self> {
        sqlx::query_as("SELECT 1").fetch_optional(db).await?.ok_or(Error::NotFound)
    }

    async fn named() -> sqlx::Result<Option<Self>> {
        sqlx::query_as("SELECT 2").fetch_optional(db).await
    }
}

async fn rows() -> Result<Vec<i64>> {
    let rows = sqlx::query_scalar("SELECT 3").fetch_all(db).await?;
    if let Some(user) = sqlx::query_as::<_, User>("SELECT 4").fetch_optional(db).await? {
        return Ok(vec![user.id]);
    }
    let rows_of_page = sqlx::query_as("SELECT 5").fetch_all(db).await?;
    let page = Page { rows: rows_of_page, first: sqlx::query_as("SELECT 6").fetch_optional(db).await? };
    let (a, b): (i64, bool) = sqlx::query_as("SELECT 7").fetch_one(db).await.map_err(refused)?;
    let known: Option<String> = match a {
        1 => sqlx::query_scalar("SELECT 8").fetch_optional(db).await?,
        _ => sqlx::query_scalar("SELECT 9").fetch_optional(db).await?,
    };
    store(sqlx::query_scalar("SELECT 10").fetch_one(db).await?);
    let row = sqlx::query("SELECT 11 AS id, 12 AS name").fetch_one(db).await?;
    let id: i64 = row.get("id");
    let name = row.try_get::<String, _>(1)?;
    let names: Vec<_> = sqlx::query("SELECT 13 AS n").fetch_all(db).await?.iter().map(|row| row.get::<i32, _>("n")).collect();
    sqlx::query("SELECT 14 AS n").map(|row: SqliteRow| Row { n: row.get("n") }).fetch_all(db).await?;
    sqlx::query_as!(User, "SELECT 15, ?", 1).fetch_one(db).await?;
    sqlx::query!("SELECT 16").fetch_all(&mut *tx).await?;
    Ok(rows)
}

fn store(number: u32) {}
