#!/usr/bin/env bash
# The README's tour and its example type do what it says. Speaks TAP. Environment: ITSS_BIN.
set -u
cd "$(dirname "$0")/../.." || exit 2
root=$PWD
work=$(mktemp -d)
mkdir "$work/bin" && ln -s "$ITSS_BIN" "$work/bin/itss"
export PATH=$work/bin:$PATH HOME=$work GIT_CONFIG_NOSYSTEM=1 LC_ALL=C.UTF-8
git config --global user.email wang@example.com && git config --global user.name Wang
git config --global init.defaultBranch main
number=0 failed=0

result() { # STATUS WHAT [LOG]
  number=$((number + 1))
  if [ "$1" = 0 ]; then
    echo "ok $number $2"
  else
    failed=1
    echo "not ok $number $2"
    sed 's/^/# /' "${3:-/dev/null}"
  fi
}

tour() { # README: its first console block, each command in turn in one shell
  sed -n '/^```console$/,/^```$/p' "$1" | sed -n 's/^\$ //p'
}

cd "$work" || exit 2
id=7K3QF
while IFS= read -r line; do
  command=${line//7K3QF/$id}
  eval "$command" >out 2>err </dev/null
  status=$?
  cat err >>out
  case $line in
    "itss ticket new"*) result "$status" "README: $line" out; id=$(head -n 1 out | sed 's/.*-//') ;;
    *refused*) [ "$status" = 1 ]; result $? "README: $line" out ;;
    *) result "$status" "README: $line" out ;;
  esac
done < <(tour "$root/README.md")

[ "$(tour "$root/README.md" | sed 's/ *#.*//')" = "$(tour "$root/README.zh-CN.md" | sed 's/ *#.*//')" ]
result $? "both READMEs have the same tour"

type_of() { sed -n '/^```yaml$/,/^```$/p' "$1" | sed '1d;$d'; } # README: its example type
[ "$(type_of "$root/README.md")" = "$(type_of "$root/README.zh-CN.md")" ]
result $? "both READMEs have the same type"
type_of "$root/README.md" >visitor.yaml
[ "$(grep -vc '^#' visitor.yaml)" -le 20 ]
result $? "the visitor type has at most 20 lines"
mkdir -p .itss/schemas && cp visitor.yaml .itss/schemas/visitor.yaml
itss schema check visitor >out 2>&1
result $? "the visitor type is sound" out
visitor=$(itss visitor new "Zhao" --host wang.fang 2>err)
result $? "a visitor is announced" err
itss visitor arrive "$visitor" >out 2>&1
[ $? = 1 ] && grep -q -- --badge out
result $? "arriving without a badge is refused and names the option" out
itss visitor arrive "$visitor" --badge 12 >out 2>&1 && itss visitor leave "$visitor" >>out 2>&1
result $? "the visitor arrives and leaves" out
itss --lang zh visitor show "$visitor" >out 2>&1 && grep -q 已离开 out && grep -q 胸卡 out
result $? "the visitor has Chinese labels" out
itss visitor --help >out 2>&1 && grep -q arrive out
result $? "the visitor type has help" out
itss check >out 2>&1
result $? "the repository of the tour is clean" out

# The ticket whose clock the READMEs explain. A pipe has exact times and no detail in words, so those are left out.
explained() { sed -n '/^```text$/,/^```$/p' "$1"; }
stretches() { tr 'T' ' ' | sed 's/:00+08:00//g' | grep -oE '^([0-9-]{10} [0-9:]{5} +){2}([0-9hms ]+s)' | tr -s ' '; }
at() { ITSS_NOW=2026-02-$1+08:00 itss ticket "${@:2}"; }
cd "$work" && ITSS_NOW=2025-12-01T09:00:00+08:00 itss init explained --no-git --me wang.fang >/dev/null && cd explained
sed -i 's/  resolution: {calendar: 24x7/  resolution: {calendar: office-cn/' agreements/desk-default.yaml
{
  itss group new desk --name desk
  id=$(at 13T17:30:00 new "Login fails" --channel phone --requester Zhang --contact 8001)
  at 13T17:30:00 accept "$id" --kind service_request --category consult --impact 2 --urgency 2 --severity minor
  at 13T17:30:00 assign "$id" --group desk --assignee wang.fang --note yours
  at 13T17:30:00 start "$id"
  at 14T09:30:00 hold "$id" --hold-reason waiting_user --hold-until 2026-02-14T11:00:00+08:00 --hold-consent Zhang --evidence phone=8001
  at 14T11:30:00 resume "$id"
} >out 2>&1
ITSS_NOW=2026-02-24T09:45:00+08:00 itss sla explain "$id" --clock resolution >>out 2>&1
for readme in README.md README.zh-CN.md; do
  [ "$(explained "$root/$readme" | stretches | wc -l)" = 12 ] && [ "$(explained "$root/$readme" | stretches)" = "$(stretches <out)" ]
  result $? "$readme explains a clock as the program does" out
done
echo "1..$number"
[ "$failed" = 0 ] && rm -rf "$work"
exit "$failed"
