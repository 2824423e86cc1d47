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
echo "1..$number"
[ "$failed" = 0 ] && rm -rf "$work"
exit "$failed"
