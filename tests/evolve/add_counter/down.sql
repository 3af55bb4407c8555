-- Drops the column `number` from `tickets`.
-- Drops the table `tickets_number_counts`.
-- Adds the index `tickets_by_room_id` on `tickets`.
-- Drops the index `tickets_unique_number` on `tickets`.
DROP INDEX tickets_unique_number;

ALTER TABLE tickets DROP COLUMN number;

DROP TABLE tickets_number_counts;

CREATE INDEX tickets_by_room_id ON tickets (room_id);
