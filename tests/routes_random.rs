//! Random programs that build routers: whatever way they are written in, the routes are those of the model that they were printed from. And
//! whatever text is given, reading it ends.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chatgen::inspect::routes::routes;
use chatgen::inspect::{Files, source::Reader};
use proptest::collection::vec;
use proptest::prelude::*;

const VERBS: [&str; 5] = ["get", "post", "put", "delete", "any"];

/// Where decisions come from: as many as the program needs, zero after the end.
struct Choices {
    bytes: Vec<u8>,
    next: usize,
    /// How many names there are.
    names: usize,
}

impl Choices {
    fn of(bytes: Vec<u8>) -> Self {
        Self { bytes, next: 0, names: 0 }
    }

    fn pick(&mut self, below: usize) -> usize {
        let byte = self.bytes.get(self.next).copied().unwrap_or_default();
        self.next += 1;
        usize::from(byte) % below
    }

    fn name(&mut self, start: &str) -> String {
        self.names += 1;
        format!("{start}{}", self.names)
    }
}

/// What is called on a router, in order.
enum Step {
    Route(String, Vec<(&'static str, String)>),
    Nest(String, Vec<Step>),
    Merge(Vec<Step>),
    Fallback(String),
    Layer(String),
    RouteLayer(String),
}

/// A router of a few steps, with routers in it.
fn router(choices: &mut Choices, depth: usize) -> Vec<Step> {
    let mut steps = vec![route(choices)];
    for _ in 0..choices.pick(5) {
        steps.push(match choices.pick(if depth == 0 { 5 } else { 9 }) {
            0..3 => route(choices),
            3 => Step::Layer(choices.name("layer")),
            4 => Step::RouteLayer(choices.name("layer")),
            5 | 6 => Step::Nest(prefix(choices), nested(choices, depth - 1)),
            _ => Step::Merge(router(choices, depth - 1)),
        });
    }
    steps
}

/// A router that may answer what its routes do not.
fn nested(choices: &mut Choices, depth: usize) -> Vec<Step> {
    let mut steps = router(choices, depth);
    if choices.pick(3) == 0 {
        let at = choices.pick(steps.len());
        steps.insert(at, Step::Fallback(choices.name("handler")));
    }
    steps
}

fn prefix(choices: &mut Choices) -> String {
    match choices.pick(3) {
        0 => format!("/{{{}}}", choices.name("part")),
        1 => format!("/{}/{}", choices.name("part"), choices.name("part")),
        _ => format!("/{}", choices.name("part")),
    }
}

fn route(choices: &mut Choices) -> Step {
    let path = match choices.pick(4) {
        0 => "/".to_owned(),
        1 => format!("{}/{{*rest}}", prefix(choices)),
        _ => prefix(choices),
    };
    let verbs = VERBS.iter().skip(choices.pick(VERBS.len())).take(choices.pick(2) + 1);
    let verbs: Vec<&'static str> = verbs.copied().collect();
    let any = verbs[0] == "any" || !verbs.contains(&"any");
    let verbs = if any { verbs } else { vec![verbs[0]] };
    Step::Route(path, verbs.into_iter().map(|verb| (verb, choices.name("handler"))).collect())
}

/// One expected route: method, path, handler and layers, the innermost first.
type Row = (String, String, String, Vec<String>);

/// The table of a router that is reached below `prefix`.
fn table(steps: &[Step], prefix: &str) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for step in steps {
        match step {
            Step::Route(path, handlers) => rows.extend(handlers.iter().map(|(verb, handler)| {
                let path =
                    if path == "/" && !prefix.is_empty() { prefix.to_owned() } else { format!("{prefix}{path}") };
                (verb.to_uppercase(), path, handler.clone(), Vec::new())
            })),
            Step::Nest(below, steps) => rows.extend(table(steps, &format!("{prefix}{below}"))),
            Step::Merge(steps) => rows.extend(table(steps, prefix)),
            Step::Fallback(handler) => {
                let path = if prefix.is_empty() { "*".to_owned() } else { format!("{prefix}/*") };
                rows.push(("FALLBACK".to_owned(), path, handler.clone(), Vec::new()));
            }
            Step::Layer(layer) => rows.iter_mut().for_each(|row| row.3.push(format!("{layer}()"))),
            Step::RouteLayer(layer) => {
                let routes = rows.iter_mut().filter(|row| row.0 != "FALLBACK");
                routes.for_each(|row| row.3.push(format!("{layer}()")));
            }
        }
    }
    rows
}

/// A program as it is printed: its files, and the items of `src/main.rs` that are not printed yet.
struct Program {
    files: BTreeMap<String, String>,
    items: String,
}

const USES: &str =
    "use axum::routing::{any, delete, get, on, post, put, MethodFilter, MethodRouter};\nuse axum::Router;\n";

impl Program {
    fn of(steps: &[Step], choices: &mut Choices) -> Files {
        let mut program = Self { files: BTreeMap::new(), items: String::new() };
        let mut before = String::new();
        let value = program.value(steps, choices, &mut before);
        let items = std::mem::take(&mut program.items);
        let main = format!(
            "{USES}\n{items}\n#[tokio::main]\nasync fn main() {{\n{before}    let app = {value};\n    axum::serve(listener(), app).await;\n}}\n"
        );
        program.files.insert("src/main.rs".to_owned(), main);
        let manifest = "[package]\nname = \"random\"\n\n[dependencies]\naxum = \"0.8\"\n";
        program.files.insert("Cargo.toml".to_owned(), manifest.to_owned());
        Files::of(program.files)
    }

