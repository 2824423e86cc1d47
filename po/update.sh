#!/usr/bin/env bash
# Makes po/itss.pot from the sources and merges it into each catalogue.
#   po/update.sh          renews po/itss.pot and po/*.po
#   po/update.sh --pot F  only writes the template to the file F
set -euo pipefail
cd "$(dirname "$0")/.."

pot=po/itss.pot
[ "${1:-}" = --pot ] && pot=$2

# trf, counted, say, wrong and problem fill the places of a translated text; X is a row of the catalogue of diagnostics.
find lib cmd -name '*.cpp' -o -name '*.hpp' | LC_ALL=C sort |
  xgettext --files-from=- --language=C++ --from-code=UTF-8 --no-wrap --sort-by-file --add-location=file \
    --keyword --keyword=tr --keyword=trf --keyword=counted:1,2 --keyword=say --keyword=ITSS_TR_NOOP --keyword=X:3 --keyword=wrong --keyword=problem \
    --package-name=itss --output=- |
  sed -e '/^"POT-Creation-Date:/d' -e 's/charset=CHARSET/charset=UTF-8/' >"$pot.new"
mv "$pot.new" "$pot"
[ "${1:-}" = --pot ] && exit 0

for catalogue in po/*.po; do
  msgmerge --quiet --update --backup=none --no-fuzzy-matching --no-wrap --sort-by-file --add-location=file "$catalogue" "$pot"
done
