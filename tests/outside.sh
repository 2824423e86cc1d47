#!/usr/bin/env bash
# Installs a build into an empty prefix and builds a project against it, once through CMake's package and once through
# pkg-config. Output is TAP.    tests/outside.sh BUILD_DIR
set -uo pipefail
source_dir=$(cd "$(dirname "$0")/.." && pwd)
build=${1:?"usage: tests/outside.sh BUILD_DIR"}
place=$(mktemp -d "${TMPDIR:-/tmp}/itss-outside.XXXXXX")
log=$place/log
number=0 failed=0

# step NAME COMMAND...: one line of TAP; the command's last lines where it failed.
step() {
  local name=$1
  shift
  number=$((number + 1))
  if "$@" >"$log" 2>&1; then
    echo "ok $number - $name"
  else
    failed=$((failed + 1))
    echo "not ok $number - $name"
    tail -n 20 "$log" | sed 's/^/# /'
  fi
}

through_cmake() {
  cmake -S "$source_dir/tests/outside" -B "$place/build" -G Ninja -DCMAKE_PREFIX_PATH="$place/prefix" &&
    cmake --build "$place/build" && "$place/build/outside" | grep -x 'itss [0-9.]*'
}
through_pkg_config() {
  local flags
  PKG_CONFIG_PATH=$(find "$place/prefix" -name pkgconfig -type d)
  export PKG_CONFIG_PATH
  flags=$(pkg-config --cflags --libs itss) &&
    c++ -std=c++20 "$source_dir/tests/outside/main.cpp" $flags -o "$place/outside" &&
    LD_LIBRARY_PATH=$(pkg-config --variable=libdir itss) "$place/outside" | grep -x 'itss [0-9.]*'
}
installed_binary() { "$place/prefix/bin/itss" --version | grep '^itss [0-9]'; }
each_header_alone() {
  local header
  PKG_CONFIG_PATH=$(find "$place/prefix" -name pkgconfig -type d)
  export PKG_CONFIG_PATH
  (cd "$place/prefix/include/itss" && find . -name '*.hpp') | while IFS= read -r header; do
    echo "#include \"${header#./}\""
  done >"$place/all.cpp"
  [ -s "$place/all.cpp" ] && c++ -std=c++20 -fsyntax-only "$place/all.cpp" $(pkg-config --cflags itss)
}

step "cmake --install into an empty prefix" cmake --install "$build" --prefix "$place/prefix"
step "a project outside builds with find_package(itss)" through_cmake
step "a project outside builds with pkg-config" through_pkg_config
step "every installed header compiles against the installed ones" each_header_alone
step "the installed itss runs from its prefix" installed_binary
echo "1..$number"
if [ "$failed" = 0 ]; then rm -rf "$place"; else echo "# kept: $place"; fi
[ "$failed" = 0 ]
