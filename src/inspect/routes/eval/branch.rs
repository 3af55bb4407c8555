//! What a value is behind branches, each of which may have been taken.

use std::rc::Rc;

use super::Evaluator;
use super::frame::{Flow, Left};
use super::router::under;
use super::value::{Endpoint, Entry, Value};
use crate::inspect::routes::tree::Expression;

/// How many cases a value has at most.
const MOST: usize = 24;

/// A branch that was evaluated: its condition, its value, and the variables behind it.
pub struct Branch {
    pub condition: String,
    pub value: Value,
    pub variables: Vec<(String, Value)>,
    pub flow: Flow,
}

impl Evaluator<'_> {
    /// Evaluates a branch, starting from the variables as they are, which stay as they are.
    pub fn branch(&mut self, condition: String, work: impl FnOnce(&mut Self) -> Value) -> Branch {
        let before = self.frame.variables.clone();
        self.frame.conditions.push(condition.clone());
        let value = work(self);
        self.frame.conditions.pop();
        let flow = std::mem::take(&mut self.frame.flow);
        let value = if flow == Flow::Break { self.frame.broken.take().unwrap_or(value) } else { value };
        let variables = std::mem::replace(&mut self.frame.variables, before);
        Branch { condition, value, variables, flow }
    }

    /// One of several, of which one is there, or the only one if it is.
    pub fn cases(&mut self, cases: &[(Vec<String>, Expression)]) -> Value {
        let each = cases.iter().map(|(conditions, of)| self.branch(conditions.join(" and "), |this| this.value(of)));
        let mut branches: Vec<Branch> = each.collect();
        if branches.len() != 1 {
            return self.after(branches);
        }
        let condition = branches[0].condition.clone();
        branches.push(self.branch(not(&condition), |_| Value::unit()));
        let value = branches[0].value.clone();
        self.after(branches);
        self.under(value, &condition)
    }

    /// Keeps a branch that left the round of a loop for where it went to.
    fn leave(&mut self, branch: Branch) {
        let is_break = match branch.flow {
            Flow::Break => true,
            Flow::Continue => false,
            _ => return,
        };
        let outer = self.frame.conditions.get(self.frame.outside..).unwrap_or_default();
        let condition = outer.iter().chain([&branch.condition]).map(String::as_str).collect::<Vec<_>>().join(" and ");
        let Branch { value, variables, .. } = branch;
        self.frame.left.push(Left { is_break, condition, value, variables });
    }

    /// Goes on behind branches of which one is taken: the variables and the value are what any of them makes of them.
    pub fn after(&mut self, branches: Vec<Branch>) -> Value {
        let (on, left): (Vec<Branch>, Vec<Branch>) = branches.into_iter().partition(|branch| branch.flow == Flow::On);
        if on.is_empty() {
            let is_return = left.iter().all(|branch| branch.flow == Flow::Return);
            self.frame.flow = if is_return { Flow::Return } else { Flow::Left };
            left.into_iter().for_each(|branch| self.leave(branch));
            return Value::unknown("!");
        }
        let is_sole = left.is_empty();
        left.into_iter().for_each(|branch| self.leave(branch));
        let names = self.frame.variables.len();
        for at in 0..names {
            let cases: Vec<(String, Value)> = on
                .iter()
                .filter_map(|branch| Some((branch.condition.clone(), branch.variables.get(at)?.1.clone())))
                .collect();
            if cases.windows(2).all(|pair| pair[0].1.same(&pair[1].1)) && !is_sole {
                if let Some((_, value)) = cases.into_iter().next() {
                    self.frame.variables[at].1 = value;
                }
                continue;
            }
            let joined = if cases.len() == 1 {
                cases.into_iter().next().map(|(_, value)| value)
            } else {
                Some(self.join(cases))
            };
            if let Some(value) = joined {
                self.frame.variables[at].1 = value;
            }
        }
        let mut cases: Vec<(String, Value)> = on.into_iter().map(|branch| (branch.condition, branch.value)).collect();
        match cases.len() {
            1 => cases.pop().map_or_else(Value::unit, |(_, value)| value),
            _ => self.join(cases),
        }
    }

    /// One of several values, each under its condition.
    pub fn join(&mut self, mut cases: Vec<(String, Value)>) -> Value {
        let Some((_, first)) = cases.first() else { return Value::unit() };
        if cases.iter().all(|(_, value)| value.same(first)) {
            return first.clone();
        }
        if cases.iter().any(|(_, value)| matches!(value, Value::Router(_))) {
            return self.join_routers(cases);
        }
        if let Some(joined) = join_methods(&cases) {
            return joined;
        }
        if cases.iter().any(|(_, value)| matches!(value, Value::Object(_)))
            && let Some(joined) = self.join_objects(&cases)
        {
            return joined;
        }
        cases.retain(|(_, value)| !matches!(value, Value::Variant(name, _) if &**name == "Err"));
        let mut flat = Vec::new();
        for (condition, value) in cases {
            match value {
                Value::Either(inner) => flat.extend(inner.iter().map(|(further, value)| {
                    let both = [condition.as_str(), further.as_str()].into_iter().filter(|text| !text.is_empty());
                    (both.collect::<Vec<_>>().join(" and "), value.clone())
                })),
                value => flat.push((condition, value)),
            }
        }
        match flat.len() {
            0 => Value::unknown("…"),
            1 => flat.remove(0).1,
            count if count > MOST => Value::unknown("…"),
            _ => Value::Either(Rc::new(flat)),
        }
    }

    /// One router with the routes of all; those that are not in each of them have the conditions of where they are.
    fn join_routers(&mut self, cases: Vec<(String, Value)>) -> Value {
        let mut used = Vec::new();
        let mut routers: Vec<(String, Vec<Rc<Entry>>)> = Vec::new();
        for (condition, value) in cases {
            match value {
                Value::Router(id) => {
                    used.push(id);
                    routers.push((condition, self.routers[id].entries.clone()));
                }
                Value::Either(inner) => {
                    for (further, value) in inner.iter() {
                        if let Value::Router(id) = value {
                            used.push(*id);
                            let entries = self.routers[*id].entries.iter();
                            routers.push((
                                condition.clone(),
                                entries.map(|entry| Rc::new(under(entry, further))).collect(),
                            ));
                        }
                    }
                }
                Value::Variant(..) => routers.push((condition, Vec::new())),
                _ => {}
            }
        }
        let mut joined: Vec<Rc<Entry>> = Vec::new();
        for (at, (_, entries)) in routers.iter().enumerate() {
            for entry in entries {
                let same = |other: &Rc<Entry>| other.id == entry.id && other.path == entry.path;
                if routers[..at].iter().any(|(_, before)| before.iter().any(same)) {
                    continue;
                }
                let among = routers.iter().filter(|(_, entries)| entries.iter().any(same));
                let conditions: Vec<&str> = among.map(|(condition, _)| condition.as_str()).collect();
                if conditions.len() == routers.len() || conditions.iter().any(|condition| condition.is_empty()) {
                    joined.push(Rc::clone(entry));
                } else {
                    joined.push(Rc::new(under(entry, &conditions.join(" or "))));
                }
            }
        }
        let given = used.iter().find_map(|&id| self.routers[id].given.clone());
        let router = self.derive(&used, joined);
        self.routers[router].given = given;
        Value::Router(router)
    }

    /// Objects field by field, if all cases are objects of the same fields.
    fn join_objects(&mut self, cases: &[(String, Value)]) -> Option<Value> {
        let objects: Option<Vec<_>> = cases
            .iter()
            .map(|(condition, value)| match value {
                Value::Object(object) => Some((condition, object)),
                _ => None,
            })
            .collect();
        let objects = objects?;
        let mut joined = (**objects.first()?.1).clone();
        let names: Vec<String> = joined.fields.keys().cloned().collect();
        for name in names {
            let of = |(condition, object): &(&String, &Rc<super::value::Object>)| {
                Some(((*condition).clone(), object.fields.get(&name)?.clone()))
            };
            let fields: Option<Vec<_>> = objects.iter().map(of).collect();
            let value = self.join(fields?);
            joined.fields.insert(name, value);
        }
        Some(Value::Object(Rc::new(joined)))
    }
}

