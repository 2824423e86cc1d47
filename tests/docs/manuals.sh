#!/usr/bin/env bash
# The manual pages are well-formed and name every command, exit code and record type's word that the program knows.
# Speaks TAP. Environment: ITSS_BIN.
set -u
cd "$(dirname "$0")/../.." || exit 2
number=0 failed=0

result() {
  number=$((number + 1))
  if [ "$1" = 0 ]; then echo "ok $number $2"; else failed=1; echo "not ok $number $2"; fi
}

for page in man/*.[1-9]; do
  [ -z "$(man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)" ]
  result $? "$page has no formatting warnings"
done

page() { MANWIDTH=200 man -l "man/$1" 2>/dev/null | col -b; }

manual=$(page itss.1)
while IFS= read -r name; do
  grep -qE "^ +$name( |$)" <<<"$manual"
  result $? "itss.1 has '$name'"
done < <("$ITSS_BIN" help | sed -n 's/^  \([a-z]\+\( [a-z]\+\)\?\)  .*/\1/p' | grep -vE '^(itss|list|show|new)$' | sort -u)

while IFS= read -r code; do
  grep -qE "^ +$code( |$)" <<<"$manual"
  result $? "itss.1 has exit code $code"
done < <("$ITSS_BIN" help exit-codes | sed -n 's/^  \([0-9]\+\) .*/\1/p')

"$ITSS_BIN" help environment | grep -oE 'ITSS_[A-Z]+' | sort -u | while IFS= read -r name; do
  [ "$name" = ITSS_SEED ] || grep -q "$name" <<<"$manual" || echo "# itss.1 lacks $name"
done
echo "1..$number"
exit "$failed"
