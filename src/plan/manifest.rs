//! The table of contents of a generated project: each blueprint, and when it applies.
//!
//! A path here is the path below `blueprints/`, and less `.j2` it is the path in the project. `{room}`, `{user}`, `{login}`,
//! `{membership}`, `{message}`, `{model}` and `{view}` stand for that model's or view's module; `{number}` counts migrations.

use crate::model::{Chat, View};

/// Blueprints that apply under the same condition.
pub struct Section {
    pub applies: fn(&Chat) -> bool,
    pub per: Per,
    pub blueprints: &'static [&'static str],
}

/// How often a blueprint is rendered.
#[derive(Clone, Copy)]
pub enum Per {
    /// Once.
    Chat,
    /// Once for each of the schema's own models.
    Model,
    /// Once for each view that fulfils the condition.
    View(fn(&View) -> bool),
}

/// Every blueprint, once.
pub const MANIFEST: &[Section] = &[
    Section {
        applies: |_| true,
        per: Per::Chat,
        blueprints: &[
            ".dockerignore",
            ".github/workflows/ci.yml.j2",
            "AGENTS.md.j2",
            "ARCHITECTURE.md.j2",
            "CLAUDE.md",
            "Dockerfile.j2",
            "GEMINI.md",
            "README.md.j2",
            "compose.yaml.j2",
            "src/http/assets.rs",
            "src/views.rs.j2",
            "src/views/account.rs",
            "src/views/admin.rs",
            "src/views/environment.rs",
            "src/views/room.rs.j2",
            "static/app.css",
            "static/js/socket.js.j2",
            "templates/layout.html.j2",
            "tests/js/socket.test.mjs",
        ],
    },
    Section { applies: |chat| chat.features.assistant, per: Per::Chat, blueprints: &[] },
    Section { applies: |chat| chat.features.assistant && chat.assistant.remote, per: Per::Chat, blueprints: &[] },
    Section { applies: |chat| chat.features.presence, per: Per::Chat, blueprints: &[] },
    Section { applies: |chat| chat.features.reactions, per: Per::Chat, blueprints: &[] },
    Section { applies: |chat| chat.features.search, per: Per::Chat, blueprints: &[] },
    Section { applies: |chat| chat.features.typing, per: Per::Chat, blueprints: &[] },
    Section { applies: |_| true, per: Per::Model, blueprints: &[] },
    Section { applies: |_| true, per: Per::View(|_| true), blueprints: &[] },
];
