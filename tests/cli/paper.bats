# Papers of several records, and what is refused of papers and invitations.

setup() {
  load helper
  load acts
  load project_desk
  setup_desk
  project_desk
}

two_meetings() {
  announced_meeting
  made 08-31T09:10 shi.yu meeting new 专题 --kind topic --project billing --start '2026-09-11 10:00' --end '2026-09-11 11:00'
  other=$id
}

# Without an address: the person's file as a hand would have it, before any history.
without_address() {
  local file=people/$1.yaml
  sed -i -e '/^email:/d' -e "s/, email: $1@example.com//" "$file"
  ! grep -q '@example.com' "$file"
}

@test "of several records the text is one after the other, JSON an array, a page none" {
  two_meetings
  exits 0 itss --lang zh meeting agenda "$meeting" "$other"
  has '会议议程：计费 例会'
  has '会议议程：专题'
  exits 0 itss meeting agenda "$meeting" "$other" --json
  [ "$(jq -r 'map(.title) | join("|")' <<<"$output")" = 'Agenda: 计费 例会：接口，"切换"|Agenda: 专题' ]
  exits 0 itss meeting agenda "$other" --json
  [ "$(jq -r .title <<<"$output")" = 'Agenda: 专题' ]
  exits 2 itss meeting agenda "$meeting" "$other" --format html
  has 'a page shows one record'
}

@test "an unknown record does not keep the others from being printed" {
  two_meetings
  exits 1 itss meeting agenda MTG-20200101-00000 "$other"
  has "there is no meeting 'MTG-20200101-00000'"
  has 'Agenda: 专题'
}

@test "a paper shows the record as it was" {
  announced_meeting
  at 09-01T11:00 tang.yan meeting set "$meeting" title=计费周会
  exits 0 itss meeting agenda "$meeting" --at '2026-09-01 10:30' --json
  [ "$(jq -r .title <<<"$output")" = 'Agenda: 计费 例会：接口，"切换"' ]
  exits 0 itss meeting agenda "$meeting" --json
  [ "$(jq -r .title <<<"$output")" = 'Agenda: 计费周会' ]
  exits 0 itss meeting agenda --help
  has '--known-at TIME'
}

@test "printing writes nothing" {
  announced_meeting
  local before
  before=$(git rev-parse HEAD)
  exits 0 itss --as tang.yan meeting minutes "$meeting"
  exits 0 itss --as tang.yan meeting agenda "$meeting" --format eml
  exits 0 itss --as tang.yan meeting invite "$meeting"
  [ "$(git rev-parse HEAD)" = "$before" ]
  [ -z "$(git status --porcelain)" ]
}

@test "a paper or invitation is refused before anything is sent" {
  two_meetings
  exits 2 itss --as tang.yan meeting agenda "$meeting" "$other" --format eml
  has 'standard output takes one mail'
  exits 2 itss --as tang.yan meeting invite "$meeting" "$other"
  has 'standard output takes one invitation'
  exits 1 itss --as tang.yan meeting invite "$meeting" "$other" --mail-dir out
  has "nobody was told of '$other' yet"
  [ ! -e out ]
  exits 2 itss --as tang.yan meeting invite "$other" --draft --mail-dir out
  has 'a draft is for the own calendar and is not mailed'
  exits 2 itss --as tang.yan meeting invite "$other" --draft --format eml
  exits 2 itss meeting agendum "$meeting"
  has "did you mean 'itss meeting agenda'?"
  exits 1 itss --as tang.yan meeting minutes "$meeting" --format eml
  has 'nobody has an address'
}

@test "who has no address is named and left out; without the organizer's there is no invitation" {
  announced_meeting
  without_address ma.li
  exits 0 itss meeting invite "$meeting"
  has "'ma.li' has no mail address"
  itss meeting invite "$meeting" > a.ics 2>/dev/null
  [ "$(read_by a.ics '[.events[0].attendees[].name] | index("马丽")')" = null ]
  exits 0 itss --as tang.yan meeting agenda "$meeting" --format eml
  has "'ma.li' has no mail address"
  without_address guo.wei
  exits 1 itss meeting invite "$meeting"
  has "'host' of '$meeting' names nobody with a mail address"
  exits 0 itss meeting invite "$meeting" --draft
  has METHOD:PUBLISH
}
