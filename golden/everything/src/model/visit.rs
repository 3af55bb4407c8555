//! Signed-in browsers and devices.

use chrono::{DateTime, TimeDelta, Utc};

use super::token::Token;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::http::client::Client;
use crate::hub::Revocation;
use crate::model::fact::Fact;
use crate::unit::{Effect, Unit};

use crate::model::extended::VisitFields;

use crate::model::person::Person;

/// How exactly `last_seen_at` is kept: a write for each request would be a waste.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Visit {
    pub id: i64,
    pub user_id: i64,
    pub user_agent: String,
    pub ip: String,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    #[sqlx(flatten)]
    pub fields: VisitFields,
}

impl Visit {
    /// Signs somebody in with a new token, which is returned this once.
    pub async fn create(unit: &mut Unit, user: &Fact<Person>, client: &Client) -> Result<Token> {
        let token = Token::new();
        let days = unit.app().config.session_days;
        sqlx::query(
            "INSERT INTO visits (user_id, token_hash, user_agent, ip, expires_at)
             VALUES (?, ?, ?, ?, ?)",
        )
        .bind(user.id)
        .bind(Token::hash(token.secret()))
        .bind(client.user_agent.chars().take(300).collect::<String>())
        .bind(client.ip.to_string())
        .bind(Utc::now() + TimeDelta::days(days.into()))
        .execute(unit.db())
        .await?;
        Ok(token)
    }

    /// The sign-in that a token belongs to, unless it has expired.
    pub async fn by_token(db: &mut Conn, secret: &str) -> Result<Option<Self>> {
        let login = sqlx::query_as(
            "SELECT id, user_id, user_agent, ip, created_at, last_seen_at,
                expires_at, device
             FROM visits WHERE token_hash = ? AND expires_at > ?",
        );
        Ok(login.bind(Token::hash(secret)).bind(Utc::now()).fetch_optional(db).await?)
    }

    /// Whose sign-in this is, if it still counts: it has neither ended nor expired, and they are not locked out.
    pub async fn person(db: &mut Conn, id: i64) -> Result<Option<Person>> {
        let person = sqlx::query_as(
            "SELECT u.id, u.name, u.email, u.password_hash, u.role, u.banned_at, u.created_at,
                u.updated_at, u.handle, u.born_on, u.settings, u.pronouns, u.time_zone, u.newsletter, u.theme, u.seen_at
             FROM visits l JOIN people u ON u.id = l.user_id
             WHERE l.id = ? AND l.expires_at > ? AND u.banned_at IS NULL",
        );
        Ok(person.bind(id).bind(Utc::now()).fetch_optional(db).await?)
    }

    pub async fn of_user(db: &mut Conn, user_id: i64) -> Result<Vec<Self>> {
        let logins = sqlx::query_as(
            "SELECT id, user_id, user_agent, ip, created_at, last_seen_at,
                expires_at, device
             FROM visits WHERE user_id = ? AND expires_at > ? ORDER BY id DESC",
        );
        Ok(logins.bind(user_id).bind(Utc::now()).fetch_all(db).await?)
    }

    /// Whether `last_seen_at` is old enough to be written again.
    pub fn is_stale(&self) -> bool {
        Utc::now() - self.last_seen_at > SEEN_EVERY
    }

    pub async fn touch(unit: &mut Unit, id: i64) -> Result<()> {
        let seen = sqlx::query(
            "UPDATE visits
             SET last_seen_at = ? WHERE id = ?",
        );
        seen.bind(Utc::now()).bind(id).execute(unit.db()).await?;
        Ok(())
    }

    /// Ends one of somebody's sign-ins, and the sockets opened with it.
    pub async fn end(unit: &mut Unit, user: &Fact<Person>, id: i64) -> Result<()> {
        let ended = sqlx::query(
            "DELETE FROM visits
             WHERE id = ? AND user_id = ?",
        );
        let ended = ended.bind(id).bind(user.id).execute(unit.db()).await?;
        if ended.rows_affected() == 0 {
            return Err(Error::NotFound);
        }
        unit.then(Effect::Revoke(Revocation::Login(id)));
        Ok(())
    }

    /// Ends all of somebody's sign-ins but one.
    pub async fn end_others(unit: &mut Unit, user: &Fact<Person>, kept: i64) -> Result<()> {
        let ended: Vec<i64> = sqlx::query_scalar(
            "DELETE FROM visits
             WHERE user_id = ? AND id <> ? RETURNING id",
        )
        .bind(user.id)
        .bind(kept)
        .fetch_all(unit.db())
        .await?;
        for id in ended {
            unit.then(Effect::Revoke(Revocation::Login(id)));
        }
        Ok(())
    }

    /// Clears away what has expired.
    pub async fn sweep(unit: &mut Unit) -> Result<()> {
        let expired = sqlx::query(
            "DELETE FROM visits
             WHERE expires_at <= ?",
        );
        expired.bind(Utc::now()).execute(unit.db()).await?;
        Ok(())
    }
}
