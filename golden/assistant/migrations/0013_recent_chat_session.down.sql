DROP VIEW recent_chat_sessions;
