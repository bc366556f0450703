#!/usr/bin/env bash
# The package as people get it: packed, installed under a new prefix, used in an empty folder. Needs the npm registry.
set -eu
cd "$(dirname "$0")/.."
here=$PWD
place=$(mktemp -d)
demo=''
stage=''
finish() {
  if [ -n "$stage" ]; then
    kill "$stage" 2>/dev/null || true
    wait "$stage" 2>/dev/null || true
  fi
  if [ -n "$demo" ]; then
    kill "$demo" 2>/dev/null || true
    wait "$demo" 2>/dev/null || true
  fi
  rm -rf "$place"
}
trap finish EXIT

say() { printf '%s\n' "$*"; }
fail() {
  say "FAILED: $*"
  exit 1
}

npm pack --silent --pack-destination "$place" >"$place/pack.log" 2>&1 || { tail -20 "$place/pack.log"; fail 'npm pack'; }
tarball=$(ls "$place"/tunnelmedic-*.tgz)
say "packed: $(basename "$tarball"), $(du -h "$tarball" | cut -f1)"
npm install --global --ignore-scripts --prefix "$place/prefix" --no-audit --no-fund --no-progress "$tarball" >"$place/install.log" 2>&1 ||
  { tail -20 "$place/install.log"; fail 'npm install of the package'; }
export PATH="$place/prefix/bin:$PATH"
mkdir "$place/empty"
cd "$place/empty"
unset SLACK_BOT_TOKEN SLACK_APP_TOKEN TUNNELMEDIC_CONFIG DATABASE_URL

version=$(node -p 'require(process.argv[1]).version' "$OLDPWD/package.json")
[ "$(tunnelmedic --version)" = "$version" ] || fail 'the version'
tunnelmedic playbook lint >/dev/null || fail 'playbook lint: playbooks, signatures or vendors are missing'
tunnelmedic playbook test >/dev/null || fail 'playbook test'
printf '06[IKE] <to-b|2> received NO_PROPOSAL_CHOSEN notify error\n' >peer.log
tunnelmedic analyze-log peer.log >log.out || true
grep -qi 'proposal' log.out || fail 'analyze-log'

tunnelmedic start >demo.out 2>&1 &
demo=$!
for _ in $(seq 300); do
  grep -q 'Ctrl-C ends it' demo.out && break
  kill -0 "$demo" 2>/dev/null || { cat demo.out; fail 'the demo ended'; }
  sleep 0.2
done
page=$(sed -n 's/^The demo is at //p' demo.out)
config=$(sed -n 's/^In another terminal:.* --config //p' demo.out)
[ -n "$page" ] && [ -n "$config" ] || { cat demo.out; fail 'the demo did not start'; }
tunnelmedic status tunnel-x --config "$config" >status.out || { cat status.out; fail 'status of the demo'; }
grep -q 'tunnel-x' status.out || fail 'status of the demo says nothing'
root="$place/prefix/lib/node_modules/tunnelmedic"
found() { find "$root/dist" -path "*$1" | head -1; }
[ -n "$(found '/cluster-*.gz')" ] || fail 'the prepared cluster is missing'
# Everything that the page names is served. Text in pictures: without the font there is none, and nobody is told.
cat >"$place/look.mjs" <<'EOF'
const [, , address, plot] = process.argv;
const first = await fetch(address);
const html = await first.text();
const headers = { cookie: (first.headers.get('set-cookie') ?? '').split(';')[0] };
const named = [...html.matchAll(/"(\/page\/[^"]+)"/g)].map((found) => new URL(found[1], address));
if (named.length === 0) throw new Error('the page names nothing');
for (const url of named) {
  const reply = await fetch(url, { headers });
  if (!reply.ok) throw new Error(`${url.pathname}: HTTP ${reply.status}`);
}
const { drawPng } = await import(plot);
const draw = (title) => drawPng({ kind: 'comparison', title, left: 'a', right: 'b', rows: [] });
const [one, other] = [draw('WWWWWW'), draw('iiiiii')];
if (one === null || other === null || one.equals(other)) throw new Error('no text in pictures: the font is missing');
console.log(`the page and ${named.length} files of it are served, and pictures have text`);
EOF
node "$place/look.mjs" "$page" "file://$(found '/plot/index.js')" || fail 'the page, or pictures'
kill "$demo"
wait "$demo" 2>/dev/null || true
demo=''
# From nothing to an answer in Slack: a wrong key first, then the right one.
mkdir "$place/first"
cd "$place/first"
node "$here/scripts/package-stage.mjs" "$root" "$place/first" >stage.out 2>&1 &
stage=$!
for _ in $(seq 150); do
  grep -q '^ready' stage.out && break
  kill -0 "$stage" 2>/dev/null || { cat stage.out; fail 'the simulated firewalls'; }
  sleep 0.2
done
printf '%s\n' panos fw-paris "$(cat firewall.address)" wrong.key ca.pem again \
  fw-paris "$(cat firewall.address)" right.key ca.pem '' | tunnelmedic init >init.out 2>&1 || { cat init.out; fail 'init'; }
grep -q 'x fw-paris: API key' init.out || { cat init.out; fail 'init does not tell a wrong key'; }
tunnelmedic doctor >doctor.out || { cat doctor.out; fail 'doctor'; }
grep -q ' 0 failed\|In order' doctor.out || { cat doctor.out; fail 'doctor says nothing'; }
tunnelmedic status tunnel-x >status.out || { cat status.out; fail 'status after init'; }
printf 'slack: { apiUrl: "%s", botToken: { file: bot.token }, appToken: { file: app.token } }\n' "$(cat slack.address)" >>tunnelmedic.yml
cp bot.token right.token
printf 'xoxb-not-the-token' >bot.token
code=0
timeout 60 tunnelmedic start >wrong.out 2>&1 || code=$?
[ "$code" = 2 ] && grep -q 'Slack does not know this bot token' wrong.out || { cat wrong.out; fail 'start with a wrong token'; }
mv right.token bot.token
tunnelmedic start >start.out 2>&1 &
demo=$!
for _ in $(seq 600); do
  grep -q '^answered' stage.out && break
  kill -0 "$demo" 2>/dev/null || { cat start.out; fail 'start'; }
  kill -0 "$stage" 2>/dev/null || { cat stage.out; fail 'the command in Slack was not answered'; }
  sleep 0.2
done
grep -q '^answered' stage.out || { cat start.out; fail 'the command in Slack was not answered'; }
say 'from nothing to an answer: init, doctor, start'
kill "$demo"
wait "$demo" 2>/dev/null || true
demo=''
cd "$place/empty"
[ -z "$(ls -A | grep -v -e '\.out$' -e '^peer\.log$')" ] || say "left in the folder: $(ls -A)"
say 'the package works'
