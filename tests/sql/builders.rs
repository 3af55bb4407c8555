//! Query builders, and functions that are given them.

use sqlx::{QueryBuilder, Sqlite};

fn select(columns: &str) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new("SELECT ");
    sql.push(columns).push(" FROM users WHERE TRUE");
    sql
}

fn narrow(sql: &mut QueryBuilder<Sqlite>, id: Option<i64>, order: Order) {
    if let Some(id) = id {
        sql.push(" AND id = ").push_bind(id);
    }
    match order {
        Order::Up => sql.push(" ORDER BY id"),
        Order::Down => sql.push(" ORDER BY id DESC"),
        Order::Name => sql.push(" ORDER BY name"),
    };
}

async fn list(id: Option<i64>, order: Order) -> Result<Vec<User>> {
    let mut sql = select("*");
    narrow(&mut sql, id, order);
    Ok(sql.build_query_as().fetch_all(db).await?)
}

async fn counted() -> Result<i64> {
    let mut sql = select("count(*)");
    Ok(sql.build_query_scalar().fetch_one(db).await?)
}

async fn inserted(users: &[User]) {
    let mut sql = QueryBuilder::new("INSERT INTO users (name, role) ");
    sql.push_values(users, |mut row, user| {
        row.push_bind(&user.name).push_bind(&user.role);
    });
    sql.build().execute(db).await?;
    let mut sql = QueryBuilder::new("SELECT id FROM users WHERE id IN (");
    let mut list = sql.separated(", ");
    for user in users {
        list.push_bind(user.id);
    }
    list.push_unseparated(")");
    sql.build().fetch_all(db).await?;
}
