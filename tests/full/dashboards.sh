#!/bin/sh
# Each of TensorBoard's dashboards shows what examples/every_kind writes, in headless Chromium. The
# pictures are kept in $BUILD/tests/dashboards for a person to look at.
set -u
sh tests/full/debian.sh chromium || exit $?
sh tests/compat/venv.sh || exit $?
"$BUILD/examples/every_kind" "$TMPDIR/logs" || exit 1
# Logs of torch for comparison; without them every error on a console is a failure.
torch=
writers=$TFE_TESTDATA/compat/fixtures/writers
if [ -d "$writers/torch_scalars" ]; then
	torch=$TMPDIR/torch
	mkdir "$torch"
	for run in scalars hist media hp graph; do ln -s "$writers/torch_$run" "$torch/$run"; done
fi
XDG_CONFIG_HOME=$TMPDIR/config XDG_CACHE_HOME=$TMPDIR/cache \
	PYTHONPATH=tests/compat PYTHONDONTWRITEBYTECODE=1 exec "$BUILD/venv/bin/python" \
	tests/full/dashboards.py chromium "$TMPDIR/logs" "$torch" "$BUILD/tests/dashboards"
