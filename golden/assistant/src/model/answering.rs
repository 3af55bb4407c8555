//! Where the assistant answers.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::{Error, Result};
use crate::model::access::InRoom;
use crate::model::fact::Fact;
use crate::unit::Unit;

use crate::model::chat_session::RoomKind;

/// When the assistant answers in a chat session.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum Answers {
    /// Where one person is alone with it; among several, when it is addressed, or a message of its is answered.
    #[default]
    Auto,
    Always,
    Never,
}

impl InRoom {
    /// Whether the assistant answers this message, which this person has sent.
    pub async fn is_answered(
        unit: &mut Unit,
        at: &Fact<Self>,
        message_id: i64,
        addressed: bool,
    ) -> Result<bool> {
        match at.room.assistant_answers {
            _ if at.must_be_answered().is_err() => Ok(false),
            Answers::Auto if !addressed => {
                let alone_or_a_reply = sqlx::query_scalar(
                    "SELECT (SELECT count(*) = 1 FROM (
                        SELECT 1 FROM memberships m JOIN users u ON u.id = m.user_id
                        WHERE m.room_id = ? AND u.banned_at IS NULL LIMIT 2
                     )) OR EXISTS (
                        SELECT 1 FROM messages reply JOIN messages m ON m.id = reply.reply_to_id
                        WHERE reply.id = ? AND m.role = 'assistant'
                     )",
                );
                let query = alone_or_a_reply.bind(at.room.id).bind(message_id);
                Ok(query.fetch_one(unit.db()).await?)
            }
            _ => Ok(true),
        }
    }

    /// Refuses to have anything answered where the assistant is not to speak.
    pub fn must_be_answered(&self) -> Result<()> {
        const BETWEEN_TWO: &str = "The assistant stays out of what is between two people.";
        const OFF: &str = "The assistant is switched off here.";
        let silent = match (self.room.kind, self.room.assistant_answers) {
            (RoomKind::Direct, _) => BETWEEN_TWO,
            (_, Answers::Never) => OFF,
            _ => return Ok(()),
        };
        Err(Error::Conflict(silent.into()))
    }
}
