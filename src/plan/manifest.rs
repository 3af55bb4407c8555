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
            ".gitignore",
            "AGENTS.md.j2",
            "ARCHITECTURE.md.j2",
            "CLAUDE.md",
            "Cargo.toml.j2",
            "Dockerfile.j2",
            "GEMINI.md",
            "README.md.j2",
            "compose.yaml.j2",
            "migrations/0001_users.down.sql.j2",
            "migrations/0001_users.up.sql.j2",
            "migrations/0002_login_sessions.down.sql.j2",
            "migrations/0002_login_sessions.up.sql.j2",
            "rustfmt.toml",
            "src/app.rs.j2",
            "src/config.rs.j2",
            "src/config/source.rs",
            "src/db.rs",
            "src/error.rs",
            "src/http/account.rs.j2",
            "src/http/admin.rs.j2",
            "src/http/assets.rs",
            "src/http/auth.rs.j2",
            "src/http/client.rs",
            "src/http/errors.rs",
            "src/http/health.rs",
            "src/http/limits.rs",
            "src/http/logs.rs",
            "src/http/me.rs.j2",
            "src/http/metrics.rs",
            "src/http/mod.rs.j2",
            "src/http/openapi.rs.j2",
            "src/http/security.rs",
            "src/http/sign_in.rs.j2",
            "src/hub/mod.rs",
            "src/lib.rs.j2",
            "src/main.rs.j2",
            "src/model/mod.rs.j2",
            "src/model/password.rs",
            "src/model/room_event.rs",
            "src/model/token.rs",
            "src/model/{login}.rs.j2",
            "src/model/{user}.rs.j2",
            "src/seed.rs.j2",
            "src/unit.rs.j2",
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
