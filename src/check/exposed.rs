//! The handlers of a project that chatgen made, and what each of them leads to: what it reads, changes and checks.

use std::cell::OnceCell;
use std::ops::BitOr;

use super::Project;
use super::graph::{Graph, Place, Way};
use crate::inspect::code::{Call, Kind, words};
use crate::model::Chat;
use crate::problem::Span;

/// A handler on a route.
pub struct Exposed<'a> {
    /// In upper case.
    pub method: String,
    pub path: String,
    pub place: Place<'a>,
    /// Where the path is written, in the handler's own file or the router's.
    pub file: &'a str,
    pub at: Span,
    /// What it does itself and by what it calls and waits for.
    pub does: Deeds,
    /// The same with what its extractors do.
    pub involves: Deeds,
    /// A table of a room's data that it reads or changes by SQL which does not ask who is a member.
    pub room_data: Option<String>,
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

impl Exposed<'_> {
    /// Whether the method is one that changes something.
    #[must_use]
    pub fn is_change(&self) -> bool {
        matches!(self.method.as_str(), "POST" | "PUT" | "PATCH" | "DELETE" | "ANY")
    }
}

const METHODS: [&str; 6] = ["get", "post", "put", "patch", "delete", "any"];

/// Every handler that a router or a `#[utoipa::path]` names.
pub fn read<'a>(project: &Project<'a>) -> Vec<Exposed<'a>> {
    let Some(chat) = project.chat() else { return Vec::new() };
    let graph = project.graph();
    let tables = Tables::of(chat);
    let deeds: Vec<(Deeds, Option<&str>)> = graph.places().map(|place| tables.deeds(&place)).collect();
    let http = graph.places().filter(|place| place.file.starts_with("src/http/"));
    let mut found: Vec<Exposed> =
        http.flat_map(|place| described(&place).chain(routed(graph, &place)).collect::<Vec<_>>()).collect();
    let places: Vec<Place> = graph.places().collect();
    // The functions of a model's own file may ask before; what others ask is about something else.
    let is_open = |at: usize| {
        let reached = graph.reached(&places[at], |way| way == Way::Called);
        !reached.iter().any(|&other| places[other].file == places[at].file && deeds[other].0.memberships)
    };
    let open: Vec<OnceCell<bool>> = places.iter().map(|_| OnceCell::new()).collect();
    for exposed in &mut found {
        let all = |ways: &[Way]| graph.reached(&exposed.place, |way| ways.contains(&way));
        let sum = |reached: &[usize]| reached.iter().fold(Deeds::default(), |sum, &at| sum | deeds[at].0);
        let called = all(&[Way::Called]);
        exposed.does = sum(&called);
        exposed.involves = sum(&all(&[Way::Called, Way::Extracted]));
        let open = |&at: &usize| deeds[at].1.filter(|_| *open[at].get_or_init(|| is_open(at)));
        exposed.room_data = called.iter().find_map(open).map(str::to_owned);
    }
    found
}

/// What the handler's own attribute says.
fn described<'a>(place: &Place<'a>) -> impl Iterator<Item = Exposed<'a>> {
    let attribute = place.function.attributes.iter().find(|attribute| attribute.path == "utoipa::path");
    let read = attribute.and_then(|attribute| {
        let method = attribute.arguments.split(',').next()?.trim();
        let path = attribute.arguments.split("path = \"").nth(1)?.split('"').next()?;
        let method = METHODS.contains(&method).then(|| method.to_uppercase())?;
        Some(exposed(*place, method, path, place, place.function.at.clone()))
    });
    read.into_iter()
}

fn exposed<'a>(place: Place<'a>, method: String, path: &str, written: &Place<'a>, at: Span) -> Exposed<'a> {
    let (does, involves) = (Deeds::default(), Deeds::default());
    Exposed { method, path: path.to_owned(), place, file: written.file, at, does, involves, room_data: None }
}

/// The handlers in `.route("/path", get(one).post(two))`.
fn routed<'a>(graph: &Graph<'a>, place: &Place<'a>) -> Vec<Exposed<'a>> {
    let calls = &place.function.calls;
    let routes =
        calls.iter().filter(|call| call.kind == Kind::Method && call.name() == "route" && call.arguments.len() == 2);
    let mut found = Vec::new();
    for route in routes {
        let Some(path) = route.arguments[0].literal.as_deref() else { continue };
        let inside = &route.arguments[1].at;
        let methods = calls.iter().filter(|call| inside.start <= call.at.start && call.at.end <= inside.end);
        for call in methods.filter(|call| METHODS.contains(&call.name())) {
            if let Some(handler) = graph.meant(place, place.module.argument(call, 0)) {
                found.push(exposed(handler, call.name().to_uppercase(), path, place, route.arguments[0].at.clone()));
            }
        }
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
            room = room.or_else(|| self.rooms.iter().find(|table| has(sql, table)).map(String::as_str));
        }
        let owner = place.module.owner(place.function);
        deeds.membership_checks = deeds.memberships && owner == Some(&self.membership_type);
        for call in &place.function.calls {
            let receiver = place.module.receiver(call);
            deeds.writes |= matches!(call.name(), "begin" | "begin_with") && call.awaited;
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
    let is_sql = |text: &&str| ["SELECT", "FROM", "INTO", "UPDATE", "JOIN"].iter().any(|word| text.contains(word));
    own.chain(named).filter(is_sql)
}
