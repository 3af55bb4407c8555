//! Match: what happens then to a note.

pub mod request;

use serde_json::json;

use crate::error::Result;
use crate::http::auth::CurrentUser;
use crate::http::done::Done;
use crate::unit::{Effect, Unit};

use crate::model::note::Note;

/// Does it, as part of `unit`. Those who look at the page are told once it is stored, and `by` what is returned.
///
/// # Errors
/// Whatever `by` is to be told instead; then nothing of `unit` is stored.
pub async fn match_(unit: &mut Unit, by: &CurrentUser, note: &Note) -> Result<Done> {
    tracing::debug!(by = by.user.id, "match");
    let (view, action) = ("notes", "match");
    let id = json!(note.id);
    unit.then(Effect::ViewChanged { view, action, id });
    let notice = "Match: done.";
    Ok(Done::said(notice))
}
