DROP TRIGGER runs_forgotten;
DROP TABLE runs;
