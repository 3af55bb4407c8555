use serde_json::json;

use super::super::machine::{Machine, Os};
use super::super::{Language, Scope};
use super::Client;

pub const VSCODE: Client = Client {
    name: "vscode",
    title: "VS Code",
    programs: &["code"],
    traces: |machine| vec![profile(machine), machine.home.join(".vscode")],
    project_files: &[".vscode/mcp.json"],
    user_files: |machine| vec![profile(machine).join("mcp.json")],
    language: Language::Json,
    table: "servers",
    entry: |launch, scope| {
        let mut entry = json!({ "type": "stdio", "command": launch.program, "args": launch.arguments });
        // Without a folder open the variable has no value, and the server would not start.
        if scope == Scope::Project {
            entry["cwd"] = json!("${workspaceFolder}");
        }
        entry
    },
    also: &[],
    required: &[],
    adds_itself: None,
    after: "open .vscode/mcp.json and choose Start above the server, or run `MCP: List Servers`",
};

/// The folder of the default profile.
fn profile(machine: &Machine) -> std::path::PathBuf {
    if let Some(portable) = machine.folder("VSCODE_PORTABLE") {
        return portable.join("user-data/User");
    }
    let folder = match machine.os {
        Os::Linux => machine.xdg_config(),
        Os::MacOs => machine.home.join("Library/Application Support"),
        Os::Windows => machine.app_data(),
    };
    folder.join("Code/User")
}
