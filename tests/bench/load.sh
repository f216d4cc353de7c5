#!/bin/sh
# Measures loading of log directories, and TensorBoard's own data server if it is installed (pip
# install tensorboard-data-server). Needs genlogs.c and load.py of TFE_TESTDATA/bench.
# SCALE=20x50x10000 is the size of the budget; FORMAT=v2 writes like TensorFlow.
set -eu
data=${TFE_TESTDATA:-../shared}/bench
[ -f "$data/genlogs.c" ] || { echo "  SKIP load: no $data/genlogs.c"; exit 0; }
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
runs=$(echo "${SCALE:-20x50x2000}" | cut -dx -f1) tags=$(echo "${SCALE:-20x50x2000}" | cut -dx -f2)
steps=$(echo "${SCALE:-20x50x2000}" | cut -dx -f3)
${CC:-cc} -O2 -o "$tmp/genlogs" "$data/genlogs.c" -lm 2>/dev/null
"$tmp/genlogs" "$tmp/logs" "$runs" "$tags" "$steps" 10 100 "${FORMAT:-v1}" >/dev/null
printf '  load             %s runs, %s tags, %s steps, %s MB\n' "$runs" "$tags" "$steps" "$(du -sm "$tmp/logs" | cut -f1)"
if python3 -c 'import tensorboard_data_server' 2>/dev/null; then
	for c in "tfevents ls --json" "tbtop --once"; do
		echo "    $c:"
		python3 "$data/load.py" "$tmp/logs" --runs 3 -- \
			"$BUILD/bin/${c%% *}" ${c#* } "$tmp/logs" | sed "s/^/      /"
	done
else
	python3 - "$BUILD/bin/tfevents" ls "$tmp/logs" <<'P'
import resource, subprocess, sys, time
for _ in range(2):
    t, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
print("    tfevents ls cpu %.3f s  wall %.3f s  peak %.1f MB" % (cpu, time.monotonic() - t, after.ru_maxrss / 1024))
P
fi
