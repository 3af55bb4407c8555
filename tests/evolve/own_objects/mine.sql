-- Ours: what nobody has to tell chatgen about.
ALTER TABLE tickets ADD COLUMN legacy_id INTEGER;
CREATE UNIQUE INDEX tickets_legacy ON tickets (legacy_id) WHERE legacy_id IS NOT NULL;
CREATE TABLE audit (at TEXT NOT NULL, what TEXT NOT NULL);
CREATE TRIGGER tickets_audit AFTER DELETE ON tickets BEGIN
    INSERT INTO audit VALUES (date('now'), old.title);
END;
CREATE TRIGGER audit_undo AFTER DELETE ON audit BEGIN
    UPDATE tickets SET title = 'kept' WHERE title = old.what;
END;
CREATE VIEW short_tickets AS SELECT id, title FROM tickets WHERE length(title) < 9;
CREATE VIEW shortest_tickets AS SELECT id FROM short_tickets WHERE length(title) < 3;