    /// An expression for a router. `before` gets the statements that have to stand before it; more items may be needed as well.
    fn value(&mut self, steps: &[Step], choices: &mut Choices, before: &mut String) -> String {
        let style = choices.pick(11);
        let name = choices.name("router");
        let mut inner = String::new();
        match style {
            0 => return self.chain("Router::new()", steps, choices, before),
            1 => {
                let chain = self.chain("Router::new()", steps, choices, before);
                let _ = writeln!(before, "    let {name} = {chain};");
                return name;
            }
            2 => return self.statements(&name, steps, choices, before),
            _ => {}
        }
        let start = if style == 3 { "router" } else { "Router::new()" };
        let chain = match choices.pick(2) {
            0 => self.chain(start, steps, choices, &mut inner),
            _ if style != 3 => self.statements("app", steps, choices, &mut inner),
            _ => self.chain(start, steps, choices, &mut inner),
        };
        let (item, value) = match style {
            3 => (
                format!("fn {name}(router: Router) -> Router {{\n{inner}    {chain}\n}}"),
                format!("crate::{name}(Router::new())"),
            ),
            4 => (format!("async fn {name}() -> Router {{\n{inner}    {chain}\n}}"), format!("crate::{name}().await")),
            5 => (
                format!("fn {name}() -> Result<Router, String> {{\n{inner}    Ok({chain})\n}}"),
                format!("crate::{name}().unwrap()"),
            ),
            6 => (
                format!(
                    "struct {name};\nimpl {name} {{\n    fn build(&self) -> Router {{\n{inner}    {chain}\n    }}\n}}"
                ),
                format!("crate::{name}.build()"),
            ),
            7 => (
                format!(
                    "pub mod {name} {{\n    use super::*;\n    pub fn build() -> Router {{\n{inner}    return {chain};\n    }}\n}}"
                ),
                format!("crate::{name}::build()"),
            ),
            8 => {
                self.files.insert(
                    format!("src/{name}.rs"),
                    format!("use super::*;\n\npub fn build() -> Router {{\n{inner}    {chain}\n}}\n"),
                );
                (format!("mod {name};"), format!("crate::{name}::build()"))
            }
            9 => (
                format!("fn {name}<S: Clone + Send + Sync + 'static>() -> Router<S> {{\n{inner}    {chain}\n}}"),
                format!("crate::{name}::<()>()"),
            ),
            _ => (
                format!("fn {name}() -> Box<Router> {{\n{inner}    Box::new({chain})\n}}"),
                format!("*crate::{name}()"),
            ),
        };
        let _ = writeln!(self.items, "{item}\n");
        value
    }

    /// One expression: a chain of calls.
    fn chain(&mut self, start: &str, steps: &[Step], choices: &mut Choices, before: &mut String) -> String {
        let mut chain = start.to_owned();
        for step in steps {
            let call = self.call(step, choices, before);
            let _ = write!(chain, "\n        {call}");
        }
        chain
    }

