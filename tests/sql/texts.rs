//! Strings that are put together.

use sqlx::{QueryBuilder, Sqlite, query_scalar};

const TABLE: &str = "users";
const COLUMNS: &str = concat!("id", ", ", "name");
const LIMIT: i64 = 10;
const ALL: &str = "SELECT id, name FROM users";

struct Store;

impl Store {
    const ONE: &'static str = "SELECT 1";

    async fn own(&self) {
        sqlx::query(Self::ONE).execute(db).await?;
        self.by("ORDER BY id").await;
    }

    async fn by(&self, order: &str) {
        let mut sql = String::from("SELECT id FROM users ");
        sql.push_str(order);
        sql += " LIMIT ";
        sql.push('1');
        query_scalar::<_, i64>(AssertSqlSafe(sql)).fetch_all(db).await?;
    }
}

async fn texts(name: &str) {
    let table = TABLE;
    let _: (i64, String) = sqlx::query_as(&format!("SELECT {COLUMNS} FROM {table} LIMIT {LIMIT}")).fetch_one(db).await?;
    sqlx::query(&format!("SELECT {} FROM {t} WHERE name = '{{}}'", COLUMNS, t = TABLE)).execute(db).await?;
    sqlx::query(r#"SELECT "name" FROM users"#).execute(db).await?;
    sqlx::query("SELECT id \
                 FROM users").execute(db).await?;
    let mut sql = String::new();
    write!(sql, "{ALL} WHERE id = ?")?;
    sqlx::query(&sql).bind(1).execute(db).await?;
    sqlx::query(&format!("SELECT {name}")).execute(db).await?;
    sqlx::query(&ALL.replace("id", name)).execute(db).await?;
    assert_eq!(sqlx::query_scalar::<_, i64>("SELECT count(*) FROM users").fetch_one(db).await?, 3);
    other::query("not SQL of sqlx's");
}

async fn branches(first: bool, ids: &[i64]) {
    let sql = if first { "SELECT 1" } else { "SELECT 2" };
    sqlx::query(sql).execute(db).await?;
    let mut update = sqlx::query("UPDATE users SET name = ?, role = ?").bind(1);
    update = match first {
        true => update.bind(2),
        false => update.bind(3),
    };
    update.execute(db).await?;
    let mut some = sqlx::query("SELECT 3");
    for id in ids {
        some = some.bind(id);
    }
    for id in ids {
        sqlx::query("SELECT ?").bind(id).execute(db).await?;
    }
    if first {
        sqlx::query("SELECT 4").execute(db).await?;
    } else if ids.is_empty() {
        sqlx::query("SELECT 5").execute(db).await?;
    }
}
