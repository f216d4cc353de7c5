#!/bin/sh
# What the shared library exports is what the public headers declare with TFE_API, name for name, and nothing of the
# libraries behind it (protobuf-c, zlib, libpng) shows in either.
set -u
fail=0
lib=$BUILD/lib/libtfevents.so

# verdict NUMBER NAME FILE: passes when FILE is empty, otherwise shows it.
verdict() {
	if [ -s "$3" ]; then
		echo "not ok $1 - $2"
		sed 's/^/# /' "$3"
		fail=1
	else
		echo "ok $1 - $2"
	fi
}

# The declared name is the last word before the first "(" or ";" that follows TFE_API.
cat lib/include/tfevents/*.h | grep -v '^#' | tr '\n' ' ' | sed 's/TFE_API/\n&/g' |
	sed -n 's/^TFE_API\([^(;]*\)[(;].*/\1/p' | sed 's/ *$//; s/.*[ *]//' | sort -u >"$TMPDIR/declared"
nm -D --defined-only "$lib" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort -u >"$TMPDIR/exported"

count=$(cat lib/include/tfevents/*.h | grep -c '^TFE_API')
[ "$(wc -l <"$TMPDIR/declared")" -eq "$count" ] && : >"$TMPDIR/bad" ||
	echo "$count lines begin with TFE_API, but $(wc -l <"$TMPDIR/declared") names were found" >"$TMPDIR/bad"
verdict 1 'every TFE_API declaration was understood' "$TMPDIR/bad"
comm -13 "$TMPDIR/declared" "$TMPDIR/exported" >"$TMPDIR/bad"
verdict 2 'every exported symbol is declared in a public header' "$TMPDIR/bad"
grep -rnE 'protobuf|png\.h|zlib\.h|isa-l' "$BUILD/include" >"$TMPDIR/bad"
verdict 3 'no header of another library is included by a public one' "$TMPDIR/bad"
readelf -d "$lib" | grep -E 'RPATH|RUNPATH|TEXTREL' >"$TMPDIR/bad"
readelf -d "$lib" | grep -q 'SONAME.*libtfevents\.so\.[0-9]*\]' || echo 'no soname' >>"$TMPDIR/bad"
verdict 4 'the library has its soname and no run path' "$TMPDIR/bad"
exit $fail
