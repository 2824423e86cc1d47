# The processes together: a fault, its problem, the change and the release that end it; a release that is rolled back; an
# emergency. And what check finds when somebody helps the files along by hand.

setup() {
  load helper
  load acts
  load story
  setup_desk
}

whole_story() {
  story_desk && story_of_success && story_with_rollback && story_of_an_emergency
}

# The desk after the whole story.
told_desk() {
  copy_of story quietly whole_story || return 1
  clock 2026-12-20T09:00:00+08:00
  release=$(itss release list --all --ids --sort opened | head -n 1)
  change=$(itss change list --all --ids --sort opened | head -n 1)
}
quietly() { "$@" >/dev/null; }

# `file_of ID`; `drop_event ID VERB`: takes the last such event out of the file, as somebody with an editor could.
file_of() { git ls-files "*/$1.yaml"; }
drop_event() {
  local file
  file=$(file_of "$1")
  awk -v verb="$2" '
    /^  - at: / { blocks++; in_history = 1 }
    { if (in_history) block[blocks] = block[blocks] $0 "\n"; else print }
    $0 == "    do: " verb { last = blocks }
    END { for (i = 1; i <= blocks; i++) if (i != last) printf "%s", block[i] }' "$file" >new.yaml
  ! cmp -s new.yaml "$file" && mv new.yaml "$file"
}

# `finds CODE... in ID`: check finds each of these in the record's file.
finds() {
  local out code
  out=$(itss check) && { echo "# check finds nothing" >&2; return 1; }
  for code in "${@:2}"; do
    grep -qE "^$(file_of "$1"):[0-9:]+ error: .*\[$code\]" <<<"$out" || { echo "# no $code: $out" >&2; return 1; }
  done
}

@test "a fault, a problem, a known error, a change and a release through four environments; a rollback; an emergency" {
  story_desk
  story_of_success
  story_with_rollback
  story_of_an_emergency
  clock 2026-12-20T09:00:00+08:00
  run -0 itss check --strict
  [[ $output == *'no findings, '* ]]
  run -0 itss check --no-index --strict
}

@test "check finds an approval by who asked for the change, or by nobody who may" {
  told_desk
  perl -0pi -e 's/by: zhao.lei\n    do: approve/by: zhou.yu\n    do: approve/' "$(file_of "$change")"
  finds "$change" ILLEGAL_MOVE
}

@test "check finds a state that no approval led to" {
  told_desk
  drop_event "$change" approve
  finds "$change" ILLEGAL_MOVE
}

@test "check finds an approval that was only written as taken over from elsewhere" {
  told_desk
  perl -0pi -e 's/do: approve\n/do: import\n    source: {system: paper}\n/' "$(file_of "$change")"
  finds "$release" ILLEGAL_MOVE
}

@test "check finds an environment that was skipped" {
  told_desk
  drop_event "$release" stage-pass
  finds "$release" ILLEGAL_MOVE DRIFT
}

@test "check finds a hash that was swapped: in the test, in its evidence, in the state" {
  told_desk
  perl -0pi -e 's/(do: test-pass\n.*?sha256: ")[0-9a-f]{8}/${1}00000000/s' "$(file_of "$release")"
  finds "$release" ILLEGAL_MOVE HISTORY_LOST
  git checkout -q .
  perl -0pi -e 's/(do: test-pass\n.*?put:.*?sha256: ")[0-9a-f]{8}/${1}00000000/s' "$(file_of "$release")"
  finds "$release" ILLEGAL_MOVE DRIFT
  git checkout -q .
  perl -pi -e 's/^sha256: "[0-9a-f]{8}/sha256: "00000000/' "$(file_of "$release")"
  finds "$release" DRIFT
}

@test "check finds each event that was deleted" {
  told_desk
  local verb
  for verb in submit review plan test-pass register-media verify-media notify baseline go deploy verify evaluate; do
    git checkout -q .
    drop_event "$release" "$verb"
    finds "$release" HISTORY_LOST
  done
  git checkout -q .
  drop_event report-app update-ci
  finds report-app HISTORY_LOST
}

@test "check finds that the configuration was not updated after all" {
  told_desk
  drop_event report-web update-ci
  drop_event report-web update-ci
  drop_event report-web update-ci
  git commit -qam 'Tidy up'
  finds "$release" ILLEGAL_MOVE
}

@test "check finds the carried half of a bundle that was taken out" {
  told_desk
  drop_event "$change" bundle
  finds "$change" ILLEGAL_MOVE
}
