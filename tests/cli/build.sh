#!/bin/sh
# The build: nothing is made twice, a changed header or flag rebuilds the files that depend on it,
# and missing packages are named. Nothing is compiled here: make only prints its commands.
. tests/cli/lib.sh
make_() { try make --no-print-directory "$@"; }
build=${BUILD#"$SRC"/} # like the first make: targets in dependency files begin with it

before=$(ls -l --full-time "$BUILD/stamp" | sha256sum)
make_ "BUILD=$build" -q all && [ "$before" = "$(ls -l --full-time "$BUILD/stamp" | sha256sum)" ]
verdict $? 'a second make has nothing to do'
make_ "BUILD=$build" -n -W lib/include/tfevents/status.h all
grep -q 'lib/base/alloc\.c' "$TMPDIR/out"
verdict $? 'a changed header compiles what includes it'
make_ "BUILD=$build" -n -W lib/base/buf.h all
grep -q 'lib/base/buf\.c' "$TMPDIR/out" && ! grep -q 'lib/base/clock\.c' "$TMPDIR/out"
verdict $? 'and nothing else'

mkdir "$TMPDIR/copy" &&
	cp -a "$BUILD/stamp" "$BUILD/obj" "$BUILD/lib" "$BUILD/include" "$TMPDIR/copy"
[ ! -d "$BUILD/gen" ] || cp -a "$BUILD/gen" "$TMPDIR/copy"
make_ "BUILD=$TMPDIR/copy" -q lib
verdict $? 'the build folder may be anywhere'
make_ "BUILD=$TMPDIR/copy" "CPPFLAGS=-DOTHER" -n lib
grep -q 'lib/base/clock\.c' "$TMPDIR/out" && grep -q -e -DOTHER "$TMPDIR/out"
verdict $? 'a changed flag compiles everything'

! make_ "BUILD=$TMPDIR/empty" PKG_CONFIG=false lib && grep -q "make deps" "$TMPDIR/err" &&
	grep -q libprotobuf-c "$TMPDIR/err"
verdict $? 'a missing library is named, with what to do'
make_ "BUILD=$TMPDIR/empty" PKG_CONFIG=false help && grep -q '  check ' "$TMPDIR/out"
verdict $? 'help works without any library'

make_ "BUILD=$build" MAN_PAGES= man && grep -q 'no man pages: scdoc' "$TMPDIR/err"
verdict $? 'man pages that cannot be made are said'

# make deps if no package is installed and none can be installed.
mkdir "$TMPDIR/bin"
for c in sh tr env id; do ln -s "$(command -v $c)" "$TMPDIR/bin/$c"; done
! PATH=$TMPDIR/bin sh .ci/deps >"$TMPDIR/out" 2>&1 && grep -q '^missing: gcc ' "$TMPDIR/out" &&
	grep -q libprotobuf-c-dev "$TMPDIR/out"
verdict $? 'make deps without apt-get says what to install'
exit $fail
