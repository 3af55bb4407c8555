//! Names that cannot be used because Rust, cargo, SQL or the generated project itself has taken them.

use super::listed;
use crate::model::core::Core;

/// Tables and indexes that the generated project has beside its models'.
pub const TABLES: &str = "
    _sqlx_migrations database_epoch message_search message_search_config message_search_content message_search_data
    message_search_docsize message_search_idx reactions runs runs_by_message runs_by_prompt runs_by_room runs_by_user
    runs_queued runs_streaming runs_under_way runs_unfinished
";

/// Those whose names begin with that of one of the chat's own models.
pub const TABLES_OF_CORE: &[(Core, &str)] = &[
    (Core::User, "{table}_admins"),
    (Core::Login, "{table}_expiry"),
    (Core::Login, "{table}_user"),
    (Core::Room, "{table}_activity"),
    (Core::Room, "{table}_open"),
    (Core::Room, "recent_{table}"),
    (Core::Room, "{snake}_events"),
    (Core::Membership, "{table}_of_user"),
    (Core::Message, "{table}_live"),
    (Core::Message, "{table}_replies"),
];

/// First segments of addresses below `/api` and below `/` that are not a model's.
pub const PATHS: &str = "
    admin api health login logout mcp me messages metrics openapi.json reactions ready register runs search settings
    socket static
";

/// Files and folders of the generated project in which models and views have theirs as well.
const MODULES: &str = "
    access account admin answering assets auth client cookies device directory done errors events extended fact frame
    health history in_room items joined lib limits logs main me messages metrics mod models next openapi password pool
    reaction readers reply_to room_event room_pages run run_reply run_status runs search security sign_in socket tests token
    views
";

/// Names that every Rust file has in scope.
const PRELUDE: &str = "
    AsMut AsRef Box Clone Copy Debug Default DoubleEndedIterator Drop Eq ExactSizeIterator Extend Fn FnMut FnOnce
    From FromIterator Future Hash Into IntoFuture IntoIterator Iterator None Ok Option Ord PartialEq PartialOrd Self
    Send Sized Some String Sync ToOwned ToString TryFrom TryInto Unpin Vec
";

/// Types that generated code has in scope beside those of the schema's own models.
const BESIDE_OWN: &str = "
    Admin App Bytes Conn CurrentUser Cursor DateTime Decimal DeletePage Deserialize Done EventChoices EventIds EventPage Effect Err Error Fact Fields Form
    FormPage Html IntoParams IntoResponse Json List ListPage Map MaybeUser NaiveDate OpenApiRouter Paging Path Problems
    Query QueryBuilder Redirect Response Result Router Serialize ShowPage Sqlite State StatusCode Texts ToSchema
    Unit Utc Uuid Value Words
";

/// Types that generated code has in scope beside those of the chat's own models only.
const BESIDE_CORE: &str = "
    Component Kwargs Serde Views
    AdminCounts AdminPage AdminRoom AdminSession AdminUser Administrator After Answers AppendHeaders Arc Asked
    Assistant AssistantConfig AtRoom Bearer Before Body CancellationToken Client Close Config Context Count
    Credentials DefaultDirectRateLimiter KnownDevice Duration End Event EventFrame Fact Frame FromRequestParts HashMap
    HeaderMap HeaderName HeaderValue History HistoryPartial Hit InRoom Instant Instrument Items Joined Kind ListQuery
    Listed LoginForm LoginPage Me MeChange Member MessageItem MessagePartial MessagePath MissedTickBehavior Mutex
    NewBody NewMember NewMessage NewRole NewRoom Next NonZeroU32 OfMessage OfRun OnConstraint Orders OwnSession
    OwnSessions Page Parts PasswordChange Passwords Place PoisonError Prepared Problem Problems Provider Question
    Quota RateLimiter Reaction Read RegisterForm RegisterPage ReplyTo Registration Rejection Revocation Role RoomChanges
    RoomEvent RoomItem RoomKind RoomNewPage RoomPage RoomPartial RoomPath RoomSettingsPage RoomsPage RoomsPartial Run
    RunPath RunStatus SearchPage SecondsFormat Sent Serializer Session Sessions SettingsPage SignedIn SinkExt
    SqliteQueryResult Status TaskTracker TimeDelta Token Told Topic Typing UserChange UserRole Utf8Bytes VecDeque
    WebSocket WelcomePage
";

/// Crates that the generated project depends on, or that come with Rust.
const CRATES: &str = "
    alloc ammonia argon2 axum chrono core futures futures-util genai getrandom hex http hyper metrics
    metrics-exporter-prometheus minijinja proc-macro pulldown-cmark rand reqwest rust-embed serde serde-json sha2
    sqlx std test thiserror time tokio tokio-tungstenite tokio-util toml tower tower-http tracing tracing-subscriber
    url utoipa utoipa-axum uuid
";

/// Why a project cannot have this name, if it cannot.
pub fn project(name: &str) -> Option<&'static str> {
    let plain = name.replace('_', "-");
    if super::keywords::rust(name) {
        Some("it is a keyword of Rust")
    } else if listed(CRATES, plain.as_str()) {
        Some("a crate of that name comes with Rust or is used by the project")
    } else if ["build", "deps", "doc", "examples", "incremental"].contains(&name) {
        Some("cargo has a folder of that name beside the program")
    } else if is_device(name) {
        Some("Windows keeps it for a device")
    } else {
        None
    }
}

/// Why a model cannot have this name, if it cannot. `core` is for the chat's own models.
pub fn model(name: &str, core: bool) -> Option<&'static str> {
    if listed(PRELUDE, name) {
        Some("Rust itself has a type or trait of that name")
    } else if listed(BESIDE_OWN, name) || (core && listed(BESIDE_CORE, name)) {
        Some("generated code already uses a type of that name")
    } else {
        None
    }
}

/// Whether generated code has a variable of that name in scope beside one for each field.
pub fn variable(name: &str) -> bool {
    name == "fields"
}

/// Whether a file or folder of that name stands where those of models and views do, or could not be made on Windows.
pub fn module(name: &str) -> bool {
    listed(MODULES, name) || is_device(name)
}

/// Why a field cannot have this name, if it cannot.
pub fn field(name: &str) -> Option<&'static str> {
    match name {
        "rowid" | "oid" => Some("SQLite keeps it for the number of a row"),
        _ => None,
    }
}

/// Why a view cannot have this name, if it cannot.
pub fn view(name: &str) -> Option<&'static str> {
    listed(PATHS, super::kebab(name).as_str()).then_some("the address belongs to the chat itself")
}

/// File names that Windows does not allow, whatever the extension.
fn is_device(name: &str) -> bool {
    let numbered = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    ["aux", "con", "nul", "prn"].contains(&name)
        || numbered.is_some_and(|n| n.len() == 1 && n != "0" && n.parse::<u8>().is_ok())
}
