#!/bin/sh
# The example with libtorch builds, trains, and shows in tbtop and in TensorBoard.
. tests/cli/lib.sh
sh tests/full/debian.sh libtorch-dev || exit $?
sh tests/compat/venv.sh || exit $?
n=1
include=$(dirname "$(find /usr/include -path '*torch/csrc/api/include/torch/torch.h' | head -n 1)")
try "${CXX:-c++}" -std=c++17 -Wall -Wextra -Werror -isystem "${include%/torch}" -I"$BUILD/include" \
	-o "$TMPDIR/moons" examples/libtorch/moons.cc -Wl,-rpath,"$BUILD/lib" \
	"$BUILD/lib/libtfevents.so" -ltorch -ltorch_cpu -lc10
verdict $? 'the example builds'
logs=$TMPDIR/logs
try "$TMPDIR/moons" "$logs/moons" && try "$BUILD/bin/tfevents" ls "$logs"
bad=$?
for tag in batch_loss epoch_loss epoch_accuracy epoch_learning_rate batch_gradient_norm \
	epoch_steps_per_second first/activations first/gradients first/weight/histogram \
	third/weight/image; do
	grep -q "^  $tag  *[a-z]*  *[1-9]" "$TMPDIR/out" || { bad=1 && echo "# no $tag"; }
done
verdict $bad 'it logs metrics, weights, activations and gradients'
try "$BUILD/bin/tfevents" stats --json "$logs" && python3 - "$TMPDIR/out" <<'END'
import json
import sys
rows = [json.loads(line) for line in open(sys.argv[1])]
last = {(r["run"], r["tag"]): r.get("last") for r in rows}
assert last["moons/validation", "epoch_accuracy"] > 0.95, last
END
verdict $? 'it learns'
try "$BUILD/bin/tbtop" --once --size 120x40 --format text --view scalars "$logs" &&
	grep -q epoch_loss "$TMPDIR/out"
verdict $? 'tbtop shows it'
"$BUILD/venv/bin/python" tests/compat/export_http.py "$BUILD/bin/tfevents" "$logs" || fail=1
exit $fail
