#!/usr/bin/env bash
# Runs a command with TEST_DATABASE_URL set to a throwaway PostgreSQL of whatever version Debian installed, and removes it afterwards.
# TEST_DATABASE_CONTROL is a program that takes the words of pg_ctl: stop -m immediate, start, restart.
# Usage: scripts/with-postgres.sh COMMAND [ARGUMENT …]; as root, because initdb must not run as root and becomes postgres.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$bin" ] || [ ! -x "$bin/initdb" ]; then
  echo 'PostgreSQL is not installed (Debian: apt-get install postgresql).' >&2
  exit 1
fi
if [ "$(id -u)" -eq 0 ]; then
  owner='su postgres -s /bin/sh'
else
  owner=sh
fi
as_owner() { $owner -c "$1"; }
folder=$(mktemp -d)
[ "$(id -u)" -eq 0 ] && chown postgres "$folder"
port=$(node -e 'const s=require("node:net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
stop() {
  as_owner "'$bin/pg_ctl' -D '$folder/data' -m immediate stop" >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
as_owner "'$bin/initdb' -D '$folder/data' -A trust -U postgres -E UTF8 --no-sync" >/dev/null
cat >"$folder/control" <<END
#!/bin/sh
exec $owner -c "'$bin/pg_ctl' -D '$folder/data' -w -l '$folder/log' -o '-p $port -h 127.0.0.1 -k $folder -c fsync=off' \$*"
END
chmod 0755 "$folder/control"
"$folder/control" start >/dev/null
TEST_DATABASE_CONTROL="$folder/control" TEST_DATABASE_URL="postgres://postgres@127.0.0.1:$port/postgres" "$@"
