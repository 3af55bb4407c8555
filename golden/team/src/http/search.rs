//! Search over the API and as a page.

use axum::extract::{Query, State};
use axum::response::Html;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::error::Result;
use crate::http::auth::CurrentUser;
use crate::http::frame::frame;
use crate::http::items::Items;
use crate::model::search::Hit;
use crate::views::room::SearchPage;

/// How many one page holds.
const PAGE: i64 = 20;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(search))
}

pub fn pages() -> Router<App> {
    Router::new().route("/search", get(page))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// Words, with the signs in them, or beginnings of words, that all have to be there.
    #[serde(default)]
    q: String,
    /// `next` of the page above.
    before: Option<i64>,
}

/// Messages where the caller is a member, the newest first
#[utoipa::path(get, path = "/api/search", params(SearchQuery), responses((status = OK, body = Items<Hit>)))]
async fn search(
    State(app): State<App>,
    user: CurrentUser,
    Query(query): Query<SearchQuery>,
) -> Result<Json<Items<Hit>>> {
    let mut db = app.read().await?;
    let hits = Hit::search(&mut db, user.user.id, &query.q, query.before, PAGE + 1).await?;
    Ok(Json(Items::page(hits, PAGE, |hit| hit.message_id)))
}

async fn page(
    State(app): State<App>,
    viewer: CurrentUser,
    Query(query): Query<SearchQuery>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let found = Hit::search(&mut db, viewer.user.id, &query.q, query.before, PAGE + 1).await?;
    let found = Items::page(found, PAGE, |hit| hit.message_id);
    app.views.page(&SearchPage {
        page: frame(&mut db, &viewer).await?,
        hits: found.items,
        next: found.next.map(|id| format!("q={}&before={id}", encoded(&query.q))),
        q: query.q,
    })
}

/// As the value of a query's parameter.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}
