//! What there is beside tools: resources, prompts, completion.

use std::fs;

use serde_json::{Value, json};

use crate::client::Client;
use crate::project::{inside, project};

fn read(client: &mut Client, uri: &str) -> String {
    let result = client.request("resources/read", json!({"uri": uri}));
    assert_eq!(result["contents"][0]["uri"], uri);
    result["contents"][0]["text"].as_str().unwrap().to_owned()
}

#[test]
fn every_resource_can_be_read() {
    let folder = project();
    let mut client = Client::all(&inside(&folder));
    let listed = client.request("resources/list", json!({}))["resources"].as_array().unwrap().clone();
    assert!(listed.len() >= 8);
    for resource in &listed {
        let text = read(&mut client, resource["uri"].as_str().unwrap());
        assert!(text.len() > 100 && !text.contains('\u{1b}'), "{resource}: {text}");
    }
    for (uri, part) in [
        ("chatgen://rule/CG009", "# "),
        ("chatgen://example/team", "[chat]"),
        ("chatgen://model/Ticket", "\"tickets\""),
        ("chatgen://view/tickets", "templates/views/tickets/list.html"),
        ("chatgen://template/views/tickets/list.html", "{% extends"),
        ("chatgen://project", "- `Ticket`, table `tickets`"),
    ] {
        let text = read(&mut client, uri);
        assert!(text.contains(part), "{uri}: {text}");
    }
    for (uri, part) in [
        ("chatgen://guid/framework", "did you mean `chatgen://guide/framework`?"),
        ("chatgen://view/ticket", "did you mean `tickets`?"),
        ("chatgen://template/../chat.toml", "there is no template"),
        ("chatgen://template//etc/passwd", "there is no template"),
        ("file:///etc/passwd", "there is no resource"),
    ] {
        let answer = client.ask("resources/read", json!({"uri": uri}));
        let message = answer["error"]["message"].as_str().unwrap_or_default();
        assert!(message.contains(part), "{uri}: {answer}");
    }
}

#[test]
fn resources_of_a_project_are_read_anew() {
    let folder = project();
    let root = inside(&folder);
    let mut client = Client::all(&root);
    assert!(!read(&mut client, "chatgen://project").contains("Anew"));
    let schema = fs::read_to_string(root.join("chat.toml")).unwrap();
    fs::write(root.join("chat.toml"), schema + "\n[models.Anew.fields]\nname = \"string(20)\"\n").unwrap();
    assert!(read(&mut client, "chatgen://project").contains("- `Anew`"));
    fs::write(root.join("chat.toml"), "[projct]\n").unwrap();
    let answer = client.ask("resources/read", json!({"uri": "chatgen://project"}));
    assert!(answer["error"]["message"].as_str().unwrap().contains("chat.toml:1:2"), "{answer}");
}

#[test]
fn prompts_say_what_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::all(folder.path());
    let prompts = client.request("prompts/list", json!({}))["prompts"].as_array().unwrap().clone();
    let tools: Vec<Value> = client.tools();
    assert_eq!(prompts.len(), 3);
    for prompt in &prompts {
        let arguments: serde_json::Map<String, Value> = prompt["arguments"]
            .as_array()
            .unwrap()
            .iter()
            .map(|argument| (argument["name"].as_str().unwrap().to_owned(), json!("<given>")))
            .collect();
        let got = client.request("prompts/get", json!({"name": prompt["name"], "arguments": arguments}));
        let text = got["messages"][0]["content"]["text"].as_str().unwrap();
        assert!(text.contains("<given>") && !text.contains('{'), "{text}");
    }
    assert!(!tools.is_empty());
    for (params, part) in [
        (json!({"name": "reviw"}), "did you mean `review`?"),
        (json!({"name": "start_project"}), "`idea` is missing"),
        (json!({"name": "review", "arguments": {"viw": "x"}}), "did you mean `view`?"),
        (json!({"name": "review", "arguments": {"view": 3}}), "has to be a string"),
    ] {
        let answer = client.ask("prompts/get", params.clone());
        assert_eq!(answer["error"]["code"], -32602, "{params}: {answer}");
        assert!(answer["error"]["message"].as_str().unwrap().contains(part), "{params}: {answer}");
    }
}

#[test]
fn names_are_completed() {
    let folder = project();
    let mut client = Client::all(&inside(&folder));
    let prompt = |name: &str| json!({"type": "ref/prompt", "name": name});
    let resource = |uri: &str| json!({"type": "ref/resource", "uri": format!("chatgen://{uri}")});
    for (reference, argument, typed, expected) in [
        (prompt("review"), "view", "ti", Some("tickets")),
        (prompt("review"), "category", "s", Some("schema")),
        (prompt("add_feature"), "model", "", Some("ChatSession")),
        (prompt("start_project"), "example", "e", Some("everything")),
        (prompt("start_project"), "idea", "a", None),
        (prompt("review"), "model", "", None),
        (resource("rule/{rule}"), "rule", "cg009", Some("CG009")),
        (resource("template/{+template}"), "template", "views/", Some("views/tickets/delete.html")),
        (resource("nothing/{view}"), "view", "", None),
    ] {
        let params = json!({"ref": reference, "argument": {"name": argument, "value": typed}});
        let completion = client.request("completion/complete", params.clone())["completion"].take();
        assert_eq!(completion["values"][0].as_str(), expected, "{params}: {completion}");
        assert!(completion["values"].as_array().unwrap().len() <= 100);
    }
}
