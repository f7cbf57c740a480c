#!/bin/sh
# start.sh [FLAG...] : builds floe if anything changed and starts it on default.yml, with its history in SQLite under ~/.floe.
# start.sh cluster [FLAG...] : starts two hosts of one cluster, h1 on port 8080 and h2 on 8090; flags go to both. Ctrl-C ends both.
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
if [ "${1:-}" = cluster ]; then
    shift
    ports="8080 8090"
    hosts=http://127.0.0.1:8080,http://127.0.0.1:8090
    pids=
    # A terminal tells the hosts of Ctrl-C itself; told twice they would end at once.
    trap : INT
    trap 'kill $pids 2>/dev/null || true' TERM
    n=0
    for port in $ports; do
        n=$((n + 1))
        "$floe" serve -conf default.yml -tags=linux,go,couch -admin="${FLOE_ADMIN:-123456}" -host_name="h$n" \
            -pub_bind="127.0.0.1:$port" -hosts="$hosts" "$@" &
        pids="$pids $!"
    done
    status=0
    for pid in $pids; do
        # A signal breaks a wait off: the hosts end in order all the same.
        while :; do
            ended=0
            wait "$pid" || ended=$?
            kill -0 "$pid" 2>/dev/null || break
        done
        [ "$ended" -eq 0 ] || status=$ended
    done
    exit "$status"
fi
exec "$floe" serve -conf default.yml "$@"
