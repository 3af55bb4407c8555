//! The handlers of a project that chatgen made, and what each of them leads to: what it reads, changes and checks.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::BitOr;

use super::graph::{Graph, Place, Way};
use super::{Project, audit, handlers};
use crate::inspect::code::{Call, Kind, words};
use crate::inspect::routes::{self, Route};
use crate::model::Chat;

/// Methods as attributes and `axum::routing` name them.
const METHODS: [&str; 6] = ["get", "post", "put", "patch", "delete", "any"];

/// A handler on a route.
pub struct Exposed<'a> {
    /// In upper case; `ANY`, `SERVICE` and `FALLBACK` too.
    pub method: String,
    /// After nesting.
    pub path: String,
    /// The handler.
    pub place: Place<'a>,
    /// Where the route is written; the handler itself if only its attribute says so.
    pub written: routes::Place,
    /// What has to hold for the route to be there.
    pub condition: Option<String>,
    /// Neither an extractor nor a layer of its route refuses those who are not signed in.
    pub is_open: bool,
    /// What it does itself and by what it calls and waits for.
    pub does: Deeds,
    /// The same with what its extractors and the layers around it do.
    pub involves: Deeds,
    /// A table of a room's data that it reads or changes by SQL which does not ask who is a member.
    pub room_data: Option<String>,
    /// Its own text has such SQL, not only what it calls.
    pub is_by_itself: bool,
}

/// What a function does, as far as its own text tells.
#[derive(Debug, Clone, Copy, Default)]
pub struct Deeds {
    /// Reads or changes sign-ins.
    pub sign_ins: bool,
    /// Has SQL that asks who is a member.
    pub memberships: bool,
    /// Looks up somebody's membership.
    pub membership_checks: bool,
    /// Begins to write.
    pub writes: bool,
    /// Counts how often somebody does it.
    pub limits: bool,
    /// Hashes a password, sends mail, or makes an account.
    pub costs: bool,
    /// Asks whether somebody is an administrator.
    pub admin: bool,
}

impl BitOr for Deeds {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self {
            sign_ins: self.sign_ins | other.sign_ins,
            memberships: self.memberships | other.memberships,
            membership_checks: self.membership_checks | other.membership_checks,
            writes: self.writes | other.writes,
            limits: self.limits | other.limits,
            costs: self.costs | other.costs,
            admin: self.admin | other.admin,
        }
    }
}

impl<'a> Exposed<'a> {
    /// One for a route whose handler is a function of this project.
    fn routed(graph: &Graph<'a>, route: &Route) -> Option<Self> {
        let defined = route.defined.as_ref()?;
        let place = graph.at(&defined.file, defined.line)?;
        let written = routes::Place { file: route.file.clone(), line: route.line };
        let mut exposed = Self::new(place, route.method.clone(), route.path.clone(), written);
        exposed.condition.clone_from(&route.condition);
        exposed.involves.sign_ins = route.auth.is_some();
        exposed.is_open = route.auth.is_none();
        exposed.involves.limits = audit::is_rate_limited(&route.layers);
        Some(exposed)
    }

    /// One for what the handler's own attribute says.
    fn described(place: &Place<'a>) -> Option<Self> {
        let attribute = place.function.attributes.iter().find(|attribute| attribute.path == "utoipa::path")?;
        let method = attribute.arguments.split(',').next()?.trim();
        let path = attribute.arguments.split("path = \"").nth(1)?.split('"').next()?;
        let method = METHODS.contains(&method).then(|| method.to_uppercase())?;
        let written = routes::Place { file: place.file.to_owned(), line: place.function.line };
        Some(Self::new(*place, method, path.to_owned(), written))
    }

    /// One for each handler in `.route("/path", get(one).post(two))`.
    fn literal(graph: &Graph<'a>, place: &Place<'a>) -> Vec<Self> {
        let mut found = Vec::new();
        for (route, methods) in handlers::routes(place) {
            let Some(path) = route.arguments[0].literal.as_deref() else { continue };
            for call in methods.into_iter().filter(|call| METHODS.contains(&call.name())) {
                let handler = graph.meant(place, place.module.argument(call, 0));
                let written =
                    routes::Place { file: place.file.to_owned(), line: place.module.problem(&route.name_at, "").line };
                found.extend(
                    handler.map(|handler| Self::new(handler, call.name().to_uppercase(), path.to_owned(), written)),
                );
            }
        }
        found
    }

    fn new(place: Place<'a>, method: String, path: String, written: routes::Place) -> Self {
        let (does, involves) = (Deeds::default(), Deeds::default());
        Self {
            method,
            path,
            place,
            written,
            condition: None,
            is_open: false,
            does,
            involves,
            room_data: None,
            is_by_itself: false,
        }
    }

    /// Whether the method is one that changes something.
    #[must_use]
    pub fn is_change(&self) -> bool {
        matches!(self.method.as_str(), "POST" | "PUT" | "PATCH" | "DELETE" | "ANY" | "FALLBACK")
    }
}

