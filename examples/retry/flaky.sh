#!/bin/sh
# flaky.sh N : fails until it is started for the Nth time in the same folder.
set -eu
tries=$(($(cat tries 2>/dev/null || echo 0) + 1))
echo "$tries" > tries
if [ "$tries" -lt "$1" ]; then
    echo "the server is busy"
    exit 75
fi
case $tries in 1) th=st ;; 2) th=nd ;; 3) th=rd ;; *) th=th ;; esac
echo "got it at the $tries$th try"
