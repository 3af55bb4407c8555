//! What only a person can decide about a change: asked on a terminal; elsewhere a failure that lists the commands to copy.

use std::io::{self, IsTerminal};

use dialoguer::console::Term;
use dialoguer::theme::ColorfulTheme;
use dialoguer::{Confirm, Input, Select};

use crate::cli::Format;
use crate::interrupt;
use crate::migrate::intent::{Choice, Form, Question};
use crate::output::{Asked, BOLD, Failure, Terminal, Way};

/// What was chosen: an option with its value, `--rename`, `Ticket.subject=title`, for each answer.
pub type Chosen = Vec<Vec<String>>;

/// Gets answers, each an option with its value: `--rename`, `Ticket.subject=title`. Where there are names to choose, only the
/// first question is asked, for its answer may settle the others; so whoever asks looks again at what is open then.
///
/// # Errors
/// No terminal to ask on, a no, or an interrupt.
pub fn decide(questions: &[Question], terminal: &Terminal) -> Result<Chosen, Failure> {
    if terminal.format == Format::Json || !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        let command = typed();
        return Err(refused(questions, |choice| whole(&command, choice)));
    }
    // Else Ctrl-C would end the process while the cursor is hidden.
    interrupt::watch();
    let chosen = questions.iter().find(|question| question.form == Form::Choice);
    match chosen {
        Some(question) => Ok(vec![ask(question, terminal)?]),
        None => questions.iter().map(|question| ask(question, terminal)).collect(),
    }
}

fn ask(question: &Question, terminal: &Terminal) -> Result<Vec<String>, Failure> {
    let theme = ColorfulTheme::default();
    match &question.form {
        Form::Choice => {
            // What only the schema can say is a way to end it here.
            let words: Vec<&str> = question.choices.iter().map(|choice| choice.words.as_str()).collect();
            let select = Select::with_theme(&theme).with_prompt(&question.what).items(&words).default(0);
            let chosen = select.interact().map_err(gone)?;
            question.choices.get(chosen).map(|choice| choice.argument.clone()).filter(|argument| !argument.is_empty())
        }
        Form::Permission => {
            let lines: Vec<String> = question.details.iter().map(|detail| format!("  - {detail}")).collect();
            terminal.note(&format!("{BOLD}{}{BOLD:#}\n{}", question.what, lines.join("\n")));
            let confirm = Confirm::with_theme(&theme).with_prompt("Go on?").default(false);
            let yes = confirm.interact().map_err(gone)?;
            question.choices.first().map(|choice| choice.argument.clone()).filter(|_| yes)
        }
        Form::Value(field) => {
            terminal.note(&format!("{BOLD}{}{BOLD:#}", question.what));
            let prompt = format!("{field}, a value or SQL (a text in single quotes; empty: stop)");
            let value: String =
                Input::with_theme(&theme).with_prompt(prompt).allow_empty(true).interact_text().map_err(gone)?;
            let value = value.trim();
            (!value.is_empty()).then(|| vec!["--fill".to_owned(), format!("{field}={value}")])
        }
    }
    .ok_or_else(|| Failure::failed("stopped; nothing was changed"))
}

fn gone(_: dialoguer::Error) -> Failure {
    let _ = Term::stderr().show_cursor();
    Failure::interrupted("stopped; nothing was changed")
}

/// The failure that lists what has to be decided; `how` says how a choice is made.
pub fn refused(questions: &[Question], how: impl Fn(&Choice) -> Option<String>) -> Failure {
    let way = |choice: &Choice| Way { words: choice.words.clone(), command: how(choice) };
    let asked = |question: &Question| Asked {
        question: question.what.clone(),
        details: question.details.clone(),
        choices: question.choices.iter().map(way).collect(),
    };
    Failure::open(questions.iter().map(asked).collect())
}

/// A command with the option that makes a choice.
pub fn whole(command: &str, choice: &Choice) -> Option<String> {
    let words: Vec<String> = choice.argument.iter().map(|word| argument(word)).collect();
    (!words.is_empty()).then(|| format!("{command} {}", words.join(" ")))
}

/// The command as it was typed, so that an answer can be put behind it.
pub fn typed() -> String {
    let typed = std::env::args_os().skip(1).map(|word| argument(&word.to_string_lossy()));
    std::iter::once("chatgen".to_owned()).chain(typed).collect::<Vec<_>>().join(" ")
}

/// A word as a shell takes it. A text in single quotes is easier to read in double ones.
fn argument(word: &str) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || "-_./+:@%,=".contains(char);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else if word.contains('\'') && !word.contains(['"', '$', '`', '\\', '!']) {
        format!("\"{word}\"")
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_takes_each_argument_as_one_word() {
        for (word, expected) in [
            ("--rename", "--rename"),
            ("-y", "-y"),
            ("Ticket.subject=title", "Ticket.subject=title"),
            ("--set=a b", "'--set=a b'"),
            ("Ticket.mood='calm'", r#""Ticket.mood='calm'""#),
            ("Ticket.mood='$5'", r"'Ticket.mood='\''$5'\'''"),
            ("", "''"),
        ] {
            assert_eq!(argument(word), expected, "{word}");
        }
    }
}
