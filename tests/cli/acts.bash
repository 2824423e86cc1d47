# Words in which stories are told. A time is `12-02T09:00` in 2026, or `02T09:00` in its December.
# `at TIME WHO WORDS...` does something as somebody, and must be allowed;
# `made TIME WHO WORDS...` the same for a new record, whose id is in $id afterwards;
# `refused CODE TIME WHO WORDS...` must be refused with this code, and write nothing.

time_of() {
  case $1 in
    ??-*) echo "2026-$1:00+08:00" ;;
    *) echo "2026-12-$1:00+08:00" ;;
  esac
}

at() {
  local now who=$2
  now=$(time_of "$1")
  shift 2
  itss --now "$now" --as "$who" "$@" || {
    echo "# not allowed: $now $who: itss $*" >&2
    return 1
  }
}

made() {
  local out
  out=$(at "$@") || return 1
  id=$(grep -oE '\b[A-Z]+-2026[0-9]{4}-[0-9A-Z]{5}\b' <<<"$out" | tail -n 1)
  [ -n "$id" ]
}

refused() {
  local code=$1 now who=$3 out status=0 before
  now=$(time_of "$2")
  shift 3
  before=$(git rev-parse HEAD)
  out=$(itss --now "$now" --as "$who" "$@" 2>&1) || status=$?
  [ "$status" = 1 ] || { echo "# exit $status: $who: itss $*" >&2; echo "$out" >&2; return 1; }
  [[ $out == *"[$code]"* ]] || { echo "# not $code: $who: itss $*" >&2; echo "$out" >&2; return 1; }
  [ "$before" = "$(git rev-parse HEAD)" ] || { echo "# it wrote: itss $*" >&2; return 1; }
}
