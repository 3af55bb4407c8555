//! Pages of a room's history, and single messages, as they are shown.
//!
//! A page is a few queries however long it is: which messages, the messages, and what belongs to all of them.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use utoipa::{IntoParams, ToSchema};

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::reaction::Reaction;
use crate::model::reply_to::ReplyTo;

use crate::model::message::{MessageItem, NOBODY};

/// How many messages a page has if nothing else is asked for, and at most.
const PAGE: i64 = 50;
const MAX_PAGE: i64 = 100;

/// Which page: the last one, or one beside or around a message that is named by its id.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Place {
    pub before: Option<i64>,
    pub after: Option<i64>,
    pub around: Option<i64>,
    /// 50 if left out, at most 100.
    pub limit: Option<i64>,
}

/// Messages in the order in which they were sent.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct History {
    pub items: Vec<MessageItem>,
    /// `before` of the page above this one.
    pub next: Option<i64>,
    /// Whether there are messages above the first one.
    pub older: bool,
    /// Whether there are messages below the last one.
    pub newer: bool,
}

impl History {
    /// A page of a room's messages.
    ///
    /// # Errors
    /// Not found, where the message that is named is not in the room.
    pub async fn page(db: &mut Conn, room_id: i64, place: &Place) -> Result<Self> {
        let limit = place.limit.unwrap_or(PAGE).clamp(1, MAX_PAGE);
        let (above, below) = match (place.around, place.before, place.after) {
            (Some(id), ..) => {
                let seq = seq(db, room_id, id).await?;
                let above = Side::above(db, room_id, seq + 1, limit - limit / 2).await?;
                (above, Side::below(db, room_id, seq, limit / 2).await?)
            }
            (_, Some(id), _) => {
                let seq = seq(db, room_id, id).await?;
                (Side::above(db, room_id, seq, limit).await?, Side::more())
            }
            (_, _, Some(id)) => {
                let seq = seq(db, room_id, id).await?;
                (Side::more(), Side::below(db, room_id, seq, limit).await?)
            }
            _ => (Side::above(db, room_id, i64::MAX, limit).await?, Side::default()),
        };
        let ids: Vec<i64> = above.ids.into_iter().rev().chain(below.ids).collect();
        let items = MessageItem::load(db, &ids).await?;
        let next = ids.first().copied().filter(|_| above.more);
        Ok(Self { items, next, older: above.more, newer: below.more })
    }
}

/// The messages on one side of a place, the nearest first.
#[derive(Default)]
struct Side {
    ids: Vec<i64>,
    /// Whether there are others behind them.
    more: bool,
}

impl Side {
    /// The side that was not asked for: at least the message that the page was asked from is there.
    fn more() -> Self {
        Self { ids: Vec::new(), more: true }
    }

    async fn above(db: &mut Conn, room_id: i64, seq: i64, limit: i64) -> Result<Self> {
        let ids = sqlx::query_scalar(
            "SELECT id FROM messages
             WHERE room_id = ? AND seq < ? ORDER BY seq DESC LIMIT ? + 1",
        );
        Ok(Self::of(ids.bind(room_id).bind(seq).bind(limit).fetch_all(db).await?, limit))
    }

    async fn below(db: &mut Conn, room_id: i64, seq: i64, limit: i64) -> Result<Self> {
        let ids = sqlx::query_scalar(
            "SELECT id FROM messages
             WHERE room_id = ? AND seq > ? ORDER BY seq LIMIT ? + 1",
        );
        Ok(Self::of(ids.bind(room_id).bind(seq).bind(limit).fetch_all(db).await?, limit))
    }

    /// One more was read than is wanted, only to know whether it is there.
    fn of(mut ids: Vec<i64>, limit: i64) -> Self {
        let wanted = usize::try_from(limit).unwrap_or_default();
        let more = ids.len() > wanted;
        ids.truncate(wanted);
        Self { ids, more }
    }
}

/// Where in its room a message stands.
async fn seq(db: &mut Conn, room_id: i64, id: i64) -> Result<i64> {
    let seq = sqlx::query_scalar(
        "SELECT seq FROM messages
         WHERE id = ? AND room_id = ?",
    );
    seq.bind(id).bind(room_id).fetch_optional(db).await?.ok_or(Error::NotFound)
}

impl MessageItem {
    /// The message with this id, as it is shown.
    ///
    /// # Errors
    /// Not found.
    pub async fn find(db: &mut Conn, id: i64) -> Result<Self> {
        Self::load(db, &[id]).await?.pop().ok_or(Error::NotFound)
    }

    /// The messages with these ids, in the order of their ids.
    pub async fn load(db: &mut Conn, ids: &[i64]) -> Result<Vec<Self>> {
        let items = sqlx::query_as(
            "SELECT m.id, m.room_id, m.seq, m.user_id, m.role, m.client_id, m.reply_to_id, m.body, m.body_html,
                m.created_at, m.edited_at, m.deleted_at,
                coalesce(u.name, ?) AS author
             FROM messages m LEFT JOIN users u ON u.id = m.user_id
             WHERE m.id IN (SELECT value FROM json_each(?)) ORDER BY m.id",
        );
        let mut items: Vec<Self> = items.bind(NOBODY).bind(Json(ids)).fetch_all(&mut *db).await?;
        let replies = items.iter().filter(|item| item.message.reply_to_id.is_some());
        let replies: Vec<i64> = replies.map(|item| item.message.id).collect();
        let mut answered = match replies.is_empty() {
            true => HashMap::new(),
            false => ReplyTo::of(db, &replies).await?,
        };
        let mut reactions = Reaction::of(db, ids).await?;
        for item in &mut items {
            item.reply_to = answered.remove(&item.message.id);
            item.reactions = reactions.remove(&item.message.id).unwrap_or_default();
        }
        Ok(items)
    }
}
