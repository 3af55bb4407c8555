//! Params: what happens then to a series.

pub mod request;

use serde_json::json;

use crate::error::Result;
use crate::http::auth::CurrentUser;
use crate::http::done::Done;
use crate::unit::{Effect, Unit};

use crate::model::series::Series;

/// Does it, as part of `unit`. Those who look at the page are told once it is stored, and `by` what is returned.
///
/// # Errors
/// Whatever `by` is to be told instead; then nothing of `unit` is stored.
pub async fn params_(unit: &mut Unit, by: &CurrentUser, series: &Series) -> Result<Done> {
    tracing::debug!(by = by.user.id, "params");
    let (view, action) = ("series", "params");
    let id = json!(series.id);
    unit.then(Effect::ViewChanged { view, action, id });
    let notice = "Params: done.";
    Ok(Done::said(notice))
}
