//! The protocol's side of the tools: lists them, calls them, and turns what they say into results.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, CompleteRequestParams, CompleteResult, ContentBlock,
    GetPromptRequestParams, GetPromptResponse, Implementation, JsonObject, ListPromptsResult,
    ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
    ReadResourceRequestParams, ReadResourceResponse, ReadResourceResult, ServerCapabilities, ServerConfig,
    Tool as Described, ToolAnnotations,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::schema::Detail;
use super::tool::{Answered, Entry, Needs, plain};
use super::{Context, arguments, completion, prompts, resources, roots};
use crate::inspect::source::Reader;
use crate::launch;
use crate::names::did_you_mean;
use crate::output::Failure;

/// What a client hears of the server as a whole.
const INSTRUCTIONS: &str = "Builds, reads and checks Rust chats that chatgen made. Start with get_framework_schema. Facts \
    are read from the source at each call. Check with validate_project after each change.";

/// How long work may go on after it has been told to stop.
const PATIENCE: Duration = Duration::from_millis(300);

/// The tools, and what all calls share. A clone is the same server.
#[derive(Debug, Clone)]
pub struct Server {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    tools: Vec<Offered>,
    reader: Arc<Reader>,
    start: PathBuf,
    /// Set when the server ends.
    stop: CancellationToken,
    /// Calls at work.
    work: TaskTracker,
}

/// A tool, and how the protocol describes it, which is made when somebody asks.
#[derive(Debug)]
struct Offered {
    entry: &'static Entry,
    described: OnceLock<Described>,
}

impl Offered {
    fn described(&self) -> &Described {
        self.described.get_or_init(|| describe(self.entry))
    }
}

fn describe(entry: &Entry) -> Described {
    let hints = entry.hints;
    let detail = if entry.core { Detail::Outline } else { Detail::Whole };
    let annotations = ToolAnnotations::from_raw(
        None,
        Some(hints.read_only),
        Some(hints.destructive),
        Some(hints.idempotent),
        Some(false),
    );
    Described::new(entry.name, entry.description, (entry.input)())
        .with_title(entry.title)
        .with_raw_output_schema(Arc::new((entry.output)(detail)))
        .with_annotations(annotations)
}

impl Server {
    /// A server of these tools, started in this folder. `stop` ends all its work.
    #[must_use]
    pub fn new(tools: Vec<&'static Entry>, start: PathBuf, stop: CancellationToken) -> Self {
        let start = start.canonicalize().unwrap_or(start);
        let tools = tools.into_iter().map(|entry| Offered { entry, described: OnceLock::new() }).collect();
        let shared = Shared { tools, reader: Arc::default(), start, stop, work: TaskTracker::new() };
        Self { shared: Arc::new(shared) }
    }

    #[must_use]
    pub fn stop(&self) -> &CancellationToken {
        &self.shared.stop
    }

    /// Stops all work, waits a little for it to end, and then ends the programs that it has started.
    pub async fn end(&self) {
        self.shared.stop.cancel();
        self.shared.work.close();
        let _ = tokio::time::timeout(PATIENCE, self.shared.work.wait()).await;
        launch::kill_all();
    }

    fn context(&self, roots: Vec<PathBuf>, cancelled: CancellationToken) -> Context {
        Context::new(Arc::clone(&self.shared.reader), self.shared.start.clone(), roots, cancelled)
    }

    /// The client's folders, where the server's own may not be enough: it is in no project, or another one is named.
    async fn roots(&self, named: Option<&JsonObject>, request: &RequestContext<RoleServer>) -> Vec<PathBuf> {
        let is_named = named.is_some_and(|arguments| arguments.contains_key("project_dir"));
        let is_here = self.context(Vec::new(), CancellationToken::new()).offers(Needs::Project);
        if is_here && !is_named { Vec::new() } else { roots::of(&request.peer).await }
    }

