#!/bin/sh
# build/test.sh [FILTER] : builds floe and runs its tests, all of them or those whose name matches FILTER.
# Installs what is missing first (build/deps), so that it runs from a clean clone.
set -eu
cd "$(dirname "$0")/.."

build/deps build run test

echo "== build"
# A module that imports what Package.swift does not grant it is an error.
swift build --build-tests --explicit-target-dependency-import-check error

# In parts: all tests of a part start at once, and on two cores those that wait for a process would wait for those that reckon.
run() {
    echo "== swift test $1"
    swift test --skip-build --filter "$2"
}
if [ -n "${1:-}" ]; then
    run "of '$1'" "$1"
else
    run "of what decides and keeps" '^(FloeCoreTests|FloeConfigTests|FloeStoreTests|FloeHubTests|HouseTests)\.'
    run "of what acts on the system" '^(FloeSystemTests|FloeTasksTests)\.'
    run "of the server" '^FloeServerTests\.'
    run "of whole hosts" '^(Scenarios|Crashes)\.'
    run "in a browser" '^Browser\.'
fi

if [ -z "${1:-}" ] && [ -d webapp/test ]; then
    echo "== node --test webapp/test"
    # The files by name: what a folder means to node differs between its versions.
    find webapp/test -name '*.test.js' -o -name '*.test.mjs' | sort | xargs node --test
fi
echo "== all good"
