# What every test file loads: a fixed clock, one directory for each test, the binary, the people of a small desk.
# ITSS_BIN names the binary; without it the newest build is taken.

bats_require_minimum_version 1.5.0

setup_desk() {
  ITSS_BIN=${ITSS_BIN:-$(ls -t "$BATS_TEST_DIRNAME"/../../build/*/bin/itss 2>/dev/null | head -n 1)}
  [ -x "$ITSS_BIN" ] || { echo "no itss binary: build it, or set ITSS_BIN" >&2; return 1; }
  DESK=$(mktemp -d "${BATS_TEST_TMPDIR:-/tmp}/desk.XXXXXX")
  export HOME=$DESK/home XDG_CONFIG_HOME=$DESK/home/.config GIT_CONFIG_NOSYSTEM=1
  mkdir -p "$HOME"
  printf '[user]\n\tname = Wang Fang\n\temail = wang.fang@example.cn\n[init]\n\tdefaultBranch = main\n' >"$HOME/.gitconfig"
  unset ITSS_ACTOR ITSS_DIR ITSS_LANG ITSS_PAGER PAGER NO_COLOR CLICOLOR CLICOLOR_FORCE COLUMNS CI LANGUAGE
  unset ITSS_EDITOR GIT_EDITOR VISUAL EDITOR
  export LC_ALL=C TZ=UTC
  clock 2026-11-24T09:00:00+08:00
  cd "$DESK" || return 1
}

# The present time of the commands that follow.
clock() { export ITSS_NOW=$1; }

itss() { "$ITSS_BIN" "$@"; }

# `copy_of NAME COMMAND...`: goes into a copy of the repository that COMMAND makes in the working directory; it is made
# once for each file of tests.
copy_of() {
  local ready=$BATS_FILE_TMPDIR/$1 here=$PWD
  if [ ! -e "$ready.made" ]; then
    mkdir "$ready" && cd "$ready" && "${@:2}" || return 1
    touch "$ready.made"
    cd "$here" || return 1
  fi
  cp -a "$ready/desk" . && cd desk || return 1
}

# A repository of the day before, with wang.fang (first line and its lead), li.na (second line) and zhao.lei (service
# manager); the working directory is its root.
make_desk() {
  copy_of small new_desk || return 1
  clock 2026-11-24T09:00:00+08:00
}
new_desk() {
  clock 2026-11-23T09:00:00+08:00
  itss init desk --name 'IT desk' --me wang.fang --my-name 王芳 --roles process_owner,l1,l1_lead >/dev/null
  cd desk || return 1
  itss person new li.na --name 李娜 --side provider --roles l2 >/dev/null
  itss person new zhao.lei --name 赵雷 --side provider --roles svc_manager >/dev/null
}

# Office hours with the State Council's notice for 2026.
calendar_a() {
  cat <<'YAML'
zone: Asia/Shanghai
covers: 2026-01-01..2026-12-31
weekly: {mon-fri: [09:00-12:00, 13:00-18:00]}
holidays:
  2026-01-01..2026-01-03: 元旦
  2026-02-15..2026-02-23: 春节
  2026-04-04..2026-04-06: 清明节
  2026-05-01..2026-05-05: 劳动节
  2026-06-19..2026-06-21: 端午节
  2026-09-25..2026-09-27: 中秋节
  2026-10-01..2026-10-07: 国庆节
workdays: {2026-01-04: fri, 2026-02-14: fri, 2026-02-28: fri, 2026-05-09: fri, 2026-09-20: fri, 2026-10-10: fri}
YAML
}

# `has TEXT`: the output of the last `run` has it.
has() {
  [[ "$output" == *"$1"* ]] || { printf 'expected: %s\nin: %s\n' "$1" "$output" >&2; return 1; }
}
lacks() {
  [[ "$output" != *"$1"* ]] || { printf 'not expected: %s\nin: %s\n' "$1" "$output" >&2; return 1; }
}
# `exits N COMMAND...`: runs it, with stdout and stderr in $output, and checks the exit code.
exits() {
  local wanted=$1
  shift
  run "$@"
  [ "$status" = "$wanted" ] || { printf 'exit code %s, not %s\n%s\n' "$status" "$wanted" "$output" >&2; return 1; }
}
