#!/bin/sh
# A statically linked program may log before main, from a static object of C++: the library has no
# tables that its own constructors would have to fill first.
. tests/cli/lib.sh
if ! command -v "${CXX:-c++}" >/dev/null; then
	echo 'SKIP logging before main: no C++ compiler'
	exit 77
fi
flags="$(grep -o -- '-fsanitize=[a-z,]*' "$BUILD/stamp/link" | sort -u | tr '\n' ' ') -g -pthread"
libs=$(pkg-config --libs libprotobuf-c zlib libpng)
for optional in libisal libmd libgif; do
	libs="$libs $(pkg-config --libs $optional 2>/dev/null)"
done
libs="$libs -lm"

# Prints the buckets of a histogram as one line: their limits and counts.
buckets() { sed -n "s/.*\"step\": $1,.*\"tag\": \"$2\".*\(\"min\".*\)/\1/p" "$TMPDIR/out"; }

# check NAME OBJECT...: the objects precede the library, and so do their constructors.
check() {
	name=$1
	shift
	try ${CXX:-c++} $flags "-I$BUILD/include" -o "$TMPDIR/early" tests/cli/static_init.cc "$@" \
		"$BUILD/lib/libtfevents.a" $libs
	verdict $? "$name: a C++ program is linked with the static library"
	LOGDIR=$TMPDIR/$name try "$TMPDIR/early"
	verdict $? "$name: it logs before main"
	try "$BUILD/bin/tfevents" dump --json "$TMPDIR/$name"
	status=$?
	[ $status = 0 ] && [ ! -s "$TMPDIR/err" ] && [ "$(wc -l <"$TMPDIR/out")" = 7 ]
	verdict $? "$name: every checksum is right"
	for tag in double float; do
		before=$(buckets 1 $tag)
		[ -n "$before" ] && [ "$before" = "$(buckets 2 $tag)" ]
		verdict $? "$name: the $tag histogram is the same before main and in it"
		echo "$before" |
			grep -q '"counts": \[1, 0, 1, 0, 1, 0, 1, 2, 0, 1, 0, 2, 0, 1, 0, 1\]'
		verdict $? "$name: each $tag is in its bucket"
	done
}
check library
# On a machine without ISA-L the checksums come from a table.
for source in crc32c record; do
	try ${CC:-cc} $flags -std=c17 -D_POSIX_C_SOURCE=200809L -Ilib -Ilib/include \
		-c -o "$TMPDIR/$source.o" "lib/wire/$source.c"
	verdict $? "$source.c is compiled without ISA-L"
done
check table "$TMPDIR/crc32c.o" "$TMPDIR/record.o"
exit $fail
