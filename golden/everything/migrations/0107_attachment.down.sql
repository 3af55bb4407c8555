DROP TRIGGER attachments_subject_id_insert;
DROP TRIGGER attachments_subject_id_update;
DROP TRIGGER attachments_subject_id_0;
DROP TRIGGER attachments_subject_id_1;
DROP TRIGGER attachments_subject_id_2;
DROP TABLE attachments;
