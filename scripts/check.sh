#!/usr/bin/env bash
# Lint and a fresh build, then tests, with types and the playbooks' own checks beside them. Usage: scripts/check.sh [ARGUMENT OF VITEST …]
set -u
cd "$(dirname "$0")/.." || exit 1
said=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$said"' EXIT
declare -A running
failed=0
begin() {
  local name=$1
  shift
  "$@" >"$said/$name" 2>&1 &
  running[$name]=$!
}
# What a check said is shown when it fails.
end() {
  wait "${running[$1]}" && return
  cat "$said/$1"
  echo "FAILED: $1"
  failed=1
}

begin lint npm run --silent lint
begin types npm run --silent typecheck
begin build npm run --silent build
begin join node scripts/join.mjs
end lint
end build
end join
[ "$failed" -eq 0 ] || { end types; exit 1; }
begin 'playbook lint' node bin/tunnelmedic.js playbook lint
begin 'playbook test' node bin/tunnelmedic.js playbook test
JOINED=yes node_modules/.bin/vitest run "$@" &
tests=$!
end types
end 'playbook lint'
end 'playbook test'
# Nobody waits minutes for tests of what does not hold anyway.
[ "$failed" -eq 0 ] || kill "$tests"
wait "$tests" && [ "$failed" -eq 0 ]
