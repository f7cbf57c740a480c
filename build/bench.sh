#!/bin/sh
# bench.sh [row ...]: builds the benchmarks as they are shipped, and prints the table of these rows, or of all.
set -eu
cd "$(dirname "$0")/../Benchmarks"
exec swift run -c release ${BENCH_BUILD:+--scratch-path "$BENCH_BUILD"} bench "$@"
