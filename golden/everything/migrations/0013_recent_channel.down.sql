DROP VIEW recent_chat_channels;
