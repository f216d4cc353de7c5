#!/bin/sh
# A training with Keras and the same one through the library's callback, with every argument, in one
# log directory: the records are the same (tests/compat/keras_replay.py), and TensorBoard shows the
# same tags of both.
set -u
sh tests/compat/venv.sh venv-tensorflow ../full/requirements_tensorflow.txt || exit $?
python=$BUILD/venv-tensorflow/bin/python
"$python" tests/full/keras_run.py "$TMPDIR/logs/keras" >"$TMPDIR/keras.log" 2>&1 ||
	{ echo 'FAIL Keras does not train' && cat "$TMPDIR/keras.log" && exit 1; }
"$python" tests/compat/keras_replay.py "$BUILD/bin/tfevents" "$BUILD/lib/libtfevents.so" \
	"$TMPDIR/logs/c" --run keras_run "$TMPDIR/logs/keras" || exit 1
sh tests/compat/venv.sh >/dev/null || exit $?
PYTHONPATH=tests/compat exec "$BUILD/venv/bin/python" tests/full/keras_tags.py \
	"$TMPDIR/logs" keras c/keras_run
