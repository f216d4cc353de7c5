#!/bin/sh
# The numbers on tbtop's screens equal those of scikit-learn, scipy, Pillow and TensorBoard's HTTP
# API for random logs. NUMBERS_SEED=N repeats the logs of a run.
set -u
sh tests/compat/venv.sh venv-numbers ../full/requirements_numbers.txt || exit $?
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tests/compat exec "$BUILD/venv-numbers/bin/python" \
	tests/full/screen_numbers.py "$BUILD/bin/tbtop" "$TMPDIR"