/// One method router with the endpoints of all; those that are not in each of them have the conditions of where they are.
fn join_methods(cases: &[(String, Value)]) -> Option<Value> {
    let all = cases.iter().map(|(condition, value)| match value {
        Value::Methods(endpoints) => Some((condition, endpoints)),
        _ => None,
    });
    let all: Vec<_> = all.collect::<Option<_>>()?;
    let mut joined: Vec<Endpoint> = Vec::new();
    for (_, endpoints) in &all {
        for endpoint in endpoints.iter() {
            let is_same = |other: &Endpoint| other.id == endpoint.id && other.layers.len() == endpoint.layers.len();
            if joined.iter().any(is_same) {
                continue;
            }
            let among = all.iter().filter(|(_, endpoints)| endpoints.iter().any(is_same));
            let conditions: Vec<&str> = among.map(|(condition, _)| condition.as_str()).collect();
            let mut endpoint = endpoint.clone();
            if conditions.len() < all.len() && conditions.iter().all(|condition| !condition.is_empty()) {
                endpoint.conditions.insert(0, conditions.join(" or "));
            }
            joined.push(endpoint);
        }
    }
    Some(Value::Methods(Rc::new(joined)))
}

/// The condition under which another one does not hold.
pub fn not(condition: &str) -> String {
    let cfg =
        condition.strip_prefix("cfg(").and_then(|rest| rest.strip_suffix(')')).filter(|_| !condition.contains(" and "));
    match cfg {
        Some(inner) => match inner.strip_prefix("not(").and_then(|rest| rest.strip_suffix(')')) {
            Some(inner) => format!("cfg({inner})"),
            None => format!("cfg(not({inner}))"),
        },
        None => match condition.strip_prefix('!') {
            Some(plain) if plain.chars().all(|char| char.is_alphanumeric() || "_.:".contains(char)) => plain.to_owned(),
            _ => format!("!({condition})"),
        },
    }
}
