#!/bin/sh
# Installs packages of Debian that are missing, for one suite of tests/full. A test that needs them
# begins with `sh tests/full/debian.sh PACKAGE... || exit $?`. Without apt-get or root, the script
# prints SKIP and the reason, and exits with 77.
set -u
missing=
for package; do
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
		missing="$missing $package"
done
[ -n "$missing" ] || exit 0

skip() {
	echo "SKIP $1"
	exit 77
}

command -v apt-get >/dev/null || skip "no apt-get for$missing"
[ "$(id -u)" = 0 ] || skip "only root can install$missing"
exec 9>"$BUILD/debian.lock"
flock 9 # suites run in parallel
log=$TMPDIR/apt-get.log
install() {
	DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -q --no-install-recommends $missing >"$log" 2>&1
}
install || { apt-get update -q >"$log" 2>&1 && install; } ||
	skip "apt-get cannot install$missing: $(tail -n 1 "$log")"
