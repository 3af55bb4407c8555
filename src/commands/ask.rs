//! The questions of `chatgen new` without arguments; never asked where nobody can answer.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use dialoguer::console::Term;
use dialoguer::theme::ColorfulTheme;
use dialoguer::{Confirm, Input, Select};
use heck::ToTitleCase;

use crate::cli::New;
use crate::output::{Failure, Terminal};
use crate::schema::examples;
use crate::{cli::Format, interrupt, write};

/// Completes the arguments by asking for what was left out.
///
/// # Errors
/// No terminal to ask on, or an interrupt.
pub fn complete(mut arguments: New, terminal: &Terminal) -> Result<New, Failure> {
    if terminal.format == Format::Json || !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Failure::usage("the folder to make is missing").help("write it like: chatgen new my-chat"));
    }
    // Else Ctrl-C would end the process while the cursor is hidden.
    interrupt::watch();
    let theme = ColorfulTheme::default();
    let folder: String = Input::with_theme(&theme)
        .with_prompt("Folder to make")
        .default("my-chat".to_owned())
        .validate_with(|folder: &String| free(folder))
        .interact_text()
        .map_err(gone)?;
    if arguments.schema.is_none() {
        let examples = examples::list();
        let items: Vec<_> = examples.iter().map(|example| format!("{:<12}{}", example.name, example.about)).collect();
        let chosen = Select::with_theme(&theme).with_prompt("Start from").items(&items).default(0).interact();
        arguments.schema = Some(examples[chosen.map_err(gone)?].name.to_owned());
    }
    if !arguments.sets.iter().any(|set| set.starts_with("project.title")) {
        let title = PathBuf::from(&folder).file_name().unwrap_or_default().to_string_lossy().to_title_case();
        let title: String =
            Input::with_theme(&theme).with_prompt("Title").default(title).interact_text().map_err(gone)?;
        arguments.sets.push(format!("project.title={}", toml_edit::Value::from(title)));
    }
    if !arguments.run && !arguments.dry_run {
        let question = Confirm::with_theme(&theme).with_prompt("Build and open it now?").default(true);
        arguments.run = question.interact().map_err(gone)?;
    }
    Ok(New { dir: Some(folder.into()), ..arguments })
}

fn free(folder: &str) -> Result<(), String> {
    write::refuse_occupied(folder.as_ref()).map_err(|error| Failure::from(error).message)
}

fn gone(_: dialoguer::Error) -> Failure {
    let _ = Term::stderr().show_cursor();
    Failure::interrupted("stopped; nothing was written")
}
