//! The JSON API of the schema's own models. Anybody who is signed in may read and write them, but what belongs to
//! a channel is there only for its members.

pub mod attachment;
pub mod enrolment;
pub mod internationalisation_coordination_note;
pub mod news;
pub mod note;
pub mod order;
pub mod redemption;
pub mod series;
pub mod status;
pub mod type_;
pub mod voucher;
pub mod x;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(internationalisation_coordination_note::router())
        .merge(news::router())
        .merge(note::router())
        .merge(series::router())
        .merge(enrolment::router())
        .merge(status::router())
        .merge(order::router())
        .merge(attachment::router())
        .merge(type_::router())
        .merge(voucher::router())
        .merge(redemption::router())
        .merge(x::router())
}
