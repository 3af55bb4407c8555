ALTER TABLE tickets ADD COLUMN legacy_id INTEGER;
CREATE INDEX mine ON tickets (legacy_id, title);
CREATE VIEW mine_too AS SELECT t.title, c.body FROM tickets t JOIN comments c ON c.about_id = t.id;
