#!/bin/sh
# build/test.sh [FILTER] : builds floe and runs its tests, all of them or those whose name matches FILTER.
# Installs what is missing first (build/deps), so that it runs from a clean clone.
set -eu
cd "$(dirname "$0")/.."

build/deps build run test

echo "== build"
# A module that imports what Package.swift does not grant it is an error.
swift build --build-tests --explicit-target-dependency-import-check error

build/tests.sh "${1:-}"

if [ -z "${1:-}" ] && [ -d webapp/test ]; then
    echo "== node --test webapp/test"
    # The files by name: what a folder means to node differs between its versions.
    find webapp/test -name '*.test.js' -o -name '*.test.mjs' | sort | xargs node --test
fi
echo "== all good"
