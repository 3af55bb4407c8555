//! Who sends a request: extractors for handlers, and the cookie that signs somebody in.

use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, HeaderMap};
use axum::http::request::Parts;
use tracing::Instrument;

use super::cookies;
use crate::app::App;
use crate::config::Config;
use crate::db::Conn;
use crate::error::{Error, Result};

use crate::model::person::Person;

use crate::model::visit::Visit;

/// The cookie that signs in.
const SESSION: &str = "session";

/// Somebody who is signed in. Everybody else gets a 401, or on a page is led to the sign-in.
#[derive(Debug, Clone)]
pub struct CurrentUser {
    pub user: Person,
    pub login_id: i64,
}

/// Perhaps somebody who is signed in.
#[derive(Debug, Clone)]
pub struct MaybeUser(pub Option<CurrentUser>);

/// An administrator. For everybody else the place does not exist.
#[derive(Debug, Clone)]
pub struct Admin(pub CurrentUser);

impl CurrentUser {
    /// The same person as they are now, as long as the sign-in lasts.
    ///
    /// # Errors
    /// Unauthorized where it has ended, or the person is locked out.
    pub async fn now(&self, db: &mut Conn) -> Result<Person> {
        let person = Visit::person(db, self.login_id).await?;
        person.ok_or(Error::Unauthorized)
    }
}

impl FromRequestParts<App> for MaybeUser {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        // Several extractors of one handler ask; the database is asked once.
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let user = match secret(&parts.headers, &app.config) {
            Some(secret) => who(app, secret).await?,
            None => None,
        };
        parts.extensions.insert(Self(user.clone()));
        Ok(Self(user))
    }
}

impl FromRequestParts<App> for CurrentUser {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        MaybeUser::from_request_parts(parts, app).await?.0.ok_or(Error::Unauthorized)
    }
}

impl FromRequestParts<App> for Admin {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let user = CurrentUser::from_request_parts(parts, app).await?;
        if user.user.is_admin() { Ok(Self(user)) } else { Err(Error::NotFound) }
    }
}

async fn who(app: &App, secret: &str) -> Result<Option<CurrentUser>> {
    let mut db = app.read().await?;
    let Some(login) = Visit::by_token(&mut db, secret).await? else {
        return Ok(None);
    };
    let user = Person::find(&mut db, login.user_id).await?;
    if login.is_stale() {
        tokio::spawn(seen(app.clone(), login.id).in_current_span());
    }
    Ok(user.banned_at.is_none().then_some(CurrentUser { user, login_id: login.id }))
}

/// Beside the request, which need not wait for the writer.
async fn seen(app: App, login_id: i64) -> Result<()> {
    let mut unit = app.begin().await?;
    Visit::touch(&mut unit, login_id).await?;
    unit.commit().await
}

/// What signs the request in: a token in `Authorization: Bearer`, else the cookie.
fn secret<'a>(headers: &'a HeaderMap, config: &Config) -> Option<&'a str> {
    match bearer(headers) {
        Bearer::Token(token) => Some(token),
        Bearer::Malformed => None,
        Bearer::None => cookies::find(headers, config, SESSION),
    }
}

/// What `Authorization` says to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearer<'a> {
    /// Nothing. Other schemes (`Basic`, for one) are between the client and a proxy.
    None,
    /// It was meant for us, but it is no token: neither does the cookie count instead.
    Malformed,
    Token(&'a str),
}

pub fn bearer(headers: &HeaderMap) -> Bearer<'_> {
    let mut found = Bearer::None;
    for line in headers.get_all(AUTHORIZATION) {
        let line = line.as_bytes().trim_ascii();
        let end = line.iter().position(u8::is_ascii_whitespace).unwrap_or(line.len());
        let (scheme, token) = line.split_at(end);
        if scheme.eq_ignore_ascii_case(b"bearer") {
            found = match (found, token68(token.trim_ascii())) {
                (Bearer::None, Some(token)) => Bearer::Token(token),
                _ => Bearer::Malformed,
            };
        }
    }
    found
}

/// What RFC 9110 allows as a token.
fn token68(token: &[u8]) -> Option<&str> {
    let known = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(byte);
    let token = if token.iter().all(known) { str::from_utf8(token).ok()? } else { "" };
    Some(token).filter(|token| !token.is_empty())
}

/// The `Set-Cookie` that signs a browser in.
pub fn set_cookie(config: &Config, secret: &str) -> String {
    cookies::set(config, SESSION, secret, i64::from(config.session_days) * 24 * 60 * 60)
}

/// The `Set-Cookie` that makes a browser forget.
pub fn removal(config: &Config) -> String {
    cookies::set(config, SESSION, "", 0)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_bearer_is_ours() {
        let cases: [(&[&str], Bearer); 16] = [
            (&[], Bearer::None),
            (&[""], Bearer::None),
            (&["Basic YTpi"], Bearer::None),
            (&["Negotiate x", "Digest username=\"ada\""], Bearer::None),
            (&["Bearers abc"], Bearer::None),
            (&["Basic bearer"], Bearer::None),
            (&["Bearer abc"], Bearer::Token("abc")),
            (&["bearer abc"], Bearer::Token("abc")),
            (&["BEARER   a.b-c~1+/=="], Bearer::Token("a.b-c~1+/==")),
            (&["Basic YTpi", "Bearer abc"], Bearer::Token("abc")),
            (&["Bearer"], Bearer::Malformed),
            (&["Bearer "], Bearer::Malformed),
            (&["Bearer a b"], Bearer::Malformed),
            (&["Bearer é"], Bearer::Malformed),
            (&["Bearer abc", "Bearer abd"], Bearer::Malformed),
            (&["Bearer", "Bearer abc"], Bearer::Malformed),
        ];
        for (lines, expected) in cases {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(AUTHORIZATION, HeaderValue::from_bytes(line.as_bytes()).unwrap());
            }
            assert_eq!(bearer(&headers), expected, "{lines:?}");
        }
    }
}
