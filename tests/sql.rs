//! What is read of a project's SQL.

use std::path::Path;

use chatgen::check::Project;
use chatgen::inspect::Files;
use chatgen::inspect::source::Reader;

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
