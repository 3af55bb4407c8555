//! The words that a schema chooses from: each list stands here once, and the reader, the JSON Schema and the reference use it.

use schemars::JsonSchema;

/// A closed list of words.
pub trait Choice: Copy + 'static {
    /// What a word of the list is: `feature`.
    const WHAT: &'static str;
    /// Each word and what it stands for, in the order of the reference.
    const ALL: &'static [(&'static str, Self)];

    /// Finds what a word stands for.
    fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| *name == word).map(|(_, choice)| *choice)
    }

    /// The words alone.
    fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|(name, _)| *name).collect()
    }
}

macro_rules! choices {
    ($(#[$meta:meta])* $what:literal $type:ident { $($(#[doc = $doc:literal])+ $word:literal => $variant:ident,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, JsonSchema)]
        pub enum $type {
            $($(#[doc = $doc])+ #[schemars(rename = $word)] $variant,)+
        }

        impl Choice for $type {
            const WHAT: &'static str = $what;
            const ALL: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),+];
        }

        impl $type {
            /// The word as a schema writes it.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }
    };
}

choices! {
    /// What a chat can do beyond rooms, members and messages.
    "feature" Feature {
        /// Replies written by a language model (or by the offline `echo`), streamed as they come.
        "assistant" => Assistant,
        /// Who is in the room right now.
        "presence" => Presence,
        /// Emoji under messages.
        "reactions" => Reactions,
        /// Full-text search over all messages.
        "search" => Search,
        /// Who is writing right now.
        "typing" => Typing,
    }
}

choices! {
    /// What a view can do.
    "view feature" ViewFeature {
        /// Only people who are signed in see the page.
        "auth" => Auth,
        /// Rows can be created, changed and deleted.
        "crud" => Crud,
        /// A form with the error beside each field.
        "form" => Form,
        /// Long lists come in pages.
        "pagination" => Pagination,
        /// Who is looking at the page right now.
        "presence" => Presence,
        /// A search field over the model's texts.
        "search" => Search,
        /// Changes made by others appear by themselves.
        "streaming" => Streaming,
    }
}

choices! {
    /// Where the data lives.
    "database" Database {
        /// A file beside the program, nothing to install.
        "sqlite" => Sqlite,
        /// A PostgreSQL server (this version generates for `sqlite` only).
        "postgres" => Postgres,
    }
}

choices! {
    /// How the nodes of a chat tell each other what happened.
    "bus" Bus {
        /// Inside the one process.
        "local" => Local,
        /// Through a Redis server (this version generates for `local` only).
        "redis" => Redis,
    }
}

choices! {
    /// Who writes the assistant's replies.
    "provider" Provider {
        /// Repeats what it was told: works offline and with no key.
        "echo" => Echo,
        /// Claude models by Anthropic.
        "anthropic" => Anthropic,
        /// GPT models by OpenAI.
        "openai" => Openai,
        /// Gemini models by Google.
        "gemini" => Gemini,
        /// Models on one's own machine, through Ollama.
        "ollama" => Ollama,
        /// Any server that speaks OpenAI's protocol.
        "openai-compatible" => OpenaiCompatible,
    }
}

choices! {
    /// What kind of value a field holds.
    "field type" FieldType {
        /// A line of text with a greatest length: `string(200)`; 255 characters where no length is given.
        "string" => String,
        /// Text of any length.
        "text" => Text,
        /// A whole number of 32 bits.
        "int" => Int,
        /// A whole number of 64 bits.
        "bigint" => Bigint,
        /// A number with a fraction.
        "float" => Float,
        /// An exact number with a fraction, such as an amount of money.
        "decimal" => Decimal,
        /// True or false.
        "bool" => Bool,
        /// A moment, in UTC.
        "datetime" => Datetime,
        /// A day.
        "date" => Date,
        /// Any JSON value.
        "json" => Json,
        /// A UUID.
        "uuid" => Uuid,
        /// Raw bytes.
        "bytes" => Bytes,
        /// One of a few words: `enum(open, closed)`.
        "enum" => Enum,
        /// A row of another model: `ref(Ticket, on_delete=cascade)`.
        "ref" => Ref,
        /// A row of one of several models: `poly(Ticket, Article)`; becomes two columns.
        "poly" => Poly,
        /// A number counted from 1 within each row that a `ref` field points at: `counter(project)`.
        "counter" => Counter,
    }
}

choices! {
    /// How an enumeration is stored.
    "storage" Storage {
        /// As its words.
        "text" => Text,
        /// As numbers, the first word being 0.
        "integer" => Integer,
    }
}

choices! {
    /// What happens to a row when the row it refers to is deleted.
    "action" OnDelete {
        /// It is deleted as well.
        "cascade" => Cascade,
        /// It stays, and refers to nothing; the field must be optional.
        "set null" => SetNull,
        /// The other row cannot be deleted as long as this one exists.
        "restrict" => Restrict,
    }
}
