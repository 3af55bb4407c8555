//! How something went that a person did.

use axum::Json;
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

/// What the person is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Done {
    pub notice: String,
}

/// What the address of a page says to have been done: `?done=escalate`.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    pub done: Option<String>,
}

impl Done {
    pub fn said(notice: impl Into<String>) -> Self {
        Self { notice: notice.into() }
    }

    /// Leads a person back to a page, which says what was done; tells a script the notice itself.
    pub fn answer(self, page: bool, back: &str, event: &str) -> Response {
        if page {
            Redirect::to(&format!("{back}?done={event}")).into_response()
        } else {
            Json(self).into_response()
        }
    }
}
