# Words of the schema language from end to end: a type of the test's own, commands, and what check says of the history.

setup() { load helper; setup_desk; make_desk; mkdir -p .itss/schemas; }

# `type NAME PREFIX < REST`: a schema of the repository.
type() {
  { printf 'record: %s\nlabel: {en: A, zh: 甲}\nprefix: %s\ndirectory: %ss\n' "$1" "$2" "$1"; cat; } \
    > ".itss/schemas/$1.yaml"
}
later() { clock "2026-11-24T09:$1:00+08:00"; }
# `states_of TYPE`: what is stored, closed records too.
states_of() { itss "$1" list --all --columns status --format tsv --no-header; }
# `forge FILE STATUS EVENT`: an event that no command wrote, at the end of a file.
forge() {
  sed -i "s/^status: .*/status: $2/" "$1"
  printf '  - %s\n' "$3" >> "$1"
}

L='label: {en: A, zh: 甲}'

@test "a rule is chosen by the record with the inputs, before what the move itself sets" {
  type x XX <<Y
fields: {tier: {type: code, default: 1, codes: {1: {en: A, zh: 甲}, 2: {en: B, zh: 乙}}, $L}}
states: {a: {$L, initial: true}, b: {$L}, z: {$L, final: true}}
moves:
  escalate:
    $L
    rules: [{from: [a, b], to: b, when: {tier: 1}, sets: {tier: 2}}, {from: [a, b], to: z, when: {tier: 2}}]
  step: {$L, rules: [{from: [a, b], to: b, when: {status: a}}, {from: [a, b], to: z, when: {status: b}}]}
Y
  one=$(itss x new) two=$(itss x new)
  later 05
  itss x escalate "$one" && itss x step "$two"
  exits 0 itss check
  itss x escalate "$one" && itss x step "$two"
  exits 0 itss check
  [ "$(states_of x)" = $'z\nz' ]
}

@test "a guard's condition sees the state that is left, a derived one too" {
  type x XX <<Y
fields: {c: {type: text, $L}, day: {type: date, $L}}
states:
  a: {$L, initial: true}
  past: {$L, derived: {from: a, when: {day: {before: today}}}}
  z: {$L, final: true}
moves:
  end: {$L, from: a, to: z, guards: [{when: {status: a}, requires: [c]}]}
  end-late: {$L, from: a, to: z, guards: [{when: {status: past}, requires: [c]}]}
  renew: {$L, from: past, requires: [input.day]}
Y
  one=$(itss x new --day 2026-11-30)
  exits 1 itss x end "$one"
  has "'c' (A) is needed"
  exits 1 itss x renew "$one" --day 2026-12-24
  clock 2026-12-02T09:00:00+08:00
  exits 1 itss x end-late "$one"
  exits 0 itss x end "$one" --dry-run
  exits 0 itss x renew "$one" --day 2026-12-24
  exits 0 itss x end-late "$one"
  exits 0 itss check
}

@test "what a move sets may be a list, people or a date" {
  type x XX <<Y
fields: {crew: {type: people, $L}, day: {type: date, $L}}
states: {a: {$L, initial: true}, z: {$L, final: true}}
moves: {go: {$L, from: a, to: z, sets: {crew: actor, day: at}}}
Y
  one=$(itss x new)
  exits 0 itss x go "$one"
  later 05
  exits 0 itss check
  [ "$(itss x list --all --columns crew,day --format tsv --no-header)" = $'wang.fang\t2026-11-24' ]
}

@test "an event that lacks what its move does is found" {
  type x XX <<Y
fields: {leave: {type: map, key: person, $L, fields: {s: {type: text, $L}}}, c: {type: text, $L}}
states: {a: {$L, initial: true}, z: {$L, final: true}}
moves: {ask: {$L, from: a, puts: {leave: {key: actor, s: asked}}}, end: {$L, from: a, to: z, unsets: [c]}}
Y
  one=$(itss x new --c text)
  itss x ask "$one"
  exits 0 itss check
  file=$(git ls-files xs)
  sed -i 's/^leave: .*/leave: {wang.fang: {s: asked}, li.na: {s: asked}}/' "$file"
  forge "$file" z '{at: 2026-11-24T09:00:00+08:00, by: wang.fang, do: ask, put: {leave: {li.na: {s: asked}}}}'
  forge "$file" z '{at: 2026-11-24T09:00:00+08:00, by: wang.fang, do: end, set: {status: z}}'
  exits 1 itss check
  has "'ask' does not write 'leave.li.na'"
  has "'end' empties 'c'"
}

