use schemars::JsonSchema;
use serde::Deserialize;

use super::built::Built;
use crate::commands::new::{generate, write};
use crate::given::Given;
use crate::mcp::{Context, Group, Hints, Needs, Tool};
use crate::output::Failure;
use crate::overlay::Overlay;
use crate::problem::Source;
use crate::write::refuse_occupied;

#[derive(Debug)]
pub struct NewProject;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    /// To be made: `my-chat`
    folder: String,
    /// Start from `assistant` (the default), `team` or `everything`
    example: Option<String>,
    /// Or from a schema of your own, whole
    chat_toml: Option<String>,
    /// Only list the files
    #[serde(default)]
    dry_run: bool,
}

impl Tool for NewProject {
    const NAME: &'static str = "new_project";
    const TITLE: &'static str = "Make a chat";
    const DESCRIPTION: &'static str = "Makes a new chat project in a folder, with a git repository.";
    const GROUP: Group = Group::Build;
    const HINTS: Hints = Hints::WRITE;
    const NEEDS: Needs = Needs::Nothing;

    type Args = Args;
    type Answer = Built;

    fn call(context: &Context, args: Args) -> Result<Built, Failure> {
        let folder = context.new_dir(&args.folder)?;
        refuse_occupied(&folder)?;
        let given = match (&args.example, &args.chat_toml) {
            (Some(_), Some(_)) => return Err(Failure::usage("`example` and `chat_toml` exclude each other")),
            (_, Some(text)) => Given::new(Source::new("chat.toml", text), false, &folder, &[])?,
            (example, None) => Given::example(example.as_deref(), &folder)?,
        };
        let project = generate(&given, &Overlay::none())?;
        if !args.dry_run {
            write(&project, &folder, true, || !context.cancelled.is_cancelled())?;
        }
        let folder = args.folder.trim_end_matches('/').to_owned();
        let about = format!("{} in `{folder}`, {} files", project.chat.project.title, project.tree.len());
        let files: Vec<String> = project.tree.keys().map(|path| format!("create {folder}/{path}")).collect();
        let next = if args.dry_run {
            Vec::new()
        } else {
            vec![format!("cd {folder}"), "cargo run -- seed".to_owned(), "cargo run".to_owned()]
        };
        Ok(Built { applied: !args.dry_run, note: Some(about), next, ..Built::listing(files) })
    }
}
