#!/bin/sh
# The SummaryWriter of examples/python/tfevents.py writes what that of torch writes, call by call.
set -u
sh tests/full/debian.sh python3-torch python3-pil python3-matplotlib || exit $?
sh tests/compat/venv.sh || exit $?
# Debian's torch with Debian's numpy; TensorBoard, which Debian does not have, from the environment.
packages=$("$BUILD/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
XDG_CONFIG_HOME=$TMPDIR/config XDG_CACHE_HOME=$TMPDIR/cache \
	TFEVENTS_LIBRARY=$BUILD/lib/libtfevents.so PYTHONDONTWRITEBYTECODE=1 \
	PYTHONPATH=examples/python:/usr/lib/python3/dist-packages:$packages \
	exec /usr/bin/python3 tests/compat/summary_writer.py "$BUILD" "$TMPDIR" \
	torch.utils.tensorboard
