#!/usr/bin/env bash
# The Inspector in strict mode on chatgen's server, and the protocol's conformance suites of both eras on its HTTP transport.
# Installs exact versions from package-lock.json. Fails on the first failure. TARGET: where cargo builds (optional).
set -euo pipefail
cd "$(dirname "$0")"
fail() { echo "error: $*" >&2; exit 1; }
command -v npm >/dev/null || fail 'npm is missing: install Node.js, then run this again'

npm ci --no-audit --no-fund --silent
export PATH="$PWD/node_modules/node/bin:$PATH"
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 22 ] || fail 'the package `node` brought no Node.js 22'

root=$(cd ../.. && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
(cd "$root" && cargo build --quiet --bin chatgen --example mcp_conformance)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

"$target/debug/chatgen" new "$work/my-chat" --no-git >/dev/null
inspect() { node node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js --cli --cwd "$work/my-chat" "$@" -- "$target/debug/chatgen" mcp --tools all; }

echo 'Inspector, strict'
inspect --method tools/list --strict >"$work/tools.json"
for method in resources/list resources/templates/list prompts/list; do inspect --method "$method" >/dev/null; done
inspect --method tools/call --tool-name list_views >"$work/call.json"
grep -q '"structuredContent"' "$work/call.json" || fail 'list_views gave the Inspector no structured content'
inspect --method resources/read --uri chatgen://project >/dev/null
inspect --method prompts/get --prompt-name review >/dev/null

echo 'Conformance'
"$target/debug/examples/mcp_conformance" >"$work/url" &
server=$!
for _ in $(seq 100); do [ -s "$work/url" ] && break; sleep 0.1; done
url=$(cat "$work/url")
[ -n "$url" ] || fail 'the server of the conformance suite did not start'
conform() {
    echo "  $*"
    node "node_modules/$1/dist/index.js" server --url "$url" "${@:2}" >"$work/log" 2>&1 || {
        sed -n '/=== SUMMARY/,$p' "$work/log"
        fail "$* failed"
    }
    sed -n 's/^Total: /    /p; s/^Not scored/    of these not scored/p' "$work/log"
}
conform conformance-2025
conform conformance-2026 --requirements 2025-11-25
conform conformance-2026 --requirements 2026-07-28
echo 'ok'
