"""Compares an answer of itss, JSON on standard input, with what a test says of it.

  sla_answers.py clock KEY=VALUE...              the only clock of `itss sla explain --clock C --json`
  sla_answers.py line CLOCK LEVEL KEY=VALUE...   a line of `itss report sla --json`; LEVEL `all`: the clock's whole
  sla_answers.py breach KEY=VALUE...             the only breach of `itss report sla --json`
  sla_answers.py figure KEY=VALUE...             the only measure of `itss report kpi --json`
  sla_answers.py adds_up                         the stretches of every clock add up
  sla_answers.py table_adds_up                   the same of the tables of `itss sla explain`

Keys are those of the JSON. Of a clock, `elapsed`, `left` and `overrun` are seconds; `target`, `policy`, `method`,
`level`, `agreement`, `calendar`, `provisional`, `broken_at` and `counted_from` those of the last promise, with a number
behind (`target.0`) those of another; `why` the reasons of the stretches. A value is a text, `none`, a duration
(`3h30m`, `-1s`), or a time: `03-02 09:00[:00]` of 2026 in Shanghai, or with its own date and offset.
"""
import datetime
import json
import re
import sys

PROMISE = {'target': 'target_seconds', **{key: key for key in (
    'policy', 'method', 'level', 'agreement', 'calendar', 'provisional', 'broken_at', 'counted_from')}}
CLOCK = {'elapsed': 'elapsed_seconds', 'left': 'left_seconds', 'overrun': 'overrun_seconds'}


def instant(text):
    short = re.fullmatch(r'(?:(\d{4})-)?(\d\d-\d\d) (\d\d:\d\d)(:\d\d)?', text)
    if short:
        year, day, minute, second = short.groups()
        text = f'{year or 2026}-{day}T{minute}{second or ":00"}+08:00'
    return datetime.datetime.fromisoformat(text)


def seconds(text):
    sign = -1 if text.startswith('-') else 1
    return sign * sum(int(number) * {'d': 86400, 'h': 3600, 'm': 60, 's': 1}[unit]
                      for number, unit in re.findall(r'(\d+)\s*([dhms])', text))


def equal(value, wanted):
    if value is None or value == '':
        return wanted == 'none'
    if isinstance(value, bool):
        return wanted == ('yes' if value else 'no')
    if isinstance(value, (int, float)):
        return value == (seconds(wanted) if re.search('[hms]$', wanted) else float(wanted))
    if re.match(r'\d{4}-\d\d-\d\dT', str(value)):
        return wanted != 'none' and instant(value) == instant(wanted)
    return str(value) == wanted


def value_of(subject, key):
    name, _, place = key.partition('.')
    if 'promises' in subject and name in PROMISE:
        promises = subject['promises']
        return promises[int(place) if place else -1][PROMISE[name]] if promises else None
    if name == 'promises':
        return len(subject['promises'])
    if name == 'why':
        return ' '.join(stretch['why'] for stretch in subject['intervals'])
    if name == 'details':
        return ' '.join(stretch['detail'] for stretch in subject['intervals'] if stretch['detail'])
    name = CLOCK.get(name, name)
    return subject[name] if name in subject else f'no {name}'


def compare(subject, wanted):
    wrong = []
    for word in wanted:
        key, _, value = word.partition('=')
        found = value_of(subject, key)
        if not equal(found, value):
            wrong.append(f'{key} is {found}, not {value}')
    if wrong:
        sys.exit('\n'.join(wrong) + '\n' + json.dumps(subject, ensure_ascii=False, indent=1))


def the_line(answer, clock, level):
    wanted = (clock, None if level == 'all' else level)
    found = [line for line in answer['clocks'] if (line['clock'], line['level']) == wanted]
    zero = {'counted': 0, 'met': 0, 'breached': 0, 'running': 0, 'cancelled': 0, 'none': 0, 'late_entry': 0,
            'attainment': None}
    return found[0] if found else zero


def adds_up(answer):
    for clock in answer['clocks']:
        stretches = clock['intervals']
        if not stretches:
            continue
        at, total = instant(clock['started']), 0
        end = instant(clock['stopped'] or answer['now'])
        for stretch in stretches:
            span = (instant(stretch['to']) - instant(stretch['from'])).total_seconds()
            total += stretch['counted_seconds']
            assert instant(stretch['from']) == at, ('a gap', clock['clock'], stretch)
            assert span > 0 and stretch['counted_seconds'] in (0, span), ('counted in part', stretch)
            assert stretch['sum_seconds'] == total, ('the running sum', stretch)
            at = instant(stretch['to'])
        assert at == end, ('the end', clock['clock'], at, end)
        assert total == clock['elapsed_seconds'], ('the elapsed time', clock['clock'], total)


def table_adds_up(text):
    amount = r'((?:\d+h )?(?:\d+m )?\d+s)'
    row = re.compile(r'(\S+)\s+(\S+)\s+' + r'\s+'.join([amount] * 3) + r'(?:\s|$)')
    rows, at, total = 0, None, 0
    for line in text.splitlines():
        if re.match(r'From\b', line):
            at, total = None, 0
        found = row.match(line)
        if not found:
            continue
        begin, end, span, counted, running = found.groups()
        assert at in (None, begin), ('a gap', line)
        assert (instant(end) - instant(begin)).total_seconds() == seconds(span), ('the span', line)
        total += seconds(counted)
        assert seconds(running) == total, ('the running sum', line)
        at, rows = end, rows + 1
    assert rows, 'no stretch at all'


def main(what, *words):
    if what == 'table_adds_up':
        return table_adds_up(sys.stdin.read())
    answer = json.load(sys.stdin)
    if what == 'clock':
        return compare(answer['clocks'][0], words)
    if what == 'line':
        return compare(the_line(answer, words[0], words[1]), words[2:])
    if what == 'breach':
        return compare(answer['breaches'][0], words)
    if what == 'figure':
        return compare(answer['measures'][0], words)
    return adds_up(answer)


if __name__ == '__main__':
    main(*sys.argv[1:])
