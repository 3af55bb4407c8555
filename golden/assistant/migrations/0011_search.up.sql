-- Full-text search over what was said. The text is in here as the program prepares it: with each sign, and each character
-- of a script without spaces, as a word of its own. So the program fills it; the triggers take out what is no longer so,
-- and when it starts, the program puts in whatever is missing.
CREATE VIRTUAL TABLE message_search USING fts5 (
    body,
    tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* P* S* Co'",
    prefix = '2 3'
);

CREATE TRIGGER messages_search_update
AFTER UPDATE OF body ON messages
BEGIN
    DELETE FROM message_search WHERE rowid = old.id;
END;

CREATE TRIGGER messages_search_delete
AFTER DELETE ON messages
BEGIN
    DELETE FROM message_search WHERE rowid = old.id;
END;
