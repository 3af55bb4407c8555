//! Note: what happens then to an enrolment.

mod params;
pub mod request;

use serde_json::json;

use crate::error::Result;
use crate::http::auth::CurrentUser;
use crate::http::done::Done;
use crate::unit::{Effect, Unit};

use crate::model::enrolment::Enrolment;

pub use params::NoteParams;

/// Does it, as part of `unit`. Those who look at the page are told once it is stored, and `by` what is returned.
///
/// # Errors
/// Whatever `by` is to be told instead; then nothing of `unit` is stored.
pub async fn note(
    unit: &mut Unit,
    by: &CurrentUser,
    enrolment: &Enrolment,
    params: NoteParams,
) -> Result<Done> {
    tracing::debug!(by = by.user.id, ?params, "note");
    let (view, action) = ("enrolments", "note");
    let id = json!(enrolment.key());
    unit.then(Effect::ViewChanged { view, action, id });
    let notice = "Note: done.";
    Ok(Done::said(notice))
}
