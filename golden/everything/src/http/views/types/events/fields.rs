//! Fields: what happens then to a type.

mod params;
pub mod request;

use serde_json::json;

use crate::error::Result;
use crate::http::auth::CurrentUser;
use crate::http::done::Done;
use crate::unit::{Effect, Unit};

use crate::model::type_::Type;

pub use params::FieldsParams;

/// Does it, as part of `unit`. Those who look at the page are told once it is stored, and `by` what is returned.
///
/// # Errors
/// Whatever `by` is to be told instead; then nothing of `unit` is stored.
pub async fn fields(
    unit: &mut Unit,
    by: &CurrentUser,
    type_: &Type,
    params: FieldsParams,
) -> Result<Done> {
    tracing::debug!(by = by.user.id, ?params, "fields");
    let (view, action) = ("types", "fields");
    let id = json!(type_.id);
    unit.then(Effect::ViewChanged { view, action, id });
    let notice = "Fields: done.";
    Ok(Done::said(notice))
}
