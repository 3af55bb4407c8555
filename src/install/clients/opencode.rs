use serde_json::json;

use super::super::Language;
use super::super::machine::Machine;
use super::Client;

pub const OPENCODE: Client = Client {
    name: "opencode",
    title: "opencode",
    programs: &["opencode"],
    traces: |machine| vec![folder(machine), machine.home.join(".opencode")],
    project_files: &["opencode.json", "opencode.jsonc"],
    user_files: |machine| ["opencode.json", "opencode.jsonc"].map(|name| folder(machine).join(name)).to_vec(),
    language: Language::Json,
    table: "mcp",
    entry: |launch, _| json!({ "type": "local", "command": launch.words(), "enabled": true }),
    also: &[("$schema", "https://opencode.ai/config.json")],
    required: &["type"],
    adds_itself: None,
    after: "start `opencode` in the project",
};

fn folder(machine: &Machine) -> std::path::PathBuf {
    machine.xdg_config().join("opencode")
}
