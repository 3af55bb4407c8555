//! The administrator's page.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::Page;

#[derive(Debug, Serialize)]
pub struct AdminPage {
    #[serde(flatten)]
    pub page: Page,
    pub counts: Vec<Count>,
    pub users: Vec<AdminUser>,
    pub all_rooms: Vec<AdminRoom>,
    pub sessions: Vec<AdminSession>,
}

#[derive(Debug, Serialize)]
pub struct Count {
    pub label: String,
    pub value: i64,
}

#[derive(Debug, Serialize)]
pub struct AdminUser {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub role: String,
    pub banned_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

#[derive(Debug, Serialize)]
pub struct AdminRoom {
    pub id: i64,
    pub name: String,
    pub kind: String,
    pub members: i64,
    pub messages: i64,
    pub archived: bool,
    pub last_message_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize)]
pub struct AdminSession {
    pub id: i64,
    pub user_id: i64,
    pub user: String,
    pub user_agent: String,
    pub ip: String,
    pub last_seen_at: DateTime<Utc>,
}
