use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::write::{answers, decided};
use crate::commands::plan::{Planned, planned};
use crate::inspect::page::{Page, page};
use crate::mcp::{Context, Group, Needs, Tool};
use crate::output::{Failure, Report};
use crate::project::Project;
use crate::sync::Request;

/// The most bytes of SQL in one answer.
const SQL: usize = 6_000;

#[derive(Debug)]
pub struct PlanMigration;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    /// A chat.toml that is not saved yet, whole
    chat_toml: Option<String>,
    /// `Ticket.subject=title`
    #[serde(default)]
    rename: Vec<String>,
    /// `Ticket.subject`
    #[serde(default)]
    drop: Vec<String>,
    /// `Ticket.mood='calm'`
    #[serde(default)]
    fill: Vec<String>,
    #[serde(default)]
    allow_data_loss: bool,
    #[serde(default)]
    cursor: usize,
    project_dir: Option<String>,
}

/// A migration that a sync would write, a page at a time.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Answer {
    /// What it does; empty if the database stays as it is.
    words: Vec<String>,
    /// The way there and the way back, each below its path.
    sql: String,
    #[serde(flatten)]
    page: Page,
}

impl Report for Answer {
    fn text(&self) -> String {
        if self.words.is_empty() {
            return "The database stays as it is.\n".to_owned();
        }
        let on = self.page.next_cursor.map(|cursor| format!("It goes on: cursor {cursor}\n")).unwrap_or_default();
        format!("{}\n\n{}{on}Next: sync_project\n", self.words.join("\n"), self.sql)
    }
}

impl Tool for PlanMigration {
    const NAME: &'static str = "plan_migration";
    const TITLE: &'static str = "Plan a migration";
    const DESCRIPTION: &'static str = "The SQL that a changed chat.toml needs, both ways. Writes nothing.";
    const GROUP: Group = Group::Build;
    const NEEDS: Needs = Needs::Nothing;

    type Args = Args;
    type Answer = Answer;

    fn call(context: &Context, args: Args) -> Result<Answer, Failure> {
        let project = Project::find(&context.project_dir(args.project_dir.as_deref())?)?;
        let answers = answers(&args.rename, &args.drop, &args.fill, args.allow_data_loss)?;
        let request = Request { chat_toml: args.chat_toml, answers, ..Request::default() };
        let Planned { migration } = planned(&project, &request, decided)?;
        let words = migration.as_ref().map(|made| made.words.clone()).unwrap_or_default();
        let sql = migration.map(|made| made.sql()).unwrap_or_default();
        let lines = sql.split_inclusive('\n').map(str::to_owned).collect();
        let (lines, page) = page::<String>(lines, args.cursor, SQL);
        Ok(Answer { words, sql: lines.concat(), page })
    }
}
