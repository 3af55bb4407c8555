//! The one error type of the application, and how it becomes a response.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sqlx::error::DatabaseError;
use utoipa::ToSchema;

/// When to try again what this server could not do just now.
pub const SOON: Duration = Duration::from_secs(2);

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a request could not be fulfilled.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Also for what exists but is none of the caller's business.
    #[error("There is nothing here, or it is not yours to see.")]
    NotFound,
    #[error("Sign in first.")]
    Unauthorized,
    #[error("{0}")]
    Forbidden(&'static str),
    #[error("{0}")]
    BadRequest(String),
    #[error("{0}")]
    Conflict(String),
    /// The request is understood, but some of its fields are not acceptable.
    #[error("Some fields need attention.")]
    Invalid(Problems),
    #[error("Too many attempts. Try again in {} s.", retry_after.as_secs().max(1))]
    TooManyRequests { retry_after: Duration },
    #[error("That is larger than this server accepts.")]
    TooLarge,
    #[error("{0}")]
    Unavailable(&'static str),
    /// What went wrong stays in the log; the caller learns only that it did.
    #[error("Something went wrong on our side.")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// An error whose cause is only for the log.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// One field that is not acceptable.
    pub fn field(name: &str, message: impl Into<String>) -> Self {
        let mut problems = Problems::default();
        problems.add(name, message);
        Self::Invalid(problems)
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// After how long the same request may be answered otherwise.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::TooManyRequests { retry_after } => Some(*retry_after),
            Self::Unavailable(_) => Some(SOON),
            _ => None,
        }
    }
}

/// A row that must exist and does not is a 404, any other trouble with the database is ours.
impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut => Self::Unavailable("The database is busy. Try again."),
            error if may_pass(&error) => {
                tracing::error!(cause = chain(&error), "the database does not do it now");
                Self::Unavailable("The database does not answer. Try again.")
            }
            error => Self::internal(error),
        }
    }
}

/// Whether the same may do better later: the disk is full or fails, or somebody else holds the database.
fn may_pass(error: &sqlx::Error) -> bool {
    const BUSY_LOCKED_NOMEM_IOERR_FULL_CANTOPEN: [u32; 6] = [5, 6, 7, 10, 13, 14];
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<u32>().ok());
    code.is_some_and(|code| BUSY_LOCKED_NOMEM_IOERR_FULL_CANTOPEN.contains(&(code & 0xff)))
}

impl From<minijinja::Error> for Error {
    fn from(error: minijinja::Error) -> Self {
        Self::internal(error)
    }
}

/// Field → what is wrong with it, in sentences for people.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct Problems(pub BTreeMap<String, Vec<String>>);

impl Problems {
    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0.entry(field.to_owned()).or_default().push(message.into());
    }

    /// Adds the message unless the condition holds.
    pub fn check(&mut self, holds: bool, field: &str, message: impl Into<String>) {
        if !holds {
            self.add(field, message);
        }
    }

    /// # Errors
    /// [`Error::Invalid`] if there is any problem.
    pub fn into_result(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self)) }
    }
}

/// The body of an error under `/api`: `application/problem+json` (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// The status in words.
    pub title: String,
    pub status: u16,
    /// A sentence for the person in front of the screen.
    pub detail: String,
    /// Field → what is wrong with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Problems>,
}

impl Problem {
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let title = status.canonical_reason().unwrap_or("Error").to_owned();
        Self { title, status: status.as_u16(), detail: detail.into(), errors: None }
    }
}

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        let mut problem = Self::new(error.status(), error.to_string());
        if let Error::Invalid(problems) = error {
            problem.errors = Some(problems.clone());
        }
        problem
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        (status, kind, Json(self)).into_response()
    }
}

/// The response carries the error itself, from which `http::errors` makes a page where a page was asked for.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::Internal(cause) = &self {
            tracing::error!(cause = chain(cause.as_ref()), "internal error");
        }
        let mut response = Problem::from(&self).into_response();
        if let Some(wait) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, wait.as_secs().max(1).into());
        }
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// An error and all that led to it.
pub fn chain(error: &dyn std::error::Error) -> String {
    let sources = std::iter::successors(error.source(), |error| error.source());
    sources.fold(error.to_string(), |text, source| format!("{text}: {source}"))
}

/// Gives a constraint of the database a meaning.
pub trait OnConstraint<T> {
    /// Turns the violation of `name` into an error of ours: `users.email` for a unique column (several are joined by
    /// `, `), the constraint's name for a check, `foreign key` for a reference.
    ///
    /// # Errors
    /// What `meaning` returns for that violation; anything else as [`Error::from`] has it.
    fn on_constraint(
        self,
        name: &str,
        meaning: impl FnOnce(&dyn DatabaseError) -> Error,
    ) -> Result<T>;
}

impl<T> OnConstraint<T> for Result<T, sqlx::Error> {
    fn on_constraint(
        self,
        name: &str,
        meaning: impl FnOnce(&dyn DatabaseError) -> Error,
    ) -> Result<T> {
        self.map_err(|error| match &error {
            sqlx::Error::Database(violation) if violates(violation.message(), name) => {
                meaning(violation.as_ref())
            }
            _ => error.into(),
        })
    }
}

/// SQLite names the constraint only in its message: `UNIQUE constraint failed: users.email`.
fn violates(message: &str, name: &str) -> bool {
    match message.split_once(" constraint failed") {
        Some(("FOREIGN KEY", _)) => name == "foreign key",
        Some((_, rest)) => rest.strip_prefix(": ").is_some_and(|failed| failed == name),
        None => false,
    }
}
