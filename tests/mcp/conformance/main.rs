//! What the conformance suite of the protocol expects a server to have, on chatgen's own HTTP transport.
//!
//! `run.sh` starts it, reads the address that it prints, and lets the suite at it. It has no token, since the suite sends none.

#![allow(deprecated, reason = "the suite also tests what the newest protocol no longer has")]

mod rounds;

use std::collections::HashSet;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::LazyLock;
use std::time::Duration;

use chatgen::mcp::http;
use rmcp::model::*;
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler};
use serde_json::{Value, json};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// The answers, as data; `PNG` and `WAV` stand for bytes.
pub fn fixtures() -> &'static Value {
    static FIXTURES: LazyLock<Value> = LazyLock::new(|| {
        let text = include_str!("fixtures.json");
        let media: Value = serde_json::from_str(text).unwrap();
        let fill = |text: String, name: &str| text.replace(&format!(": \"{name}\""), &format!(": {}", media[name]));
        serde_json::from_str(&["PNG", "WAV"].iter().fold(text.to_owned(), |text, name| fill(text, name))).unwrap()
    });
    &FIXTURES
}

fn main() -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        let address = listener.local_addr()?;
        println!("http://{address}{}", http::PATH);
        std::io::stdout().flush()?;
        let stop = CancellationToken::new();
        http::serve(listener, http::router(Everything, address, stop.clone()), stop).await
    })
}

#[derive(Debug, Clone)]
struct Everything;

fn names() -> Vec<&'static str> {
    let of = |part: &str| fixtures()[part].as_object().unwrap().keys().map(String::as_str);
    let own = ["test_tool_with_logging", "test_logging_tool", "test_tool_with_progress", "test_missing_capability"];
    let all = of("tools").chain(of("asked")).chain(of("rounds")).chain(own).chain(["test_custom_headers"]);
    let mut seen = HashSet::new();
    all.filter(|name| !name.ends_with("_prompt") && seen.insert(*name)).collect()
}

fn tool(name: &'static str) -> Tool {
    let schema =
        fixtures()["schemas"].get(name).cloned().unwrap_or_else(|| json!({"type": "object", "properties": {}}));
    Tool::new(name, "A tool of the conformance suite", schema.as_object().unwrap().clone())
}

fn text(said: impl Into<String>) -> CallToolResponse {
    CallToolResult::success(vec![ContentBlock::text(said)]).into()
}

/// Text with what a prompt was given in the place of upper-case names.
fn filled(mut template: String, arguments: &JsonObject) -> String {
    for (name, value) in arguments {
        template = template.replace(&name.to_uppercase(), value.as_str().unwrap_or_default());
    }
    template
}

impl Everything {
    async fn log(&self, context: &RequestContext<RoleServer>) {
        // A client of the newest protocol wants logs only where its request says so.
        if context.meta.protocol_version().is_some() && context.meta.log_level().is_none() {
            return;
        }
        for said in ["Tool execution started", "Tool processing data", "Tool execution completed"] {
            let message = LoggingMessageNotificationParam::new(LoggingLevel::Info, json!(said));
            let _ = context.peer.notify_logging_message(message).await;
            sleep(Duration::from_millis(50)).await;
        }
    }

