//! What paths of axum, and of the crates around it, stand for.

/// What a path of another package stands for, as far as routes go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum External {
    Router,
    MethodRouter,
    MethodFilter,
    /// A function like `get` or `any_service`.
    Verb(Verb),
    ServiceBuilder,
    /// A text, by which many functions can make one.
    String,
    Other(Vec<String>),
}

/// A function that makes a method router.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verb {
    /// In upper case; nothing for `on`, which takes a filter.
    pub method: Option<String>,
    /// How many arguments come after the handler: what `get_with` of aide takes to document it.
    pub is_service: bool,
}

const METHODS: &[&str] = &["get", "post", "put", "delete", "patch", "head", "options", "trace", "connect", "any", "on"];

impl Verb {
    /// The verb of a function or method name: `get`, `get_service`, `get_with`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let (method, is_service) = match name.strip_suffix("_service") {
            Some(method) => (method, true),
            None => (name.strip_suffix("_with").unwrap_or(name), false),
        };
        METHODS.contains(&method).then(|| Self { method: (method != "on").then(|| method.to_uppercase()), is_service })
    }
}

impl External {
    #[must_use]
    pub fn of(path: &[String]) -> Self {
        let other = || Self::Other(path.to_vec());
        let Some(name) = path.last() else { return other() };
        if matches!(path.first().map(String::as_str), Some("std" | "alloc")) && name == "String" {
            return Self::String;
        }
        if name == "ServiceBuilder" {
            return Self::ServiceBuilder;
        }
        if !is_axum(path) {
            return other();
        }
        match name.as_str() {
            "Router" | "OpenApiRouter" | "ApiRouter" => Self::Router,
            "MethodRouter" | "ApiMethodRouter" | "UtoipaMethodRouter" => Self::MethodRouter,
            "MethodFilter" => Self::MethodFilter,
            // `Request::get` is no verb of axum's: those are functions of a module.
            _ => Verb::named(name).filter(|_| !is_member(path)).map_or_else(other, Self::Verb),
        }
    }

    /// The name that implementations on it are found by.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Router => "Router".to_owned(),
            Self::MethodRouter => "MethodRouter".to_owned(),
            Self::Other(path) => path.join("::"),
            other => format!("{other:?}"),
        }
    }
}

/// Whether the last name of a path is that of something in a type.
fn is_member(path: &[String]) -> bool {
    path.len() > 1 && path[path.len() - 2].starts_with(char::is_uppercase)
}

/// Whether a path leads into axum, or into what another package gives on of it.
#[must_use]
pub fn is_axum(path: &[String]) -> bool {
    let makes = |name: &String| matches!(name.as_str(), "axum" | "axum_extra" | "utoipa_axum" | "aide");
    path.iter().any(makes)
}

/// Whether `use path::*` of another package is where `name` comes from.
#[must_use]
pub fn gives(path: &[String], name: &str) -> bool {
    if !is_axum(path) {
        return path.first().is_some_and(|first| first == "tower") && name == "ServiceBuilder";
    }
    let last = path.last().map(String::as_str);
    match name {
        "Router" => matches!(last, Some("axum" | "routing" | "prelude")),
        "OpenApiRouter" => matches!(last, Some("router" | "utoipa_axum")),
        "ApiRouter" | "IntoApiResponse" => matches!(last, Some("axum" | "aide")),
        "MethodRouter" | "MethodFilter" | "ApiMethodRouter" => {
            matches!(last, Some("routing" | "method_routing" | "prelude"))
        }
        "routing" | "middleware" | "extract" | "handler" => last == Some("axum"),
        "from_fn" | "from_fn_with_state" | "from_extractor" | "from_extractor_with_state" => last == Some("middleware"),
        _ => Verb::named(name).is_some() && matches!(last, Some("routing" | "method_routing" | "prelude")),
    }
}
