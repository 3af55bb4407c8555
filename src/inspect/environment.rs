//! What Rust gives to every template: filters, tests, functions and values.

use std::collections::BTreeSet;

use super::Sources;
use super::templates::{Call, CallKind};

/// Names that every template of a project may use beside what its view gives.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    pub filters: BTreeSet<String>,
    pub tests: BTreeSet<String>,
    /// Functions, and values for all.
    pub globals: BTreeSet<String>,
    /// Whether it was found at all; without one, nothing is known.
    pub is_known: bool,
}

/// The filters of minijinja 3 with its features `builtins`, `json` and `urlencode`.
const FILTERS: &str = "safe escape e lower upper title capitalize replace length count dictsort items reverse trim join split \
    lines default d round abs int float attr first last min max sort list string bool batch slice sum indent select reject \
    selectattr rejectattr map groupby unique chain zip pprint format tojson urlencode";
const TESTS: &str = "undefined defined none safe escaped boolean odd even divisibleby number integer int float string sequence \
    iterable mapping startingwith endingwith lower upper sameas eq equalto == ne != lt lessthan < le <= gt greaterthan > ge >= \
    in true false filter test";
const FUNCTIONS: &str = "range dict debug namespace";

impl Environment {
    /// What calls of `add_filter`, `add_test`, `add_function` and `add_global` register.
    #[must_use]
    pub fn read(sources: &Sources) -> Self {
        let words = |text: &str| text.split_whitespace().map(ToOwned::to_owned).collect();
        let mut found =
            Self { filters: words(FILTERS), tests: words(TESTS), globals: words(FUNCTIONS), is_known: false };
        for digest in sources.values() {
            for call in digest.code.functions.iter().filter(|function| !function.is_test).flat_map(|one| &one.calls) {
                let Some(name) = call.arguments.first().and_then(|argument| argument.literal.clone()) else { continue };
                let names = match call.name() {
                    "add_filter" => &mut found.filters,
                    "add_test" => &mut found.tests,
                    "add_function" | "add_global" => &mut found.globals,
                    _ => continue,
                };
                names.insert(name);
                found.is_known = true;
            }
        }
        found
    }

    /// The names that a call of this kind may have; none for macros, which templates define.
    #[must_use]
    pub fn names(&self, call: &Call) -> Option<&BTreeSet<String>> {
        match call.kind {
            CallKind::Filter => Some(&self.filters),
            CallKind::Test => Some(&self.tests),
            CallKind::Function => Some(&self.globals),
            CallKind::Macro => None,
        }
    }
}
