//! How far the assistant got with a reply, and how it ended.

use serde::{Serialize, Serializer};
use utoipa::ToSchema;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Another reply in the same chat session comes first.
    Queued,
    Streaming,
    Done,
    /// The provider ended it before it was whole; it can go on.
    Cut,
    /// Somebody had enough of it, or whoever asked may not hear it any more.
    Stopped,
    Failed,
    /// The server ended before the reply did.
    Interrupted,
    /// What a later build of this program writes; it is passed on as it is.
    Other(String),
}

/// Every status that this build knows, and its name.
const NAMES: &[(Status, &str)] = &[
    (Status::Queued, "queued"),
    (Status::Streaming, "streaming"),
    (Status::Done, "done"),
    (Status::Cut, "cut"),
    (Status::Stopped, "stopped"),
    (Status::Failed, "failed"),
    (Status::Interrupted, "interrupted"),
];

/// How far the assistant got with a message.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct RunStatus {
    pub id: i64,
    /// `queued`, `streaming`, `done`, `cut`, `stopped`, `failed` or `interrupted`.
    #[schema(value_type = String)]
    #[sqlx(try_from = "String")]
    pub status: Status,
    /// What went wrong, or why it ended early, in a sentence for people.
    pub error: Option<String>,
    /// What was thought on the way to the reply; no part of it.
    pub thoughts: String,
}

/// How a run ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    Done,
    /// With a sentence for people.
    Cut(String),
    Stopped,
    /// With a sentence for people.
    Failed(String),
    Interrupted,
}

impl Status {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Other(name) => name,
            known => {
                let named = NAMES.iter().find(|(status, _)| status == known);
                named.map_or("", |(_, name)| name)
            }
        }
    }
}

impl From<String> for Status {
    fn from(name: String) -> Self {
        let known = NAMES.iter().find(|(_, known)| *known == name);
        known.map_or(Self::Other(name), |(status, _)| status.clone())
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl End {
    pub fn status(&self) -> Status {
        match self {
            Self::Done => Status::Done,
            Self::Cut(_) => Status::Cut,
            Self::Stopped => Status::Stopped,
            Self::Failed(_) => Status::Failed,
            Self::Interrupted => Status::Interrupted,
        }
    }

    pub fn error(&self) -> Option<&str> {
        match self {
            Self::Cut(why) | Self::Failed(why) => Some(why),
            Self::Done | Self::Stopped | Self::Interrupted => None,
        }
    }
}
