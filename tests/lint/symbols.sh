#!/bin/sh
# What the shared library exports is what the public headers declare with TFE_API, name for name, and nothing of the
# libraries behind it (protobuf-c, zlib, libpng) shows in either. Its static data are constant.
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
cat "$BUILD"/include/tfevents/*.h | grep -v '^#' | tr '\n' ' ' | sed 's/TFE_API/\n&/g' |
	sed -n 's/^TFE_API\([^(;]*\)[(;].*/\1/p' | sed 's/ *$//; s/.*[ *]//' | sort -u >"$TMPDIR/declared"
nm -D --defined-only "$lib" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort -u >"$TMPDIR/exported"

count=$(cat "$BUILD"/include/tfevents/*.h | grep -c '^TFE_API')
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

# Static data of the library is constant: what a constructor fills in is still zero for a static
# initialiser of C++ that runs before it. The registry of open writers is the one exception.
# Sanitizers add data and constructors of their own.
archive=$BUILD/lib/libtfevents.a
if nm "$archive" 2>/dev/null | grep -qE ' U __(asan|tsan|ubsan)_'; then
	echo 'ok 5 - no writable static data # SKIP a sanitizer adds its own'
	echo 'ok 6 - no constructors # SKIP a sanitizer adds its own'
	exit $fail
fi
# writable ARCHIVE: its objects in writable sections, but for relocated constants.
writable() {
	nm -f sysv "$1" | awk -F '|' '$7 ~ /^\.(data|bss|tdata|tbss)|COM/ && $7 !~ /^\.data\.rel\.ro/ { sub(/ *$/, "", $1); print $1 " in " $7 }'
}
# constructors ARCHIVE: its sections of functions that run before main or after it.
constructors() { readelf -SW "$1" | grep -oE '\.(pre)?(init|fini)_array[.0-9]*|\.[cd]tors[.0-9]*' | sort -u; }
cat >"$TMPDIR/bad.c" <<'END'
static int zero, set = 1;
static _Thread_local int of_thread;
__attribute__((constructor)) static void construct(void)
{
	zero = of_thread = set++;
}
int use(void);
int use(void)
{
	return zero + of_thread;
}
END
${CC:-cc} -O0 -c -o "$TMPDIR/bad.o" "$TMPDIR/bad.c"
[ "$(writable "$TMPDIR/bad.o" | wc -l)" = 3 ] && constructors "$TMPDIR/bad.o" | grep -q init_array && : >"$TMPDIR/bad" ||
	echo 'not all was found in an object that has both' >"$TMPDIR/bad"
verdict 5 'writable data and constructors would be found' "$TMPDIR/bad"
writable "$archive" 2>/dev/null | grep -v '^registry in \.\(bss\|data\)$' >"$TMPDIR/bad"
writable "$archive" 2>/dev/null | grep -q '^registry in' || echo 'no registry was found' >>"$TMPDIR/bad"
verdict 6 'the library has no writable static data but the registry of open writers' "$TMPDIR/bad"
constructors "$archive" >"$TMPDIR/bad"
verdict 7 'the library has no constructors' "$TMPDIR/bad"
exit $fail
