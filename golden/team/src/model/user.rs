//! People with an account.

use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteQueryResult;

use crate::db::Conn;
use crate::error::{Error, OnConstraint, Problems, Result};
use crate::hub::Revocation;
use crate::model::access::Administrator;
use crate::model::admin::AdminUser;
use crate::model::fact::Fact;
use crate::text;
use crate::unit::{Effect, Unit};

use crate::model::extended::UserFields;

/// The longest email address (RFC 5321).
const EMAIL_BYTES: usize = 254;
use crate::model::message::NOBODY;

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct User {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub password_hash: String,
    /// `member` or `admin`.
    pub role: String,
    pub banned_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[sqlx(flatten)]
    pub fields: UserFields,
}

impl User {
    /// Adds an account. The first one belongs to the administrator.
    pub async fn create(
        unit: &mut Unit,
        name: &str,
        email: &str,
        password_hash: &str,
    ) -> Result<Fact<Self>> {
        let id = sqlx::query_scalar(
            "INSERT INTO users (name, email, password_hash, role)
             VALUES (?, ?, ?, CASE WHEN EXISTS (SELECT 1 FROM users) THEN 'member' ELSE 'admin' END)
             RETURNING id",
        )
        .bind(name)
        .bind(email)
        .bind(password_hash)
        .fetch_one(unit.db())
        .await
        .on_constraint("users.email", |_| {
            Error::field("email", "There is an account with this address already.")
        })?;
        let user = Self::find(unit.db(), id).await?;
        Ok(Fact::new(unit, user))
    }

    /// Somebody whose password was proven, unless they were locked out or chose another one meanwhile.
    pub async fn proven(unit: &mut Unit, proven: &Self) -> Result<Option<Fact<Self>>> {
        let user = Self::find(unit.db(), proven.id).await?;
        let same = user.banned_at.is_none() && user.password_hash == proven.password_hash;
        Ok(same.then(|| Fact::new(unit, user)))
    }

    pub async fn find(db: &mut Conn, id: i64) -> Result<Self> {
        let user = sqlx::query_as(
            "SELECT id, name, email, password_hash, role, banned_at, created_at,
                updated_at, pronouns, time_zone
             FROM users WHERE id = ?",
        );
        Ok(user.bind(id).fetch_one(db).await?)
    }

    pub async fn by_email(db: &mut Conn, email: &str) -> Result<Option<Self>> {
        let user = sqlx::query_as(
            "SELECT id, name, email, password_hash, role, banned_at, created_at,
                updated_at, pronouns, time_zone
             FROM users WHERE email = ?",
        );
        Ok(user.bind(email).fetch_optional(db).await?)
    }

    /// Whether nobody has an account yet.
    pub async fn none(db: &mut Conn) -> Result<bool> {
        let any = sqlx::query_scalar(
            "SELECT EXISTS (
                SELECT 1 FROM users
             )",
        );
        let any: bool = any.fetch_one(db).await?;
        Ok(!any)
    }

    pub async fn rename(unit: &mut Unit, user: &Fact<Self>, name: &str) -> Result<Self> {
        let change = sqlx::query(
            "UPDATE users
             SET name = ? WHERE id = ?",
        );
        change.bind(name).bind(user.id).execute(unit.db()).await?;
        Self::find(unit.db(), user.id).await
    }

    pub async fn set_password(unit: &mut Unit, user: &Fact<Self>, hash: &str) -> Result<()> {
        let change = sqlx::query(
            "UPDATE users
             SET password_hash = ? WHERE id = ?",
        );
        change.bind(hash).bind(user.id).execute(unit.db()).await?;
        Ok(())
    }

    /// Makes somebody a `member` or an `admin`.
    ///
    /// # Errors
    /// A conflict, if nobody would be left to administrate; so with [`Self::ban`].
    pub async fn set_role(
        unit: &mut Unit,
        _by: &Fact<Administrator>,
        id: i64,
        role: &str,
    ) -> Result<()> {
        let change = sqlx::query(
            "UPDATE users
             SET role = ? WHERE id = ?",
        );
        found(change.bind(role).bind(id).execute(unit.db()).await?)?;
        must_have_admin(unit.db()).await
    }

    /// Locks somebody out, at once and on every device.
    pub async fn ban(unit: &mut Unit, _by: &Fact<Administrator>, id: i64) -> Result<()> {
        let change = sqlx::query(
            "UPDATE users
             SET banned_at = coalesce(banned_at, ?) WHERE id = ?",
        );
        found(change.bind(Utc::now()).bind(id).execute(unit.db()).await?)?;
        must_have_admin(unit.db()).await?;
        let logins = sqlx::query(
            "DELETE FROM login_sessions
             WHERE user_id = ?",
        );
        logins.bind(id).execute(unit.db()).await?;
        unit.then(Effect::Revoke(Revocation::User(id)));
        Ok(())
    }

    pub async fn unban(unit: &mut Unit, _by: &Fact<Administrator>, id: i64) -> Result<()> {
        let change = sqlx::query(
            "UPDATE users
             SET banned_at = NULL WHERE id = ?",
        );
        found(change.bind(id).execute(unit.db()).await?)
    }

    pub fn is_admin(&self) -> bool {
        self.role == "admin"
    }

    /// A name that can stand in a line with others, and that is not the one of what nobody wrote.
    pub fn check_name(name: &str, problems: &mut Problems) {
        problems.check(text::is_visible(name), "name", "What should others call you?");
        problems.check(name.chars().count() <= 80, "name", "Use at most 80 characters.");
        problems.check(text::is_one_line(name), "name", "Use one line, without hidden characters.");
        let free = !text::looks_like(name, NOBODY);
        problems.check(free, "name", "This name is taken. Choose another one.");
    }

    /// Whether it can be anybody's at all, which is known before it is looked up.
    pub fn is_possible_email(email: &str) -> bool {
        email.len() <= EMAIL_BYTES
    }

    /// Only what no address lacks; whether it exists is for a message to it to find out.
    pub fn check_email(email: &str, problems: &mut Problems) {
        let shaped = email.split_once('@').is_some_and(|(a, b)| !a.is_empty() && !b.is_empty());
        let plain = !email.chars().any(|char| char.is_whitespace()) && text::is_one_line(email);
        problems.check(shaped && plain, "email", "This does not look like an email address.");
        problems.check(Self::is_possible_email(email), "email", "Use at most 254 characters.");
    }
}

fn found(change: SqliteQueryResult) -> Result<()> {
    if change.rows_affected() > 0 { Ok(()) } else { Err(Error::NotFound) }
}

async fn must_have_admin(db: &mut Conn) -> Result<()> {
    let any = sqlx::query_scalar(
        "SELECT EXISTS (
            SELECT 1 FROM users WHERE role = 'admin' AND banned_at IS NULL
         )",
    );
    let any: bool = any.fetch_one(db).await?;
    let nobody = || Error::Conflict("Somebody must stay who can administrate.".to_owned());
    any.then_some(()).ok_or_else(nobody)
}

impl From<User> for AdminUser {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            name: user.name,
            email: user.email,
            role: user.role,
            banned_at: user.banned_at,
            created_at: user.created_at,
            fields: user.fields,
        }
    }
}
