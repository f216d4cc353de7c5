#!/bin/sh
# The macros of version.h, tfe_version() and the file VERSION agree, in C and in C++.
. tests/cli/lib.sh
version=$(cat VERSION)
flags="$(grep -o -- '-fsanitize=[a-z,]*' "$BUILD/stamp/link" | sort -u | tr '\n' ' ')"
cat >"$TMPDIR/program.c" <<'C'
#include <stdio.h>

#include <tfevents.h>

#if !TFE_VERSION_AT_LEAST(TFE_VERSION_MAJOR, TFE_VERSION_MINOR, TFE_VERSION_PATCH)
#error "this version is not at least itself"
#endif
#if TFE_VERSION_AT_LEAST(TFE_VERSION_MAJOR, TFE_VERSION_MINOR, TFE_VERSION_PATCH + 1) || \
	TFE_VERSION_AT_LEAST(TFE_VERSION_MAJOR, TFE_VERSION_MINOR + 1, 0) || \
	TFE_VERSION_AT_LEAST(TFE_VERSION_MAJOR + 1, 0, 0)
#error "this version is at least a later one"
#endif
#if TFE_VERSION_MAJOR > 0 && !TFE_VERSION_AT_LEAST(TFE_VERSION_MAJOR - 1, 999, 999)
#error "this version is not at least the ones of the major version before"
#endif

int main(void)
{
	printf("%d.%d.%d %s %s %ld\n", TFE_VERSION_MAJOR, TFE_VERSION_MINOR, TFE_VERSION_PATCH,
	       TFE_VERSION_STRING, tfe_version(), TFE_VERSION_NUMBER);
	return 0;
}
C
number=$(echo "$version" | awk -F . '{ print $1 * 1000000 + $2 * 1000 + $3 }')

# check NAME COMPILER...
check() {
	name=$1
	shift
	try "$@" $flags -Wall -Wextra -Wpedantic -Werror "-I$BUILD/include" \
		-o "$TMPDIR/program" "$TMPDIR/program.c" \
		"-L$BUILD/lib" "-Wl,-rpath,$BUILD/lib" -ltfevents
	verdict $? "$name: a program is compiled with what version.h defines"
	try "$TMPDIR/program"
	[ "$(cat "$TMPDIR/out")" = "$version $version $version $number" ]
	verdict $? "$name: macros and tfe_version() are what the file VERSION says"
}
check C99 ${CC:-cc} -std=c99
if command -v "${CXX:-c++}" >/dev/null; then
	check C++11 ${CXX:-c++} -std=c++11 -xc++
else
	echo 'SKIP the version in C++: no C++ compiler'
fi

echo "$version" | grep -qE '^[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}$'
verdict $? 'the file VERSION has three numbers below 1000'
try make --no-print-directory "BUILD=${BUILD#"$SRC"/}" -n -W VERSION lib
grep -q version.h.in "$TMPDIR/out"
verdict $? 'a changed VERSION makes version.h again'
exit $fail
