//! The five models that every chat has, and the columns that they bring along.

/// One of the chat's own models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Core {
    User,
    Login,
    Room,
    Membership,
    Message,
}

/// What the chat itself stores in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuiltIn {
    pub name: &'static str,
    /// The field type that a schema may repeat for it; `None` where it may not be mentioned.
    pub kind: Option<&'static str>,
}

const fn fixed(name: &'static str) -> BuiltIn {
    BuiltIn { name, kind: None }
}

const fn open(name: &'static str, kind: &'static str) -> BuiltIn {
    BuiltIn { name, kind: Some(kind) }
}

impl Core {
    pub const ALL: [Self; 5] = [Self::User, Self::Login, Self::Room, Self::Membership, Self::Message];

    /// The key in `[chat]` that renames it, and the word for it in code.
    pub fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Login => "login",
            Self::Room => "room",
            Self::Membership => "membership",
            Self::Message => "message",
        }
    }

    /// What it is called unless a schema says otherwise.
    pub fn default_name(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Login => "LoginSession",
            Self::Room => "Room",
            Self::Membership => "Membership",
            Self::Message => "Message",
        }
    }

    /// The column that names a row to people.
    pub fn display(self) -> &'static str {
        match self {
            Self::User | Self::Room => "name",
            Self::Login => "user_agent",
            Self::Membership => "role",
            Self::Message => "body",
        }
    }

    /// The columns that are always there.
    pub fn built_in(self) -> &'static [BuiltIn] {
        const CREATED: BuiltIn = open("created_at", "datetime");
        const UPDATED: BuiltIn = open("updated_at", "datetime");
        match self {
            Self::User => {
                const {
                    &[
                        fixed("id"),
                        open("name", "string"),
                        open("email", "string"),
                        fixed("password_hash"),
                        fixed("role"),
                        open("banned_at", "datetime"),
                        CREATED,
                        UPDATED,
                    ]
                }
            }
            Self::Login => {
                const {
                    &[
                        fixed("id"),
                        fixed("user_id"),
                        fixed("token_hash"),
                        open("user_agent", "string"),
                        open("ip", "string"),
                        CREATED,
                        open("last_seen_at", "datetime"),
                        open("expires_at", "datetime"),
                    ]
                }
            }
            Self::Room => {
                const {
                    &[
                        fixed("id"),
                        open("name", "string"),
                        fixed("kind"),
                        fixed("direct_pair"),
                        fixed("created_by"),
                        open("archived_at", "datetime"),
                        fixed("assistant_answers"),
                        fixed("last_seq"),
                        open("last_message_at", "datetime"),
                        fixed("activity_seq"),
                        CREATED,
                        UPDATED,
                    ]
                }
            }
            Self::Membership => {
                const { &[fixed("room_id"), fixed("user_id"), fixed("role"), fixed("last_read_seq"), CREATED] }
            }
            Self::Message => {
                const {
                    &[
                        fixed("id"),
                        fixed("room_id"),
                        fixed("user_id"),
                        fixed("role"),
                        fixed("client_id"),
                        fixed("reply_to_id"),
                        open("body", "text"),
                        fixed("body_html"),
                        fixed("seq"),
                        CREATED,
                        open("edited_at", "datetime"),
                        open("deleted_at", "datetime"),
                    ]
                }
            }
        }
    }
}

/// The columns that each of a schema's own models has.
pub const OWN: &[BuiltIn] = &[fixed("id"), open("created_at", "datetime"), open("updated_at", "datetime")];

/// The column of a model whose rows are only marked as deleted.
pub const DELETED: BuiltIn = open("deleted_at", "datetime");
