-- People with an account. An email address is one account, whatever its case.
CREATE TABLE people (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    email TEXT NOT NULL COLLATE NOCASE CHECK (length(email) BETWEEN 3 AND 254),
    -- argon2id with its salt and costs (a PHC string).
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'admin')),
    banned_at TEXT,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    handle TEXT CHECK (length(handle) <= 40) CHECK (length(handle) >= 2),
    born_on TEXT CHECK (date(born_on) IS born_on),
    settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings)),
    pronouns TEXT CHECK (length(pronouns) <= 30),
    time_zone TEXT NOT NULL DEFAULT 'UTC' CHECK (length(time_zone) <= 40),
    newsletter INTEGER NOT NULL DEFAULT 0 CHECK (newsletter IN (0, 1)),
    theme TEXT NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark')),
    seen_at TEXT CHECK (seen_at IS NULL OR datetime(seen_at) IS NOT NULL),
    UNIQUE (email)
);

-- Whether an administrator is left.
CREATE INDEX people_admins ON people (id) WHERE role = 'admin' AND banned_at IS NULL;

CREATE TRIGGER people_touch
AFTER UPDATE ON people
WHEN new.updated_at = old.updated_at
BEGIN
    UPDATE people SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;

CREATE UNIQUE INDEX people_unique_handle ON people (handle);

CREATE INDEX people_by_newsletter ON people (newsletter);

CREATE INDEX people_by_theme ON people (theme);
