//! What the templates may use: one struct for each template, and the renderer.
//!
//! A debug build reads templates and static files from the disk at each use, so that a change needs no rebuild; a release
//! build carries them inside the binary.

pub mod account;
pub mod admin;
mod environment;
pub mod room;

use std::sync::Arc;

use axum::response::Html;
use minijinja::Environment;
use minijinja::value::Serde;
use serde::Serialize;

use crate::error::{Error, Result};

use crate::model::room::RoomKind;

/// A struct that one template is rendered with.
pub trait Template: Serialize {
    /// Path below `templates/`.
    const NAME: &'static str;
}

macro_rules! templates {
    ($($name:literal => $type:ty,)*) => {
        $(impl Template for $type {
            const NAME: &'static str = $name;
        })*
    };
}

templates! {
    "pages/error.html" => ErrorPage,
    "pages/login.html" => account::LoginPage,
    "pages/register.html" => account::RegisterPage,
    "pages/settings.html" => account::SettingsPage,
    "pages/admin.html" => admin::AdminPage,
    "pages/welcome.html" => room::WelcomePage,
    "pages/rooms.html" => room::RoomsPage,
    "pages/room_new.html" => room::RoomNewPage,
    "pages/room.html" => room::RoomPage,
    "pages/room_settings.html" => room::RoomSettingsPage,
    "pages/search.html" => room::SearchPage,
    "_partials/history.html" => room::HistoryPartial,
    "_partials/message.html" => room::MessagePartial,
    "_partials/room_live.html" => room::RoomPartial,
    "_partials/rooms.html" => room::RoomsPartial,
}

/// Renders templates; cheap to clone.
#[derive(Clone)]
pub struct Views(Arc<Environment<'static>>);

impl Default for Views {
    fn default() -> Self {
        Self(Arc::new(environment::environment()))
    }
}

impl Views {
    /// A whole page.
    pub fn page<T: Template>(&self, view: &T) -> Result<Html<String>> {
        self.fragment(view).map(Html)
    }

    /// A piece of a page, as text.
    pub fn fragment<T: Template>(&self, view: &T) -> Result<String> {
        let template = self.0.get_template(T::NAME).map_err(explained)?;
        template.render(Serde(view)).map_err(explained)
    }
}

/// With every template on the way to where it went wrong.
fn explained(error: minijinja::Error) -> Error {
    Error::internal(format!("{error:#}"))
}

/// What the layout shows around every page; a page's struct holds it as `#[serde(flatten)] page`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Page {
    pub viewer: Option<Viewer>,
    /// The viewer's rooms, the latest first, for the sidebar.
    pub rooms: Vec<RoomLink>,
    /// One sentence shown once, after a form has done its work.
    pub flash: Option<String>,
}

/// The person who looks at the page.
#[derive(Debug, Clone, Serialize)]
pub struct Viewer {
    pub id: i64,
    pub name: String,
    pub email: String,
    /// `member` or `admin`.
    pub role: String,
}

/// a room in the sidebar.
#[derive(Debug, Clone, Serialize)]
pub struct RoomLink {
    pub id: i64,
    pub name: String,
    pub kind: RoomKind,
    /// Messages by others that the viewer has not read.
    pub unread: i64,
    /// The last event's number, from which the page follows it live.
    pub seq: i64,
}

#[derive(Debug, Serialize)]
pub struct ErrorPage {
    #[serde(flatten)]
    pub page: Page,
    pub status: u16,
    /// What happened, in a few words.
    pub title: String,
    /// What to do next.
    pub detail: String,
    pub request_id: Option<String>,
}
