//! Tools without a model: `echo` calls the one that a person names, as in `/weather city=Paris`.

use std::time::Duration;

use futures_util::stream::{self, StreamExt};
use serde_json::Value;

use super::context::Context;
use super::echo;
use super::prompt::Prompt;
use super::provider::Reply;
use super::tools::{Tool, Tools, mark};

/// The reply to a prompt: what the tool says that it names, else an echo.
pub fn reply(prompt: Prompt, context: Context, delay: Duration) -> Reply {
    let tools = Tools::all();
    let Some((tool, given)) = command(&tools, prompt.question()) else {
        return echo::reply(&prompt, delay);
    };
    let said = async move {
        let answer = tools.call(&context, tool.name, given).await;
        let said = format!("{}\n\n{}", mark(tool.name), as_code(&answer));
        echo::spoken(&said, &prompt.begun, delay)
    };
    stream::once(said).flatten().boxed()
}

/// The tool that a text names, and what it gives it, as JSON or in words.
fn command(tools: &Tools, text: &str) -> Option<(Tool, Value)> {
    let text = text.trim().strip_prefix('/')?;
    let (name, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let (tool, rest) = (tools.find(name)?, rest.trim());
    let given = match rest.starts_with('{') {
        true => serde_json::from_str(rest).unwrap_or_else(|_| Value::from(rest)),
        false => in_words(rest, &(tool.schema)()),
    };
    Some((tool, given))
}

/// `city=New York days=3`, each value of the type that the schema says.
fn in_words(text: &str, schema: &Value) -> Value {
    let mut pairs: Vec<(&str, String)> = Vec::new();
    for word in text.split_whitespace() {
        match (word.split_once('='), pairs.last_mut()) {
            (Some((name, value)), _) => pairs.push((name, value.to_owned())),
            (None, Some((_, value))) => *value = format!("{value} {word}"),
            (None, None) => pairs.push((word, String::new())),
        }
    }
    let typed = |(name, text): (&str, String)| {
        let is_text = schema["properties"][name]["type"] == "string";
        let read = if is_text { None } else { serde_json::from_str(&text).ok() };
        (name.to_owned(), read.unwrap_or(Value::from(text)))
    };
    Value::Object(pairs.into_iter().map(typed).collect())
}

/// Markdown in which nothing of the text means anything.
fn as_code(text: &str) -> String {
    let lines = text.lines().map(|line| format!("    {line}\n"));
    lines.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn weather() -> Tools {
        let schema = || json!({ "properties": { "city": { "type": "string" } } });
        let call = |_: &Context, _| -> super::super::tools::Calling<'_> { unreachable!() };
        Tools::default().with(Tool { name: "weather", about: "", schema, call })
    }

    #[test]
    fn a_tool_is_called_by_its_name() {
        let given = |text| command(&weather(), text).map(|(_, given)| given);
        let paris = json!({ "city": "Paris" });
        assert_eq!(given("/weather {\"city\": \"Paris\"}"), Some(paris.clone()));
        assert_eq!(given(" /weather city=Paris "), Some(paris));
        assert_eq!(given("/weather"), Some(json!({})));
        assert_eq!(given("/weather {oops"), Some(json!("{oops")));
        assert_eq!(given("/wether city=Paris"), None);
        assert_eq!(given("weather city=Paris"), None);
    }

    #[test]
    fn words_become_values() {
        let given = command(&weather(), "/weather city=New York days=3 on=true x=y=z");
        let given = given.map(|(_, given)| given);
        let all = json!({ "city": "New York", "days": 3, "on": true, "x": "y=z" });
        assert_eq!(given, Some(all));
        assert_eq!(as_code("a\n```\n"), "    a\n    ```\n");
    }
}
