#!/usr/bin/env bats
# The reports of problems, changes, releases, assets and knowledge, on records of November whose figures are worked out by
# hand.

setup() {
  load helper
  setup_desk
  copy_of november new_november
  clock 2026-11-24T09:00:00+08:00
}

new_november() {
  clock 2026-11-01T09:00:00+08:00
  itss init desk --name 'IT desk' --me wang.fang --my-name 王芳 --roles process_owner,l1,l1_lead >/dev/null
  cd desk || return 1
  python3 - <<'PY'
import json, os

def record(directory, name, *events):
    head, lines = {}, []
    for when, verb, put in events:
        day, time = when.split(' ')
        head.update(put)
        lines.append('  - {at: 2026-11-%sT%s:00+08:00, by: wang.fang, do: %s, set: %s}\n' % (day, time, verb, json.dumps(put)))
    path = name if directory == 'assets' else '2026/11/' + name
    path = '%s/%s.yaml' % (directory, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w') as file:
        file.write('id: %s\n' % name)
        file.writelines('%s: %s\n' % (key, json.dumps(value)) for key, value in head.items())
        file.write('history:\n')
        file.writelines(lines)

def name(prefix, letter, day='02'): return '%s-202611%s-%s' % (prefix, day, letter * 5)
def at(day, time): return '2026-11-%sT%s:00+08:00' % (day, time)
def window(day): return {'from': at(day, '20:00'), 'to': at(day, '23:00')}

# Assets: db is found right, app is not; the maintenance of db is done in time, that of app is overdue; old has gone.
record('assets', 'db',
       ('02 09:00', 'register', {'title': 'db', 'class': 'database', 'status': 'in_use', 'owner': 'wang.fang', 'next_maintenance': '2026-11-10'}),
       ('05 09:00', 'verify', {'result': 'found'}),
       ('09 09:00', 'service', {'status': 'maintenance'}),
       ('09 18:00', 'restore', {'status': 'in_use', 'next_maintenance': '2027-05-10'}),
       ('12 22:00', 'update-ci', {'version': '2', 'release': name('REL', 'A'), 'authorized': 'yes'}))
record('assets', 'app',
       ('02 09:00', 'register', {'title': 'app', 'class': 'application', 'status': 'in_use', 'owner': 'li.na', 'next_maintenance': '2026-11-15', 'warranty_until': '2026-11-20'}),
       ('05 09:00', 'verify', {'result': 'differs'}),
       ('18 09:00', 'update-ci', {'version': '5', 'authorized': 'no'}))
record('assets', 'old',
       ('02 09:00', 'register', {'title': 'old', 'class': 'server', 'status': 'in_use'}),
       ('06 09:00', 'retire', {'status': 'retired'}))

# Problems: A solved after 48 hours and closed, its article published; B overdue, a known error without one; C is new.
record('problems', name('PRB', 'A'),
       ('02 09:00', 'new', {'title': 'A', 'source': 'tickets', 'status': 'logged'}),
       ('02 12:00', 'classify', {'status': 'classified', 'priority': 'P2', 'owner': 'li.na'}),
       ('03 09:00', 'identify', {'status': 'known_error', 'cause': 'defect'}),
       ('04 09:00', 'resolve', {'status': 'resolved'}),
       ('19 09:00', 'close', {'status': 'closed', 'close_code': 'fixed'}))
record('problems', name('PRB', 'B', '10'),
       ('10 09:00', 'new', {'title': 'B', 'source': 'trend', 'status': 'logged'}),
       ('11 09:00', 'identify', {'status': 'known_error', 'cause': 'capacity', 'owner': 'li.na'}))
record('problems', name('PRB', 'C', '23'), ('23 09:00', 'new', {'title': 'C', 'source': 'trend', 'status': 'logged'}))

# Knowledge: A is in force, the review of B is overdue, C is a draft, D was retired.
record('knowledge', name('KB', 'A'),
       ('03 09:00', 'new', {'title': 'A', 'status': 'draft', 'problem': name('PRB', 'A'), 'category': 'known_error'}),
       ('04 09:00', 'publish', {'status': 'published', 'review_by': '2027-05-04'}))
record('knowledge', name('KB', 'B'),
       ('02 09:00', 'new', {'title': 'B', 'status': 'draft', 'category': 'fault'}),
       ('03 09:00', 'publish', {'status': 'published', 'review_by': '2026-11-20'}))
record('knowledge', name('KB', 'C', '11'),
       ('11 09:00', 'new', {'title': 'C', 'status': 'draft', 'problem': name('PRB', 'B', '10'), 'category': 'known_error'}))
record('knowledge', name('KB', 'D'),
       ('02 09:00', 'new', {'title': 'D', 'status': 'draft', 'category': 'fault'}),
       ('03 09:00', 'publish', {'status': 'published', 'review_by': '2027-05-04'}),
       ('20 09:00', 'retire', {'status': 'retired'}))

# Changes: A well and in its window, its asset updated within the hour; B after its window, and rolled back; C without
# leave, its asset updated four days later; D rejected; E waits.
record('changes', name('CHG', 'A'),
       ('02 09:00', 'new', {'title': 'A', 'status': 'draft', 'kind': 'normal', 'source': 'problem', 'assets': ['db'], 'implementer': 'li.na'}),
       ('03 09:00', 'schedule', {'status': 'scheduled', 'window': window('12')}),
       ('12 21:00', 'complete', {'status': 'implemented'}),
       ('20 09:00', 'close', {'status': 'closed', 'close_code': 'success'}))
record('changes', name('CHG', 'B'),
       ('02 09:00', 'new', {'title': 'B', 'status': 'draft', 'kind': 'major', 'source': 'project', 'assets': ['db', 'app'], 'implementer': 'li.na'}),
       ('03 09:00', 'schedule', {'status': 'scheduled', 'window': window('16')}),
       ('17 01:00', 'complete', {'status': 'implemented'}),
       ('17 02:00', 'rollback', {'status': 'rolled_back'}),
       ('20 09:00', 'close', {'status': 'closed', 'close_code': 'rolled_back'}))
record('changes', name('CHG', 'C', '20'),
       ('20 09:00', 'new', {'title': 'C', 'status': 'draft', 'kind': 'normal', 'assets': ['app']}),
       ('20 09:10', 'record-unauthorized', {'status': 'implemented', 'unauthorized': 'yes', 'done_at': at('14', '03:00')}))
record('changes', name('CHG', 'D', '03'),
       ('03 09:00', 'new', {'title': 'D', 'status': 'draft', 'kind': 'normal', 'source': 'event'}),
       ('04 09:00', 'reject', {'status': 'rejected', 'close_code': 'rejected'}))
record('changes', name('CHG', 'E', '22'),
       ('22 09:00', 'new', {'title': 'E', 'status': 'draft', 'kind': 'normal', 'source': 'event'}),
       ('22 10:00', 'request', {'status': 'requested'}))

# Releases: A well, tested, trained for and recorded; B too late, another artefact than was tested, rolled back; C and D
# refused; E in progress.
tested = {'sha256': 'aa', 'by': 'li.na', 'at': at('11', '09:00'), 'result': 'pass'}
record('releases', name('REL', 'A'),
       ('02 09:00', 'new', {'title': 'A', 'status': 'draft', 'source': 'change', 'weight': 'minor', 'assets': ['db'], 'author': 'li.na'}),
       ('03 09:00', 'plan', {'status': 'planned', 'window': window('12'), 'training': {'admin': {'audience': 'ops', 'material': 'manual', 'held_on': '2026-11-10'}}}),
       ('12 21:00', 'deploy', {'status': 'deployed', 'builds': {'test': tested, 'prod': {'sha256': 'aa', 'result': 'deployed'}}}),
       ('20 09:00', 'close', {'status': 'closed', 'close_code': 'success'}))
record('releases', name('REL', 'B'),
       ('02 09:00', 'new', {'title': 'B', 'status': 'draft', 'source': 'project', 'weight': 'major', 'assets': ['app'], 'author': 'li.na'}),
       ('03 09:00', 'plan', {'status': 'planned', 'window': window('16')}),
       ('17 01:00', 'deploy', {'status': 'deployed', 'builds': {'test': tested, 'prod': {'sha256': 'bb', 'result': 'deployed'}}}),
       ('17 02:00', 'rollback', {'status': 'rolled_back'}),
       ('20 09:00', 'close', {'status': 'closed', 'close_code': 'rolled_back'}))
for letter, reason in (('C', 'unnecessary'), ('D', 'risk')):
    record('releases', name('REL', letter, '03'),
           ('03 09:00', 'new', {'title': letter, 'status': 'draft'}),
           ('04 09:00', 'reject', {'status': 'rejected', 'reject_reason': reason}))
record('releases', name('REL', 'E', '03'),
       ('03 09:00', 'new', {'title': 'E', 'status': 'draft', 'author': 'li.na'}),
       ('04 09:00', 'submit', {'status': 'submitted'}))

# Faults: A solved by an article; B repeats it on db; C comes of release A and change A after two days, D of release B
# after more than seven.
def fault(letter, day, **more):
    record('tickets', name('TKT', letter, day),
           (day + ' 09:00', 'new', {'title': letter, 'status': 'new', 'kind': 'incident'}),
           (day + ' 12:00', 'resolve', {'status': 'resolved', 'tier': '1', **more}))
fault('A', '05', assets=['db'], cause='defect', articles=[name('KB', 'A')])
fault('B', '10', assets=['app', 'db'], cause='defect')
fault('C', '14', assets=['db'], cause='change', caused_by_release=name('REL', 'A'), caused_by_change=name('CHG', 'A'))
record('tickets', name('TKT', 'D', '24'), ('24 08:00', 'new', {'title': 'D', 'status': 'new', 'kind': 'incident', 'caused_by_release': name('REL', 'B')}))
PY
}

# Whole figures of a report as `measure=value`.
figures() {
  itss report "$1" 2026-11 --json | jq -r '
    [.figures[] | select(.row == "all" and (.age // "") == "") |
     "\(.measure)=\(if .value == null then "n/a" else (.value * 100 | round) / 100 end)"] | unique | .[]'
}
# `rows REPORT SECTION MEASURE FIELD`: the groups of a section as `value=figure`.
rows() {
  itss report "$1" 2026-11 --json | jq -r --arg section "$2" --arg measure "$3" --arg field "$4" '
    [.figures[] | select(.section == $section and .measure == $measure and .row == "group") |
     "\(.[$field])=\(.value)"] | join(" ")'
}
# The lines of the standard input are among the figures of the report.
comes_to() {
  local have line
  have=$(figures "$1") || return 1
  while IFS= read -r line; do
    grep -qxF -- "$line" <<<"$have" || { printf 'expected %s in:\n%s\n' "$line" "$have"; return 1; }
  done
}

@test "problems: what was solved, what is overdue, known errors, faults that repeat" {
  comes_to problem <<'END'
problem_volume=3
problem_resolved=1
problem_backlog=2
problem_overdue=1
problem_resolve_rate=50
problem_time=48
known_error_published=50
repeat_rate=25
END
  [ "$(rows problem sources problem_volume source)" = 'trend=2 tickets=1' ]
  [ "$(rows problem backlog problem_backlog age)" = '<1d=0 1d..3d=1 3d..7d=0 7d..30d=1 >=30d=0' ]
  [ "$(rows problem repeats repeat_rate cause)" = 'defect=50 (none)=0 change=0' ]
}

@test "changes: what succeeded, failed, was late or without leave, and what it caused" {
  comes_to change <<'END'
change_volume=5
change_count=2
change_ci=1.5
change_backlog=2
change_success_rate=50
change_failed=50
change_cancelled=0
change_unauthorized=1
change_unauthorized_share=33.33
change_on_time=50
change_reviewed_after=n/a
ci_update_timeliness=50
change_incidents=1
END
  [ "$(rows change kinds change_success_rate kind)" = 'major=0 normal=100' ]
  [ "$(rows change codes change_count close_code)" = 'rolled_back=1 success=1' ]
  [ "$(rows change states change_backlog status)" = 'implemented=1 requested=1' ]
}

@test "releases: what succeeded, was late, tested, rolled back or refused, and what came after it" {
  comes_to release <<'END'
release_deployed=2
release_count=2
release_refused=2
release_backlog=1
release_success_rate=50
release_rollback_rate=50
release_incidents=1
tested_before_prod=50
cmdb_updated_rate=100
release_training=100
release_on_time=50
END
  [ "$(rows release refusals release_refused reject_reason)" = 'risk=1 unnecessary=1' ]
  [ "$(rows release weights release_incidents weight)" = 'major=0 minor=1 (none)=0' ]
}

@test "assets: what is at hand, whether the records are right, maintenance, warranty" {
  comes_to asset <<'END'
asset_count=2
warranty_expired=1
ci_accuracy=50
ci_update_timeliness=50
ci_unauthorized=1
maintenance_done=50
maintenance_overdue=1
END
  [ "$(rows asset classes asset_count class)" = 'application=1 database=1' ]
  [ "$(rows asset people maintenance_overdue owner)" = 'li.na=1 wang.fang=0' ]
}

@test "knowledge: what is new, in force, used, overdue" {
  comes_to knowledge <<'END'
kb_new=3
kb_retired=1
kb_count=2
kb_backlog=1
kb_overdue=1
kb_reviewed=0
kb_hit=33.33
known_error_published=50
END
  [ "$(rows knowledge categories kb_count category)" = 'fault=1 known_error=1' ]
}

@test "an index changes no figure, and the views of an export come to the same" {
  for report in problem change release asset knowledge; do
    itss --no-index report "$report" 2026-11 --json >plain
    itss report "$report" 2026-11 --json | cmp - plain
  done
  exits 0 itss export sqlite -o desk.db --month 2026-11
  for figure in repeat_rate=25 release_incidents=1 cmdb_updated_rate=100 tested_before_prod=50 change_ci=1.5; do
    [ "$(sqlite3 desk.db "SELECT measure || '=' || printf('%g', value) FROM kpi_figures WHERE measure = '${figure%=*}'")" = "$figure" ]
  done
}
