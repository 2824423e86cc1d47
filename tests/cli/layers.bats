# The check of includes and layers must itself find what it is for.

setup() {
  arrows=$BATS_TEST_DIRNAME/../arrows.sh
  mkdir -p "$BATS_TEST_TMPDIR/lib/base" "$BATS_TEST_TMPDIR/lib/process" "$BATS_TEST_TMPDIR/cmd"
}
finds() {
  printf '%s\n' "$2" > "$BATS_TEST_TMPDIR/$1"
  run "$arrows" "$BATS_TEST_TMPDIR"
  [ "$status" = 1 ]
  [[ "$output" == *"# $1:"* ]]
}

@test "an include against the arrows is found" { finds lib/base/a.cpp '#include "record/event.hpp"'; }
@test "CLI11 outside of cmd is found" { finds lib/process/a.cpp '#include <CLI/CLI.hpp>'; }
@test "SQLite outside of the store is found" { finds cmd/a.cpp '#include <sqlite3.h>'; }
@test "a YAML library outside of lib/yaml is found" { finds lib/process/a.cpp '#include <yaml.h>'; }
@test "printing in the library is found" { finds lib/process/a.cpp '  std::cout << 1;'; }
@test "ending the process in the library is found" { finds lib/process/a.cpp '  exit(1);'; }
@test "reading the environment in the library is found" { finds lib/process/a.cpp '  getenv("HOME");'; }
@test "reading the clock in the library is found" { finds lib/process/a.cpp '  auto now = std::chrono::system_clock::now();'; }
@test "a clean tree passes" {
  echo '#include "base/text.hpp"' > "$BATS_TEST_TMPDIR/lib/process/a.cpp"
  run "$arrows" "$BATS_TEST_TMPDIR"
  [ "$status" = 0 ]
}
