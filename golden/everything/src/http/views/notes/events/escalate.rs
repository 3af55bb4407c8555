//! Escalate "<now>" & later: what happens then to a note.

mod params;
pub mod request;

use serde_json::json;

use crate::error::Result;
use crate::http::auth::CurrentUser;
use crate::http::done::Done;
use crate::unit::{Effect, Unit};

use crate::model::note::Note;

pub use params::Escalate;

/// Does it, as part of `unit`. Those who look at the page are told once it is stored, and `by` what is returned.
///
/// # Errors
/// Whatever `by` is to be told instead; then nothing of `unit` is stored.
pub async fn escalate(
    unit: &mut Unit,
    by: &CurrentUser,
    note: &Note,
    params: Escalate,
) -> Result<Done> {
    tracing::debug!(by = by.user.id, ?params, "escalate");
    let (view, action) = ("notes", "escalate");
    let id = json!(note.id);
    unit.then(Effect::ViewChanged { view, action, id });
    let notice = "Escalate \"<now>\" & later: done.";
    Ok(Done::said(notice))
}
