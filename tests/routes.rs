//! What `chatgen routes` reads from small projects, and from checkouts of open ones: see `tests/routes/README.md`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chatgen::inspect::routes::{Route, Routes, routes, wanted};
use chatgen::inspect::{Files, source::Reader};

const MANIFEST: &str = "[package]\nname = \"case\"\n\n[dependencies]\naxum = \"0.8\"\n";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/routes")
}

/// What lies in a folder, in the order of the names.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder exists");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    paths.sort();
    paths
}

/// The files of a case: a whole project, or the one file of a small one.
fn files(case: &Path) -> Files {
    if case.is_dir() {
        return Files::read(case, wanted);
    }
    let text = fs::read_to_string(case).expect("the case can be read");
    Files::of([("Cargo.toml".to_owned(), MANIFEST.to_owned()), ("src/main.rs".to_owned(), text)])
}

fn read(files: &Files) -> Routes {
    routes(files, &Reader::default().read(files))
}

/// A route as the cases write it, after its place.
fn written(route: &Route) -> String {
    let auth = route.auth.iter().map(|auth| format!(" auth={auth}"));
    let layers = (!route.layers.is_empty()).then(|| format!(" layers={}", route.layers.join(" & ")));
    let condition = route.condition.iter().map(|condition| format!(" if {condition}"));
    let rest: String = auth.chain(layers).chain(condition).collect();
    format!("{}:{}> {} {} {}{rest}", route.file, route.line, route.method, route.path, route.handler)
}

/// Everything that was found, one line for each: `>` routes, `?` unresolved places, `!` problems.
fn found(routes: &Routes) -> Vec<String> {
    let unresolved = routes.unresolved.iter().map(|place| format!("{}:{}? {}", place.file, place.line, place.reason));
    let problems =
        routes.problems.iter().map(|problem| format!("{}:{}! {}", problem.file, problem.line, problem.message));
    routes.routes.iter().map(written).chain(unresolved).chain(problems).collect()
}

/// What the comments of a file say, in the same form.
fn expected(path: &str, text: &str) -> Vec<String> {
    let mut expected = Vec::new();
    let mut waiting: Vec<String> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let mark =
            ["//>", "//?", "//!"].into_iter().find_map(|mark| Some((mark, line.split_once(&format!("{mark} "))?)));
        let here = |said: &str| format!("{path}:{number}{said}");
        let said = mark.filter(|_| !line.starts_with("//!")).map_or_else(Vec::new, |(mark, (_, said))| {
            said.split(" ;; ").map(|said| format!("{} {}", &mark[2..], said.trim())).collect()
        });
        if line.trim_start().starts_with("//") {
            waiting.extend(said);
        } else {
            expected.extend(waiting.drain(..).chain(said).map(|said| here(&said)));
        }
    }
    expected
}

/// Whether something found is what is expected: all of it for a route, a part of the reason or message else.
fn is(expected: &str, found: &str) -> bool {
    match expected.split_once("> ") {
        Some(_) => expected == found,
        None => {
            let place = |text: &str| text.split_once([' ']).map(|(place, words)| (place.to_owned(), words.to_owned()));
            let (Some(expected), Some(found)) = (place(expected), place(found)) else { return expected == found };
            expected.0 == found.0 && found.1.contains(&expected.1)
        }
    }
}

/// The lines that are missing (`-`) and those that should not be there (`+`).
fn differences(expected: &[String], found: &[String]) -> Vec<String> {
    let mut left: Vec<&String> = found.iter().collect();
    let mut differences = Vec::new();
    for wanted in expected {
        match left.iter().position(|found| is(wanted, found)) {
            Some(at) => drop(left.remove(at)),
            None => differences.push(format!("- {wanted}")),
        }
    }
    differences.extend(left.into_iter().map(|found| format!("+ {found}")));
    differences.sort_by(|a, b| a[2..].cmp(&b[2..]));
    differences
}

