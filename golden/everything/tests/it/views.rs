//! The pages over the schema's own models, each with rows of its own.

mod attachments;
mod enrolments;
mod long_ones;
mod match_;
mod news;
mod notes;
mod orders;
mod series;
mod statuses;
mod types;
mod vouchers;

use reqwest::{Method, Response};
use serde_json::Value;

use crate::support::Browser;

/// Sends an event as a script does.
async fn send(browser: &Browser, path: &str, params: &Value) -> Response {
    let request = browser.request(Method::POST, path).header("accept", "application/json");
    request.json(params).send().await.unwrap()
}
