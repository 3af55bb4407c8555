//! What every tool of every group owes to its clients, as one table of tests over all of them.
//!
//! `calls.json` has real calls, at least one for each tool, that are made in a new project of the default schema, in their
//! order; with `error` the call has to fail and say so. A new tool is a line in it.

mod beside;
mod client;
mod fixtures;
mod http;
mod lifecycle;
mod project;

use std::collections::BTreeSet;
use std::fs;

use boon::{Compiler, Schemas};
use chatgen::mcp::schema::Detail;
use chatgen::mcp::tools::TABLE;
use chatgen::mcp::toolset;
use serde_json::{Value, json};

use client::{Client, refused, text};
use project::{append, inside, project, with_database};

/// What a client loads at each start, in bytes.
const LIST: usize = 8 << 10;

/// The largest answer without paging, in bytes.
const ANSWER: usize = 16 << 10;

fn calls() -> Vec<Value> {
    serde_json::from_str(&fs::read_to_string("tests/mcp_contract/calls.json").unwrap()).unwrap()
}

#[test]
fn each_tool_is_called() {
    let tools: BTreeSet<String> = TABLE.iter().map(|entry| entry.name.to_owned()).collect();
    let called: BTreeSet<String> = calls()
        .iter()
        .filter(|call| call.get("error").is_none())
        .map(|call| call["tool"].as_str().unwrap().into())
        .collect();
    assert_eq!(tools, called, "the table of tools, and those that tests/mcp_contract/calls.json calls");
}

#[test]
fn answers_obey_their_schemas_and_fit_their_budget() {
    let folder = with_database();
    let mut client = Client::all(&inside(&folder));
    let tools = client.tools();
    for call in calls() {
        let name = call["tool"].as_str().unwrap();
        let result = client.call(name, call["arguments"].clone());
        let said = text(&result);
        assert!(!said.is_empty() && !said.contains('\u{1b}'), "{call}: {said:?}");
        assert!(result.to_string().len() <= ANSWER, "{call}: {} bytes", result.to_string().len());
        if let Some(error) = call["error"].as_str() {
            assert!(refused(&result).contains(error), "{call}: {said}");
            continue;
        }
        assert_eq!(result["isError"], false, "{call}: {said}");
        let tool = tools.iter().find(|tool| tool["name"] == name).unwrap();
        obeys(&tool["outputSchema"], &result["structuredContent"], name);
        let entry = TABLE.iter().find(|entry| entry.name == name).unwrap();
        obeys(&Value::Object((entry.output)(Detail::Whole)), &result["structuredContent"], name);
        obeys(&tool["inputSchema"], &call["arguments"], name);
    }
    client.end();
}

fn obeys(schema: &Value, value: &Value, name: &str) {
    let mut schemas = Schemas::new();
    let mut compiler = Compiler::new();
    compiler.add_resource("schema.json", schema.clone()).unwrap();
    let schema = compiler.compile("schema.json", &mut schemas).unwrap_or_else(|error| panic!("{name}: {error}"));
    if let Err(error) = schemas.validate(value, schema) {
        panic!("{name}: {error:#}\n{value}");
    }
}

#[test]
fn each_tool_describes_itself() {
    let folder = project();
    let mut client = Client::all(&inside(&folder));
    let tools = client.tools();
    assert_eq!(tools.len(), TABLE.len(), "inside of a project every tool is there");
    for tool in &tools {
        assert_eq!(tool["inputSchema"]["type"], "object", "{tool}");
        assert_eq!(tool["inputSchema"]["additionalProperties"], false, "{tool}: deny_unknown_fields is missing");
        assert_eq!(tool["outputSchema"]["type"], "object", "{tool}");
        for field in ["title", "description"] {
            assert!(tool[field].as_str().is_some_and(|text| !text.is_empty()), "{field} of {tool}");
        }
        let hints = &tool["annotations"];
        for hint in ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] {
            assert!(hints[hint].is_boolean(), "{hint} of {tool}");
        }
        assert!(!(hints["readOnlyHint"] == true && hints["destructiveHint"] == true), "{tool}");
        let text = tool.to_string();
        assert!(!text.contains("$schema") && !text.contains("\"format\":\"uint\""), "{tool}");
    }
}

