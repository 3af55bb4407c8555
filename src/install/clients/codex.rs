use serde_json::json;

use super::super::Language;
use super::super::machine::Machine;
use super::Client;

pub const CODEX: Client = Client {
    name: "codex",
    title: "Codex CLI",
    programs: &["codex"],
    traces: |machine| vec![folder(machine)],
    project_files: &[".codex/config.toml"],
    user_files: |machine| vec![folder(machine).join("config.toml")],
    language: Language::Toml,
    table: "mcp_servers",
    entry: |launch, _| json!({ "command": launch.program, "args": launch.arguments }),
    also: &[],
    required: &[],
    adds_itself: None,
    after: "start `codex` in the project and trust the folder: it reads .codex/ only in folders that are trusted",
};

fn folder(machine: &Machine) -> std::path::PathBuf {
    machine.folder("CODEX_HOME").unwrap_or_else(|| machine.home.join(".codex"))
}