/// Every handler that is on a route, or would be if its file were a module of the project.
pub fn read<'a>(project: &Project<'a>) -> Vec<Exposed<'a>> {
    let Some(chat) = project.chat().filter(|_| project.wants_rust()) else { return Vec::new() };
    let graph = project.graph();
    let tables = Tables::of(chat);
    let places: Vec<Place> = graph.places().collect();
    let deeds: Vec<OnceCell<(Deeds, Option<&str>)>> = places.iter().map(|_| OnceCell::new()).collect();
    let deeds = |at: usize| *deeds[at].get_or_init(|| tables.deeds(&places[at]));
    let mut found: Vec<Exposed> =
        project.routes().routes.iter().filter_map(|route| Exposed::routed(graph, route)).collect();
    let is_routed: HashSet<(&str, usize)> =
        found.iter().map(|exposed| (exposed.place.file, exposed.place.function.line)).collect();
    // Of a file that no module names yet, what it says itself has to do.
    let http = places.iter().filter(|place| place.file.starts_with("src/http/"));
    let written = http.flat_map(|place| Exposed::described(place).into_iter().chain(Exposed::literal(graph, place)));
    found.extend(written.filter(|exposed| !is_routed.contains(&(exposed.place.file, exposed.place.function.line))));
    // The functions of a model's own file may ask before; what others ask is about something else.
    let is_open = |at: usize| {
        let reached = graph.reached(&places[at], |way| way == Way::Called);
        !reached.iter().any(|&other| places[other].file == places[at].file && deeds(other).0.memberships)
    };
    let open: Vec<OnceCell<bool>> = places.iter().map(|_| OnceCell::new()).collect();
    for exposed in found.iter_mut().filter(|exposed| project.wants(exposed.place.file)) {
        let all = |ways: &[Way]| graph.reached(&exposed.place, |way| ways.contains(&way));
        let sum = |reached: &[usize]| reached.iter().fold(Deeds::default(), |sum, &at| sum | deeds(at).0);
        let called = all(&[Way::Called]);
        exposed.does = sum(&called);
        exposed.involves = sum(&all(&[Way::Called, Way::Extracted])) | exposed.involves;
        let open = |&at: &usize| deeds(at).1.filter(|_| *open[at].get_or_init(|| is_open(at)));
        exposed.is_by_itself = called.first().and_then(open).is_some();
        exposed.room_data = called.iter().find_map(open).map(str::to_owned);
    }
    found
}

/// The names of tables that matter.
struct Tables {
    sign_ins: String,
    memberships: String,
    rooms: Vec<String>,
    user_type: String,
    membership_type: String,
}

impl Tables {
    fn of(chat: &Chat) -> Self {
        let own = chat
            .models
            .iter()
            .filter(|model| model.guard.as_ref().is_some_and(|guard| has(guard, &chat.membership.table)));
        let events = format!("{}_events", chat.room.snake);
        let rooms = [chat.message.table.clone(), events].into_iter().chain(own.map(|model| model.table.clone()));
        Self {
            sign_ins: chat.login.table.clone(),
            memberships: chat.membership.table.clone(),
            rooms: rooms.collect(),
            user_type: chat.user.type_.clone(),
            membership_type: chat.membership.type_.clone(),
        }
    }

    /// What a function's own text does, and a room's table in it.
    fn deeds(&self, place: &Place) -> (Deeds, Option<&str>) {
        let mut deeds = Deeds::default();
        let mut room = None;
        for sql in sql(place) {
            deeds.sign_ins |= has(sql, &self.sign_ins);
            deeds.memberships |= has(sql, &self.memberships);
            deeds.writes |= CHANGES.iter().any(|words| begins(sql, words));
            room = room.or_else(|| self.rooms.iter().find(|table| has(sql, table)).map(String::as_str));
        }
        let owner = place.module.owner(place.function);
        deeds.membership_checks = deeds.memberships && owner == Some(&self.membership_type);
        for call in &place.function.calls {
            let receiver = place.module.receiver(call);
            let begins = matches!(call.name(), "begin" | "begin_with") && call.awaited;
            deeds.writes |= begins && !receiver.ends_with(".read");
            deeds.limits |= receiver.contains("limits") || matches!(call.name(), "check_key" | "until_key_ready");
            deeds.admin |= call.name() == "is_admin";
            deeds.costs |= self.costs(place, call, receiver);
        }
        (deeds, room)
    }

    fn costs(&self, place: &Place, call: &Call, receiver: &str) -> bool {
        match (call.kind, call.name()) {
            (Kind::Method, "hash" | "verify") => receiver.ends_with("passwords"),
            (Kind::Method, "send_mail" | "send_email") => true,
            (Kind::Method, "send") => place.module.uses.iter().any(|used| used.path.starts_with("lettre::")),
            (Kind::Path, "create") => call.callee == format!("{}::create", self.user_type),
            _ => false,
        }
    }
}

fn has(sql: &str, table: &str) -> bool {
    words::mentions(sql, table).next().is_some()
}

/// The SQL that a function holds, or names as a constant of its file.
fn sql<'a>(place: &Place<'a>) -> impl Iterator<Item = &'a str> {
    let Place { module, function, .. } = *place;
    let own = function.strings.iter().map(|string| string.value.as_str());
    let named = module.consts.iter().filter_map(|constant| {
        let sql = constant.value.literal.as_deref()?;
        has(module.text(&function.body), &constant.name).then_some(sql)
    });
    own.chain(named).filter(|text| is_sql(text))
}

/// What statements begin with that change something.
const CHANGES: [&str; 4] = ["INSERT INTO", "UPDATE", "DELETE FROM", "REPLACE INTO"];

fn is_sql(text: &str) -> bool {
    let has_word = ["SELECT", "FROM", "INTO", "UPDATE", "JOIN"].iter().any(|word| text.contains(word));
    has_word || CHANGES.iter().chain(&["SELECT", "WITH"]).any(|words| begins(text, words))
}

/// Whether a text begins with words of SQL, in any case.
fn begins(text: &str, words: &str) -> bool {
    let (head, rest) = text.trim_start().split_at_checked(words.len()).unwrap_or_default();
    head.eq_ignore_ascii_case(words) && rest.starts_with(char::is_whitespace)
}
