//! Question it: what happens then to a decision.

mod params;
pub mod request;

use serde_json::json;

use crate::error::Result;
use crate::http::auth::CurrentUser;
use crate::http::done::Done;
use crate::unit::{Effect, Unit};

use crate::model::decision::Decision;

pub use params::Question;

/// Does it, as part of `unit`. Those who look at the page are told once it is stored, and `by` what is returned.
///
/// # Errors
/// Whatever `by` is to be told instead; then nothing of `unit` is stored.
pub async fn question(
    unit: &mut Unit,
    by: &CurrentUser,
    decision: &Decision,
    params: Question,
) -> Result<Done> {
    tracing::debug!(by = by.user.id, ?params, "question");
    let (view, action) = ("decisions", "question");
    let id = json!(decision.id);
    unit.then(Effect::ViewChanged { view, action, id });
    let notice = "Question it: done.";
    Ok(Done::said(notice))
}
