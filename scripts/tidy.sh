#!/usr/bin/env bash
# clang-tidy over our sources, with the checks of .clang-tidy. Output is TAP, a line per file.
#   scripts/tidy.sh [BUILD_DIR] [FILE...]     BUILD_DIR: one with compile_commands.json, by default build/dev
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2
build=${1:-build/dev}
shift || true
if ! command -v clang-tidy >/dev/null; then
  sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  echo "# installing clang-tidy from Debian"
  "${sudo[@]}" apt-get install -y -qq --no-install-recommends clang-tidy >/dev/null || exit 2
fi
files=("$@")
[ ${#files[@]} -gt 0 ] || mapfile -t files < <(git ls-files 'lib/*.cpp' 'cmd/*.cpp')

tidy_one() {
  local output
  if output=$(clang-tidy -p "$1" --quiet "$2" 2>/dev/null); then
    echo "ok - $2"
  else
    printf 'not ok - %s\n%s\n' "$2" "$(sed 's/^/# /' <<<"$output")"
  fi
}
export -f tidy_one
printf '%s\n' "${files[@]}" | nice xargs -P "$(nproc)" -I{} bash -c 'tidy_one "$0" "$1"' "$build" {}
