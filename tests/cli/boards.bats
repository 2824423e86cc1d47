#!/usr/bin/env bats
# When changes and releases are, what gets in whose way, the board of each state, and the files that releases tell of.

load helper

setup() {
  setup_desk
  copy_of boards new_board_desk
  clock 2026-11-24T09:00:00+08:00
}

# The small desk with li.na (releaser and more), chen.yu (supervisor, assets) and wu.jia (service manager). web runs on
# app, app on host; store stands apart.
new_board_desk() {
  clock 2026-11-23T09:00:00+08:00
  itss init desk --name 'IT desk' --me wang.fang --my-name 王芳 --roles process_owner,l1 >/dev/null
  cd desk || return 1
  itss person new li.na --name 李娜 --side provider --roles releaser,svc_supervisor >/dev/null
  itss person new chen.yu --name 陈宇 --side provider --roles svc_supervisor,asset_admin,change_board >/dev/null
  itss person new wu.jia --name 吴佳 --side provider --roles svc_manager >/dev/null
  asset host && asset app --runs-on host && asset web --runs-on app && asset store || return 1
  cd .. || return 1
}

asset() {
  { itss asset new "$1" --title "$1" --class server --as li.na &&
    itss asset register "$1" --origin built --owner li.na --version 1 --location room -m found "${@:2}" --as chen.yu
  } >/dev/null 2>&1
}

# `change TITLE ASSETS DAY HOUR HOUR [KIND]`: one that is scheduled on that day of December from one hour to another; its
# id is in $CHANGE.
change() {
  CHANGE=$(itss change new "$1" --kind "${6:-normal}" --assets "$2" --source event --reason r --impact low --risk low \
    --plan p --rollback trigger=t --rollback steps=s --rollback person=li.na --rollback time=1h --implementer li.na --as li.na)
  {
    itss change request "$CHANGE" --as li.na
    itss change review "$CHANGE" --impact-analysis none --as chen.yu
    if [ "${6:-}" = major ]; then itss change endorse "$CHANGE" --as chen.yu; fi
    itss change approve "$CHANGE" --as wu.jia
    itss change schedule "$CHANGE" --window "from=2026-12-$3T$4:00:00+08:00" --window "to=2026-12-$3T$5:00:00+08:00" \
      --notices all.channel=mail --notices all.at=2026-11-24T08:00:00+08:00 --as li.na
  } >/dev/null 2>&1
}

# `freeze NAME DAY DAY [OPTION...]`: from the first instant of one day of December to that of another.
freeze() {
  itss freeze new "$1" --title "$1" --reason r --window "from=2026-12-$2T00:00:00+08:00" \
    --window "to=2026-12-$3T00:00:00+08:00" "${@:4}" --as wu.jia >/dev/null
}

@test "windows on one asset conflict, ends that touch do not" {
  change Index store 01 01 03 && index=$CHANGE
  change Vacuum store 01 02 04 && vacuum=$CHANGE
  change Later store 01 04 05 && later=$CHANGE
  exits 1 itss change calendar --conflicts --format csv
  has "$index,$vacuum,change,scheduled,shared,store,2026-12-01T02:00:00+08:00,2026-12-01T03:00:00+08:00"
  lacks "$later"
  exits 0 itss change calendar
  has '2026-12-01 Tue'
  has "$later"
}

@test "windows conflict on assets of which one depends on the other, over two relations" {
  change Host host 01 01 03 && host=$CHANGE
  change Web web 01 02 04 && web=$CHANGE
  exits 1 itss change calendar --conflicts
  has "$host"
  has 'host → app → web (Runs on, Runs on)'
  exits 1 itss change calendar --conflicts --json=id,with,why,on,relations
  has '"why": "dependent"'
  has "\"with\": \"$web\""
  exits 0 itss change calendar --asset web --format csv
  has "$web"
  lacks ",$host,normal"
}

@test "a freeze conflicts with the changes that a rule keeps out of it, and says which rule" {
  change Index store 02 01 03 && index=$CHANGE
  change Major store 02 04 05 major
  freeze eoy 01 05 --kinds major
  exits 1 itss change calendar --conflicts
  has "$index"
  has 'change schedule, 发布 2.1-3'
  lacks "$CHANGE"
  exits 1 itss freeze calendar --conflicts --format csv
  has "eoy,$index,change"
  exits 0 itss freeze lift eoy --lift-reason early --as wu.jia
  exits 0 itss change calendar --conflicts
  lacks eoy
}

