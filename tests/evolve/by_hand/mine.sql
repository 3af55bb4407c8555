ALTER TABLE tickets ADD mood text check("mood" in ('happy','sad'));
create index tickets_by_mood on tickets(mood);