    /// Does something that reads files, on a thread that may block.
    async fn aside<T: Send + 'static>(
        &self,
        request: &RequestContext<RoleServer>,
        work: impl FnOnce(&Context) -> Result<T, ErrorData> + Send + 'static,
    ) -> Result<T, ErrorData> {
        let roots = self.roots(None, request).await;
        let context = self.context(roots, self.shared.stop.child_token());
        let done = self.shared.work.spawn_blocking(move || work(&context)).await;
        done.unwrap_or_else(|error| Err(ErrorData::internal_error(error.to_string(), None)))
    }

    fn tool(&self, name: &str) -> Result<&Offered, ErrorData> {
        let tools = &self.shared.tools;
        tools.iter().find(|tool| tool.entry.name == name).ok_or_else(|| {
            let names: Vec<_> = tools.iter().map(|tool| tool.entry.name).collect();
            let near = did_you_mean(name, &names).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            ErrorData::invalid_params(format!("there is no tool `{name}`{near}"), None)
        })
    }

    /// Starts a call on a thread of its own. A panic in it is a failure of this call only.
    fn start(&self, tool: &Offered, given: JsonObject, context: Context) -> JoinHandle<Result<Answered, Failure>> {
        let entry = tool.entry;
        let schema = Arc::clone(&tool.described().input_schema);
        self.shared.work.spawn_blocking(move || {
            let call = || (entry.call)(&context, arguments::check(entry.name, &schema, given)?);
            catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|panic| Err(fault(entry.name, panic.as_ref())))
        })
    }
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_resources()
            .enable_prompts()
            .enable_completions()
            .build();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("chatgen", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }

    /// The tools that have something to work on: without a project around, those that need none.
    async fn list_tools(
        &self,
        _page: Option<PaginatedRequestParams>,
        request: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let context = self.context(Vec::new(), CancellationToken::new());
        let has_roots = roots::are_told(&request.peer);
        let offered = self.shared.tools.iter().filter(|tool| has_roots || context.offers(tool.entry.needs));
        Ok(ListToolsResult::with_all_items(offered.map(|tool| tool.described().clone()).collect()))
    }

    async fn call_tool(
        &self,
        call: CallToolRequestParams,
        request: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let tool = self.tool(&call.name)?;
        let cancelled = self.shared.stop.child_token();
        // Dropping this future, as a client does that hangs up, stops the work as well.
        let _guard = cancelled.clone().drop_guard();
        let roots = self.roots(call.arguments.as_ref(), &request).await;
        let work = self.start(tool, call.arguments.unwrap_or_default(), self.context(roots, cancelled.clone()));
        let done = tokio::select! {
            done = work => done.unwrap_or_else(|error| Err(Failure::failed(error.to_string()))),
            () = request.ct.cancelled() => Err(Failure::interrupted("cancelled")),
            () = cancelled.cancelled() => Err(Failure::interrupted("the server is ending")),
        };
        Ok(result(done).into())
    }

    async fn list_resources(
        &self,
        _page: Option<PaginatedRequestParams>,
        request: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let listed = self.aside(&request, |context| Ok(resources::list(context)));
        Ok(ListResourcesResult::with_all_items(listed.await?))
    }

    async fn list_resource_templates(
        &self,
        _page: Option<PaginatedRequestParams>,
        _request: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Ok(ListResourceTemplatesResult::with_all_items(resources::templates()))
    }

    async fn read_resource(
        &self,
        wanted: ReadResourceRequestParams,
        request: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let contents = self.aside(&request, move |context| {
            let uri = Some(serde_json::json!({ "uri": wanted.uri }));
            resources::read(&wanted.uri, context).map_err(|failure| ErrorData::resource_not_found(said(&failure), uri))
        });
        Ok(ReadResourceResult::new(vec![contents.await?]).into())
    }

    async fn list_prompts(
        &self,
        _page: Option<PaginatedRequestParams>,
        _request: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        Ok(ListPromptsResult::with_all_items(prompts::list()))
    }

    async fn get_prompt(
        &self,
        wanted: GetPromptRequestParams,
        _request: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        let prompt = prompts::get(&wanted.name, &wanted.arguments.unwrap_or_default());
        prompt.map(Into::into).map_err(|failure| ErrorData::invalid_params(said(&failure), None))
    }

    /// Names of the project, of rules and of examples, for arguments of prompts and of resources' addresses.
    async fn complete(
        &self,
        wanted: CompleteRequestParams,
        request: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let completion = self.aside(&request, move |context| Ok(completion::complete(&wanted, context)));
        Ok(CompleteResult::new(completion.await?))
    }
}

/// A failure as a protocol error's message.
fn said(failure: &Failure) -> String {
    plain(&failure.text()).trim_start_matches("error: ").trim_end().to_owned()
}

/// Structured content and a short text, or an error with what to do about it.
fn result(done: Result<Answered, Failure>) -> CallToolResult {
    match done {
        Ok(answer) => {
            let mut result = CallToolResult::success(vec![ContentBlock::text(answer.text)]);
            result.structured_content = Some(answer.structured);
            result
        }
        Err(failure) => CallToolResult::error(vec![ContentBlock::text(plain(&failure.text()).trim_end())]),
    }
}

fn fault(tool: &str, panic: &(dyn std::any::Any + Send)) -> Failure {
    let said = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let said = said.unwrap_or("nothing is known of why");
    Failure::failed(format!("`{tool}` broke down: {said}"))
        .help("this is a fault of chatgen; other tools work on, and the command line may do as well")
}
