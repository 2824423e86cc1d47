#!/usr/bin/env bash
# Mutated YAML under the sanitizers, with a new seed each time; ITSS_FUZZ_SECONDS (60), ITSS_FUZZ_SEED to repeat a run.
cd "$(dirname "$0")/../.." || exit 2
seed=${ITSS_FUZZ_SEED:-$RANDOM$RANDOM}
if build/asan/bin/fuzz_yaml "${ITSS_FUZZ_SECONDS:-60}" "$seed"; then
  echo "ok - mutated YAML never crashes (seed $seed)"
else
  echo "not ok - mutated YAML never crashes (seed $seed)"
fi
