#!/bin/sh
# build/tests.sh [FILTER] : runs the tests of what `swift build --build-tests` has built, all of them or those whose name matches FILTER.
set -eu
cd "$(dirname "$0")/.."

run() {
    echo "== swift test $1"
    swift test --skip-build --filter "$2"
}
if [ -n "${1:-}" ]; then
    run "of '$1'" "$1"
    exit
fi
# In parts: all tests of a part start at once, and on two cores those that wait for a process would wait for those that reckon.
run "of what decides and keeps" '^(FloeCoreTests|FloeConfigTests|FloeStoreTests|FloeHubTests|HouseTests)\.'
run "of what acts on the system" '^(FloeSystemTests|FloeTasksTests)\.'
run "of the server" '^FloeServerTests\.'
run "of whole hosts" '^(Scenarios|Crashes)\.'
run "in a browser" '^Browser\.'
