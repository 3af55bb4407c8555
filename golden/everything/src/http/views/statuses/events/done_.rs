//! Done: what happens then to a status.

pub mod request;

use serde_json::json;

use crate::error::Result;
use crate::http::auth::CurrentUser;
use crate::http::done::Done;
use crate::unit::{Effect, Unit};

use crate::model::status::Status;

/// Does it, as part of `unit`. Those who look at the page are told once it is stored, and `by` what is returned.
///
/// # Errors
/// Whatever `by` is to be told instead; then nothing of `unit` is stored.
pub async fn done_(unit: &mut Unit, by: &CurrentUser, status: &Status) -> Result<Done> {
    tracing::debug!(by = by.user.id, "done");
    let (view, action) = ("statuses", "done");
    let id = json!(status.id);
    unit.then(Effect::ViewChanged { view, action, id });
    let notice = "Done: done.";
    Ok(Done::said(notice))
}
