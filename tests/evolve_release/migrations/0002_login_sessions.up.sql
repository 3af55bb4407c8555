-- A signed-in browser or device. It is a row, and not only a signed cookie, so that signing out, a ban or a new password
-- end it at once, everywhere.
CREATE TABLE login_sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- SHA-256 of the token in the cookie: who reads this table can't sign in with it.
    token_hash BLOB NOT NULL CHECK (length(token_hash) = 32),
    user_agent TEXT NOT NULL DEFAULT '' CHECK (length(user_agent) <= 300),
    ip TEXT NOT NULL DEFAULT '' CHECK (length(ip) <= 45),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    -- Written at most once a minute.
    last_seen_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    expires_at TEXT NOT NULL,
    UNIQUE (token_hash)
);

-- A person's own list, and the end of all of it at once.
CREATE INDEX login_sessions_user ON login_sessions (user_id);

-- Clearing away what has expired.
CREATE INDEX login_sessions_expiry ON login_sessions (expires_at);
