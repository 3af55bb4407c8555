//! What a provider is told: the end of what was said, as far as there is room for it.

use super::addressing;
use crate::config::assistant::AssistantConfig;
use crate::db::Conn;
use crate::error::Result;
use crate::markdown;
use crate::model::reply_to::ENOUGH;
use crate::model::run::Run;

/// What was said, the oldest first; the last turn is the prompt.
pub struct Prompt {
    pub turns: Vec<Turn>,
    /// What there is of the reply already; where it is not empty, the reply goes on from there.
    pub begun: String,
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Turn {
    /// `user` or `assistant`.
    pub role: String,
    /// The name of whoever said it; empty for the assistant.
    pub author: String,
    #[sqlx(rename = "body")]
    pub text: String,
    /// The beginning of what it answers, where it is a reply to something.
    pub answers: Option<String>,
}

impl Prompt {
    /// Reads what a run is to answer, and what was said before it; nothing, where the prompt is deleted.
    pub async fn read(
        db: &mut Conn,
        run: &Run,
        begun: &str,
        config: &AssistantConfig,
    ) -> Result<Self> {
        let mut turns: Vec<Turn> = sqlx::query_as(
            "SELECT m.role, coalesce(u.name, '') AS author, m.body, substr(said.body, 1, ?) AS answers
             FROM messages prompt
             JOIN messages m ON m.room_id = prompt.room_id AND m.seq <= prompt.seq
             LEFT JOIN users u ON u.id = m.user_id
             LEFT JOIN messages said ON said.id = m.reply_to_id
             WHERE prompt.id = ? AND prompt.deleted_at IS NULL
                AND m.deleted_at IS NULL AND m.body <> '' AND m.role IN ('user', 'assistant')
             ORDER BY m.seq DESC LIMIT ?",
        )
        .bind(ENOUGH)
        .bind(run.prompt_id)
        .bind(config.context_messages)
        .fetch_all(db)
        .await?;
        for turn in turns.iter_mut().filter(|turn| turn.role == "user") {
            turn.text = addressing::question(&turn.text).to_owned();
            let answers = turn.answers.take().filter(|answers| !answers.is_empty());
            turn.answers = answers.map(|answers| markdown::excerpt(&answers));
        }
        let space = config.context_chars.saturating_sub(begun.chars().count());
        Ok(Self { turns: bounded(turns, space), begun: begun.to_owned() })
    }

    /// What is to be answered.
    pub fn question(&self) -> &str {
        self.turns.last().map_or("", |turn| &turn.text)
    }
}

/// The newest turns that fit, in the order in which they were said. The prompt itself always does, and a person's turn
/// comes first, as some providers insist.
fn bounded(newest_first: Vec<Turn>, mut room: usize) -> Vec<Turn> {
    let mut turns = Vec::new();
    for turn in newest_first {
        let length = turn.text.chars().count();
        if length > room && !turns.is_empty() {
            break;
        }
        room = room.saturating_sub(length);
        turns.push(turn);
    }
    while turns.last().is_some_and(|turn| turn.role != "user") {
        turns.pop();
    }
    turns.reverse();
    turns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(role: &str, text: &str) -> Turn {
        Turn { role: role.into(), author: String::new(), text: text.into(), answers: None }
    }

    fn texts(newest_first: &[(&str, &str)], room: usize) -> Vec<String> {
        let turns = newest_first.iter().map(|(role, text)| turn(role, text)).collect();
        bounded(turns, room).into_iter().map(|turn| turn.text).collect()
    }

    #[test]
    fn the_oldest_are_left_out() {
        let said = [("user", "c"), ("assistant", "reply"), ("user", "second"), ("user", "first")];
        assert_eq!(texts(&said, 12), ["second", "reply", "c"]);
    }

    #[test]
    fn the_prompt_always_fits() {
        assert_eq!(texts(&[("user", "much too long"), ("user", "a")], 3), ["much too long"]);
    }

    #[test]
    fn a_person_speaks_first() {
        let said = [("user", "b"), ("assistant", "reply"), ("user", "cut off")];
        assert_eq!(texts(&said, 7), ["b"]);
    }
}