#[test]
fn wrong_arguments_are_refused_by_name() {
    let folder = project();
    let mut client = Client::all(&inside(&folder));
    for tool in client.tools() {
        let name = tool["name"].as_str().unwrap();
        let unknown = client.call(name, json!({"no_such_argument": 1}));
        assert!(refused(&unknown).contains("`no_such_argument`"), "{name}: {unknown}");
        let properties = tool["inputSchema"]["properties"].as_object().unwrap();
        for (argument, schema) in properties {
            let Some(wrong) = wrong(schema) else { continue };
            let result = client.call(name, json!({ argument: wrong }));
            assert!(refused(&result).contains(&format!("`{argument}` is ")), "{name}: {result}");
        }
        for argument in tool["inputSchema"]["required"].as_array().into_iter().flatten() {
            let result = client.call(name, json!({}));
            let missing = format!("`{}` is missing", argument.as_str().unwrap());
            assert!(refused(&result).contains(&missing), "{name}: {result}");
        }
    }
}

/// A value of another type.
fn wrong(schema: &Value) -> Option<Value> {
    match schema["type"].as_str()? {
        "string" => Some(json!([1])),
        _ => Some(json!("a text")),
    }
}

#[test]
fn near_misses_are_named() {
    let folder = project();
    let mut client = Client::all(&inside(&folder));
    let near = client.call("list_routes", json!({"projectdir": "."}));
    assert!(refused(&near).contains("did you mean `project_dir`?"), "{near}");
    let unknown = client.ask("tools/call", json!({"name": "list_route"}));
    assert_eq!(unknown["error"]["code"], -32602);
    assert!(unknown["error"]["message"].as_str().unwrap().contains("did you mean `list_routes`?"), "{unknown}");
}

#[test]
fn the_default_tools_are_few_and_short() {
    let folder = project();
    let mut client = Client::start(toolset::choose(TABLE, "core").unwrap(), &inside(&folder));
    let result = client.request("tools/list", json!({}));
    let sizes: Vec<_> =
        result["tools"].as_array().unwrap().iter().map(|tool| (tool.to_string().len(), tool["name"].clone())).collect();
    // The newest protocol adds this much around it.
    let bytes = result.to_string().len() + 100;
    assert!(bytes < LIST, "tools/list has {bytes} bytes: {sizes:?}");
    assert!(sizes.len() <= 12, "{sizes:?}");
}

#[test]
fn outside_of_a_project_only_what_works_there_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::all(folder.path());
    let names: Vec<_> = client.tools().iter().map(|tool| tool["name"].as_str().unwrap().to_owned()).collect();
    assert!(names.contains(&"get_framework_schema".to_owned()), "{names:?}");
    assert!(!names.contains(&"list_routes".to_owned()), "{names:?}");
    let result = client.call("list_routes", json!({}));
    assert!(refused(&result).contains("there is no Cargo.toml"), "{result}");
    assert!(text(&result).contains("help:"), "{result}");
}

#[test]
fn an_edit_is_seen_at_once() {
    let folder = project();
    let root = inside(&folder);
    let mut client = Client::all(&root);
    let found = |client: &mut Client| {
        client.call("list_routes", json!({"contains": "/seen-at-once"}))["structuredContent"]["total"].clone()
    };
    assert_eq!(found(&mut client), 0);
    let assets = root.join("src/http/assets.rs");
    let before = fs::read_to_string(&assets).unwrap();
    let edited = before.replacen("Router::new()", "Router::new().route(\"/seen-at-once\", get(|| async {}))", 1);
    assert_ne!(before, edited);
    fs::write(&assets, edited).unwrap();
    assert_eq!(found(&mut client), 1);
    fs::write(&assets, before).unwrap();
    assert_eq!(found(&mut client), 0);
}

