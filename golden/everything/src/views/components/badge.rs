//! Badge: `templates/components/badge.html`.

use serde::Serialize;

use crate::model::person::Person;

#[derive(Clone, Serialize)]
pub struct Badge<'a> {
    #[serde(serialize_with = "super::person")]
    pub user: &'a Person,
    pub size: BadgeSize,
    pub note: Option<String>,
}

impl super::Component for Badge<'_> {
    const NAME: &'static str = "components/badge.html";
    const MACRO: &'static str = "badge";
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum BadgeSize {
    #[serde(rename = "s")]
    S,
    #[serde(rename = "m")]
    M,
    #[serde(rename = "l")]
    L,
}
