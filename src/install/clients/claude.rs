use serde_json::json;

use super::super::Language;
use super::Client;
use crate::install::machine::Machine;

pub const CLAUDE: Client = Client {
    name: "claude",
    title: "Claude Code",
    programs: &["claude"],
    traces: |machine| vec![folder(machine).unwrap_or_else(|| machine.home.join(".claude")), state(machine)],
    project_files: &[".mcp.json"],
    user_files: |machine| vec![state(machine)],
    language: Language::Json,
    table: "mcpServers",
    entry: |launch, _| json!({ "type": "stdio", "command": launch.program, "args": launch.arguments }),
    also: &[],
    required: &[],
    adds_itself: Some(&["claude", "mcp", "add", "--scope", "project"]),
    after: "start `claude` in the project; it asks once whether to use the server",
};

fn folder(machine: &Machine) -> Option<std::path::PathBuf> {
    machine.folder("CLAUDE_CONFIG_DIR")
}

fn state(machine: &Machine) -> std::path::PathBuf {
    folder(machine).unwrap_or_else(|| machine.home.clone()).join(".claude.json")
}
