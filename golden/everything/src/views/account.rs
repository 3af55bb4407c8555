//! Signing in, registering, and one's own settings.

use serde::Serialize;

use super::Page;
use crate::error::Problems;
use crate::http::me::OwnSession;
use crate::input::Texts;

#[derive(Debug, Default, Serialize)]
pub struct LoginPage {
    #[serde(flatten)]
    pub page: Page,
    /// What was typed, shown again with its problems.
    pub email: String,
    /// A path on this site to go to afterwards.
    pub next: Option<String>,
    /// Field name, or `form` for the whole → what is wrong.
    pub problems: Problems,
}

#[derive(Debug, Default, Serialize)]
pub struct RegisterPage {
    #[serde(flatten)]
    pub page: Page,
    pub name: String,
    pub email: String,
    pub next: Option<String>,
    /// Whether nobody has an account yet: this one becomes the administrator's.
    pub first: bool,
    pub problems: Problems,
}

/// Profile, password and sessions; its forms use the JSON API (`/api/me`, `/api/me/password`, `/api/me/sessions/{id}`).
#[derive(Debug, Serialize)]
pub struct SettingsPage {
    #[serde(flatten)]
    pub page: Page,
    /// What the schema adds to a person.
    pub profile: Texts,
    pub sessions: Vec<OwnSession>,
}