#[test]
fn a_project_that_does_not_parse_still_answers() {
    let folder = project();
    let root = inside(&folder);
    append(&root, "src/http/health.rs", "\nfn broken( {\n");
    let lines = fs::read_to_string(root.join("src/http/health.rs")).unwrap().lines().count();
    let mut client = Client::all(&root);
    let result = client.call("list_routes", json!({}));
    assert_eq!(result["isError"], false, "{result}");
    let problem = &result["structuredContent"]["problems"][0];
    assert_eq!(problem["file"], "src/http/health.rs", "{result}");
    assert!(problem["line"].as_u64().is_some_and(|line| line >= lines as u64 - 1), "{problem}, {lines} lines");
    assert!(problem["column"].is_u64(), "{problem}");
    assert!(text(&result).contains("src/http/health.rs:"), "{}", text(&result));
}

#[test]
fn nothing_outside_of_the_project_is_read() {
    let folder = project();
    let root = inside(&folder);
    fs::create_dir(folder.path().join("other")).unwrap();
    fs::write(folder.path().join("other/chat.toml"), "").unwrap();
    let mut client = Client::all(&root);
    let mut outside = vec!["..", "../..", "../other", "/etc", "src/../../other"];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path().join("other"), root.join("linked")).unwrap();
        outside.push("linked");
    }
    for dir in outside {
        let result = client.call("list_routes", json!({"project_dir": dir}));
        assert!(refused(&result).contains("is outside of"), "{dir}: {result}");
    }
    for dir in ["", "chat.toml", "\0", "nowhere", &"x/".repeat(5000)] {
        let result = client.call("list_routes", json!({"project_dir": dir}));
        assert!(dir.is_empty() || !refused(&result).is_empty(), "{dir}: {result}");
    }
    for dir in [".", "src/http"] {
        let result = client.call("list_routes", json!({"project_dir": dir}));
        assert_eq!(result["isError"], false, "{dir}: {result}");
    }
}

#[test]
fn lists_of_tools_are_words() {
    let names = |words| toolset::choose(TABLE, words).unwrap().iter().map(|entry| entry.name).collect::<Vec<_>>();
    assert_eq!(names("all").len(), TABLE.len());
    assert_eq!(names("list_routes"), ["list_routes"]);
    assert!(!names("all,!see").contains(&"list_routes"));
    assert!(!names("!list_routes").contains(&"list_routes") && names("!list_routes").contains(&"get_framework_schema"));
    assert_eq!(names("!see,list_routes"), ["list_routes"], "the later word wins");
    for wrong in ["lern", "core,nonsense", "!", "core list_routes"] {
        assert_eq!(toolset::choose(TABLE, wrong).unwrap_err().code, 2, "{wrong}");
    }
}

#[test]
fn a_project_that_the_client_has_opened_is_found() {
    let (folder, elsewhere) = (project(), tempfile::tempdir().unwrap());
    let capabilities = json!({"roots": {"listChanged": true}});
    let mut client = Client::able(TABLE.iter().collect(), elsewhere.path(), &capabilities);
    assert_eq!(client.tools().len(), TABLE.len());
    for arguments in [json!({}), json!({"project_dir": inside(&folder)})] {
        let id = client.send("tools/call", json!({"name": "list_routes", "arguments": arguments}));
        let asked = client.hear();
        assert_eq!(asked["method"], "roots/list", "{asked}");
        let roots = json!([{"uri": format!("file://{}", inside(&folder).display())}]);
        client.say(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": {"roots": roots}}).to_string());
        let answer = client.hear();
        assert_eq!((answer["id"].as_u64(), &answer["result"]["isError"]), (Some(id), &json!(false)), "{answer}");
    }
}
