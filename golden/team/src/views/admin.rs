//! The administrator's page.

use serde::Serialize;

use super::Page;
use crate::model::admin::{AdminRoom, AdminSession, AdminUser};

#[derive(Debug, Serialize)]
pub struct AdminPage {
    #[serde(flatten)]
    pub page: Page,
    pub counts: Vec<Count>,
    /// The newest of each.
    pub users: Vec<AdminUser>,
    pub all_rooms: Vec<AdminRoom>,
    pub sessions: Vec<AdminSession>,
}

#[derive(Debug, Serialize)]
pub struct Count {
    pub label: &'static str,
    pub value: i64,
}
