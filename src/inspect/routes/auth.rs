//! Which routes ask for somebody who is signed in: those whose extractors or layers can refuse, by what their own source says.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::eval::{Entry, Layer, Target};
use super::link::{Definition, Key, Program};
use super::tree::{Function, Type};

/// How far calls are followed from an extractor or a layer's function.
const DEEPEST: usize = 3;

/// What is found out about types and functions, once each.
pub struct Auth<'a> {
    program: &'a Program,
    types: RefCell<BTreeMap<usize, bool>>,
    functions: RefCell<BTreeMap<usize, bool>>,
}

/// Names of what refuses a caller who is not known.
const REFUSALS: &[&str] = &[
    "UNAUTHORIZED",
    "Unauthorized",
    "Unauthorised",
    "unauthorized",
    "Unauthenticated",
    "NotAuthenticated",
    "NotLoggedIn",
    "MissingToken",
    "InvalidToken",
    "MissingCredentials",
    "InvalidCredentials",
    "WrongCredentials",
    "AuthError",
    "AuthRedirect",
    "Unauthenticated",
    "AuthenticationRequired",
    "LoginRequired",
    "401",
];

/// Names of what refuses a caller who may not; other things than who the caller is can be the reason.
const FORBIDDEN: &[&str] = &["FORBIDDEN", "Forbidden", "403"];

/// Where a page leads those who are not signed in.
const SIGN_IN: &[&str] = &["login", "sign-in", "sign_in", "signin", "/auth"];

impl<'a> Auth<'a> {
    pub fn new(program: &'a Program) -> Self {
        Self { program, types: RefCell::default(), functions: RefCell::default() }
    }

    /// The extractor of the handler, or else the outermost layer, that asks for a caller who is signed in.
    pub fn of(&self, entry: &Entry) -> Option<String> {
        let extractor = match &entry.handler.target {
            Target::Function { id, .. } => {
                let node = &self.program.functions[*id];
                self.extractor(&node.function, node.module, 0)
            }
            _ => None,
        };
        extractor.or_else(|| entry.layers.iter().rev().find(|layer| self.layer(layer)).map(|layer| head(&layer.text)))
    }

    /// The first parameter that refuses.
    fn extractor(&self, function: &Function, module: usize, depth: usize) -> Option<String> {
        let mut parameters = function.parameters.iter();
        parameters.find(|(_, of)| self.type_refuses(of, module, depth)).map(|(_, of)| written(of))
    }

    fn layer(&self, layer: &Layer) -> bool {
        if let Some(of) = &layer.extractor
            && self.type_refuses(&of.of, of.module, 0)
        {
            return true;
        }
        let refuses = match &layer.target {
            Target::Function { id, .. } => self.function(*id, 0),
            _ => false,
        };
        refuses || is_known_layer(&layer.text)
    }

    fn type_refuses(&self, of: &Type, module: usize, depth: usize) -> bool {
        let name = of.name().unwrap_or_default();
        if depth > DEEPEST
            || matches!(name, "Option" | "Result")
            || name.starts_with("Maybe")
            || name.starts_with("Optional")
        {
            return false;
        }
        match self.program.key(of, module, &[]) {
            Some(Key::Local(id)) => self.local(id, depth),
            Some(Key::External(path)) => is_known_extractor(&path),
            _ => false,
        }
    }

    /// Whether a type's own extraction refuses.
    fn local(&self, id: usize, depth: usize) -> bool {
        if let Some(&known) = self.types.borrow().get(&id) {
            return known;
        }
        self.types.borrow_mut().insert(id, false);
        let refuses = self.program.implementations_of(&Key::Local(id)).any(|node| {
            let of = node.implementation.of.as_ref().and_then(Type::name).unwrap_or_default();
            let extracts = matches!(of, "FromRequestParts" | "FromRequest");
            let is_layer =
                of == "Service" || of == "Middleware" || of == "AsyncAuthorizeRequest" || of == "AuthorizeRequest";
            let rejection = node.implementation.members.types.iter().find(|(name, _)| name == "Rejection");
            let always = rejection.is_some_and(|(_, of)| of.name() == Some("Infallible"));
            (extracts || is_layer) && !always && node.functions.iter().any(|&id| self.function(id, depth + 1))
        });
        self.types.borrow_mut().insert(id, refuses);
        refuses
    }

    /// Whether a function refuses, takes something that does, or calls a function of its file that does.
    fn function(&self, id: usize, depth: usize) -> bool {
        if let Some(&known) = self.functions.borrow().get(&id) {
            return known;
        }
        self.functions.borrow_mut().insert(id, false);
        let node = &self.program.functions[id];
        let refuses = match &node.function.body {
            Some(body) if depth <= DEEPEST => {
                let text = self.program.text(node.module);
                let body = before_answer(text.get(body.bytes.clone()).unwrap_or_default());
                refuses(body)
                    || self.extractor(&node.function, node.module, depth + 1).is_some()
                    || self.extracts(body, node.module, depth)
                    || self.calls(body, node.module, depth)
            }
            _ => false,
        };
        self.functions.borrow_mut().insert(id, refuses);
        refuses
    }

