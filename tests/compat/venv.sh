#!/bin/sh
# Creates the virtual environment $BUILD/venv with the packages of requirements.txt, once:
# TensorBoard itself, for the compat tests. The arguments NAME and FILE, if given, replace "venv"
# and "requirements.txt". A test that needs it begins with
#
#   sh tests/compat/venv.sh 
#   
#    exit $?
#
# and then runs $BUILD/venv/bin/python. If pip cannot install it (no network), the script prints
# SKIP and the reason, and exits with 77.
set -eu
: "${BUILD:=build}"
venv=$BUILD/${1:-venv}
wanted=$(dirname "$0")/${2:-requirements.txt}

skip() {
	echo "SKIP $1"
	exit 77
}

mkdir -p "$BUILD"
exec 9>"$venv.lock"
command -v flock >/dev/null && flock 9 # suites run in parallel
if ! cmp -s "$wanted" "$venv/installed.txt"; then
	command -v python3 >/dev/null || skip 'no python3 on this machine'
	rm -rf "$venv"
	log=$venv.log
	python3 -m venv "$venv" >"$log" 2>&1 || skip "python3 -m venv failed: $(tail -n 1 "$log")"
	"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$wanted" >"$log" 2>&1 ||
		skip "pip cannot install $(head -n 1 "$wanted"): $(grep . "$log" | tail -n 1)"
	cp "$wanted" "$venv/installed.txt"
fi
echo "ok 1 - the virtual environment has $(head -n 1 "$wanted")"
