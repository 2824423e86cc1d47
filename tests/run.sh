#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test. Ends with "N passed, N failed" alone on its line.
#   tests/run.sh            everything that a change must pass
#   tests/run.sh --long     in addition: sanitizers, clang-tidy, fuzzing, cut-short writes, scale
# Environment: ITSS_PRESET (dev) the preset that is built and tested; ITSS_SKIP_DEPS=1 to install nothing.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2
long=no
case "${1:-}" in
  "") ;;
  --long) long=yes ;;
  *) echo "usage: tests/run.sh [--long]" >&2; exit 2 ;;
esac
preset=${ITSS_PRESET:-dev}
build=build/$preset
results=$(mktemp -d "${TMPDIR:-/tmp}/itss-results.XXXXXX")
passed=0 failed=0
export LC_ALL=C.UTF-8 TZ=UTC

say() { printf '\n== %s\n' "$*"; }

# tap NAME COMMAND...: runs a command that speaks TAP, shows what is not ok, and counts. A command that counts nothing,
# or that fails without saying what, is itself a failure.
tap() {
  local name=$1 log=$results/${1//[^A-Za-z0-9]/_}.tap good bad status
  shift
  say "$name: $*"
  "$@" >"$log" 2>&1
  status=$?
  good=$(grep -c '^ok' "$log")
  bad=$(grep -c '^not ok' "$log")
  if [ $((good + bad)) = 0 ] || { [ "$status" != 0 ] && [ "$bad" = 0 ]; }; then
    bad=$((bad + 1))
    tail -n 40 "$log"
  else
    grep -A 25 '^not ok' "$log" | grep '^\(not ok\|#\|  \)'
  fi
  echo "$name: $good passed, $bad failed"
  passed=$((passed + good)) failed=$((failed + bad))
}

# finish: the line that everything ends with.
finish() {
  [ "$failed" = 0 ] && rm -rf "$results" || printf '\nlogs: %s\n' "$results"
  printf '\n%s passed, %s failed\n' "$passed" "$failed"
  [ "$failed" = 0 ] || exit 1
  exit 0
}

# Builds a preset; without a build there is nothing to test.
build_preset() {
  say "building preset $1 (first time on two cores: some minutes)"
  if ! cmake --preset "$1" >"$results/configure.log" 2>&1; then
    cat "$results/configure.log"
  elif ! nice cmake --build --preset "$1" >"$results/build.log" 2>&1; then
    grep -A 12 -E 'error|FAILED|undefined reference' "$results/build.log" | head -n 120
  else
    tail -n 1 "$results/build.log"
    return 0
  fi
  failed=$((failed + 1))
  finish
}

if [ -z "${ITSS_SKIP_DEPS:-}" ]; then
  say "installing what is missing"
  scripts/install-deps.sh test || { failed=1; finish; }
fi
started=$SECONDS
build_preset "$preset"
say "built in $((SECONDS - started)) s"
ITSS_BIN=$PWD/$build/bin/itss
export ITSS_BIN

tap "unit and property tests" tests/ctest_tap.sh "$build"
tap "includes and layers" tests/arrows.sh
tap "the command line" tests/bats_tap.sh tests/cli/*.bats
if compgen -G 'tests/docs/*.sh' >/dev/null; then
  for script in tests/docs/*.sh; do tap "documents, $(basename "$script" .sh)" "$script"; done
fi
tap "a project outside" tests/outside.sh "$build"

if [ "$long" = yes ]; then
  build_preset asan
  tap "unit and property tests under sanitizers" tests/ctest_tap.sh build/asan
  tap "clang-tidy" scripts/tidy.sh "$build"
  for script in tests/fuzz/*.sh tests/long/*.sh; do
    [ -e "$script" ] && tap "long, $(basename "$script" .sh)" "$script"
  done
fi
say "$((SECONDS - started)) s in all"
finish