@test "since and until bind commands, what moves set, and check alike" {
  type x XX <<Y
fields:
  t: {type: text, since: 2026-12-01, default: soon, $L}
  k: {type: code, codes: {a: {en: A, zh: 甲}, b: {label: {en: B, zh: 乙}, since: 2026-12-01}}, $L}
  must: {type: text, required: true, since: 2026-12-01, $L}
states: {a: {$L, initial: true}, z: {$L, final: true}}
moves: {go: {$L, from: a, to: z}, soon: {$L, from: a, since: 2026-12-01}, b: {$L, from: a, sets: {k: b}}}
Y
  one=$(itss x new)
  exits 1 itss x soon "$one"
  has "'soon' is not in use now"
  exits 1 itss x b "$one"
  has "'b' is not in use on 2026-11-24"
  exits 1 itss x set "$one" t=q
  exits 1 itss x new --must text
  exits 0 itss check
  file=$(git ls-files xs)
  forge "$file" a '{at: 2026-11-24T09:00:00+08:00, by: wang.fang, do: soon}'
  forge "$file" a '{at: 2026-11-24T09:00:00+08:00, by: wang.fang, do: set, set: {k: b, t: q}}'
  sed -i 's/^status: a/&\nt: q\nk: b/' "$file"
  exits 1 itss check
  has "'soon' is not in use now (UNKNOWN_MOVE)"
  has "'b' is not in use on 2026-11-24 (VALUE)"
  has "'q' is not in use on 2026-11-24 (VALUE)"
  clock 2026-12-02T09:00:00+08:00
  exits 1 itss x new
  has "'must' (A) is needed"
  exits 0 itss x new --must text
  [ "$(itss x list --where must=text --columns t --format tsv --no-header)" = soon ]
}

@test "voids and parties count only where their rule or condition applies" {
  type x XX <<Y
fields: {k: {type: code, default: minor, codes: {minor: {en: A, zh: 甲}, major: {en: B, zh: 乙}}, $L}}
states: {a: {$L, initial: true}, z: {$L, final: true}}
moves:
  sign: {$L, from: a}
  amend: {$L, rules: [{from: a, when: {k: minor}}, {from: a, when: {k: major}, voids: [sign]}]}
  use: {$L, from: a, after: [sign]}
  end: {$L, from: a, to: z, guards: [{when: {k: major}, parties: {of: actor.side, all: [provider, customer]}}]}
Y
  small=$(itss x new) big=$(itss x new --k major)
  for id in "$small" "$big"; do itss x sign "$id"; done
  later 01
  for id in "$small" "$big"; do itss x amend "$id"; done
  exits 0 itss x use "$small"
  exits 1 itss x use "$big"
  itss x end "$small" && itss x end "$big"
  [ "$(itss x list --all --columns k,status --format tsv --no-header | LC_ALL=C sort)" = $'major\ta\nminor\tz' ]
  exits 0 itss check
}

@test "what was made, undone and is made again within a second is not lost" {
  type x XX <<Y
fields: {u: {type: text, $L}}
states: {a: {$L, initial: true}, h: {$L}, z: {$L, final: true}}
moves: {hold: {$L, from: a, to: h}, resume: {$L, from: h, to: previous}, end: {$L, from: open, to: z}}
Y
  one=$(itss x new)
  itss x hold "$one" && itss x resume "$one"
  exits 1 itss x hold "$one"
  has 'the very same was recorded for 2026-11-24T09:00:00+08:00, and other things since [SAME_SECOND]'
  exits 0 itss x hold "$one" --at '2026-11-24 09:00:00' --told phone
  itss x set "$one" u=1 && itss x set "$one" u=2
  exits 1 itss x set "$one" u=1
  exits 0 itss x set "$one" u=2
  has 'nothing would change'
  unset ITSS_NOW
  for verb in resume hold resume hold; do exits 0 itss x "$verb" "$one"; done
  for u in 1 2 1; do exits 0 itss x set "$one" "u=$u"; done
  [ "$(itss x list --columns status,u --format tsv --no-header)" = $'h\t1' ]
}

@test "a created record's lists and people are filled" {
  type x XX <<Y
fields: {l: {type: list, $L}}
states: {a: {$L, initial: true}, z: {$L, final: true}}
moves: {end: {$L, from: a, to: z, creates: {y: {link: x, set: {l: field.l, who: actor}}}}}
Y
  type y YY <<Y
fields: {x: {type: link, to: x, $L}, l: {type: list, $L}, who: {type: people, $L}}
states: {a: {$L, initial: true}}
Y
  one=$(itss x new --l u,v)
  exits 0 itss x end "$one"
  [ "$(itss y list --columns x,l,who --format tsv --no-header)" = "$one"$'\tu, v\twang.fang' ]
  exits 0 itss check
}

