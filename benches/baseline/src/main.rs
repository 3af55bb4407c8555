//! A list of messages and a form to add one.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, Redirect};
use axum::routing::get;
use axum::{Form, Router};
use minijinja::value::Serde;
use minijinja::Environment;
use serde::{Deserialize, Serialize};
use sqlx::SqlitePool;
use tower_http::trace::TraceLayer;

#[derive(Clone)]
struct App {
    db: SqlitePool,
    pages: Arc<Environment<'static>>,
}

#[derive(Serialize, sqlx::FromRow)]
struct Message {
    id: i64,
    body: String,
}

#[derive(Deserialize)]
struct NewMessage {
    body: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt::init();
    let db = SqlitePool::connect("sqlite://baseline.db?mode=rwc").await?;
    sqlx::migrate!().run(&db).await?;
    let mut pages = Environment::new();
    pages.add_template("messages.html", include_str!("../templates/messages.html"))?;
    let app = App { db, pages: Arc::new(pages) };
    let router = Router::new()
        .route("/", get(list).post(add))
        .route("/ready", get(|| async { "ready" }))
        .layer(TraceLayer::new_for_http())
        .with_state(app);
    let port = std::env::args().nth(3).unwrap_or_else(|| "3000".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    axum::serve(listener, router).await?;
    Ok(())
}

async fn list(State(app): State<App>) -> Result<Html<String>, StatusCode> {
    let messages: Vec<Message> = sqlx::query_as("SELECT id, body FROM messages ORDER BY id")
        .fetch_all(&app.db)
        .await
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let page = app.pages.get_template("messages.html").map_err(|_| StatusCode::NOT_FOUND)?;
    let context = std::collections::BTreeMap::from([("messages", messages)]);
    page.render(Serde(&context)).map(Html).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

async fn add(State(app): State<App>, Form(new): Form<NewMessage>) -> Result<Redirect, StatusCode> {
    sqlx::query("INSERT INTO messages (body) VALUES (?)")
        .bind(new.body)
        .execute(&app.db)
        .await
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(Redirect::to("/"))
}
