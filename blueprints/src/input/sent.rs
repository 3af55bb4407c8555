//! A body that a plain form sends, or a script does: a form as well, or JSON.

use axum::extract::{Form, FromRequest, Json, Request};
use axum::http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::{Fields, Texts};
use crate::app::App;

pub struct Sent {
    body: Body,
    /// Whether a person waits for a page.
    pub page: bool,
}

enum Body {
    Form(Vec<(String, String)>),
    Json(Map<String, Value>),
}

impl FromRequest<App> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        if says(request.headers(), &CONTENT_TYPE, "json") {
            let sent = Json::from_request(request, app).await;
            let Json(fields) = sent.map_err(IntoResponse::into_response)?;
            return Ok(Self { body: Body::Json(fields), page: false });
        }
        let page = !says(request.headers(), &ACCEPT, "json");
        let sent = Form::from_request(request, app).await;
        let Form(fields) = sent.map_err(IntoResponse::into_response)?;
        Ok(Self { body: Body::Form(fields), page })
    }
}

fn says(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.is_some_and(|value| value.contains(word))
}

impl Sent {
    /// To be read one by one.
    pub fn fields(&self) -> Fields {
        match &self.body {
            Body::Form(pairs) => Fields::form(pairs),
            Body::Json(fields) => Fields::json(fields.clone()),
        }
    }

    /// As a form shows it again.
    pub fn texts(self) -> Texts {
        match self.body {
            Body::Form(pairs) => pairs.into_iter().collect(),
            Body::Json(fields) => super::texts(&fields),
        }
    }
}