    async fn progress(&self, context: &RequestContext<RoleServer>) {
        for progress in [0.0, 50.0, 100.0] {
            if let Some(token) = context.meta.get_progress_token() {
                let _ = context
                    .peer
                    .notify_progress(ProgressNotificationParam::new(token, progress).with_total(100.0))
                    .await;
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Asks the client, as older protocols let a server do.
    async fn ask(
        &self,
        name: &str,
        arguments: &JsonObject,
        context: &RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let argument = arguments.values().next().and_then(Value::as_str).unwrap_or_default();
        let request = fixtures()["asked"][name].to_string().replace("\"ARGUMENT\"", &json!(argument).to_string());
        let request: ServerRequest = serde_json::from_str(&request).unwrap();
        let answer = context.peer.send_request(request).await;
        let answer = answer.map_err(|error| ErrorData::internal_error(error.to_string(), None))?;
        let answer = serde_json::to_value(answer).unwrap();
        Ok(text(match name {
            "test_sampling" => format!("LLM response: {}", answer["content"]["text"].as_str().unwrap_or_default()),
            "test_elicitation" => format!("User response: {answer}"),
            _ => format!("Elicitation completed: action={}, content={}", answer["action"], answer["content"]),
        }))
    }
}

impl ServerHandler for Everything {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_resources()
            .enable_resources_subscribe()
            .enable_prompts()
            .enable_completions()
            .enable_logging()
            .build();
        ServerConfig::new(capabilities).with_server_info(Implementation::new("chatgen-conformance", "1"))
    }

    async fn list_tools(
        &self,
        _page: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let tools = names().into_iter().map(tool);
        Ok(ListToolsResult::with_all_items(tools.collect()))
    }

    /// By which the transport checks headers that a tool's arguments are mirrored in.
    fn get_tool(&self, name: &str) -> Option<Tool> {
        names().into_iter().find(|known| *known == name).map(tool)
    }

    async fn call_tool(
        &self,
        call: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let name = call.name.as_ref();
        let fixtures = fixtures();
        if let Some(result) = fixtures["tools"].get(name) {
            let mut result: CallToolResult = serde_json::from_value(result.clone()).unwrap();
            result.result_type = Some(ResultType::COMPLETE);
            return Ok(result.into());
        }
        if fixtures["asked"].get(name).is_some() {
            return self.ask(name, &call.arguments.unwrap_or_default(), &context).await;
        }
        let client = context.client_capabilities().unwrap_or_default();
        if fixtures["rounds"].get(name).is_some() {
            let next = rounds::next(name, call.input_responses.as_ref(), call.request_state.as_deref(), &client)?;
            let given = json!(call.input_responses);
            return Ok(next.map_or_else(|| text(format!("state-ok, Hello, {given}")), Into::into));
        }
        match name {
            "test_tool_with_logging" | "test_logging_tool" => self.log(&context).await,
            "test_tool_with_progress" => self.progress(&context).await,
            "test_custom_headers" => {}
            "test_missing_capability" if client.sampling.is_none() => {
                let needed = ClientCapabilities::builder().enable_sampling().build();
                return Err(ErrorData::missing_required_client_capability(needed));
            }
            "test_missing_capability" => {}
            _ => return Err(ErrorData::invalid_params(format!("there is no tool `{name}`"), None)),
        }
        Ok(text("done"))
    }

    async fn list_resources(
        &self,
        _page: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let resources = fixtures()["resources"].as_object().unwrap().iter().map(|(uri, of)| {
            Resource::new(uri, uri)
                .with_description("A resource of the conformance suite")
                .with_mime_type(of["mimeType"].as_str().unwrap())
        });
        Ok(ListResourcesResult::with_all_items(resources.collect()))
    }

    async fn list_resource_templates(
        &self,
        _page: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        let template = ResourceTemplate::new("test://template/{id}/data", "data").with_mime_type("application/json");
        Ok(ListResourceTemplatesResult::with_all_items(vec![template]))
    }

    async fn read_resource(
        &self,
        wanted: ReadResourceRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let uri = wanted.uri.as_str();
        let id = uri.strip_prefix("test://template/").and_then(|rest| rest.strip_suffix("/data"));
        let mut contents = match (fixtures()["resources"].get(uri), id) {
            (Some(found), _) => found.clone(),
            (None, Some(id)) => {
                let data = json!({"id": id, "templateTest": true, "data": format!("Data for ID: {id}")});
                json!({"mimeType": "application/json", "text": data.to_string()})
            }
            (None, None) => return Err(ErrorData::resource_not_found("Resource not found", Some(json!({"uri": uri})))),
        };
        contents["uri"] = json!(uri);
        Ok(ReadResourceResult::new(vec![serde_json::from_value(contents).unwrap()]).into())
    }

    async fn subscribe(
        &self,
        _wanted: SubscribeRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        Ok(())
    }

    async fn unsubscribe(
        &self,
        _wanted: UnsubscribeRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        Ok(())
    }

    async fn set_level(
        &self,
        _wanted: SetLevelRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        Ok(())
    }

    fn accepted_subscription_filter(&self, requested: &SubscriptionFilter) -> Option<SubscriptionFilter> {
        Some(requested.clone())
    }

    async fn list_prompts(
        &self,
        _page: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        let prompts = fixtures()["prompts"].as_object().unwrap().iter().map(|(name, of)| {
            let arguments = of["arguments"].as_array().unwrap().iter().filter_map(Value::as_str);
            let arguments = arguments.map(|argument| PromptArgument::new(argument).with_required(true)).collect();
            Prompt::new(name, Some("A prompt of the conformance suite"), Some(arguments))
        });
        Ok(ListPromptsResult::with_all_items(prompts.collect()))
    }

    async fn get_prompt(
        &self,
        wanted: GetPromptRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        let unknown = || ErrorData::invalid_params(format!("there is no prompt `{}`", wanted.name), None);
        let prompt = fixtures()["prompts"].get(&wanted.name).ok_or_else(unknown)?;
        if fixtures()["rounds"].get(&wanted.name).is_some() {
            let client = context.client_capabilities().unwrap_or_default();
            let (given, state) = (wanted.input_responses.as_ref(), wanted.request_state.as_deref());
            if let Some(next) = rounds::next(&wanted.name, given, state, &client)? {
                return Ok(next.into());
            }
        }
        let given = wanted.arguments.unwrap_or_default();
        let messages = serde_json::from_str(&filled(prompt["messages"].to_string(), &given));
        let messages = messages.map_err(|error| ErrorData::invalid_params(error.to_string(), None))?;
        Ok(GetPromptResult::new(messages).into())
    }

    async fn complete(
        &self,
        _wanted: CompleteRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let values = CompletionInfo::with_all_values(vec!["paris".to_owned(), "park".to_owned()]);
        Ok(CompleteResult::new(values.unwrap_or_default()))
    }
}