@test "a freeze of some assets conflicts with changes of those and of what they depend on" {
  change Host host 02 01 03 && host=$CHANGE
  change Store store 02 01 03
  freeze webs 01 05 --assets web
  exits 1 itss change calendar --conflicts
  has "$host"
  has 'host → app → web'
  lacks "$CHANGE"
}

@test "without conflicts the exit code is 0; cancelled changes are left out but for --all" {
  change Index store 01 01 03 && index=$CHANGE
  change Vacuum store 01 02 04
  itss change cancel "$CHANGE" --cancel-reason withdrawn -m no --as wu.jia >/dev/null
  exits 0 itss change calendar --conflicts
  has none
  exits 1 itss change calendar --conflicts --all
  has "$CHANGE"
}

@test "the coming 30 days are shown unless a period is given" {
  change Far store 28 01 03 && far=$CHANGE
  exits 0 itss change calendar
  lacks "$far"
  has 'nothing in this period'
  exits 0 itss change calendar 2026-12
  has "$far"
  exits 0 itss change calendar --to 2026-12-28
  has "$far"
  exits 0 itss change calendar --from 2026-12-01
  has "$far"
  exits 2 itss change calendar 2026-12 --from 2026-12-01
  exits 0 itss change calendar 2026-12 --format md --calendar office-cn
  has '## 2026-12-28 Mon · working day'
  exits 0 itss --lang zh change calendar 2026-12
  exits 2 itss ticket calendar
}

@test "a release conflicts with a change on the same asset, not with the change that it carries" {
  change Mine store 01 01 03 && mine=$CHANGE
  change Other store 01 02 04 && other=$CHANGE
  itss release new Portal --source change --weight minor --version 2 --scope delta --impact-analysis x --assets store \
    --changes "$mine" --steps s --test-plan t --stakeholders ops --rollback trigger=t --rollback steps=s \
    --rollback person=li.na --rollback time=1h --as li.na >release
  release=$(cat release)
  itss release submit "$release" --as li.na
  itss release review "$release" --as chen.yu
  itss release approve "$release" --risk-level low --risk-review fine --as wu.jia
  itss release plan "$release" --window from=2026-12-01T01:00:00+08:00 --window to=2026-12-01T03:00:00+08:00 --as chen.yu
  exits 1 itss release calendar --conflicts --format csv
  has "$release,$other,change,scheduled,shared,store"
  lacks "$mine"
  exits 1 itss change calendar --conflicts --format csv
  has "$other,$release,release,planned,shared,store"
  lacks "$mine,$release"
  freeze eoy 01 05
  exits 1 itss release calendar --conflicts --format csv
  has "$release,eoy,freeze,active,rule"
}

@test "the board groups records by their states, says what is late, how old it is, and what is missing" {
  change Late store 01 01 03 && late=$CHANGE
  draft=$(itss change new Draft --as li.na)
  clock 2026-12-03T09:00:00+08:00
  exits 0 itss change board
  [[ "$output" == *Draft*"$draft"*Scheduled*"$late"* ]]
  has 'Scheduled · 1 record · 1 late'
  has 'request: --reason --source --impact and 6 more'
  has '9 d'
  exits 0 itss change board --json=id,status,missing,next
  has '"next": "request"'
  has '"--reason"'
  exits 0 itss change board --overdue --format csv
  has "$late"
  lacks "$draft"
  exits 0 itss change board --mine --as li.na --format md
  has '## Scheduled'
  itss change cancel "$draft" --cancel-reason withdrawn -m no --as wu.jia >/dev/null
  exits 0 itss change board
  lacks "$draft"
  exits 0 itss change board --all
  has Cancelled
  exits 2 itss ticket board
}

