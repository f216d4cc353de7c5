#!/bin/sh
# Every public header compiles alone, in each C from C99 to C17 and in C++; every private header
# does so in C17.
set -u
fail=0 n=0
tmp=$TMPDIR
hosts="c99:${CC:-cc} -std=c99 -xc
c11:${CC:-cc} -std=c11 -xc
c17:${CC:-cc} -std=c17 -xc"
if command -v "${CXX:-c++}" >/dev/null; then
	hosts="$hosts
c++11:${CXX:-c++} -std=c++11 -xc++
c++20:${CXX:-c++} -std=c++20 -xc++"
else
	echo 'SKIP public headers in C++: no C++ compiler'
fi

# try NAME FLAGS... -- HEADERS...: each header, included twice, must compile alone.
try() {
	name=$1
	shift
	flags=
	while [ "$1" != -- ]; do
		flags="$flags $1"
		shift
	done
	shift
	n=$((n + 1))
	if [ $# = 0 ]; then
		echo "not ok $n - $name: no header found"
		fail=1
		return
	fi
	for h; do
		printf '#include "%s"\n#include "%s"\nextern int alone;\n' "$h" "$h" \
			>"$tmp/$(echo "$h" | tr / _).inc"
	done
	if printf '%s\n' "$tmp"/*.inc |
		xargs -P 2 -n 8 $flags -Wall -Wextra -Wpedantic -Werror -fsyntax-only \
			2>"$tmp/err"; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		head -n 20 "$tmp/err" | sed 's/^/# /'
		fail=1
	fi
	rm -f "$tmp"/*.inc
}

public=$(cd "$BUILD/include" && find . -name '*.h' | sed 's|^\./||' | sort)
# Structs that begin with a size, and for each a function that uses its initialiser.
sized=$(cat "$BUILD"/include/tfevents/*.h |
	sed -n '/^typedef struct .* {$/{ N; s/^typedef struct \(.*\) {\n\tsize_t size;.*/\1/p; }')
{
	echo '#include <tfevents.h>'
	echo '#ifndef SIZED_H'
	echo '#define SIZED_H'
	for type in $sized; do
		macro=$(echo "$type" | tr '[:lower:]' '[:upper:]')_INIT
		echo "$type made_$type(void);"
		echo "$type made_$type(void) { $type t = $macro; return t; }"
	done
	echo '#endif'
} >"$tmp/sized.h"

cat >"$tmp/within.h" <<'END'
#ifndef WITHIN_H
#define WITHIN_H
extern "C" {
#include <tfevents.h>
}
tfe_error made_within(void);
tfe_error made_within(void)
{
	tfe_error error = TFE_ERROR_INIT;
	return error;
}
#endif
END
echo "$hosts" >"$tmp/hosts"
while IFS=: read -r std compiler; do
	try "public headers stand alone in $std" $compiler -I "$BUILD/include" -- $public
	try "structs that begin with a size have an initialiser in $std" \
		$compiler -I "$BUILD/include" -I "$tmp" -- sized.h
	case $std in *++*)
		try "the headers may be included within extern \"C\" in $std" \
			$compiler -I "$BUILD/include" -I "$tmp" -- within.h
		;;
	esac
done <"$tmp/hosts"

private=$(cd lib && find . -name '*.h' ! -path './include/*' | sed 's|^\./||' | sort)
c17="${CC:-cc} -std=c17 -D_POSIX_C_SOURCE=200809L -xc"
[ -z "$private" ] ||
	try 'private headers of lib stand alone' $c17 -Ilib -Ilib/include "-I$BUILD/gen" \
		"-I$BUILD/include" $(pkg-config --cflags libprotobuf-c libpng zlib) -- $private
private=$(cd tools && find . -name '*.h' | sed 's|^\./||' | sort)
[ -z "$private" ] ||
	try 'headers of tools stand alone' $c17 -Itools "-I$BUILD/include" -- $private
exit $fail
