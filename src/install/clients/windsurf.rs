use serde_json::json;

use super::super::Language;
use super::Client;

pub const WINDSURF: Client = Client {
    name: "windsurf",
    title: "Windsurf",
    programs: &["windsurf"],
    traces: |machine| vec![machine.home.join(".codeium/windsurf")],
    project_files: &[],
    user_files: |machine| vec![machine.home.join(".codeium/windsurf/mcp_config.json")],
    language: Language::Json,
    table: "mcpServers",
    entry: |launch, _| json!({ "command": launch.program, "args": launch.arguments }),
    also: &[],
    required: &[],
    adds_itself: None,
    after: "refresh the list of MCP servers in Cascade",
};
