# The words that the command line keeps for itself, and what it makes of schemas that are not sound.

setup() { load helper; setup_desk; make_desk; mkdir -p .itss/schemas; }

# `words_of TABLE`: the rows of a table in lib/schema/words.cpp.
words_of() {
  sed -n "/ $1() {/,/};/p" "$BATS_TEST_DIRNAME/../../lib/schema/words.cpp" | grep -oE '"[a-z-]+"' | tr -d '"' | LC_ALL=C sort
}

# `thing FIELD...`: a sound type, but for the names of its fields.
thing() {
  printf 'record: thing\nlabel: {zh: 物}\ndirectory: things\nfields:\n  plain: {type: text, label: {zh: 文}}\n'
  printf '  %s: {type: text, label: {zh: 文}}\n' "$@"
  printf 'states: {here: {initial: true, label: {zh: 在}}}\nmoves:\n  stay: {label: {zh: 留}, from: here, takes: [plain'
  printf ', %s' "$@"
  printf ']}\n'
}

@test "no field is named like an option of the verbs that have an option for each field" {
  thing other > .itss/schemas/thing.yaml
  exits 0 itss schema check thing
  options=$(for verb in new set stay; do itss thing "$verb" --help; done |
    grep -oE '^ +(-[a-zA-Z], )?--[a-z-]+' | sed 's/.*--//' | grep -vxE 'plain|other' | LC_ALL=C sort -u)
  [ "$options" = "$(words_of option_words)" ] || { diff <(echo "$options") <(words_of option_words); false; }
  thing as at dry_run > .itss/schemas/thing.yaml
  exits 1 itss schema check thing
  has '.itss/schemas/thing.yaml:6:3: error: '
  has "'--dry_run' is an option of every move; choose another name"
}

@test "a field that is named like an option all the same is reached behind a prefix" {
  thing as at help json lang yes > .itss/schemas/thing.yaml
  exits 0 itss thing new one --field-as a --field-at b --field-json c --field-help d --field-lang e --field-yes f
  exits 0 itss thing show one --json
  has '"as": "a"'
  has '"at": "b"'
  has '"json": "c"'
  exits 0 itss thing stay one --field-as z --yes
}

@test "no type is named like a command" {
  types=$(itss schema list --format tsv --no-header | cut -f1)
  # A first word of two (`report kpi`) may be a type's name too.
  commands=$(itss __complete -- '' | cut -f1 | grep -vxF "$types" | grep -vxE 'calendar|config|kpi|report|schema|sla' | LC_ALL=C sort)
  [ "$commands" = "$(words_of command_words)" ] || { diff <(echo "$commands") <(words_of command_words); false; }
  thing other | sed 's/record: thing/record: check/' > .itss/schemas/check.yaml
  exits 1 itss schema check check
  has '.itss/schemas/check.yaml:1:9: error: '
  has "'itss check' is a command; choose another name"
}

# `job STATE MOVE FIELD PARTS CODE [LINE...]`: a type by those names, and more lines of its schema.
job() {
  cat <<YAML
record: job
label: {zh: 工作}
prefix: J
directory: jobs
fields:
  title: {type: text, label: {zh: 标题}}
  $3: {type: code, codes: [$5, big], label: {zh: 大小}}
  $4: {type: map, key: text, label: {zh: 部件}, fields: {note: {type: text}}}
states: {fresh: {initial: true}, $1: {}, done: {final: true}}
moves:
  $2: {label: {zh: 始}, from: fresh, to: $1}
  finish: {label: {zh: 毕}, from: $1, to: done, takes: [$3, $4]}
YAML
  printf '%s\n' "${@:6}"
}

@test "records written before words were renamed live on under the new ones" {
  job busy start size parts tiny > .itss/schemas/job.yaml
  git add . && git commit -qm 'jobs'
  id=$(itss job new one --size tiny)
  itss job set "$id" --put parts.lid.note=old --put parts.rim.note=bent
  itss job set "$id" --drop parts.rim
  itss job start "$id" -m 'hello'
  events=$(itss job log "$id" --json | grep '"event"')
  file=$(git ls-files jobs)

  job working begin scale pieces small \
    'renamed: {states: {busy: working}, codes: {scale.tiny: small}, fields: {size: scale, parts: pieces}, moves: {start: begin}}' \
    > .itss/schemas/job.yaml
  exits 0 itss schema check job --against HEAD
  git commit -qam 'other words'
  exits 0 itss check
  exits 0 itss job list --where scale=small --where status=working --ids
  has "$id"
  [ "$(itss job list --columns status,scale,pieces --format tsv --no-header)" = $'working\tsmall\tlid (note: old)' ]
  [ "$(itss job log "$id" --json | grep '"event"')" = "$events" ]
  exits 1 itss job begin "$id"

  # What is written from now on has the new words; what was written stays as it was.
  before=$(sed '/^history:/,$!d' "$file")
  exits 0 itss job finish "$id" --scale big --pieces lid.note=new
  [[ "$(sed '/^history:/,$!d' "$file")" == "$before"* ]]
  grep -qx 'scale: big' "$file"
  ! grep -qE '^(size|parts):' "$file"
  exits 0 itss check
  [ "$(itss job list --all --columns status,scale,pieces --format tsv --no-header)" = $'done\tbig\tlid (note: new)' ]
}

