#!/bin/sh
# The same values written with tf.summary and by the library are equal after TensorBoard's own
# conversion.
set -u
sh tests/compat/venv.sh venv-tensorflow ../full/requirements_tensorflow.txt || exit $?
TFEVENTS_LIBRARY=$BUILD/lib/libtfevents.so PYTHONDONTWRITEBYTECODE=1 \
	PYTHONPATH=examples/python:tests/compat exec "$BUILD/venv-tensorflow/bin/python" \
	tests/full/tensorflow_summaries.py "$TMPDIR"
