//! Extractors: who asks about which room, message or run, before anything is changed.
//!
//! They refuse early, and are all that a request needs which only looks. A change reads the same again, as a fact.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::error::{Error, Result};
use crate::http::auth::CurrentUser;
use crate::model::access::{AtRoom, InRoom, OfMessage};

#[derive(serde::Deserialize)]
struct RoomPath {
    room_id: i64,
}

#[derive(serde::Deserialize)]
struct MessagePath {
    message_id: i64,
}

/// Names of the path, which names nothing where they are not numbers.
async fn path<T: DeserializeOwned + Send>(parts: &mut Parts, app: &App) -> Result<T> {
    let path = Path::<T>::from_request_parts(parts, app).await;
    path.map(|Path(path)| path).map_err(|_| Error::NotFound)
}

impl FromRequestParts<App> for AtRoom {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let by = CurrentUser::from_request_parts(parts, app).await?;
        let RoomPath { room_id } = path(parts, app).await?;
        AtRoom::find(&mut *app.read().await?, by.user, room_id).await
    }
}

impl FromRequestParts<App> for InRoom {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        Self::of(AtRoom::from_request_parts(parts, app).await?)
    }
}

impl FromRequestParts<App> for OfMessage {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let by = CurrentUser::from_request_parts(parts, app).await?;
        let MessagePath { message_id } = path(parts, app).await?;
        OfMessage::find(&mut *app.read().await?, by.user, message_id).await
    }
}
