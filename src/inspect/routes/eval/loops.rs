//! Loops: round by round as long as it is known how they go on, else once with what is not known.

use super::Evaluator;
use super::branch::{Branch, not};
use super::frame::{Flow, Left};
use super::value::Value;
use crate::inspect::routes::tree::{Block, Expression, Kind, Pattern};

/// How many rounds of a loop are followed.
const MOST_ROUNDS: usize = 512;

/// How many rounds in which no router changes are followed of a loop that only says within when it ends.
const MOST_IDLE: usize = 16;

/// What is kept while a loop is evaluated.
struct Loop {
    /// How many variables there are around it.
    variables: usize,
    /// The branches that left it, the first of each condition.
    exits: Vec<Left>,
    /// Whether there is no other way out than those.
    is_left: bool,
}

impl Evaluator<'_> {
    /// `for`: round by round over what is known, else with what is not.
    pub fn each(&mut self, pattern: &Pattern, over: &Expression, body: &Block) -> Value {
        let values = self.argument(over);
        let mut going = self.begin();
        let unknown = match &values {
            Value::List(values) => {
                for value in values.iter().take(MOST_ROUNDS) {
                    self.bind(pattern, value);
                    if self.round(body, &mut going) != Flow::On {
                        break;
                    }
                }
                return self.end(going);
            }
            Value::Unknown(unknown) => Value::unknown(unknown.text.clone()),
            Value::Either(_) => Value::unknown("…"),
            other => other.clone(),
        };
        self.uncertain(&mut going, |this, going| {
            this.bind(pattern, &unknown);
            this.round(body, going)
        });
        self.end(going)
    }

    /// `while`: as long as its condition is known to hold, else under it.
    pub fn repeated(&mut self, condition: &Expression, text: String, body: &Block) -> Value {
        if matches!(condition.kind, Kind::Truth(true)) {
            return self.endless(body);
        }
        let mut going = self.begin();
        for _ in 0..MOST_ROUNDS {
            let steps = self.steps;
            match self.value(condition) {
                Value::Truth(true) => {
                    if self.round(body, &mut going) != Flow::On || self.steps == steps {
                        return self.end(going);
                    }
                }
                Value::Truth(false) => {
                    self.frame.variables.truncate(going.variables);
                    return self.end(going);
                }
                _ => break,
            }
        }
        self.frame.variables.truncate(going.variables);
        self.uncertain(&mut going, |this, going| {
            this.value(condition);
            let mut flow = Flow::On;
            let taken = this.branch(text.clone(), |this| {
                flow = this.round(body, going);
                Value::unit()
            });
            let not_taken = this.branch(not(&text), |_| Value::unit());
            this.frame.variables.truncate(going.variables);
            if flow == Flow::On {
                this.after(vec![taken, not_taken]);
            }
            flow
        });
        self.end(going)
    }

    /// `loop`: until it is known to be left.
    pub fn endless(&mut self, body: &Block) -> Value {
        let mut going = self.begin();
        let mut idle = 0;
        for _ in 0..MOST_ROUNDS {
            let (before, made) = (self.frame.variables.clone(), self.routers.len());
            let returned = self.frame.returned.len();
            if self.round(body, &mut going) != Flow::On {
                return self.end(going);
            }
            idle = if self.routers.len() > made { 0 } else { idle + 1 };
            let pairs = before.iter().zip(&self.frame.variables);
            let mut pairs = pairs.filter(|(_, (_, new))| is_plain(new) || matches!(new, Value::List(_)));
            let is_known = going.exits.is_empty() && self.frame.returned.len() == returned;
            if !is_known || idle > MOST_IDLE || !pairs.any(|((_, old), (_, new))| !old.same(new)) {
                break;
            }
        }
        self.uncertain(&mut going, |this, going| this.round(body, going));
        going.is_left = !going.exits.is_empty();
        self.end(going)
    }

    fn begin(&mut self) -> Loop {
        Loop { variables: self.frame.variables.len(), exits: Vec::new(), is_left: false }
    }

    /// A round of a loop whose rounds are not known, and a second one if it makes routers, in which what it changes is not known.
    fn uncertain(&mut self, going: &mut Loop, round: impl Fn(&mut Self, &mut Loop) -> Flow) {
        let before = self.frame.variables.clone();
        let made = self.routers.len();
        if round(self, going) == Flow::On && self.forget(&before) && self.routers.len() > made {
            round(self, going);
            self.forget(&before);
        }
    }

    /// Makes the texts and numbers unknown that are no longer what they were; whether there are any.
    fn forget(&mut self, before: &[(String, Value)]) -> bool {
        let mut are_some = false;
        for ((name, old), (_, new)) in before.iter().zip(&mut self.frame.variables) {
            if is_plain(new) && !old.same(new) {
                *new = Value::unknown(name.clone());
                are_some = true;
            }
        }
        are_some
    }

    /// One round: how it goes on behind it.
    fn round(&mut self, body: &Block, going: &mut Loop) -> Flow {
        let outer = std::mem::take(&mut self.frame.left);
        let outside = std::mem::replace(&mut self.frame.outside, self.frame.conditions.len());
        self.block(body);
        self.frame.outside = outside;
        let left = std::mem::replace(&mut self.frame.left, outer);
        self.frame.variables.truncate(going.variables);
        let flow = std::mem::take(&mut self.frame.flow);
        if flow == Flow::Return {
            self.frame.flow = Flow::Return;
            return flow;
        }
        let otherwise = otherwise(left.iter().map(|left| left.condition.as_str()));
        let (exits, next): (Vec<Left>, Vec<Left>) = left.into_iter().partition(|left| left.is_break);
        let is_over = flow == Flow::Left && next.is_empty() || flow == Flow::Break;
        going.is_left |= is_over;
        for exit in exits {
            if going.exits.iter().all(|known| known.condition != exit.condition) {
                going.exits.push(exit);
            }
        }
        if flow == Flow::Break {
            let value = self.frame.broken.take().unwrap_or_else(Value::unit);
            let variables = self.frame.variables.clone();
            going.exits.push(Left { is_break: true, condition: otherwise, value, variables });
        } else if !next.is_empty() {
            let is_on = flow != Flow::Left;
            let here = is_on.then(|| branch(otherwise, Value::unit(), self.frame.variables.clone()));
            let branches = next.into_iter().map(|left| branch(left.condition, left.value, left.variables)).chain(here);
            let branches = branches.collect();
            self.after(branches);
        }
        if is_over { Flow::Break } else { Flow::On }
    }

    /// Behind a loop: its value, and the variables as any way out of it leaves them.
    fn end(&mut self, going: Loop) -> Value {
        self.frame.variables.truncate(going.variables);
        if self.frame.flow == Flow::Return && going.exits.is_empty() {
            return Value::unknown("!");
        }
        let is_returned = std::mem::take(&mut self.frame.flow) == Flow::Return;
        let rest = otherwise(going.exits.iter().map(|exit| exit.condition.as_str()));
        let exits = going.exits.into_iter().map(|exit| branch(exit.condition, exit.value, exit.variables));
        let mut exits: Vec<Branch> = exits.collect();
        if exits.is_empty() {
            return Value::unit();
        }
        if !is_returned && !going.is_left {
            exits.push(branch(rest, Value::unit(), self.frame.variables.clone()));
        }
        self.after(exits)
    }
}

/// The condition under which none of these holds; nothing if there are none.
fn otherwise<'a>(conditions: impl Iterator<Item = &'a str>) -> String {
    let any = conditions.filter(|condition| !condition.is_empty()).collect::<Vec<_>>().join(" or ");
    if any.is_empty() { any } else { not(&any) }
}

fn branch(condition: String, value: Value, variables: Vec<(String, Value)>) -> Branch {
    Branch { condition, value, variables, flow: Flow::On }
}

/// Whether it is what a path is made of.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::Text(_) | Value::Number(_) | Value::Truth(_) => true,
        Value::Either(cases) => cases.iter().any(|(_, value)| is_plain(value)),
        _ => false,
    }
}