    /// A variable that is replaced again and again.
    fn statements(&mut self, name: &str, steps: &[Step], choices: &mut Choices, before: &mut String) -> String {
        let _ = writeln!(before, "    let mut {name} = Router::default();");
        for step in steps {
            let call = self.call(step, choices, before);
            let how = if choices.pick(3) == 0 { "let mut " } else { "" };
            let _ = writeln!(before, "    {how}{name} = {name}{call};");
        }
        name.to_owned()
    }

    fn call(&mut self, step: &Step, choices: &mut Choices, before: &mut String) -> String {
        match step {
            Step::Route(path, handlers) => {
                let path = self.path(path, choices, before);
                format!(".route({path}, {})", self.handlers(handlers, choices, before))
            }
            Step::Nest(prefix, steps) => {
                let prefix = self.path(prefix, choices, before);
                format!(".nest({prefix}, {})", self.value(steps, choices, before))
            }
            Step::Merge(steps) => format!(".merge({})", self.value(steps, choices, before)),
            Step::Fallback(handler) => format!(".fallback({handler})"),
            Step::Layer(layer) => format!(".layer({layer}())"),
            Step::RouteLayer(layer) => format!(".route_layer({layer}())"),
        }
    }

    fn path(&mut self, path: &str, choices: &mut Choices, before: &mut String) -> String {
        let half = path[1..].find('/').map_or(path.len(), |at| at + 1);
        let (first, second) = path.split_at(half);
        match choices.pick(6) {
            0 => {
                let name = choices.name("PATH_");
                let _ = writeln!(self.items, "pub const {name}: &str = \"{path}\";");
                format!("crate::{name}")
            }
            1 => format!("&format!(\"{{}}{{}}\", \"{first}\", \"{second}\")"),
            2 => format!("concat!(\"{first}\", \"{second}\")"),
            3 => {
                let name = choices.name("path");
                let _ = writeln!(before, "    let {name} = \"{first}\";");
                format!("&format!(\"{{{name}}}{}\")", second.replace('{', "{{").replace('}', "}}"))
            }
            _ => format!("\"{path}\""),
        }
    }

    fn handlers(&mut self, handlers: &[(&str, String)], choices: &mut Choices, before: &mut String) -> String {
        let name = choices.name("methods");
        let (verb, handler) = &handlers[0];
        let more: String = handlers[1..].iter().map(|(verb, handler)| format!(".{verb}({handler})")).collect();
        let chain = format!("{verb}({handler}){more}");
        match choices.pick(7) {
            0 => format!("axum::routing::{chain}"),
            1 => {
                let _ = writeln!(before, "    let {name} = {chain};");
                name
            }
            2 => {
                let _ = writeln!(self.items, "fn {name}() -> MethodRouter {{\n    {chain}\n}}\n");
                format!("crate::{name}()")
            }
            3 if *verb != "any" => format!("on(MethodFilter::{}, {handler}){more}", verb.to_uppercase()),
            4 if *verb != "any" => format!("MethodRouter::new().{chain}"),
            _ => chain,
        }
    }
}

/// What is found in a program, and what could not be told.
fn found(files: &Files) -> (Vec<Row>, Vec<String>) {
    let routes = routes(files, &Reader::default().read(files));
    let rows = routes.routes.into_iter().map(|route| (route.method, route.path, route.handler, route.layers)).collect();
    let unresolved =
        routes.unresolved.into_iter().map(|place| format!("{}:{} {}", place.file, place.line, place.reason));
    (rows, unresolved.chain(routes.problems.into_iter().map(|problem| problem.message)).collect())
}

/// All files of a program, for a message.
fn text(files: &Files) -> String {
    files.iter().map(|(path, text)| format!("// {path}\n{text}\n")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_program_has_the_routes_of_its_model(bytes in vec(any::<u8>(), 0..200)) {
        let mut choices = Choices::of(bytes);
        let steps = nested(&mut choices, 3);
        let mut expected = table(&steps, "");
        let files = Program::of(&steps, &mut choices);
        let (mut found, unresolved) = found(&files);
        expected.sort();
        found.sort();
        prop_assert_eq!(unresolved, Vec::<String>::new(), "{}", text(&files));
        prop_assert_eq!(found, expected, "{}", text(&files));
    }

    #[test]
    fn broken_text_is_read_to_its_end(bytes in vec(any::<u8>(), 0..200), cuts in vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..4_usize), 1..6)) {
        let mut choices = Choices::of(bytes);
        let steps = nested(&mut choices, 2);
        let files = Program::of(&steps, &mut choices);
        let mut main = files.get("src/main.rs").expect("every program has it").to_string();
        for (from, to, how) in cuts {
            let tokens: Vec<&str> = main.split_inclusive(|letter: char| !letter.is_alphanumeric()).collect();
            if tokens.is_empty() {
                break;
            }
            let (from, to) = (from.index(tokens.len()), to.index(tokens.len()));
            let mut tokens: Vec<String> = tokens.into_iter().map(str::to_owned).collect();
            match how {
                0 => drop(tokens.remove(from)),
                1 => tokens.swap(from, to),
                2 => tokens.insert(from, tokens[to].clone()),
                _ => tokens.truncate(from.max(to)),
            }
            main = tokens.concat();
        }
        found(&files.with("src/main.rs", &main));
    }
}

