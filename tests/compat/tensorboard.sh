#!/bin/sh
# The real TensorBoard shows the library's logs: a training (examples/digits) and a directory of
# known values, queried through TensorBoard's HTTP API, once with its Python backend and once with
# its data server.
set -u
sh tests/compat/venv.sh || exit $?
python=$BUILD/venv/bin/python
digits=$BUILD/examples/digits
[ -x "$digits" ] || { echo 'SKIP examples/digits was not built (libfann is missing)'; exit 77; }

# A sanitized library needs its runtime loaded first, into the interpreter itself: python3 may be a
# shell script, and some shells do not run with it.
interpreter=$(python3 -c 'import sys; print(sys.executable)') || exit 1
library=$BUILD/lib/libtfevents.so
preload=$(ldd "$library" | sed -n 's/.*=> \(.*lib[at]san[^ ]*\) .*/\1/p' | head -n 1)
LD_PRELOAD=$preload ASAN_OPTIONS=detect_leaks=0 "$interpreter" tests/compat/known.py \
	"$library" "$TMPDIR/logs/known" || exit 1
echo 'ok 2 - known values are written through a foreign function interface'

"$digits" --logdir "$TMPDIR/logs/digits" --epochs 6 >"$TMPDIR/printed" || exit 1
echo 'ok 3 - the digits example trains and logs'

exec "$python" tests/compat/tensorboard_http.py "$TMPDIR/logs" "$TMPDIR/printed"