@test "what a move carried stays caused by it when the move is renamed" {
  type x XX <<Y
fields: {rel: {type: links, to: x, $L}}
states: {a: {$L, initial: true}, z: {$L, final: true}}
moves:
  end: {$L, from: a, to: z}
  close: {$L, from: a, to: z, carries: {rel: [end]}}
Y
  one=$(itss x new) two=$(itss x new --rel "$one")
  later 01
  itss x close "$two"
  later 02
  event=$(itss x log "$two" --json | sed -n 's/.*"event": "\(.*\)",/\1/p' | tail -n 1)
  exits 1 itss x retract "$two" "$event" -m wrong
  has "it moved '$one' too"
  sed -i 's/^  close:/  finish:/' .itss/schemas/x.yaml
  echo 'renamed: {moves: {close: finish}}' >> .itss/schemas/x.yaml
  exits 0 itss check
  exits 1 itss x retract "$two" "$event" -m wrong
  has "it moved '$one' too"
}

@test "a field that the move itself empties is filled all the same" {
  type x XX <<Y
fields: {c: {type: text, $L}}
states: {a: {$L, initial: true}, z: {$L, final: true}}
moves: {end: {$L, from: a, to: z, requires: [c], unsets: [c]}}
Y
  one=$(itss x new --c text)
  two=$(itss x new)
  exits 1 itss x end "$two"
  exits 0 itss x end "$one"
  exits 0 itss check
}

@test "a computed field is shown wherever a field is" {
  type x XX <<Y
fields:
  m: {type: map, key: text, fields: {n: {type: number, $L}}, $L}
  c: {type: computed, formula: {count: m.*}, label: {en: Count, zh: 个数}}
states: {a: {$L, initial: true}}
columns: [id, c]
Y
  itss x new --m a.n=2 --m b.n=3 >/dev/null
  for i in $(seq 3 12); do set -- "$@" --m "k$i.n=1"; done
  itss x new "$@" >/dev/null
  [ "$(itss x list --format tsv --no-header --sort c | cut -f2)" = $'2\n10' ]
  [ "$(itss x list --sort -c --template '{c}')" = $'10\n2' ]
  one=$(itss x list --where c=2 --ids)
  exits 0 itss show "$one" --json=c
  has '"c": 2'
  exits 0 itss show "$one"
  has 'Count'
}

@test "what is confidential is masked in sub-records, through links, in the log and in searches" {
  type x XX <<Y
fields:
  s: {type: text, confidential: true, $L}
  m: {type: map, key: text, fields: {pin: {type: text, confidential: true, $L}, open: {type: text, $L}}, $L}
  up: {type: link, to: x, $L}
states: {a: {$L, initial: true}}
moves: {go: {$L, from: a, same: [up.s, s]}}
Y
  one=$(itss x new --s TOP1 --m k.pin=TOP2 --m k.open=free)
  two=$(itss x new --up "$one")
  itss x set "$one" --put m.k.pin=TOP3
  for words in "show $one" "show $one --json" "x log $one" "x log $one --json" "x list -c s,m,up.s,up.m" \
    "x list --json" "x list --template {m}{up.s}" "x search TOP" "show $two"; do
    exits 0 itss $words
    lacks TOP
  done
  exits 0 itss show "$one"
  has 'open: free'
  has 'pin: ***'
  exits 1 itss x go "$two"
  has "up.s = '***'"
  lacks TOP
  exits 0 itss show "$one" --unmask
  has 'TOP1'
  has 'TOP3'
  sed -i 's/^s: TOP1/s: TOP9/' "xs/2026/11/$one.yaml"
  exits 1 itss check
  has "'s' is '***', but its history says '***'"
  lacks TOP
}

@test "links and people inside sub-records must exist" {
  type x XX <<Y
fields: {m: {type: map, key: text, fields: {who: {type: person, $L}, to: {type: link, to: x, $L}}, $L}}
states: {a: {$L, initial: true}}
Y
  one=$(itss x new)
  itss x new --m k.who=li.na --m "k.to=$one" >/dev/null
  exits 0 itss check
  rm xs/*/*/"$one".yaml
  exits 1 itss check
  has "m.k.to"
  has "$one"
}

