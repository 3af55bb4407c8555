#!/usr/bin/env bash
# Every test of chatgen, from a fresh Debian or Ubuntu machine with Rust and Node: installs what is missing, checks chatgen
# itself, then builds, lints and tests each golden project, its Playwright specs included.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
export CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-auto}

say() { printf '\n== %s (%dm%02ds)\n' "$1" $((SECONDS / 60)) $((SECONDS % 60)); }
fail() { printf '%s\n' "$1" >&2; exit 1; }

say 'what this machine has'
command -v cargo >/dev/null || fail 'cargo is missing: install Rust with rustup, then run this again'
command -v npm >/dev/null || fail 'npm is missing: install Node.js 20 or newer, then run this again'
for component in rustfmt clippy; do
  cargo "${component/rustfmt/fmt}" --version >/dev/null 2>&1 || rustup component add "$component"
done
chromium=${PLAYWRIGHT_CHROMIUM:-$(command -v chromium || command -v google-chrome || true)}
if [ -z "$chromium" ] && command -v apt-get >/dev/null; then
  sudo=$([ "$(id -u)" = 0 ] || echo sudo)
  $sudo apt-get update -qq && $sudo apt-get install -y -qq chromium >/dev/null
  chromium=$(command -v chromium || true)
fi
if [ -n "$chromium" ]; then
  export PLAYWRIGHT_CHROMIUM=$chromium
  export PLAYWRIGHT_CHROMIUM_ARGS=${PLAYWRIGHT_CHROMIUM_ARGS:---no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync}
fi

say 'chatgen itself'
cargo fmt --check
cargo clippy --all-targets --quiet -- -D warnings
cargo test --quiet

# The generated projects share one target folder, so that each dependency is built once.
export CARGO_TARGET_DIR=$root/target/generated
work=$root/target/projects
mkdir -p "$work"
for golden in golden/*/; do
  name=$(basename "$golden")
  project=$work/$name
  mkdir -p "$project"
  # node_modules and Cargo.lock of an earlier run stay.
  find "$project" -mindepth 1 -maxdepth 1 ! -name node_modules ! -name Cargo.lock ! -name e2e -exec rm -rf {} +
  cp -R "$golden". "$project"
  (
    cd "$project"
    say "$name: formatted, no warning"
    cargo fmt --check
    cargo clippy --all-targets --quiet -- -D warnings
    say "$name: its Rust tests, and those of its socket's other end"
    cargo test --quiet
    node --test tests/js
    say "$name: its Playwright specs"
    cd e2e
    npm ci --no-audit --no-fund --silent
    [ -n "$chromium" ] || npx playwright install chromium
    npx playwright test --reporter=line
  )
done

say 'each feature and each field type alone'
unset CARGO_TARGET_DIR
MATRIX_TARGET=$root/target/generated cargo test --quiet --test matrix -- --ignored

say 'the life of a project: made, edited, grown, renamed, cut back, upgraded'
STORY_TARGET=$root/target/generated cargo test --quiet --test story -- --ignored

say 'an agent builds a chat over MCP, and a browser looks at it'
AGENTS_TARGET=$root/target/generated cargo test --quiet --test agents -- --ignored

say 'the protocol, held to its own tools'
bash tests/mcp/run.sh

say 'real clients connect, and each calls a tool'
bash tests/mcp/clients.sh

say 'all green'
