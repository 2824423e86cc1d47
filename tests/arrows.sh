#!/usr/bin/env bash
# Checks what ARCHITECTURE.md says of the folders: includes only point down, and only the folders named there print,
# read the clock or the environment, or include certain libraries. Output is TAP: one line per rule.
#   tests/arrows.sh [DIR]        DIR: a source tree, by default the one that this script stands in
set -uo pipefail
cd "${1:-$(dirname "$0")/..}" || exit 2

declare -A below=(
  [base]="" [yaml]="base" [schema]="yaml base" [record]="schema yaml base" [calendar]="yaml base"
  [sla]="calendar record schema yaml base" [process]="sla calendar record schema yaml base"
  [kpi]="sla calendar record schema yaml base"
)
core="kpi process ${below[process]}"
for folder in store vcs format report; do below[$folder]=$core; done
# Siblings at the top of lib/: a report is made of documents, and both read the repository.
below[report]+=" format store vcs"
below[vcs]+=" store"

number=0 failed=0
# check NAME FINDINGS: prints one line of TAP, and the findings below it.
check() {
  number=$((number + 1))
  if [ -z "$2" ]; then
    echo "ok $number - $1"
  else
    failed=$((failed + 1))
    echo "not ok $number - $1"
    printf '%s\n' "$2" | sed 's/^/# /'
  fi
}

sources() { find "$@" -name '*.[ch]pp' -o -name '*.h' 2>/dev/null | sort; }
# found PATTERN FILE...: lines of code (not of comments) that match.
found() {
  local pattern=$1
  shift
  [ $# -gt 0 ] || return 0
  grep -nHE "$pattern" "$@" | grep -vE '^[^:]*:[0-9]+: *//'
}

for folder in base yaml schema record calendar sla process kpi store vcs format report; do
  allowed=" $folder ${below[$folder]} "
  findings=$(found '^ *#include "[a-z_]+/' $(sources "lib/$folder") | while IFS= read -r line; do
    other=$(sed -E 's/.*#include "([a-z_]+)\/.*/\1/' <<<"$line")
    case "$allowed" in *" $other "*) ;; *) echo "$line" ;; esac
  done)
  check "lib/$folder includes only what lies below it" "$findings"
done

lib_but() { sources lib | grep -v "^lib/$1/"; }
check "only cmd/ includes CLI11" "$(found '#include *[<"]CLI' $(sources lib tests))"
check "only lib/store includes SQLite" "$(found '#include *[<"]sqlite' $(lib_but store) $(sources cmd))"
check "only lib/store and lib/format include libical" \
  "$(found '#include *[<"](libical/|ical[a-z_]*\.h[>"])' $(lib_but store | grep -v '^lib/format/') $(sources cmd))"
check "only lib/yaml includes a YAML library" "$(found '#include *[<"](yaml\.h|yaml-cpp|libfyaml)' $(lib_but yaml) $(sources cmd))"
check "lib/ prints nothing" "$(found 'std::(cout|cerr|clog|puts|printf)|<iostream>|fmt::print|\bf?printf *\(|\bputs *\(|\bfputs *\(|\bperror *\(' $(sources lib))"
check "lib/ never ends the process" "$(found '\b(std::)?(exit|_exit|quick_exit|abort|terminate) *\(' $(sources lib))"
check "lib/ does not read the environment" "$(found '\b(secure_)?getenv *\(|\benviron\b' $(sources lib | grep -v '^lib/vcs/'))"
check "lib/ does not read the clock" "$(found '(system|steady|high_resolution|utc)_clock::now|\b(std::)?time *\((NULL|nullptr|0)\)|gettimeofday|clock_gettime' $(sources lib))"
check "public headers include neither nlohmann/json nor CLI11" "$(found '#include *<(nlohmann|CLI)' $(sources lib | grep 'hpp$'))"

echo "1..$number"
[ "$failed" = 0 ]
