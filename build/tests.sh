#!/bin/sh
# build/tests.sh [FILTER] : runs the tests of what `swift build --build-tests` has built, all of them or those whose name matches FILTER.
set -eu
cd "$(dirname "$0")/.."

# run NAME FILTER [SKIP]
run() {
    echo "== swift test $1"
    swift test --skip-build --filter "$2" ${3:+--skip "$3"}
}
if [ -n "${1:-}" ]; then
    run "of '$1'" "$1"
    exit
fi
# In parts: all tests of a part start at once, and on two cores those that wait for a process would wait for those that reckon, or
# for hundreds of hosts that are killed.
apart='^Scenarios\.(Crash|Cluster|Network|Postgres)'
run "of what decides and keeps" '^(FloeCoreTests|FloeConfigTests|FloeStoreTests|FloeHubTests|HouseTests)\.'
run "of what acts on the system" '^(FloeSystemTests|FloeTasksTests)\.'
run "of the server" '^FloeServerTests\.'
run "of whole hosts, to B" '^Scenarios\.[AB]' "$apart"
run "of whole hosts, C" '^Scenarios\.C' "$apart"
run "of whole hosts, D to F" '^Scenarios\.[D-F]' "$apart"
run "of whole hosts, G to R" '^Scenarios\.[G-R]' "$apart"
run "of whole hosts, from S" '^Scenarios\.[S-Z]' "$apart"
run "of several hosts, and of PostgreSQL" '^Scenarios\.(Cluster|Network|Postgres)'
run "of hosts that are killed" '^Scenarios\.Crash'
run "in a browser" '^Browser\.'
