-- Redemptions.
CREATE TABLE redemptions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    voucher_id BLOB NOT NULL CHECK (length(voucher_id) = 16) REFERENCES vouchers (id) ON DELETE RESTRICT,
    redeemed_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')) CHECK (datetime(redeemed_at) IS NOT NULL),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

CREATE INDEX redemptions_by_voucher_id ON redemptions (voucher_id);

CREATE TRIGGER redemptions_touch
AFTER UPDATE ON redemptions
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE redemptions SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;
