//! Macros that are called where an expression stands.

use std::rc::Rc;
use std::sync::Arc;

use super::Evaluator;
use super::frame::Flow;
use super::text::one_line;
use super::value::{Endpoint, Handler, Target, Value};
use crate::inspect::routes::expand;
use crate::inspect::routes::link::Text;
use crate::inspect::routes::lower::{self, Base};
use crate::inspect::routes::tree::{Expression, Invocation, Kind};

/// How many macros are expanded while evaluating.
const MOST: usize = 20_000;

impl Evaluator<'_> {
    /// What a macro's call evaluates to.
    pub fn macro_call(&mut self, called: &Invocation) -> Value {
        let name = called.path.last().map(String::as_str).unwrap_or_default();
        let text = format!("{}!(…)", called.path.join("::"));
        match name {
            "panic" | "todo" | "unreachable" | "unimplemented" | "bail" | "compile_error" => {
                self.frame.flow = Flow::Return;
                return Value::unknown("!");
            }
            "println" | "eprintln" | "print" | "eprint" | "assert" | "assert_eq" | "debug_assert" | "info" | "warn"
            | "error" | "debug" | "trace" | "log" | "write" | "writeln" | "json" | "include_str" | "env"
            | "option_env" | "cfg" | "matches" => {
                return Value::unknown(text);
            }
            _ => {}
        }
        if name == "routes" && self.expansion(called).is_none() {
            return self.documented(called);
        }
        match name {
            "format" | "format_args" | "concat" | "concatcp" | "formatcp" | "vec" | "stringify" | "dbg" | "array"
            | "select" | "join" | "try_join" | "pin" => self.standard_macro(name, called, &text),
            _ => self.own_macro(called, &text),
        }
    }

    fn macro_arguments(&self, called: &Invocation) -> Option<Vec<Expression>> {
        let text = self.program.text(self.frame.module);
        let part = text.get(called.bytes.clone())?;
        lower::arguments(part, Base { byte: called.bytes.start, line: called.line })
    }

    fn standard_macro(&mut self, name: &str, called: &Invocation, text: &str) -> Value {
        if name == "stringify" {
            return Value::text(self.slice(called.bytes.clone()));
        }
        let Some(arguments) = self.macro_arguments(called) else { return Value::unknown(text) };
        match name {
            "vec" | "array" => match arguments.as_slice() {
                [Expression { kind: Kind::Repeat(..), .. }] => self.value(&arguments[0]),
                _ => Value::List(Rc::new(self.values(&arguments))),
            },
            "concat" | "concatcp" => {
                let values = self.values(&arguments);
                self.concat(&values)
            }
            "dbg" | "pin" => arguments.first().map_or_else(Value::unit, |value| self.value(value)),
            "format" | "format_args" | "formatcp" => {
                let Some((template, rest)) = arguments.split_first() else { return Value::unknown(text) };
                let Value::Text(template) = self.value(template) else { return Value::unknown(text) };
                let mut places = Vec::new();
                let mut names = Vec::new();
                for argument in rest {
                    match &argument.kind {
                        Kind::Assign(name, value) => {
                            let value = self.value(value);
                            names.push((super::paths::written(name), value));
                        }
                        _ => places.push(self.argument(argument)),
                    }
                }
                self.format(&template, &places, &names)
            }
            _ => {
                let values = self.values(&arguments);
                self.opaque(text, &values)
            }
        }
    }

    /// The text of a call of one of the project's own macros.
    fn expansion(&mut self, called: &Invocation) -> Option<String> {
        expand::expand(self.program, self.frame.module, called)
    }

    fn own_macro(&mut self, called: &Invocation, text: &str) -> Value {
        if self.program.expansions >= MOST || self.stack.len() >= super::DEEPEST_CALLS {
            return Value::unknown(text);
        }
        let Some(made) = self.expansion(called) else {
            // What is given to a macro that is not known is evaluated if routers may be among it.
            let written = self.slice(called.bytes.clone());
            let leads = written.contains("outer")
                || self.frame.variables.iter().any(|(name, value)| value.leads() && written.contains(name.as_str()));
            let arguments = if leads { self.macro_arguments(called) } else { None };
            let values = arguments.map(|arguments| self.values(&arguments)).unwrap_or_default();
            return self.opaque(text, &values);
        };
        self.program.expansions += 1;
        let made = tidy(&made);
        let Some(block) = lower::block(&made, Base { byte: 0, line: called.line }) else { return Value::unknown(text) };
        let block = Arc::new(block);
        self.kept.push(Arc::clone(&block));
        let place = self.place(called.line);
        self.program.texts.push(Text { file: place.file, text: made.into(), line: Some(place.line) });
        let text = self.program.texts.len() - 1;
        let module = self.frame.module;
        self.frame.module = self.program.block(module, text);
        self.stack.push(usize::MAX);
        let value = self.unscoped(&block);
        self.stack.pop();
        self.frame.module = module;
        value
    }

    /// The path in an attribute of a function, where it is an expression.
    fn written_path(&mut self, id: usize, expression: &str) -> Option<String> {
        let arguments = lower::arguments(expression, Base { byte: 0, line: 1 })?;
        let module = self.program.functions[id].module;
        let value = self.within(module, None, Rc::default(), Vec::new(), |this| {
            this.values(&arguments).pop().unwrap_or_else(Value::unit)
        });
        match value {
            Value::Text(path) => Some(path.to_string()),
            _ => None,
        }
    }

    /// utoipa's `routes!(handler, …)`: each handler's own attribute says its method and path.
    fn documented(&mut self, called: &Invocation) -> Value {
        let Some(arguments) = self.macro_arguments(called) else { return Value::unknown("routes!(…)") };
        let mut endpoints = Vec::new();
        for argument in &arguments {
            let written = self.written(argument);
            let value = self.value(argument);
            let Value::Handler(handler) = &value else {
                self.unresolved(called.line, format!("the handler `{written}` is not found"));
                continue;
            };
            let Target::Function { id, .. } = handler.target else {
                self.unresolved(called.line, format!("the handler `{written}` is not found"));
                continue;
            };
            let Some(operation) = self.program.functions[id].function.operation.clone() else {
                self.unresolved(
                    called.line,
                    format!("`{written}` has no `#[utoipa::path(…)]` that says its method and path"),
                );
                continue;
            };
            let path = operation.path.or_else(|| self.written_path(id, operation.expression.as_deref()?));
            let Some(path) = path else {
                self.unresolved(called.line, format!("the path in `#[utoipa::path(…)]` of `{written}` is no text"));
                continue;
            };
            let handler = Rc::new(Handler { text: written, ..(**handler).clone() });
            for method in operation.methods {
                let endpoint = self.endpoint(method, &handler);
                let path = format!("{}{path}", operation.context);
                endpoints.push(Endpoint { path: Some(path), ..endpoint });
            }
        }
        Value::Methods(Rc::new(endpoints))
    }
}

/// What a macro made, in the spacing that people write.
fn tidy(made: &str) -> String {
    let mut tidy = one_line(made);
    for (from, to) in [
        (" :: ", "::"),
        (" . ", "."),
        (" ,", ","),
        (" (", "("),
        (" ;", ";"),
        ("& ", "&"),
        (" ! ", "!"),
        (" :: < ", "::<"),
    ] {
        tidy = tidy.replace(from, to);
    }
    tidy
}
