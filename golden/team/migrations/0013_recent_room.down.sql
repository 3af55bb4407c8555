DROP VIEW recent_rooms;
