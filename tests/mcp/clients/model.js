// A model that follows a script, on this machine: it calls one tool, then says what the tool answered. It speaks as much of
// Anthropic's, OpenAI's and Google's streaming APIs as the clients need.
//
// usage: node model.js TOOL   prints its address; the name of the tool may carry whatever prefix the client gives it

import { createServer } from 'node:http';

const wanted = process.argv[2];

const server = createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  const path = new URL(request.url, 'http://model').pathname;
  const ways = { '/v1/messages': anthropic, '/v1/responses': responses, '/v1/chat/completions': chat };
  const answer = path.endsWith(':streamGenerateContent') ? gemini : ways[path];
  if (request.method !== 'POST' || !answer) {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{"message":"not here"}}');
    return;
  }
  const body = JSON.parse(text);
  const events = answer(body, next(body));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) {
    if (event.type) response.write(`event: ${event.type}\n`);
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  }
  if (answer === chat) response.write('data: [DONE]\n\n');
  response.end();
});

/** What the script does now: call the tool if it is offered and was not called yet, else say what it answered. */
function next(body) {
  const said = results(body.messages ?? body.input ?? body.contents ?? []);
  if (said.length > 0) return { say: `The tool answered: ${said.join('\n')}` };
  const names = (body.tools ?? []).flatMap(namesOf);
  const tool = names.find(({ name }) => name.endsWith(wanted));
  return tool ? { call: tool } : { say: `There is no tool ${wanted}.` };
}

function namesOf(tool) {
  if (tool.type === 'namespace') return tool.tools.map((inner) => ({ name: inner.name, namespace: tool.name }));
  if (tool.functionDeclarations) return tool.functionDeclarations.map(({ name }) => ({ name }));
  return [{ name: tool.name ?? tool.function?.name ?? '' }];
}

/** The texts of all tools' results, in whatever shape the API has them. */
function results(messages) {
  const texts = (value) => {
    if (typeof value === 'string') return [value];
    if (Array.isArray(value)) return value.flatMap(texts);
    return value && typeof value === 'object' ? texts(value.text ?? value.content ?? value.output ?? value.response ?? []) : [];
  };
  return messages.flatMap((message) => {
    if (message.type === 'function_call_output') return texts(message.output);
    if (message.role === 'tool') return texts(message.content);
    if (message.parts) return message.parts.flatMap((part) => texts(part.functionResponse));
    const parts = Array.isArray(message.content) ? message.content : [];
    return parts.filter((part) => part.type === 'tool_result').flatMap((part) => texts(part.content));
  });
}

function anthropic(body, { call, say }) {
  const block = call ? { type: 'tool_use', id: 'toolu_1', name: call.name, input: {} } : { type: 'text', text: '' };
  const delta = call ? { type: 'input_json_delta', partial_json: '{}' } : { type: 'text_delta', text: say };
  const usage = { input_tokens: 1, output_tokens: 1 };
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: body.model, content: [], stop_reason: null, stop_sequence: null, usage };
  return [
    { type: 'message_start', message },
    { type: 'content_block_start', index: 0, content_block: block },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: call ? 'tool_use' : 'end_turn', stop_sequence: null }, usage },
    { type: 'message_stop' },
  ];
}

function responses(_, { call, say }) {
  const item = call
    ? { type: 'function_call', id: 'fc_1', call_id: 'call_1', ...call, arguments: '{}', status: 'completed' }
    : { type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: say, annotations: [] }] };
  const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
  return [
    { type: 'response.created', response: { id: 'resp_1' } },
    { type: 'response.output_item.added', output_index: 0, item },
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response: { id: 'resp_1', output: [item], usage } },
  ];
}

function chat(body, { call, say }) {
  const chunk = (delta, reason) => ({
    id: 'chat_1', object: 'chat.completion.chunk', created: 0, model: body.model,
    choices: [{ index: 0, delta, finish_reason: reason }],
  });
  const calls = call && [{ index: 0, id: 'call_1', type: 'function', function: { name: call.name, arguments: '{}' } }];
  return [
    chunk(call ? { role: 'assistant', tool_calls: calls } : { role: 'assistant', content: say }, null),
    chunk({}, call ? 'tool_calls' : 'stop'),
  ];
}

function gemini(_, { call, say }) {
  const part = call ? { functionCall: { name: call.name, args: {} } } : { text: say };
  const candidate = { content: { role: 'model', parts: [part] }, finishReason: 'STOP', index: 0 };
  return [{ candidates: [candidate], usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 } }];
}

server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
