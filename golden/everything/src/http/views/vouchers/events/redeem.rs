//! Redeem: what happens then to a voucher.

mod params;
pub mod request;

use serde_json::json;

use crate::error::Result;
use crate::http::auth::CurrentUser;
use crate::http::done::Done;
use crate::unit::{Effect, Unit};

use crate::model::voucher::Voucher;

pub use params::Redeem;

/// Does it, as part of `unit`. Those who look at the page are told once it is stored, and `by` what is returned.
///
/// # Errors
/// Whatever `by` is to be told instead; then nothing of `unit` is stored.
pub async fn redeem(
    unit: &mut Unit,
    by: &CurrentUser,
    voucher: &Voucher,
    params: Redeem,
) -> Result<Done> {
    tracing::debug!(by = by.user.id, ?params, "redeem");
    let (view, action) = ("vouchers", "redeem");
    let id = json!(voucher.id);
    unit.then(Effect::ViewChanged { view, action, id });
    let notice = "Redeem: done.";
    Ok(Done::said(notice))
}
