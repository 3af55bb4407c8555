//! `macro_rules!`: what a call of a project's own macro becomes, as text.

mod matching;
mod transcribe;

use proc_macro2::extra::invalidate_current_thread_spans;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::link::{Definition, Program};
use super::tree::Invocation;
use crate::inspect::guard;

/// What a macro called in a module becomes; nothing if it is not the project's own, or no rule fits.
pub fn expand(program: &Program, module: usize, call: &Invocation) -> Option<String> {
    let rules = find(program, module, &call.path)?;
    let node = &program.rules[rules];
    let definition = program.text(node.module);
    let rules = definition.get(node.bytes.clone())?;
    let given = program.text(module);
    let given = given.get(call.bytes.clone())?;
    guard::check(rules).ok()?;
    guard::check(given).ok()?;
    let made = by_rules(rules.parse().ok()?, given.parse().ok()?);
    let made = made.map(|made| made.to_string());
    invalidate_current_thread_spans();
    made
}

/// The rules that a macro's name stands for: by its path, else the last ones of that name in the package, since rules are seen by
/// what comes after them, in whatever module.
fn find(program: &Program, module: usize, path: &[String]) -> Option<usize> {
    let resolved = program.resolve(path, module).into_iter().find_map(|found| match found.definition {
        Definition::Rules(id) => Some(id),
        _ => None,
    });
    let package = program.modules[module].package;
    let name = path.last()?;
    let by_name = || {
        let of = |in_package: bool| {
            program.rules.iter().rposition(|rules| {
                rules.name == *name && (!in_package || program.modules[rules.module].package == package)
            })
        };
        of(true).or_else(|| of(false))
    };
    resolved.or_else(by_name)
}

/// The expansion by the first rule that fits.
fn by_rules(rules: TokenStream, given: TokenStream) -> Option<TokenStream> {
    let given: Vec<TokenTree> = given.into_iter().collect();
    let mut tokens = rules.into_iter();
    while let Some(TokenTree::Group(matcher)) = tokens.next() {
        let body = tokens.by_ref().find_map(|token| match token {
            TokenTree::Group(body) => Some(body),
            _ => None,
        })?;
        if let Some(bindings) = matching::matches(matcher.stream(), &given) {
            return transcribe::transcribe(body.stream(), &bindings);
        }
        // The `;` between two rules.
        let _ = tokens.next();
    }
    None
}

fn is_parenthesis(delimiter: Delimiter) -> bool {
    delimiter == Delimiter::Parenthesis
}
