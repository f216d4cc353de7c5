#!/bin/sh
# The example loop: a signal ends a training after a checkpoint, and the next start continues as if
# nothing had happened: the same model, each step once. GPUs are measured through a stand-in for
# NVIDIA's library.
. tests/cli/lib.sh
loop=$BUILD/examples/loop

try "$loop" "$TMPDIR/whole" 12 && ! grep -q stopped "$TMPDIR/out"
verdict $? 'a training without interruption'

interrupt() {
	rm -f "$TMPDIR/lines"
	mkfifo "$TMPDIR/lines"
	"$loop" "$TMPDIR/parts" 1000 10 >"$TMPDIR/lines" 2>&1 &
	pid=$!
	exec 3<"$TMPDIR/lines"
	while read -r line <&3; do case $line in "epoch $2"*) break ;; esac; done
	kill -s "$1" "$pid" && wait "$pid" && cat <&3 >"$TMPDIR/out"
	status=$?
	exec 3<&-
	return $status
}
interrupt USR1 0 &&
	grep -q '^stopped: stop_requested: a stop was requested after [0-9]* batches' "$TMPDIR/out" &&
	ls "$TMPDIR"/parts/checkpoints/epoch-*.txt >/dev/null
verdict $? 'SIGUSR1 ends it after a checkpoint'
interrupt TERM 2 && grep -q '^stopped: stop_requested' "$TMPDIR/out"
verdict $? 'SIGTERM ends its continuation'
try "$loop" "$TMPDIR/parts" 12 &&
	grep -q '^continues with step [1-9][0-9]* of epoch [1-9][0-9]*, from .*/epoch-' "$TMPDIR/out"
verdict $? 'the third start continues to the end'
cmp "$TMPDIR"/parts/checkpoints/epoch-000012-* "$TMPDIR"/whole/checkpoints/epoch-000012-*
verdict $? 'the model is that of the training without interruption'
steps() {
	"$BUILD/bin/tfevents" dump --json "$1" | python3 -c '
import json, sys
for r in map(json.loads, sys.stdin):
    if r.get("tag") in ("batch_loss", "epoch_loss") and r["run"] == "train":
        print(r["tag"], r["step"], r["value"] if r["tag"] == "batch_loss" else "")' | sort
}
steps "$TMPDIR/whole" >"$TMPDIR/a" && steps "$TMPDIR/parts" >"$TMPDIR/b" && [ -s "$TMPDIR/a" ] &&
	cmp "$TMPDIR/a" "$TMPDIR/b"
verdict $? 'each step is logged once, with the same loss'
"$BUILD/bin/tfevents" dump --json "$TMPDIR/parts" >"$TMPDIR/out" &&
	[ "$(grep -c '"tag": "tripwire".*stop_requested' "$TMPDIR/out")" = 2 ] &&
	grep -q '"tag": "checkpoints".*best' "$TMPDIR/out" &&
	grep -q '"tag": "resources/memory_mib"' "$TMPDIR/out"
verdict $? 'the reasons, the checkpoints and the memory are logged'
try "$loop" "$TMPDIR/patient" &&
	grep -q '^stopped: early_stopping: no epoch of the last 5 passed' "$TMPDIR/out"
verdict $? 'it stops early when the loss no longer falls'
echo 'tfevents checkpoints	2' >"$TMPDIR/parts/checkpoints/checkpoints.tsv"
"$loop" "$TMPDIR/parts" >"$TMPDIR/out" 2>"$TMPDIR/err"
[ $? = 2 ] && grep -q 'checkpoints.tsv: line 1 is not that of an index' "$TMPDIR/err"
verdict $? 'an index that is damaged is named'

cat >"$TMPDIR/nvml.c" <<'END'
#include <stddef.h>
static char gpu[2];
int nvmlInit_v2(void) { return 0; }
int nvmlShutdown(void) { return 0; }
int nvmlDeviceGetCount_v2(unsigned *n) { *n = 3; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned i, void **to) { *to = &gpu[i ? 1 : 0]; return i == 1; }
int nvmlDeviceGetUtilizationRates(void *g, unsigned *to) { to[0] = g == gpu ? 25 : 50; return 0; }
int nvmlDeviceGetMemoryInfo(void *g, unsigned long long *to)
{
	to[2] = (g == gpu ? 3ull : 5ull) << 30;
	return 0;
}
END
mkdir "$TMPDIR/nvml" &&
	${CC:-cc} -shared -fPIC -o "$TMPDIR/nvml/libnvidia-ml.so.1" "$TMPDIR/nvml.c" &&
	LD_LIBRARY_PATH=$TMPDIR/nvml try "$loop" "$TMPDIR/gpus" 2 &&
	"$BUILD/bin/tfevents" dump --json "$TMPDIR/gpus" >"$TMPDIR/out" &&
	grep -q '"tag": "resources/gpu0_percent".*"value": 25' "$TMPDIR/out" &&
	grep -q '"tag": "resources/gpu1_memory_mib".*"value": 5120' "$TMPDIR/out"
verdict $? 'GPUs that NVML lists are measured'
exit $fail
