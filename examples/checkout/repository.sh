#!/bin/sh
# repository.sh FOLDER : makes a small git repository there, with a script and one commit.
set -eu
git init -q -b main "$1"
cd "$1"
printf 'echo "built $(cat name)"\n' > build.sh
echo skerry > name
git add .
git -c user.name=Example -c user.email=example@example.org commit -q -m "Name it"
