#!/usr/bin/env bash
# Every code that a user can meet, of a finding or of a refusal, occurs in some test. Speaks TAP.
set -u
cd "$(dirname "$0")/../.." || exit 2
number=0 failed=0

# What tests say; this script names no code itself.
words=$(grep -rhowE '[A-Z][A-Z_]+' tests --include='*.bats' --include='*.cpp' --include='*.sh' --include='*.hpp' --include='*.yaml' | sort -u)

tested() {
  number=$((number + 1))
  if grep -qxF "$2" <<<"$words"; then
    echo "ok $number a test has the $1 $2"
  else
    failed=1
    echo "not ok $number a test has the $1 $2"
  fi
}

findings=$(sed -nE 's/^  X\(([A-Z_]+), (error|warning|note),.*/\1/p' lib/base/diagnostic_codes.hpp)
refusals=$(grep -hoE '"[A-Z][A-Z_]+",' lib/process/*.cpp | tr -d '",' | sort -u)
for code in $findings; do tested finding "$code"; done
for code in $refusals; do tested refusal "$code"; done

# The catalogue is sorted, so that two people who add a row to it meet; and each of its rows is used.
[ "$findings" = "$(LC_ALL=C sort <<<"$findings")" ]
sorted=$?
number=$((number + 1))
if [ "$sorted" = 0 ]; then echo "ok $number the catalogue is sorted"; else failed=1; echo "not ok $number the catalogue is sorted"; fi
for code in $findings; do
  number=$((number + 1))
  if grep -rqw "Code::$code" lib cmd; then echo "ok $number something gives $code"; else failed=1; echo "not ok $number something gives $code"; fi
done
echo "1..$number"
[ "$number" -gt 100 ] || { echo "not ok $((number + 1)) the catalogue was read"; failed=1; }
exit "$failed"
