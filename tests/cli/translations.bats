# The catalogues know every message of the sources.

setup() { load helper; setup_desk; cd "$BATS_TEST_DIRNAME/../.." || return 1; }

@test "every message has a Chinese translation" {
  po/update.sh --pot "$DESK/itss.pot"
  msgmerge --quiet --no-fuzzy-matching -o "$DESK/merged.po" po/zh_CN.po "$DESK/itss.pot"
  missing=$(msgattrib --untranslated --no-obsolete "$DESK/merged.po")
  [ -z "$missing" ] || { printf '%s\n' "$missing"; return 1; }
  fuzzy=$(msgattrib --only-fuzzy --no-obsolete "$DESK/merged.po")
  [ -z "$fuzzy" ] || { printf '%s\n' "$fuzzy"; return 1; }
}

@test "a translation has the same places as its message" {
  python3 - po/zh_CN.po <<'PY'
import re, sys
text = open(sys.argv[1], encoding='utf-8').read()
unquote = lambda s: ''.join(re.findall(r'"((?:[^"\\]|\\.)*)"', s))
wrong = 0
for block in text.split('\n\n'):
    if block.startswith('#~'):
        continue
    found = re.search(r'^msgid ((?:".*"\n?)+)msgstr ((?:".*"\n?)+)', block + '\n', re.M)
    if not found:
        continue
    message, translation = unquote(found[1]), unquote(found[2])
    if message and translation and sorted(re.findall(r'\{\w*\}', message)) != sorted(re.findall(r'\{\w*\}', translation)):
        print(message, '->', translation)
        wrong += 1
sys.exit(wrong != 0)
PY
}

@test "Chinese texts keep syntax half-width and sentences full-width" {
  wrong=$(msgattrib --no-obsolete --no-wrap po/zh_CN.po | grep '^msgstr' |
    LC_ALL=C.UTF-8 grep -P "！\w|'键：|[\p{Han}}]'?[:;,]('?\{|\p{Han})" || true)
  [ -z "$wrong" ] || { printf '%s\n' "$wrong"; return 1; }
}
