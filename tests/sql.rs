//! What is read of a project's SQL. The sources in `tests/sql/` stand beside what is read of them; `BLESS=1` writes that.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use chatgen::check::{self, Project, Selection, rules};
use chatgen::inspect::Files;
use chatgen::inspect::source::Reader;
use chatgen::inspect::sql::{Facts, Row};
use proptest::prelude::*;

#[test]
fn sources_are_read_as_they_say() {
    for entry in fs::read_dir("tests/sql").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let files = Files::of([("src/a.rs".to_owned(), fs::read_to_string(&path).unwrap())]);
        let sources = Reader::default().read(&files);
        let project = Project::new(&files, &sources);
        let shown = show(&project, project.sql());
        let expected = path.with_extension("txt");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&expected, shown).unwrap();
        } else {
            assert_eq!(fs::read_to_string(&expected).unwrap(), shown, "{}", path.display());
        }
    }
}

fn show(project: &Project, facts: &Facts) -> String {
    let mut text = String::new();
    let line = |file: &str, at| project.problem(file, at, "").line;
    for statement in &facts.statements {
        let binds = statement.binds.map_or("?".to_owned(), |binds| binds.to_string());
        let row = match &statement.row {
            Row::Untyped => "by hand".to_owned(),
            Row::Whole(ty) | Row::First(ty) => ty.as_ref().map_or("not known".to_owned(), ToString::to_string),
        };
        let gets: Vec<String> = statement
            .gets
            .iter()
            .map(|get| format!("{:?} {}", get.column, get.ty.as_ref().map_or("?".to_owned(), ToString::to_string)))
            .collect();
        let sql = statement.sql.split_whitespace().collect::<Vec<_>>().join(" ");
        let at = line(&statement.file, &statement.call);
        writeln!(text, "{at}: {sql}\n    {binds} bound, {row} {}", gets.join(", ")).unwrap();
    }
    for unresolved in &facts.unresolved {
        writeln!(text, "{}: {}", line(&unresolved.file, &unresolved.at), unresolved.reason).unwrap();
    }
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[test]
fn every_statement_of_a_generated_project_is_known() {
    for (golden, at_least) in [("assistant", 90), ("team", 100), ("everything", 200)] {
        let files = Files::read(&Path::new("golden").join(golden), |_| true);
        let sources = Reader::default().read(&files);
        let project = Project::new(&files, &sources);
        let facts = project.sql();
        assert!(facts.statements.len() >= at_least, "{golden}: {} statements", facts.statements.len());
        let unknown: Vec<_> =
            facts.unresolved.iter().filter(|unresolved| unresolved.file.starts_with("src/")).collect();
        assert!(unknown.is_empty(), "{golden}: {unknown:?}");
        for statement in &facts.statements {
            let Some(prepared) = &statement.prepared else { continue };
            assert_eq!(prepared.error, None, "{}: {}", statement.file, statement.sql);
            assert_eq!(statement.binds, Some(prepared.parameters), "{}: {}", statement.file, statement.sql);
        }
    }
}

/// Words that statements are made of, and what breaks them.
fn sql() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("SELECT"),
        Just("FROM"),
        Just("a"),
        Just("b"),
        Just("t"),
        Just("*"),
        Just("("),
        Just(")"),
        Just(","),
        Just("."),
        Just("LEFT"),
        Just("JOIN"),
        Just("AS"),
        Just("WITH"),
        Just("UNION"),
        Just("RETURNING"),
        Just("INSERT"),
        Just("INTO"),
        Just("VALUES"),
        Just("WHERE"),
        Just("="),
        Just("?"),
        Just("?9"),
        Just("'é"),
        Just("\"x"),
        Just("'a'"),
        Just("--"),
        Just("/*"),
        Just("\r\n"),
        Just("\n"),
        Just("\t"),
        Just("count(*)"),
        Just("IS"),
        Just("NOT"),
        Just("NULL"),
        Just("CAST"),
        Just("ORDER BY"),
        Just("LIMIT"),
        Just("1"),
        Just("1.5e"),
        Just("x'0"),
        Just(";"),
        Just("\0"),
        Just("[a"),
        Just("`"),
        Just("💧"),
        Just("UPDATE"),
        Just("SET"),
        Just("DELETE"),
        Just("CREATE TABLE"),
        Just("max(a)"),
        Just("EXISTS"),
        Just("$1"),
    ];
    prop::collection::vec(word, 0..14).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_statement_breaks_it(first in sql(), second in ".{0,40}", third in sql()) {
        let source = format!(
            "const MINE: &str = {first:?};
             #[derive(sqlx::FromRow)] struct Row {{ a: i64, b: Option<String> }}
             async fn all() -> Vec<Row> {{ sqlx::query_as(MINE).bind(1).fetch_all(db).await? }}
             async fn some() {{ let _: i64 = sqlx::query_scalar(&format!({second:?})).fetch_one(db).await?; }}
             async fn more(on: bool) {{
                 let mut sql = sqlx::QueryBuilder::new(\"SELECT \"); if on {{ sql.push({third:?}); }}
                 let row = sql.build().fetch_one(db).await?; let a: i64 = row.get(\"a\");
             }}"
        );
        let files = Files::of([
            ("chat.toml".to_owned(), String::new()),
            ("src/a.rs".to_owned(), source),
            ("migrations/0001_a.up.sql".to_owned(), "CREATE TABLE t (a INTEGER NOT NULL, b TEXT);".to_owned()),
        ]);
        let sources = Reader::default().read(&files);
        let own = rules::ALL.iter().map(|rule| rule.id).filter(|id| id.starts_with("CG03")).collect();
        let _ = check::run(&Project::new(&files, &sources), &Selection { rules: own, ..Selection::default() });
    }
}