@test "what may be done next counts what binds now" {
  type x XX <<Y
fields: {t: {type: text, $L}, u: {type: text, $L}, m: {type: map, key: text, fields: {s: {type: text, $L}}, $L}, own: {type: person, $L}}
states: {a: {$L, initial: true}, z: {$L, final: true}}
moves:
  one: {$L, from: a, takes: [m], requires: [m.k.s], any_of: [t, u], guards: [{since: 2027-01-01, requires: [own]}]}
  two: {$L, from: a, roles: [l1], by: [own], together: all}
Y
  one=$(itss x new --own li.na)
  exits 0 itss show "$one" --json=next
  has '"m.k.s"'
  lacks '"own"'
  exits 0 itss show "$one"
  has '(--t | --u)'
  [ "$(itss show "$one" --json=next | grep -c '"by_actor": true')" = 1 ]
  itss x set "$one" --put m.k.s=text
  itss x set "$one" own=wang.fang u=1
  exits 0 itss show "$one" --json=next
  lacks '"m.k.s"'
  lacks '"t"'
  [ "$(itss show "$one" --json=next | grep -c '"by_actor": true')" = 2 ]
}

@test "codes and parts of sub-records are renamed too" {
  type x XX <<Y
fields: {m: {type: map, key: text, fields: {s: {type: code, codes: {old: {en: O, zh: 旧}}, $L}}, $L}}
states: {a: {$L, initial: true}}
Y
  one=$(itss x new --m k.s=old)
  sed -i 's/s: {type: code, codes: {old:/w: {type: code, codes: {fresh:/' .itss/schemas/x.yaml
  echo 'renamed: {fields: {m.s: w}, codes: {m.w.old: fresh}}' >> .itss/schemas/x.yaml
  exits 0 itss x list --where m.k.w=fresh --ids
  has "$one"
}

@test "a hand edit of lists and sub-records says what was added, taken out and changed" {
  type x XX <<Y
fields:
  l: {type: list, $L}
  m: {type: map, key: text, fields: {a: {type: text, $L}, b: {type: text, $L}}, $L}
  w: {type: map, fields: {from: {type: text, $L}, to: {type: text, $L}}, $L}
states: {s: {$L, initial: true}}
Y
  itss x new --l one,two --m k.a=p --m k.b=q --m gone.a=p --w from=p --w to=q >/dev/null
  file=$(git ls-files xs)
  id=$(basename "$file" .yaml)
  sed -i 's/^l: .*/l: [two, three]/; s/^m: .*/m: {k: {a: p, b: r}, new: {a: p}}/; s/^w: .*/w: {from: p, to: t}/' "$file"
  exits 0 itss adopt "$id"
  grep -qF 'add: {l: [three]}' "$file"
  grep -qF 'remove: {l: [one]}' "$file"
  grep -qF 'put: {m: {k: {b: r}, new: {a: p}}, w: {to: t}}' "$file"
  grep -qF 'drop: {m: [gone]}' "$file"
  # Another order, and a part that is gone, are said whole.
  later 01
  sed -i 's/^l: .*/l: [three, two]/; s/^m: .*/m: {k: {a: p}, new: {a: p}}/' "$file"
  exits 0 itss adopt "$id"
  grep -qF 'set: {l: [three, two], m: {k: {a: p}, new: {a: p}}}' "$file"
  exits 0 itss check
}

@test "a field named title is the title, without a word" {
  type x XX <<Y
fields: {title: {type: text, $L}}
states: {a: {$L, initial: true}}
Y
  exits 0 itss x new 'as typed'
  exits 0 itss x list
  has 'as typed'
}

@test "a type without a title takes none" {
  type x XX <<Y
fields: {c: {type: text, $L}}
states: {a: {$L, initial: true}}
Y
  exits 2 itss x new lost
  exits 0 itss x new --c kept
}

@test "a refusal names words that the command takes" {
  type x XX <<Y
fields:
  m: {type: map, key: text, fields: {s: {type: text, $L}}, $L}
  p: {type: map, key: person, fields: {s: {type: text, $L}}, $L}
  rel: {type: links, to: x, $L}
states: {a: {$L, initial: true}, z: {$L, final: true}}
moves:
  take: {$L, from: a, to: z, takes: [m], each: {in: m, has: [s]}, requires: [m.k.s]}
  end: {$L, from: a, to: z, each: {in: m, has: [s]}, links: {rel: {min: 1}}}
  sign: {$L, from: a, puts: {p: {key: actor, s: asked}}}
Y
  one=$(itss x new)
  exits 1 itss x take "$one"
  has '      --m KEY.s=...'
  has '      --m k.s=...'
  exits 1 itss x end "$one"
  has "      itss x set $one --put m.KEY.s=..."
  has "      itss x set $one rel=..."
  exits 1 itss x set "$one" --put p.li.na.s=x
  has 'changed by moves only: sign'
}
