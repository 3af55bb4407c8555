#!/usr/bin/env bash
# Real editors and agents, from npm, with no login: chatgen installs its server for each of them in a new project, each must
# report it as connected, and each must call a tool of it, asked to by a model that follows a script on this machine.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=$PWD/tests/mcp/clients
work=${CLIENTS_TARGET:-$PWD/target/clients}
fail() { printf '%s\n' "$@" >&2; exit 1; }

command -v npm >/dev/null || fail 'npm is missing: install Node.js 20 or newer, then run this again'
mkdir -p "$work"
# `npm ci` wants the packages of every other platform in the lock, and not all mirrors have those.
if ! cmp -s "$here/package-lock.json" "$work/installed"; then
  cp "$here/package.json" "$here/package-lock.json" "$work/"
  (cd "$work" && npm install --no-audit --no-fund --silent) || fail 'the clients cannot be installed'
  cp "$here/package-lock.json" "$work/installed"
fi
cargo build --quiet
chatgen=${CARGO_TARGET_DIR:-$PWD/target}/debug/chatgen

temporary=$(mktemp -d)
model=
trap '[ -z "$model" ] || kill "$model" 2>/dev/null; rm -rf "$temporary"' EXIT
mkdir "$temporary/bin" "$temporary/home"
ln -s "$chatgen" "$temporary/bin/chatgen"
export HOME=$temporary/home PATH=$temporary/bin:$work/node_modules/.bin:$PATH NO_COLOR=1
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME CODEX_HOME CLAUDE_CONFIG_DIR GEMINI_CLI_HOME VSCODE_PORTABLE
unset ANTHROPIC_API_KEY OPENAI_API_KEY GEMINI_API_KEY
chatgen new "$temporary/chat" --no-git >/dev/null
cd "$temporary/chat"
git init -q . && git add --all
clean() { git status --short --untracked-files=all | sed 's/^A .*//;/^$/d'; }

# What a person would say yes to: the project's servers, the folder, and that nobody is to be told.
mkdir -p ~/.claude ~/.codex ~/.gemini ~/.config/opencode
export CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 GEMINI_CLI_TRUST_WORKSPACE=true OPENCODE_DISABLE_MODELS_FETCH=1
node "$here/model.js" list_routes >"$temporary/address" &
model=$!
for _ in $(seq 100); do [ -s "$temporary/address" ] && break; sleep 0.1; done
address=$(cat "$temporary/address")
[ -n "$address" ] || fail 'the scripted model did not start'
echo '{ "enableAllProjectMcpServers": true }' >~/.claude/settings.json
cat >~/.codex/config.toml <<END
[projects."$(pwd -P)"]
trust_level = "trusted"

[model_providers.script]
name = "script"
base_url = "$address/v1"
wire_api = "responses"
END
cat >~/.gemini/settings.json <<END
{ "security": { "auth": { "selectedType": "gemini-api-key" } }, "privacy": { "usageStatisticsEnabled": false }, "general": { "enableAutoUpdate": false } }
END
cat >~/.config/opencode/opencode.json <<END
{
  "provider": {
    "script": {
      "npm": "@ai-sdk/openai-compatible",
      "options": { "baseURL": "$address/v1", "apiKey": "none" },
      "models": { "script": { "tool_call": true, "limit": { "context": 200000, "output": 1000 } } }
    }
  },
  "autoupdate": false,
  "share": "disabled"
}
END

clients=(claude codex gemini opencode)
chatgen mcp install --verify | tee "$temporary/said"
for client in "${clients[@]}"; do
  grep -q "^  $client .*found: program" "$temporary/said" || fail "$client is installed and was not found"
done

# They end well whatever they find, so what they say has to be read.
require() { # WHAT WORDS COMMAND…
  local what=$1 words=$2
  shift 2
  local said
  said=$(timeout 120 "$@" </dev/null 2>&1) || true
  grep -qE "$words" <<<"$said" || fail "$what" "$said"
  printf '%s\n' "$what"
}
require 'claude is connected' 'chatgen.* ✔ Connected' claude mcp list
require 'codex knows the server' '"command": "chatgen"' codex mcp get chatgen --json
require 'gemini is connected' 'chatgen.* - Connected' gemini mcp list
require 'opencode is connected' '✓ chatgen.*connected' opencode mcp list

answer='The tool answered'
route='/healthz|/login'
call() { # CLIENT COMMAND…
  local client=$1 said
  shift
  said=$(timeout 180 "$@" </dev/null 2>&1) || true
  grep -q "$answer" <<<"$said" && grep -qE "$route" <<<"$said" || fail "$client did not call the tool" "$said"
  printf '%s\n' "$client called list_routes"
}
call claude env ANTHROPIC_BASE_URL="$address" ANTHROPIC_API_KEY=none ENABLE_TOOL_SEARCH=false claude -p 'list the routes' --allowed-tools mcp__chatgen__list_routes
call codex codex exec -c model_provider=script -m script 'list the routes'
call gemini env GEMINI_API_KEY=none GOOGLE_GEMINI_BASE_URL="$address" gemini -m gemini-2.5-flash --approval-mode yolo -p 'list the routes'
call opencode opencode run -m script/script 'list the routes'

if chatgen mcp install --client claude,codex,gemini,opencode | grep -E ' (added|created|updated|replaced) '; then
  fail 'a second run changes something'
fi
chatgen mcp uninstall >/dev/null
left=$(clean)
[ -z "$left" ] || fail 'after uninstall the project is not what it was:' "$left"
echo 'the project is what it was'

# The configuration that a project carries, less the browser, which npx would have to fetch.
node -e 'const { mcpServers } = JSON.parse(require("fs").readFileSync(0)); delete mcpServers.playwright; console.log(JSON.stringify({ mcpServers }))' \
  <mcp-servers/claude-code.json >.mcp.json
require 'the database server of mcp-servers/ is connected' 'database.* ✔ Connected' claude mcp list