    /// Whether a body asks another extractor that refuses: `CurrentUser::from_request_parts(parts, state)`.
    fn extracts(&self, body: &str, module: usize, depth: usize) -> bool {
        let calls = ["::from_request_parts(", "::from_request(", ".extract::<"];
        calls.iter().any(|call| {
            body.match_indices(call).any(|(at, _)| {
                let name =
                    if call.starts_with('.') { word_after(&body[at + call.len()..]) } else { word_before(&body[..at]) };
                let (Some(name), after) = (name, &body[at..]) else { return false };
                let is_optional = after.find(';').is_some_and(|end| {
                    let statement = &after[..end];
                    statement.contains(".ok()") || statement.contains(".unwrap_or")
                });
                name != "Self" && !is_optional && self.type_refuses(&Type::named(&[name]), module, depth + 1)
            })
        })
    }

    /// Whether a body calls a function of the same project by its name, with `?`, that refuses.
    fn calls(&self, body: &str, module: usize, depth: usize) -> bool {
        body.match_indices('(').any(|(at, _)| {
            let Some(name) = word_before(&body[..at]) else { return false };
            let before = &body[..at - name.len()];
            if before.ends_with('.') || before.ends_with("fn ") || !name.starts_with(char::is_lowercase) {
                return false;
            }
            let found = self.program.resolve(&[name.to_owned()], module).into_iter().next();
            match found.map(|found| found.definition) {
                Some(Definition::Function(id)) => depth < DEEPEST && self.function(id, depth + 1),
                _ => false,
            }
        })
    }
}

/// The part of a layer's function that decides; what comes behind `let response = next.run(request)` is about answers.
fn before_answer(body: &str) -> &str {
    body.find("= next.run(").map_or(body, |at| &body[..at])
}

/// Whether a body makes an answer for callers who are not known, or not let in. To compare with one is not to make one.
fn refuses(body: &str) -> bool {
    let makes = |word: &&str| body.match_indices(word).any(|(at, _)| is_made(body, at, word.len()));
    if REFUSALS.iter().any(&makes) {
        return true;
    }
    let lower = body.to_lowercase();
    let is_about_origin = ["origin", "csrf", "xsrf", "referer"].iter().any(|word| lower.contains(word));
    if !is_about_origin && FORBIDDEN.iter().any(&makes) {
        return true;
    }
    body.match_indices("Redirect::").any(|(at, _)| {
        let to: String = body[at..].chars().take(80).collect();
        is_made(body, at, "Redirect".len()) && SIGN_IN.iter().any(|place| to.contains(place))
    })
}

/// Whether the word at `at` is a whole one, and neither compared with nor matched.
fn is_made(body: &str, at: usize, length: usize) -> bool {
    let (before, after) = (&body[..at], &body[at + length..]);
    let is_word = |char: char| char.is_alphanumeric() || char == '_';
    if before.ends_with(is_word) || after.starts_with(is_word) {
        return false;
    }
    if before.lines().next_back().is_some_and(|line| line.contains("//")) {
        return false;
    }
    let statement = before.rsplit([';', '{', '}']).next().unwrap_or_default();
    let is_compared = statement.contains("matches!(")
        || before.trim_end_matches(|char: char| is_word(char) || char == ':').trim_end().ends_with(['=', '!']) && {
            let operator = before.trim_end_matches(|char: char| is_word(char) || char == ':').trim_end();
            operator.ends_with("==") || operator.ends_with("!=")
        };
    let rest = after.trim_start_matches([')', '(', '_', ' ', '.']).trim_start();
    !is_compared && !rest.starts_with("=>") && !rest.starts_with("| ")
}

fn word_before(text: &str) -> Option<&str> {
    let start = text
        .rfind(|char: char| !(char.is_alphanumeric() || char == '_'))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    (start < text.len()).then(|| &text[start..])
}

fn word_after(text: &str) -> Option<&str> {
    let end = text.find(|char: char| !(char.is_alphanumeric() || char == '_')).unwrap_or(text.len());
    (end > 0).then(|| &text[..end])
}

/// Extractors of other packages that refuse those who are not signed in.
fn is_known_extractor(path: &str) -> bool {
    path.starts_with("axum_auth::") || matches!(path, "axum_oidc::OidcClaims" | "axum_jwt_auth::Claims")
}

/// Layers of other packages that refuse those who are not signed in.
fn is_known_layer(text: &str) -> bool {
    const KNOWN: &[&str] = &[
        "login_required!",
        "permission_required!",
        "predicate_required!",
        "RequireAuthorizationLayer::",
        "ValidateRequestHeaderLayer::bearer",
        "ValidateRequestHeaderLayer::basic",
        "OidcLoginLayer",
    ];
    KNOWN.iter().any(|known| text.contains(known))
}

/// A layer without its arguments, if it has none: `from_extractor::<RequireAuth>`.
fn head(text: &str) -> String {
    text.strip_suffix("()").unwrap_or(text).to_owned()
}

/// A type, as it would be written.
fn written(of: &Type) -> String {
    match of {
        Type::Path { path, arguments, .. } if arguments.is_empty() => path.join("::"),
        Type::Path { path, arguments, .. } => {
            let arguments: Vec<String> = arguments.iter().map(written).collect();
            format!("{}<{}>", path.join("::"), arguments.join(", "))
        }
        Type::Reference { to, .. } => format!("&{}", written(to)),
        _ => "_".to_owned(),
    }
}