# A release that is being tested, with media at these places: `KEY=PLACE` or `KEY=PLACE=SHA256`; its id is in $RELEASE.
with_media() {
  RELEASE=$(itss release new Portal --source change --weight minor --version 2 --scope delta --impact-analysis x --as li.na)
  local file=releases/2026/11/$RELEASE.yaml each key place hash media=
  for each in "$@"; do
    IFS='=' read -r key place hash <<<"$each"
    [ -f "${place#file://}" ] && hash=${hash:-$(sha256sum "${place#file://}" | cut -d ' ' -f 1)}
    media+="      $key: {location: '$place', sha256: ${hash:-$(printf '0%.0s' {1..64})}}"$'\n'
  done
  {
    printf 'media:\n%s' "${media//      /  }"
    sed -n '/^history:/,$p' "$file"
    printf '  - at: 2026-11-24T09:00:00+08:00\n    by: li.na\n    do: import\n    put:\n      media:\n%s    source: {system: test}\n' \
      "${media//      /        }"
  } >tail
  sed -i '/^history:/,$d' "$file" && cat tail >>"$file" && rm tail
  git add -A && git commit -qm media
}

@test "media that have their hash are recorded as verified, all in one commit" {
  printf one >one.iso && printf two >"$DESK/two words.iso"
  with_media "one=one.iso" "two=$DESK/two words.iso"
  before=$(git rev-list --count HEAD)
  exits 0 itss release media verify "$RELEASE" --as li.na
  has "'one' is as recorded"
  has "'two' is as recorded"
  [ "$(git rev-list --count HEAD)" = $((before + 1)) ]
  exits 0 itss release show "$RELEASE" --json=media
  has "\"found_sha256\": \"$(sha256sum one.iso | cut -d ' ' -f 1)\""
  has '"verified_at": "2026-11-24T09:00:00+08:00"'
  exits 0 itss check
}

@test "--dry-run verifies and writes nothing, --medium looks at one only" {
  printf one >one.iso && printf two >two.iso
  with_media "one=file://$PWD/one.iso" "two=two.iso"
  exits 0 itss release media verify "$RELEASE" --dry-run --as li.na
  has '+    do: verify-media'
  [ -z "$(git status --porcelain releases)" ]
  exits 0 itss release media verify "$RELEASE" --medium two --as li.na
  lacks "'one'"
  exits 1 itss release media verify "$RELEASE" --medium three --as li.na
  has 'known: one two'
}

@test "a medium that differs is named with both hashes and not recorded, the others are" {
  printf one >one.iso && printf two >two.iso
  with_media "one=one.iso" "two=two.iso"
  wanted=$(sha256sum two.iso | cut -d ' ' -f 1)
  printf changed >two.iso
  exits 1 itss release media verify "$RELEASE" --as li.na
  has "$wanted is recorded, $(sha256sum two.iso | cut -d ' ' -f 1) was found"
  run itss release log "$RELEASE" --json
  has '"medium": "one"'
  lacks '"medium": "two"'
}

@test "missing, empty and unreadable files, directories, links and places elsewhere are each told" {
  mkdir folder && ln -s one.iso link.iso && printf one >one.iso && : >empty.iso && mkfifo pipe
  with_media gone=gone.iso empty=empty.iso folder=folder link=link.iso pipe=pipe web=https://example.cn/x.iso \
    nas=smb://nas/x.iso far=file://nas/x.iso
  exits 1 itss release media verify "$RELEASE" --as li.na
  has "there is no file"
  has "empty.iso' is empty"
  has "folder' is a directory"
  has "link.iso' is a symbolic link"
  has "pipe' is not a regular file"
  has "'https://example.cn/x.iso' is no file of this machine"
  has "'smb://nas/x.iso' is no file of this machine"
  has "'file://nas/x.iso' is no file of this machine"
  run itss release log "$RELEASE" --json
  lacks 'verify-media'
  exits 2 itss release media check "$RELEASE"
  exits 2 itss release media verify
}

@test "who may not verify media records nothing" {
  printf one >one.iso
  with_media one=one.iso
  exits 1 itss release media verify "$RELEASE" --as wang.fang
  has ROLE
  run itss release log "$RELEASE" --json
  lacks 'verify-media'
}

@test "help and completion know the verbs of the types that have them" {
  exits 0 itss help release
  has calendar
  has board
  has media
  exits 0 itss __complete -- release media ver
  has verify
  exits 0 itss __complete -- change calendar --as
  has --asset
  exits 0 itss help ticket
  lacks board
}

@test "a record in a state that the type does not have makes the board incomplete" {
  itss change new Draft --as li.na >/dev/null
  sed -i 's/nowhere/draft/; s/^status: draft/status: nowhere/; s/status: draft,/status: nowhere,/' "$(git ls-files 'changes/*' | head -n 1)"
  exits 3 itss change board --all
  has 'could not be read; the list is incomplete'
}
