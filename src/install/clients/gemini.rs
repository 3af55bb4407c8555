use serde_json::json;

use super::super::Language;
use super::super::machine::Machine;
use super::Client;

/// Its own `gemini mcp add` can drop settings that it does not know, so only the file is written.
pub const GEMINI: Client = Client {
    name: "gemini",
    title: "Gemini CLI",
    programs: &["gemini"],
    traces: |machine| vec![folder(machine)],
    project_files: &[".gemini/settings.json"],
    user_files: |machine| vec![folder(machine).join("settings.json")],
    language: Language::Json,
    table: "mcpServers",
    entry: |launch, _| json!({ "command": launch.program, "args": launch.arguments }),
    also: &[],
    required: &[],
    adds_itself: None,
    after: "start `gemini` in the project and trust the folder; /mcp shows the server",
};

fn folder(machine: &Machine) -> std::path::PathBuf {
    machine.folder("GEMINI_CLI_HOME").unwrap_or_else(|| machine.home.clone()).join(".gemini")
}
