//! The pages over the schema's own models.

pub mod attachments;
pub mod enrolments;
pub mod long_ones;
pub mod match_;
pub mod news;
pub mod notes;
pub mod orders;
pub mod series;
pub mod statuses;
pub mod types;
pub mod vouchers;

use axum::Router;

use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::http::auth::MaybeUser;
use crate::http::frame::frame;
use crate::views::Page;

pub fn router() -> Router<App> {
    Router::new()
        .merge(attachments::router())
        .merge(enrolments::router())
        .merge(long_ones::router())
        .merge(match_::router())
        .merge(news::router())
        .merge(notes::router())
        .merge(orders::router())
        .merge(series::router())
        .merge(statuses::router())
        .merge(types::router())
        .merge(vouchers::router())
}

/// What stands around a page that everybody may read.
async fn around(db: &mut Conn, viewer: &MaybeUser) -> Result<Page> {
    match &viewer.0 {
        Some(viewer) => frame(db, viewer).await,
        None => Ok(Page::default()),
    }
}
