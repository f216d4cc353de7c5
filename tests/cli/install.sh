#!/bin/sh
# Installs into an empty prefix, builds a program with nothing but pkg-config there, uninstalls: nothing is left.
set -u
fail=0
ok() { echo "ok $1"; }
bad() {
	echo "not ok $1"
	shift
	[ $# = 0 ] || sed 's/^/# /' "$@"
	fail=1
}
prefix=$TMPDIR/prefix
log=$TMPDIR/log
run_make() { make --no-print-directory "BUILD=$BUILD" "PREFIX=$prefix" DESTDIR= "$@" >"$log" 2>&1; }

if run_make install; then ok '1 - make install'; else bad '1 - make install' "$log"; fi

pc() { PKG_CONFIG_PATH=$prefix/lib/pkgconfig pkg-config "$@" tfevents; }
[ "$(pc --modversion)" = "$(cat VERSION)" ] && ok '2 - pkg-config knows the version' || bad '2 - pkg-config knows the version'

cat >"$TMPDIR/program.c" <<'C'
#include <stdio.h>
#include <string.h>

#include <tfevents.h>

int main(int argc, char **argv)
{
	return argc == 2 && strcmp(tfe_version(), argv[1]) == 0 ? 0 : 1;
}
C
san=${SANITIZE:+-fsanitize=$SANITIZE}
if ${CC:-cc} -std=c99 $san $(pc --cflags) -o "$TMPDIR/shared" "$TMPDIR/program.c" $(pc --libs) 2>"$log" &&
	LD_LIBRARY_PATH=$prefix/lib "$TMPDIR/shared" "$(cat VERSION)"; then
	ok '3 - a program links the shared library'
else
	bad '3 - a program links the shared library' "$log"
fi
rm -f "$prefix/lib/libtfevents.so"
if ${CC:-cc} -std=c99 $san $(pc --cflags) -o "$TMPDIR/static" "$TMPDIR/program.c" $(pc --static --libs) 2>"$log" &&
	"$TMPDIR/static" "$(cat VERSION)"; then
	ok '4 - a program links the static library'
else
	bad '4 - a program links the static library' "$log"
fi

n=5
for program in tfevents tbtop; do
	[ -x "$BUILD/bin/$program" ] || continue
	[ "$(cd / && "$prefix/bin/$program" --version 2>&1)" = "$program $(cat VERSION)" ] &&
		ok "$n - $program runs from the prefix" || bad "$n - $program runs from the prefix"
	n=$((n + 1))
done
if grep -rlF -e "$BUILD" -e "$SRC" --exclude=tfevents.pc "$prefix" >"$log"; then
	[ -n "$san" ] && echo "ok $n - # SKIP paths of the build tree: a sanitizer build names its sources" ||
		bad "$n - nothing installed names the build tree" "$log"
else
	ok "$n - nothing installed names the build tree"
fi
n=$((n + 1))

if run_make uninstall; then ok "$n - make uninstall"; else bad "$n - make uninstall" "$log"; fi
n=$((n + 1))
find "$prefix" ! -type d >"$log"
[ -s "$log" ] && bad "$n - nothing is left" "$log" || ok "$n - nothing is left"
exit $fail
