# Every row of a table of business-time cases, asked on the command line: our own table, and, where it is at hand, that
# of other projects.

setup() { load helper; setup_desk; }

# `entries 'a=x,y;b=z'`: `  a: [x,y]` and so on.
entries() {
  local part
  while IFS= read -r part; do
    [ -z "$part" ] || printf '  %s: [%s]\n' "${part%%=*}" "${part#*=}"
  done < <(tr ';' '\n' <<<"$1")
}

# The calendar file of a row.
calendar_of() {
  local day
  printf 'zone: %s\nweekly:\n' "$tz"
  entries "$schedule"
  [ -z "$holidays" ] || echo holidays:
  for day in $holidays; do printf '  %s: off\n' "$day"; done
  [ -z "$overrides" ] || echo workdays:
  entries "$overrides"
}

# A table's rows with its fields separated by a character that none of them has.
rows() {
  python3 - "$1" <<'PYTHON'
import csv, sys
names = "id op tz schedule holidays overrides pauses start delta end expected".split()
with open(sys.argv[1], newline="", encoding="utf-8") as table:
    for row in csv.DictReader(table):
        print("\x1f".join(row[name] for name in names))
PYTHON
}

second() { date -u -d "$1" +%s; }

# Asks what a row asks; fails if the answer is another one.
ask() {
  local pause words=() answer wanted=$expected
  for pause in $pauses; do words+=(--pause "$pause"); done
  case $op in
    add) answer=$(itss calendar add --calendar-file c.yaml "$start" "${delta}s" "${words[@]}") ;;
    sub) answer=$(itss calendar add --calendar-file c.yaml "$start" "-${delta}s" "${words[@]}") ;;
    between) answer=$(itss calendar between --calendar-file c.yaml "$start" "$end" "${words[@]}") ;;
    is_open) itss calendar open --calendar-file c.yaml "$start" >/dev/null && answer=true || answer=false ;;
    is_workday)
      itss calendar open --calendar-file c.yaml "$(TZ=$tz date -d "$start" +%F)" >/dev/null && answer=true || answer=false
      ;;
    *) echo "$id: what is '$op'?" >&2; return 1 ;;
  esac
  case $op in add | sub) answer=$(second "$answer") wanted=$(second "$end") ;; esac
  [ "$answer" = "$wanted" ] || { printf '%s: %s, not %s\n' "$id" "$answer" "$wanted" >&2; return 1; }
}

ask_all() {
  local id op tz schedule holidays overrides pauses start delta end expected failed=0 count=0
  while IFS=$'\x1f' read -r id op tz schedule holidays overrides pauses start delta end expected; do
    calendar_of > c.yaml
    ask || failed=1
    count=$((count + 1))
  done < <(rows "$1")
  [ "$count" -ge "$2" ] || { echo "only $count rows" >&2; return 1; }
  return "$failed"
}

@test "every business-time case of our own is answered" {
  ask_all "$BATS_TEST_DIRNAME/../data/business_hours.csv" 20
}

@test "every business-time case of other projects is answered" {
  local table=$BATS_TEST_DIRNAME/../../../shared/data/business_hours_vectors.csv
  [ -e "$table" ] || skip 'their table is not at hand'
  ask_all "$table" 40
}
