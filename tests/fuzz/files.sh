#!/usr/bin/env bash
# Damages files at random and sees that itss never crashes, never hides other records, and says where the fault is.
# Speaks TAP.    tests/fuzz/files.sh [ROUNDS] [FIRST_SEED]       Environment: ITSS_BIN.
set -u
rounds=${1:-300} seed=${2:-1}
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/itss-fuzz.XXXXXX")
export HOME=$work LC_ALL=C.UTF-8 ITSS_NOW=2026-11-24T09:00:00+08:00 ITSS_ACTOR=wang.fang
cd "$work" || exit 2
"$ITSS_BIN" init desk --name Desk --zone Asia/Shanghai --me wang.fang --roles process_owner,l1,l1_lead --no-git >/dev/null || exit 2
cd desk || exit 2
for title in one two three; do
  "$ITSS_BIN" ticket new "$title" --channel email --requester 张三 --contact 8001 >/dev/null || exit 2
done
number=0 failed=0
tell() { # NAME FINDING
  number=$((number + 1))
  if [ -z "$2" ]; then echo "ok $number - $1"; else
    failed=1
    echo "not ok $number - $1"
    printf '%s\n' "$2" | head -n 20 | sed 's/^/# /'
  fi
}
# Runs a command; what is wrong if it crashed or ended with a code that no command ends with.
run() {
  "$ITSS_BIN" "$@" >"$work/out" 2>"$work/err" </dev/null
  local status=$?
  case $status in 0 | 1 | 2 | 3) ;; *) echo "exit code $status: itss $*"; tail -n 5 "$work/err" ;; esac
}

fuzz() { # KIND FILE: damages FILE in each round and calls KIND
  local kind=$1 file=$2 problems='' i
  cp "$file" "$work/whole"
  for ((i = seed; i < seed + rounds; ++i)); do
    "$top/tests/fuzz/mutate.py" "$work/whole" "$i" >"$file"
    local bad
    bad=$("$kind")
    [ -z "$bad" ] || problems+="seed $i: $bad"$'\n'
  done
  cp "$work/whole" "$file"
  tell "$kind: $rounds damaged copies" "$problems"
}
record() {
  run check
  run ticket list --all --json
  [ "$(grep -c '"id"' "$work/out")" -ge 2 ] || echo 'the other records are hidden'
}
configuration() { run check; run ticket list; }
schema() { run schema check ticket; run ticket list; }
calendar() { run check; run calendar add office-cn 2026-03-02T09:00:00+08:00 4h; }
log() { run import "$work/log.csv" --map "$work/map.yaml" --dry-run --no-commit; }

fuzz record "$(find tickets -name '*.yaml' | head -n 1)"
fuzz configuration itss.yaml
fuzz calendar calendars/office-cn.yaml
mkdir -p .itss/schemas && cp "$top/schemas/ticket.yaml" .itss/schemas/ticket.yaml
rounds=$((rounds / 3))
fuzz schema .itss/schemas/ticket.yaml
rm .itss/schemas/ticket.yaml
head -n 60 "$top/tests/data/incident_log.csv" >"$work/log.csv"
cp "$top/examples/import/servicenow-incident-log.yaml" "$work/map.yaml"
fuzz log "$work/log.csv"
fuzz log "$work/map.yaml"
echo "1..$number"
[ "$failed" = 0 ] && rm -rf "$work"
exit "$failed"
