use serde_json::json;

use super::super::Language;
use super::Client;

pub const CURSOR: Client = Client {
    name: "cursor",
    title: "Cursor",
    programs: &["cursor", "cursor-agent"],
    traces: |machine| vec![machine.home.join(".cursor")],
    project_files: &[".cursor/mcp.json"],
    user_files: |machine| vec![machine.home.join(".cursor/mcp.json")],
    language: Language::Json,
    table: "mcpServers",
    entry: |launch, _| json!({ "command": launch.program, "args": launch.arguments }),
    also: &[],
    required: &[],
    adds_itself: None,
    after: "switch the server on in Cursor's settings, under MCP",
};
