use serde_json::json;

use super::super::Language;
use super::super::machine::{Machine, Os};
use super::Client;

pub const ZED: Client = Client {
    name: "zed",
    title: "Zed",
    programs: &["zed", "zeditor"],
    traces: |machine| vec![folder(machine)],
    project_files: &[".zed/settings.json"],
    user_files: |machine| vec![folder(machine).join("settings.json")],
    language: Language::Json,
    table: "context_servers",
    entry: |launch, _| json!({ "command": launch.program, "args": launch.arguments }),
    also: &[],
    required: &[],
    adds_itself: None,
    after: "trust the project in Zed; the Agent panel's settings show the server",
};

fn folder(machine: &Machine) -> std::path::PathBuf {
    match machine.os {
        Os::Linux => machine.folder("FLATPAK_XDG_CONFIG_HOME").unwrap_or_else(|| machine.xdg_config()).join("zed"),
        Os::MacOs => machine.home.join(".config/zed"),
        Os::Windows => machine.app_data().join("Zed"),
    }
}