#[test]
fn each_case_has_the_routes_that_are_written_beside_it() {
    let only = std::env::var("CASE").unwrap_or_default();
    let cases =
        entries(&folder()).into_iter().filter(|case| case.is_dir() || case.extension().is_some_and(|end| end == "rs"));
    let mut wrong = Vec::new();
    for case in cases.filter(|case| !case.ends_with("open") && case.to_string_lossy().contains(&only)) {
        let files = files(&case);
        let expected: Vec<String> = files.ending(".rs").flat_map(|(path, text)| expected(path, text)).collect();
        let differences = differences(&expected, &found(&read(&files)));
        if !differences.is_empty() {
            let name = case.file_name().unwrap_or_default().to_string_lossy();
            wrong.push(format!("{name}\n{}", differences.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n{} cases are wrong", wrong.join("\n\n"), wrong.len());
}

#[test]
fn files_that_are_not_read_for_routes_have_none() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let cases = entries(&folder()).into_iter().filter(|case| !case.ends_with("open") && !case.ends_with("README.md"));
    for case in cases.chain(entries(&golden)) {
        let files = files(&case);
        let fewer = routes(&files, &Reader::for_routes().read(&files));
        assert_eq!(found(&fewer), found(&read(&files)), "{}", case.display());
    }
}

/// The routes of an open project, as read by a person.
struct Table {
    name: String,
    /// Its checkout, below the folder of all of them, and the folder in it that is read.
    root: PathBuf,
    /// Whether it is a crate that cargo can download.
    published: bool,
    /// Whether the columns that most tables leave out count.
    auth: bool,
    conditions: bool,
    lines: Vec<String>,
}

impl Table {
    fn read(path: &Path, checkouts: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a table can be read");
        let (head, lines) = text.split_once("\n\n").expect("an empty line follows what the table is about");
        let value = |key: &str| head.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default().trim();
        let published = value("crate ").replace(' ', "-");
        let repository = value("repository ").rsplit('/').next().unwrap_or_default();
        let name = if published.is_empty() { repository } else { &published };
        Self {
            name: format!("{name} {}", value("root ")),
            root: checkouts.join(name).join(value("root ")),
            published: !published.is_empty(),
            auth: value("also ").contains("auth"),
            conditions: value("also ").contains("conditions"),
            lines: lines.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        }
    }

    /// The expected lines in the form of [`found`].
    fn expected(&self) -> Vec<String> {
        let lines = self.lines.iter().map(|line| match line.strip_prefix("? ") {
            Some(place) => match place.split_once(' ') {
                Some((place, words)) => format!("{place}? {words}"),
                None => format!("{place}? "),
            },
            None => {
                let (route, place) = line.rsplit_once(' ').expect("a line ends with its place");
                format!("{place}> {route}")
            }
        });
        lines.collect()
    }

    fn found(&self) -> Vec<String> {
        let files = Files::read(&self.root, |path| path.ends_with(".rs") || path.ends_with("Cargo.toml"));
        let mut routes = read(&files);
        for route in &mut routes.routes {
            route.layers.clear();
            route.auth = route.auth.take().filter(|_| self.auth);
            route.condition = route.condition.take().filter(|_| self.conditions);
        }
        found(&routes)
    }
}

fn tables(folder: &Path, checkouts: &Path) -> Vec<Table> {
    let tables = entries(folder).into_iter().flat_map(|path| match path.is_dir() {
        true => tables(&path, checkouts),
        false => vec![Table::read(&path, checkouts)],
    });
    tables.collect()
}

/// Compares the tables in a folder with what is found, and prints how much of each is right.
fn compare(tables: Vec<Table>) {
    let only = std::env::var("CASE").unwrap_or_default();
    let mut wrong = Vec::new();
    for table in tables.into_iter().filter(|table| table.name.contains(&only)) {
        assert!(table.root.is_dir(), "{} is not there", table.root.display());
        let (expected, found) = (table.expected(), table.found());
        let differences = differences(&expected, &found);
        let missing = differences.iter().filter(|line| line.starts_with('-')).count();
        let unresolved = found.iter().filter(|line| line.contains("? ") && !line.contains("> ")).count();
        let (all, extra) = (expected.len(), differences.len() - missing);
        let right = all - missing;
        println!(
            "{:45} expected {all:4}, right {right:4}, missing {missing:3}, too many {extra:3}, unresolved {unresolved:3}",
            table.name
        );
        if !differences.is_empty() {
            wrong.push(format!("{}\n{}", table.name, differences.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n{} tables are wrong", wrong.join("\n\n"), wrong.len());
}

#[test]
#[ignore = "needs checkouts of the projects that tests/routes/open names, in the folder CHATGEN_CHECKOUTS"]
fn open_projects_have_the_routes_of_their_tables() {
    let checkouts = PathBuf::from(std::env::var_os("CHATGEN_CHECKOUTS").expect("CHATGEN_CHECKOUTS names a folder"));
    let open = tables(&folder().join("open"), &checkouts).into_iter();
    compare(open.filter(|table| !table.published).collect());
}

/// Where cargo keeps the sources of a published crate, which it downloads if they are not there yet.
fn published(name: &str) -> PathBuf {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let sources = home.expect("cargo has a home").join("registry/src");
    let place =
        || fs::read_dir(&sources).ok()?.flatten().map(|registry| registry.path().join(name)).find(|path| path.is_dir());
    place().unwrap_or_else(|| {
        let (name, version) = name.rsplit_once('-').expect("a name and a version");
        let info = Command::new(env!("CARGO"))
            .args(["info", &format!("{name}@{version}")])
            .current_dir(std::env::temp_dir())
            .output();
        assert!(info.expect("cargo can be started").status.success(), "cargo cannot download {name} {version}");
        place().expect("cargo has downloaded it")
    })
}

#[test]
#[ignore = "downloads the crates that tests/routes/open/crates names"]
fn published_crates_have_the_routes_of_their_tables() {
    let mut tables = tables(&folder().join("open/crates"), Path::new(""));
    for table in &mut tables {
        table.root = published(table.name.trim());
    }
    compare(tables);
}

#[test]
fn routes_of_a_project_name_their_view_and_event() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/everything");
    let found = read(&Files::read(&golden, wanted)).routes;
    let belongs = |method: &str, path: &str| {
        let route = found.iter().find(|route| route.method == method && route.path == path);
        route.map(|route| (route.view.as_deref(), route.event.as_deref()))
    };
    assert_eq!(belongs("POST", "/notes/{id}/events/match"), Some((Some("notes"), Some("match"))));
    assert_eq!(belongs("GET", "/match"), Some((Some("match"), None)));
    assert_eq!(belongs("GET", "/api/notes"), Some((None, None)));
}