# `against FROM TO`: what schema check says after replacing words of the job's schema.
against() {
  cp .itss/schemas/job.yaml ../job.yaml
  sed "s/$1/$2/" ../job.yaml > .itss/schemas/job.yaml
  cmp -s ../job.yaml .itss/schemas/job.yaml && return 1
  run itss schema check job --against HEAD
  cp ../job.yaml .itss/schemas/job.yaml
}

@test "what stored events use and a changed schema has no more is found" {
  job busy start size parts tiny > .itss/schemas/job.yaml
  id=$(itss job new --title one --size tiny)
  itss job set "$id" --put parts.lid.note=old
  itss job start "$id"
  event=$(itss job log "$id" --json | grep -o '"event": "[0-9a-f]*' | tail -1 | grep -o '[0-9a-f]*$')
  itss job retract "$id" "$event" -m 'not yet'
  git add . && git commit -qm 'jobs'
  exits 0 itss schema check job --against HEAD
  against 'tiny, ' ''; has "the code 'size.tiny' is gone, but stored events use it, such as $id"
  against 'title:' 'name:'; has "the field 'title' is gone"
  against 'title: {type: text' 'title: {type: number'; has "the field 'title' no longer fits stored events, such as $id: 'one' is not a number"
  against 'note: {type: text}' 'mood: {type: text}'; has "the field 'parts.note' is gone"
  against 'note: {type: text}' 'note: {type: date}'; has "the field 'parts.note' no longer fits"
  against 'prefix: J' 'prefix: K'; has "the prefix 'J' is gone"
  against 'directory: jobs' 'directory: works'; has "the directory 'jobs' is gone"
  # A retracted event is stored all the same.
  against '  start:' '  begin:'; has "the move 'start' is gone"
  against busy working; has "the state 'busy' is gone"

  git mv jobs works && sed -i 's/directory: jobs/directory: works/' .itss/schemas/job.yaml
  exits 0 itss schema check job --against HEAD
  git reset -q --hard
  rm .itss/schemas/job.yaml
  exits 1 itss schema check --against HEAD
  has "the record type 'job' is gone, but stored events use it, such as $id"
}

@test "a revision whose schemas cannot be read is not compared in silence" {
  echo 'record: job' > .itss/schemas/job.yaml
  git add . && git commit -qm 'unfinished'
  job busy start size parts tiny > .itss/schemas/job.yaml
  exits 0 itss schema check job --against HEAD
  has "the schemas of 'HEAD' have errors, so not all is compared with them"
}

@test "records are judged as each revision reads them, so that a rename hides nothing" {
  job busy start size parts tiny > .itss/schemas/job.yaml
  sed -i 's/to: busy}/to: busy, requires: [size]}/' .itss/schemas/job.yaml
  id=$(itss job new --title one --size tiny)
  itss job start "$id"
  git add . && git commit -qm 'jobs'
  job busy start scale parts tiny 'renamed: {fields: {size: scale}}' > .itss/schemas/job.yaml
  sed -i 's/to: busy}/to: busy, requires: [scale]}/' .itss/schemas/job.yaml
  exits 0 itss schema check job --against HEAD
  sed -i 's/requires: \[scale\]/requires: [scale], roles: [svc_manager]/' .itss/schemas/job.yaml
  exits 1 itss schema check job --against HEAD
  has 'ILLEGAL_MOVE'
}

@test "words that are not always in use are shown with their dates" {
  job busy start size parts tiny > .itss/schemas/job.yaml
  sed -i -e 's/\[tiny, big\]/{tiny: {until: 2026-12-01}, big: {since: 2026-11-01, until: 2027-01-01}}/' \
    -e 's/to: busy}/to: busy, since: 2026-10-01}/' -e 's/title: {/title: {until: 2028-01-01, /' .itss/schemas/job.yaml
  exits 0 itss schema show job
  has 'tiny (until 2026-12-01) big (since 2026-11-01, until 2027-01-01)'
  has 'title (until 2028-01-01)'
  has '(since 2026-10-01)'
  exits 0 itss job new --help
  has 'tiny (until 2026-12-01) big (since'
}

@test "schema show lists the clocks of a type: from what to what they run, and who promises them" {
  exits 0 itss schema show ticket
  has 'Promised by'
  [[ "$output" =~ group\ +'Work group'\ +'per group'\ +'states resolved confirmed closed'\ +on_hold\ +cancelled\ +ola ]]
  exits 0 itss schema show person
  lacks 'Promised by'
}