#[test]
#[ignore = "takes minutes without optimisation"]
fn what_is_deep_or_long_is_read_to_its_end() {
    let chain: String = (0..900).map(|number| format!("\n.route(\"/{number}\", get(h))")).collect();
    let calls: String = (0..3_000)
        .map(|number| format!("fn f{number}() -> Router {{ f{}().merge(f{}()) }}\n", number + 1, number + 1))
        .collect();
    let globs: String = (0..60).map(|number| format!("pub use m{number}::*; mod m{number} {{ use super::*; pub fn f{number}() -> Router {{ Router::new().route(Missing::PATH, get(h)).merge(missing{number}()) }} }}\n")).collect();
    let texts = [
        format!("{USES}{globs}fn app() -> Router {{ f1().merge(f2()).merge(Missing::router()) }}"),
        format!("{USES}fn app() -> Router {{ Router::new(){chain} }}"),
        format!("{USES}fn app() -> Router {{ {}Router::new(){} }}", "(".repeat(20_000), ")".repeat(20_000)),
        format!("{USES}fn app() -> Router {{ {}Router::new(){} }}", "{".repeat(20_000), "}".repeat(20_000)),
        format!("{USES}fn app() -> Router {{ {} }}", "Router::new().nest(\"/a\", ".repeat(20_000)),
        format!(
            "{USES}fn app() -> Router {{ {}Router::new(){} }}",
            "Router::new().nest(\"/a\", ".repeat(5_000),
            ")".repeat(5_000)
        ),
        format!("{USES}fn app() {{ let x = {}1; }}", "!".repeat(50_000)),
        format!("{USES}fn app() {{ let x = 1{}; }}", " + 1".repeat(50_000)),
        format!("{USES}fn app() {{ {} }}", "if a {} else ".repeat(20_000) + "{}"),
        format!("{USES}type T = {}u8{};", "Vec<".repeat(20_000), ">".repeat(20_000)),
        format!("{USES}{calls}fn f3000() -> Router {{ Router::new().route(\"/\", get(h)) }}"),
        format!(
            "{USES}fn app() -> Router {{ let mut app = Router::new(); for a in 0..1000000000 {{ for b in 0..1000000000 {{ app = app.route(&format!(\"/{{a}}/{{b}}\"), get(h)); }} }} app }}"
        ),
        format!("{USES}macro_rules! m {{ ($a:expr) => {{ m!(m!($a)) }} }} fn app() -> Router {{ m!(Router::new()) }}"),
        "mod a { ".repeat(20_000),
        "\u{feff}#!/usr/bin/env run\n\r\r\n\0".to_owned(),
    ];
    for text in texts {
        let start = std::time::Instant::now();
        let files = Files::of([("src/main.rs".to_owned(), text.clone())]);
        let (rows, _) = found(&files);
        let took = start.elapsed();
        assert!(took.as_secs() < 10, "{took:?} for {}…", &text[..200.min(text.len())]);
        if text.contains(&chain) {
            assert_eq!(rows.len(), 900);
        }
    }
}
