//! The editors and agents that chatgen's server can be put into: a file each, and a line in the table.

mod claude;
mod codex;
mod cursor;
mod gemini;
mod opencode;
mod vscode;
mod windsurf;
mod zed;

use std::path::PathBuf;

use serde_json::Value;

use super::entry::Launch;
use super::machine::Machine;
use super::{Language, Scope};

/// Every client, in the order in which they are said.
pub const CLIENTS: &[Client] = &[
    claude::CLAUDE,
    cursor::CURSOR,
    windsurf::WINDSURF,
    vscode::VSCODE,
    codex::CODEX,
    gemini::GEMINI,
    zed::ZED,
    opencode::OPENCODE,
];

/// An editor or agent, and where and how it wants to be told about a server.
pub struct Client {
    /// What `--client` takes.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// Programs that show it is installed.
    pub programs: &'static [&'static str],
    /// Files and folders of its own that show it has been used.
    pub traces: fn(&Machine) -> Vec<PathBuf>,
    /// Its files in a project; the first is the one that is made if there is none. Empty: it has no such thing.
    pub project_files: &'static [&'static str],
    /// Its files for a person, likewise.
    pub user_files: fn(&Machine) -> Vec<PathBuf>,
    pub language: Language,
    /// The key under which its servers stand by name.
    pub table: &'static str,
    /// A new entry.
    pub entry: fn(&Launch, Scope) -> Value,
    /// Keys that it would add by itself to a file without them. They stand behind the servers in a file that is made, by which
    /// such a file is known.
    pub also: &'static [(&'static str, &'static str)],
    /// Keys without which it would refuse the entry, beside the command.
    pub required: &'static [&'static str],
    /// The client's own command that adds a server to a project, to be tried before its file is written.
    pub adds_itself: Option<&'static [&'static str]>,
    /// What a person has to do or to know after the installation in a project.
    pub after: &'static str,
}
