#!/bin/sh
# The shared library exports exactly the names that the public headers declare with TFE_API, and
# neither contains a name of the libraries that it uses (protobuf-c, zlib, libpng). docs/symbols
# lists every public name. The static data of the library are constant.
set -u
export LC_ALL=C
fail=0
lib=$BUILD/lib/libtfevents.so

# verdict NUMBER NAME FILE: passes if FILE is empty, otherwise shows it.
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
	sed -n 's/^TFE_API\([^(;]*\)[(;].*/\1/p' | sed 's/ *$//; s/.*[ *]//' |
	sort -u >"$TMPDIR/declared"
nm -D --defined-only "$lib" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' |
	sort -u >"$TMPDIR/exported"

count=$(cat "$BUILD"/include/tfevents/*.h | grep -c '^TFE_API')
[ "$(wc -l <"$TMPDIR/declared")" -eq "$count" ] && : >"$TMPDIR/bad" ||
	echo "$count lines begin with TFE_API, but $(wc -l <"$TMPDIR/declared") names were found" \
		>"$TMPDIR/bad"
verdict 1 'every TFE_API declaration was understood' "$TMPDIR/bad"
comm -13 "$TMPDIR/declared" "$TMPDIR/exported" >"$TMPDIR/bad"
verdict 2 'every exported symbol is declared in a public header' "$TMPDIR/bad"

# All public names: functions, types, enumerators (the words that begin with TFE_ after all macros
# are expanded) and macros (TFEVENTS_ guards a header).
echo '#include <tfevents.h>' >"$TMPDIR/all.c"
headers() { ${CC:-cc} -E "$@" "-I$BUILD/include" "$TMPDIR/all.c"; }
{
	cat "$TMPDIR/exported"
	headers -P | sed -nE 's/.*(\}|typedef struct tfe_[a-z_]*) (tfe_[a-z_]*);.*/\2/p'
	headers -P | grep -oE '\bTFE_[A-Z0-9_]+'
	headers -dM | sed -nE 's/^#define (TFE_[A-Z0-9_]*).*/\1/p'
} | sort -u >"$TMPDIR/public"
# differences LIST PUBLIC: names that only one of them contains, and malformed lines of the list.
differences() {
	sed 's/ .*//' "$1" | sort >"$TMPDIR/names"
	comm -13 "$TMPDIR/names" "$2" | sed "s/\$/ $(cat VERSION) is missing in docs\/symbols/"
	comm -23 "$TMPDIR/names" "$2" | sed 's/$/ is listed in docs\/symbols, but is not public/'
	grep -vE '^(tfe_[a-z0-9_]+|TFE_[A-Z0-9_]+) [0-9]+\.[0-9]+\.[0-9]+$' "$1" |
		sed 's/$/ is not NAME VERSION/'
	sort -u "$1" | cmp -s - "$1" || echo 'docs/symbols is not sorted, or names something twice'
}
differences docs/symbols "$TMPDIR/public" >"$TMPDIR/bad"
verdict 3 'docs/symbols lists every public symbol and no other' "$TMPDIR/bad"
# Wrong lists: without the first line, with an additional line, with a line without a version, in
# another order.
sed 1d docs/symbols >"$TMPDIR/less"
sed '$a tfe_zzz 0.1.0' docs/symbols >"$TMPDIR/more"
sed '1s/ .*//' docs/symbols >"$TMPDIR/unversioned"
sort -r docs/symbols >"$TMPDIR/unsorted"
for list in less more unversioned unsorted; do
	[ "$(differences "$TMPDIR/$list" "$TMPDIR/public" | wc -l)" = 1 ] || echo "$list"
done >"$TMPDIR/bad"
verdict 4 'a list that is wrong would be found' "$TMPDIR/bad"
grep -rnE 'protobuf|png\.h|zlib\.h|isa-l' "$BUILD/include" >"$TMPDIR/bad"
verdict 5 'no header of another library is included by a public one' "$TMPDIR/bad"
readelf -d "$lib" | grep -E 'RPATH|RUNPATH|TEXTREL' >"$TMPDIR/bad"
readelf -d "$lib" | grep -q 'SONAME.*libtfevents\.so\.[0-9]*\]' || echo 'no soname' >>"$TMPDIR/bad"
verdict 6 'the library has its soname and no run path' "$TMPDIR/bad"

# The static data of the library are constant: data that a constructor fills are still zero for a
# static initialiser of C++ that runs before it. The registry of open writers is the one exception.
# Sanitizers add data and constructors of their own.
archive=$BUILD/lib/libtfevents.a
if nm "$archive" 2>/dev/null | grep -qE ' U __(asan|tsan|ubsan)_'; then
	echo 'ok 7 - no writable static data # SKIP a sanitizer adds its own'
	echo 'ok 8 - no constructors # SKIP a sanitizer adds its own'
	exit $fail
fi
# writable ARCHIVE: prints its objects in writable sections, except relocated constants.
writable() {
	nm -f sysv "$1" |
		awk -F '|' '$7 ~ /^\.(data|bss|tdata|tbss)|COM/ && $7 !~ /^\.data\.rel\.ro/ { sub(/ *$/, "", $1); print $1 " in " $7 }'
}
# constructors ARCHIVE: prints its sections of functions that run before or after main.
constructors() { readelf -SW "$1" | grep -oE '\.(pre)?(init|fini)_array[.0-9]*|\.[cd]tors[.0-9]*' |
	sort -u; }
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
[ "$(writable "$TMPDIR/bad.o" | wc -l)" = 3 ] && constructors "$TMPDIR/bad.o" |
	grep -q init_array && : >"$TMPDIR/bad" ||
	echo 'not all was found in an object that has both' >"$TMPDIR/bad"
verdict 7 'writable data and constructors would be found' "$TMPDIR/bad"
writable "$archive" 2>/dev/null | grep -v '^registry in \.\(bss\|data\)$' >"$TMPDIR/bad"
writable "$archive" 2>/dev/null | grep -q '^registry in' || echo 'no registry was found' >>"$TMPDIR/bad"
verdict 8 'the library has no writable static data but the registry of open writers' "$TMPDIR/bad"
constructors "$archive" >"$TMPDIR/bad"
verdict 9 'the library has no constructors' "$TMPDIR/bad"
exit $fail
