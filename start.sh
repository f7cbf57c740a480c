#!/bin/sh
# start.sh [FLAG...] : builds floe if anything changed and starts it on default.yml, with its history in SQLite under ~/.floe.
# It prints the dashboard's address and a link that signs you in. Flags go to `floe serve`: ./start.sh -pub_bind 0.0.0.0:8080
set -eu
cd "$(dirname "$0")"

floe=.build/release/floe
if [ ! -x "$floe" ] || [ -n "$(find Sources webapp Package.swift Package.resolved -newer "$floe" -print 2>/dev/null | head -n 1)" ]; then
    build/deps build run
    echo "start.sh: building floe; the first time takes some minutes"
    swift build -c release --static-swift-stdlib --product floe
    # Newer than the sources even when they made no difference to it.
    touch "$floe"
else
    build/deps run
fi
exec "$floe" serve -conf default.yml "$@"
