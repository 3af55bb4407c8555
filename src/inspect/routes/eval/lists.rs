//! Methods of lists and iterators, and of what may be absent.

use std::rc::Rc;

use super::Evaluator;
use super::value::Value;
use crate::inspect::routes::tree::Expression;

/// How long a list becomes at most.
const MOST: usize = 2_048;

impl Evaluator<'_> {
    /// A method of a list, or nothing if it is not known.
    pub fn list_method(
        &mut self,
        values: &Rc<Vec<Value>>,
        name: &str,
        arguments: &[Value],
        place: &Expression,
        line: usize,
    ) -> Option<Value> {
        let list = |values: Vec<Value>| Value::List(Rc::new(values));
        let first = arguments.first();
        Some(match name {
            "iter" | "into_iter" | "iter_mut" | "copied" | "cloned" | "collect" | "to_vec" | "clone" | "as_slice"
            | "into" | "as_ref" | "drain" | "peekable" | "fuse" | "by_ref" | "into_boxed_slice" => {
                Value::List(Rc::clone(values))
            }
            "keys" | "into_keys" | "values" | "into_values" | "values_mut" => {
                let at = usize::from(name.contains("values"));
                list(values.iter().map(|entry| part(entry, at)).collect())
            }
            // Of a map: a list is given the place first.
            "insert" if matches!(arguments, [key, _] if !matches!(key, Value::Number(_))) => {
                let (key, value) = (first?.clone(), arguments.get(1)?.clone());
                let others = values.iter().filter(|entry| !is_same(&part(entry, 0), &key)).cloned();
                let mut grown: Vec<Value> = others.take(MOST).collect();
                grown.push(Value::Tuple(Rc::new(vec![key, value])));
                self.assign(place, list(grown));
                Value::none()
            }
            "rev" => list(values.iter().rev().cloned().collect()),
            "enumerate" => list(
                values
                    .iter()
                    .enumerate()
                    .map(|(at, value)| {
                        let at = Value::Number(i128::try_from(at).unwrap_or_default());
                        Value::Tuple(Rc::new(vec![at, value.clone()]))
                    })
                    .collect(),
            ),
            "len" | "count" => Value::Number(i128::try_from(values.len()).unwrap_or_default()),
            "chain" | "zip" => {
                let Some(Value::List(other)) = first else { return None };
                if name == "chain" {
                    list(values.iter().chain(other.iter()).take(MOST).cloned().collect())
                } else {
                    let pair = |(one, other): (&Value, &Value)| Value::Tuple(Rc::new(vec![one.clone(), other.clone()]));
                    list(values.iter().zip(other.iter()).map(pair).collect())
                }
            }
            "flatten" | "concat" if values.iter().all(|value| matches!(value, Value::List(_))) => {
                let inner = values.iter().flat_map(|value| match value {
                    Value::List(inner) => inner.to_vec(),
                    _ => Vec::new(),
                });
                list(inner.take(MOST).collect())
            }
            "concat" => self.concat(values),
            "join" => {
                let separator = first?.clone();
                let mut parts = Vec::new();
                for (at, value) in values.iter().enumerate() {
                    if at > 0 {
                        parts.push(separator.clone());
                    }
                    parts.push(value.clone());
                }
                self.concat(&parts)
            }
            "map" | "filter_map" | "flat_map" | "for_each" | "inspect" => {
                let function = first?.clone();
                let results: Vec<Value> =
                    values.iter().map(|value| self.apply(&function, vec![value.clone()], &[], line)).collect();
                match name {
                    "for_each" => Value::unit(),
                    "inspect" => Value::List(Rc::clone(values)),
                    "flat_map" => return self.list_method(&Rc::new(results), "flatten", &[], place, line),
                    "filter_map" => list(results.into_iter().filter(|value| !is_none(value)).collect()),
                    _ => list(results),
                }
            }
            "filter" | "retain" => {
                let function = first?.clone();
                let kept = self.kept(values, &function, line)?;
                if name == "filter" {
                    return Some(list(kept));
                }
                self.assign(place, list(kept));
                Value::unit()
            }
            "fold" | "try_fold" => {
                let (mut folded, function) = (first?.clone(), arguments.get(1)?.clone());
                for value in values.iter() {
                    folded = self.apply(&function, vec![folded, value.clone()], &[], line);
                }
                folded
            }
            "reduce" => {
                let function = first?.clone();
                let (mut folded, rest) = values.split_first().map(|(first, rest)| (first.clone(), rest))?;
                for value in rest {
                    folded = self.apply(&function, vec![folded, value.clone()], &[], line);
                }
                folded
            }
            "push" | "push_back" => {
                let grown: Vec<Value> = values.iter().chain(first).take(MOST).cloned().collect();
                self.assign(place, list(grown));
                Value::unit()
            }
            "extend" | "append" => {
                let Some(Value::List(other)) = first else { return None };
                let grown: Vec<Value> = values.iter().chain(other.iter()).take(MOST).cloned().collect();
                self.assign(place, list(grown));
                Value::unit()
            }
            "insert" => match (first, arguments.get(1)) {
                (Some(Value::Number(at)), Some(value)) => {
                    let mut grown = values.to_vec();
                    let at = usize::try_from(*at).ok().filter(|&at| at <= grown.len() && at < MOST)?;
                    grown.insert(at, value.clone());
                    self.assign(place, list(grown));
                    Value::unit()
                }
                _ => return None,
            },
            "clear" => {
                self.assign(place, list(Vec::new()));
                Value::unit()
            }
            "step_by" => match first {
                Some(Value::Number(step)) => {
                    let step = usize::try_from(*step).ok().filter(|&step| step > 0)?;
                    list(values.iter().step_by(step).cloned().collect())
                }
                _ => return None,
            },
            "first" => values.first().cloned().unwrap_or_else(Value::none),
            "last" => values.last().cloned().unwrap_or_else(Value::none),
            "pop" | "pop_back" | "pop_front" | "next" | "next_back" => {
                let taken =
                    if matches!(name, "pop_front" | "next") { values.split_first() } else { values.split_last() };
                let Some((taken, rest)) = taken else { return Some(Value::none()) };
                let (taken, rest) = (taken.clone(), rest.to_vec());
                self.assign(place, list(rest));
                taken
            }
            "take" => match first {
                Some(Value::Number(count)) => {
                    list(values.iter().take(usize::try_from(*count).ok()?).cloned().collect())
                }
                _ => return None,
            },
            "skip" => match first {
                Some(Value::Number(count)) => {
                    list(values.iter().skip(usize::try_from(*count).ok()?).cloned().collect())
                }
                _ => return None,
            },
            "is_empty" => Value::Truth(values.is_empty()),
            _ => return None,
        })
    }

    /// What a filter leaves: where it is not known whether it leaves a value, that is there under a condition.
    fn kept(&mut self, values: &[Value], filter: &Value, line: usize) -> Option<Vec<Value>> {
        let mut kept = Vec::new();
        for value in values {
            match self.apply(filter, vec![value.clone()], &[], line) {
                Value::Truth(true) => kept.push(value.clone()),
                Value::Truth(false) => {}
                _ => {
                    let Value::Closure(closure) = filter else { return None };
                    let condition = super::paths::written(&closure.closure.body);
                    kept.push(self.perhaps(value, &condition)?);
                }
            }
        }
        Some(kept)
    }

    /// A value that makes routes under a condition only; nothing if it cannot have one.
    fn perhaps(&mut self, value: &Value, condition: &str) -> Option<Value> {
        match value {
            Value::Router(_) | Value::Methods(_) => Some(self.under(value.clone(), condition)),
            Value::Text(_) => Some(Value::Either(Rc::new(vec![(condition.to_owned(), value.clone())]))),
            Value::Tuple(parts) => {
                let at = parts
                    .iter()
                    .position(|part| matches!(part, Value::Router(_) | Value::Methods(_) | Value::Text(_)))?;
                let mut parts = parts.to_vec();
                parts[at] = self.perhaps(&parts[at].clone(), condition)?;
                Some(Value::Tuple(Rc::new(parts)))
            }
            _ => None,
        }
    }

    /// A method of what may be absent, where it is there. `Some(x)` is `x`, so that most of them change nothing.
    pub fn option_method(&mut self, on: &Value, name: &str, arguments: &[Value], line: usize) -> Option<Value> {
        let first = arguments.first();
        let is_there = !is_none(on);
        Some(match name {
            "unwrap" | "expect" | "unwrap_or_default" | "ok" | "context" | "with_context" | "map_err" | "ok_or"
            | "ok_or_else" | "as_deref" | "as_mut" | "as_deref_mut" | "or" | "or_else" | "inspect_err"
                if is_there =>
            {
                on.clone()
            }
            "unwrap_or" if is_there => on.clone(),
            "unwrap_or_else" if is_there => on.clone(),
            "unwrap_or" | "or" => first?.clone(),
            "unwrap_or_else" | "or_else" => self.apply(&first?.clone(), Vec::new(), &[], line),
            "map" | "and_then" if is_there => self.apply(&first?.clone(), vec![on.clone()], &[], line),
            "filter" if is_there && !matches!(on, Value::List(_)) => {
                let kept = self.kept(std::slice::from_ref(on), &first?.clone(), line)?;
                kept.into_iter().next().unwrap_or_else(Value::none)
            }
            "map" | "and_then" | "ok" | "as_ref" | "as_deref" | "cloned" | "filter"
                if !matches!(on, Value::List(_)) =>
            {
                on.clone()
            }
            "map_or" => {
                let (other, function) = (first?.clone(), arguments.get(1)?.clone());
                if is_there { self.apply(&function, vec![on.clone()], &[], line) } else { other }
            }
            "map_or_else" => {
                let (other, function) = (first?.clone(), arguments.get(1)?.clone());
                if is_there {
                    self.apply(&function, vec![on.clone()], &[], line)
                } else {
                    self.apply(&other, Vec::new(), &[], line)
                }
            }
            "unwrap_or_default" => Value::unknown("Default::default()"),
            "into_iter" | "iter" | "iter_mut"
                if matches!(on, Value::Text(_) | Value::Router(_) | Value::Methods(_)) =>
            {
                Value::List(Rc::new(vec![on.clone()]))
            }
            "into_iter" | "iter" | "iter_mut" if !is_there => Value::List(Rc::new(Vec::new())),
            "is_some" | "is_ok" => Value::Truth(is_there),
            "is_none" | "is_err" => Value::Truth(!is_there),
            _ => return None,
        })
    }
}

/// The key or the value of a map's entry.
fn part(entry: &Value, at: usize) -> Value {
    match entry {
        Value::Tuple(parts) => parts.get(at).cloned().unwrap_or_else(|| Value::unknown("…")),
        value => value.clone(),
    }
}

/// Whether two keys are the same for sure.
fn is_same(one: &Value, other: &Value) -> bool {
    !one.is_unknown() && one.same(other)
}

/// Whether it is `None` or an error.
pub fn is_none(value: &Value) -> bool {
    matches!(value, Value::Variant(name, _) if matches!(&**name, "None" | "Err"))
}
