//! Names that cannot be used because Rust, cargo, SQL or the generated project itself has taken them.

/// Tables, and a view, that the generated project has beside its models'.
pub const TABLES: &[&str] = &["_sqlx_migrations", "message_search", "reactions", "recent_rooms", "runs"];

/// First segments of addresses below `/api` and below `/` that are not a model's.
pub const PATHS: &[&str] = &[
    "admin",
    "api",
    "health",
    "login",
    "logout",
    "mcp",
    "me",
    "metrics",
    "openapi.json",
    "reactions",
    "ready",
    "register",
    "runs",
    "search",
    "settings",
    "socket",
    "static",
];

/// Modules of the generated project beside the models'.
const MODULES: &[&str] = &[
    "access",
    "account",
    "admin",
    "api",
    "app",
    "assistant",
    "auth",
    "clock",
    "config",
    "cursor",
    "db",
    "demo",
    "docs",
    "effect",
    "error",
    "event",
    "events",
    "guard",
    "health",
    "http",
    "hub",
    "lib",
    "limit",
    "limits",
    "log",
    "main",
    "markdown",
    "mcp",
    "metrics",
    "mod",
    "model",
    "openapi",
    "ops",
    "origin",
    "page",
    "pages",
    "presence",
    "problem",
    "reaction",
    "reactions",
    "recent",
    "run",
    "runs",
    "search",
    "security",
    "seed",
    "server",
    "session",
    "socket",
    "static",
    "templates",
    "tests",
    "topic",
    "typing",
    "unit",
    "view",
    "views",
];

/// Types that generated code imports beside a model's, or that are in scope everywhere.
const TYPES: &[&str] = &[
    "Admin",
    "Any",
    "App",
    "Arc",
    "AsMut",
    "AsRef",
    "Body",
    "Box",
    "Bytes",
    "Clone",
    "Config",
    "Conn",
    "Copy",
    "CurrentUser",
    "Cursor",
    "DateTime",
    "Db",
    "Debug",
    "Default",
    "Deref",
    "Deserialize",
    "Display",
    "DoubleEndedIterator",
    "Drop",
    "Effect",
    "Environment",
    "Eq",
    "Err",
    "Error",
    "ExactSizeIterator",
    "Extend",
    "Extension",
    "Fn",
    "FnMut",
    "FnOnce",
    "Form",
    "From",
    "FromIterator",
    "FromRow",
    "FromStr",
    "Future",
    "HashMap",
    "Hash",
    "HeaderMap",
    "Html",
    "Hub",
    "Id",
    "InRoom",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "IntoParams",
    "IntoResponse",
    "Iterator",
    "Json",
    "Kind",
    "MaybeUser",
    "Method",
    "Multipart",
    "NaiveDate",
    "None",
    "Ok",
    "OnConstraint",
    "OpenApiRouter",
    "Option",
    "Ord",
    "Page",
    "PartialEq",
    "PartialOrd",
    "Path",
    "Pool",
    "Problems",
    "Query",
    "Reaction",
    "Redirect",
    "Request",
    "Response",
    "Result",
    "Revocation",
    "RoomEvent",
    "Router",
    "Row",
    "Run",
    "Self",
    "Send",
    "Serialize",
    "Sized",
    "Some",
    "Sqlite",
    "SqlitePool",
    "State",
    "StatusCode",
    "Str",
    "String",
    "Sync",
    "Template",
    "ToOwned",
    "ToSchema",
    "ToString",
    "Topic",
    "Transaction",
    "TryFrom",
    "TryInto",
    "Unit",
    "Unpin",
    "Uri",
    "Url",
    "Utc",
    "Uuid",
    "Value",
    "Vec",
    "Viewer",
    "Views",
];

/// Crates that the generated project depends on, or that come with Rust.
const CRATES: &[&str] = &[
    "alloc",
    "ammonia",
    "argon2",
    "axum",
    "chrono",
    "core",
    "futures",
    "futures-util",
    "genai",
    "getrandom",
    "hex",
    "http",
    "hyper",
    "metrics",
    "metrics-exporter-prometheus",
    "minijinja",
    "proc-macro",
    "pulldown-cmark",
    "rand",
    "reqwest",
    "rust-embed",
    "serde",
    "serde-json",
    "sha2",
    "sqlx",
    "std",
    "test",
    "thiserror",
    "time",
    "tokio",
    "tokio-tungstenite",
    "tokio-util",
    "toml",
    "tower",
    "tower-http",
    "tracing",
    "tracing-subscriber",
    "url",
    "utoipa",
    "utoipa-axum",
    "uuid",
];

/// Why a project cannot have this name, if it cannot.
pub fn project(name: &str) -> Option<&'static str> {
    let plain = name.replace('_', "-");
    if super::keywords::rust(name) {
        Some("it is a keyword of Rust")
    } else if CRATES.contains(&plain.as_str()) {
        Some("a crate of that name comes with Rust or is used by the project")
    } else if ["build", "deps", "doc", "examples", "incremental"].contains(&name) {
        Some("cargo has a folder of that name beside the program")
    } else if is_device(name) {
        Some("Windows keeps it for a device")
    } else {
        None
    }
}

/// Why a model cannot have this name, if it cannot.
pub fn model(name: &str) -> Option<&'static str> {
    if TYPES.contains(&name) {
        Some("generated code already uses a type of that name")
    } else if MODULES.contains(&super::snake(name).as_str()) {
        Some("the generated project already has a module of that name")
    } else if is_device(&super::snake(name)) {
        Some("Windows keeps it for a device, and a file is named after the model")
    } else {
        None
    }
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
    if PATHS.contains(&super::kebab(name).as_str()) {
        Some("the address belongs to the chat itself")
    } else if MODULES.contains(&name) {
        Some("the generated project already has a module of that name")
    } else if is_device(name) {
        Some("Windows keeps it for a device, and a file is named after the view")
    } else {
        None
    }
}

/// File names that Windows does not allow, whatever the extension.
fn is_device(name: &str) -> bool {
    let numbered = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    ["aux", "con", "nul", "prn"].contains(&name)
        || numbered.is_some_and(|n| n.len() == 1 && n != "0" && n.parse::<u8>().is_ok())
}
