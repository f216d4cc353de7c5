#!/bin/sh
# Installs into an empty prefix. Programs in C and in C++ are built only with the flags that
# pkg-config and CMake report for it, with the shared and with the static library, also after the
# prefix was moved. After uninstalling, the prefix is empty.
set -u
fail=0 n=0
# verdict STATUS NAME [FILE]: FILE contains the reason of a failure.
verdict() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		[ $# -lt 3 ] || tail -n 40 "$3" | sed 's/^/# /'
		fail=1
	fi
}
# skip NAME REASON
skip() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}
version=$(cat VERSION)
prefix=$TMPDIR/prefix moved=$TMPDIR/moved
log=$TMPDIR/log
run_make() { make --no-print-directory "BUILD=$BUILD" "PREFIX=$prefix" "$@" >"$log" 2>&1; }

run_make DESTDIR= install
verdict $? 'make install' "$log"
run_make "DESTDIR=$TMPDIR/staged" install
verdict $? 'make install with DESTDIR' "$log"
diff -r "$prefix" "$TMPDIR/staged$prefix" >"$log" 2>&1
verdict $? 'DESTDIR changes where files go, not what is in them' "$log"
rm -rf "$TMPDIR/staged"

san=${SANITIZE:+-fsanitize=$SANITIZE}
mkdir "$TMPDIR/project"
cat >"$TMPDIR/project/program.c" <<'C'
#include <string.h>

#include <tfevents.h>

int main(int argc, char **argv)
{
	tfe_error error = TFE_ERROR_INIT;
	tfe_reader *reader = NULL;
	if (tfe_reader_open("/nowhere", NULL, &reader, &error) != TFE_E_NOTFOUND)
		return 2;
	return argc == 2 && strcmp(tfe_version(), argv[1]) == 0 ? 0 : 1;
}
C
cp "$TMPDIR/project/program.c" "$TMPDIR/project/program.cc"
cxx=$(command -v "${CXX:-c++}")

# --- pkg-config ----------------------------------------------------------------------------------
pc() { PKG_CONFIG_PATH=$prefix/lib/pkgconfig pkg-config "$@" tfevents; }
[ "$(pc --modversion)" = "$version" ]
verdict $? 'pkg-config knows the version'
pc --define-variable=prefix=/other --cflags --libs >"$log"
grep -q -e '-I/other/include' "$log" && grep -q -e '-L/other/lib' "$log" &&
	! grep -qF "$prefix" "$log"
verdict $? 'pkg-config accepts another prefix' "$log"

# build LANGUAGE SOURCE COMPILER...
build() {
	language=$1 source=$TMPDIR/project/$2
	shift 2
	"$@" $san $(pc --cflags) -o "$TMPDIR/shared" "$source" $(pc --libs) 2>"$log" &&
		LD_LIBRARY_PATH=$prefix/lib "$TMPDIR/shared" "$version"
	verdict $? "a program in $language links the shared library" "$log"
	mv "$prefix/lib/libtfevents.so" "$TMPDIR"
	"$@" $san $(pc --cflags) -o "$TMPDIR/static" "$source" $(pc --static --libs) 2>"$log" &&
		"$TMPDIR/static" "$version"
	verdict $? "a program in $language links the static library" "$log"
	mv "$TMPDIR/libtfevents.so" "$prefix/lib"
}
build C program.c ${CC:-cc} -std=c99
if [ -n "$cxx" ]; then
	build C++ program.cc "$cxx" -std=c++11
else
	skip 'programs in C++' 'no C++ compiler'
fi

# --- CMake ---------------------------------------------------------------------------------------
cat >"$TMPDIR/project/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.9)
project(program)
find_package(tfevents ${WANT} REQUIRED COMPONENTS shared static)
add_executable(shared program.c)
target_link_libraries(shared PRIVATE tfevents::tfevents)
add_executable(static program.c)
target_link_libraries(static PRIVATE tfevents::tfevents_static)
add_executable(shared_cc program.cc)
target_link_libraries(shared_cc PRIVATE tfevents::tfevents)
add_executable(static_cc program.cc)
target_link_libraries(static_cc PRIVATE tfevents::tfevents_static)
CMAKE
# Sets the variables that CMake sets for find_package(tfevents VERSION), and prints the result of
# the version file.
cat >"$TMPDIR/version.cmake" <<'CMAKE'
string(REPLACE "." ";" parts "${PACKAGE_FIND_VERSION}.0")
list(GET parts 0 PACKAGE_FIND_VERSION_MAJOR)
list(GET parts 1 PACKAGE_FIND_VERSION_MINOR)
include(${FILE})
message(STATUS "compatible ${PACKAGE_VERSION_COMPATIBLE}")
CMAKE
# compatible WANTED_VERSION [-D...]: prints TRUE or FALSE.
compatible() {
	wanted=$1
	shift
	cmake "-DPACKAGE_FIND_VERSION=$wanted" "$@" \
		"-DFILE=$prefix/lib/cmake/tfevents/tfeventsConfigVersion.cmake" \
		-P "$TMPDIR/version.cmake" 2>&1 | sed -n 's/^-- compatible //p'
}
if ! command -v cmake >/dev/null; then
	skip 'find_package(tfevents)' 'cmake is not installed (run `make deps`)'
elif [ -z "$cxx" ]; then
	skip 'find_package(tfevents)' 'no C++ compiler'
else
	mv "$prefix" "$moved"
	cmake -S "$TMPDIR/project" -B "$TMPDIR/cmake" "-DCMAKE_PREFIX_PATH=$moved" \
		"-DWANT=$version" "-DCMAKE_C_FLAGS=$san" "-DCMAKE_CXX_FLAGS=$san" >"$log" 2>&1
	verdict $? 'find_package(tfevents) finds a prefix that was moved' "$log"
	cmake --build "$TMPDIR/cmake" >"$log" 2>&1
	verdict $? 'programs are built with its targets' "$log"
	for program in shared static shared_cc static_cc; do
		"$TMPDIR/cmake/$program" "$version" 2>"$log"
		verdict $? "the program $program runs" "$log"
	done
	ldd "$TMPDIR/cmake/shared" | grep -qF "$moved/lib/libtfevents.so" &&
		! ldd "$TMPDIR/cmake/static" | grep -q libtfevents
	verdict $? 'each links the library of its target'
	# Without the archive only the component `static` is missing.
	mv "$moved/lib/libtfevents.a" "$TMPDIR"
	cmake -S "$TMPDIR/project" -B "$TMPDIR/cmake" >"$log" 2>&1
	[ $? != 0 ] && grep -q 'the component static is missing' "$log"
	verdict $? 'a component that is missing is named' "$log"
	mv "$TMPDIR/libtfevents.a" "$moved/lib"
	mv "$moved" "$prefix"

	major=${version%%.*} rest=${version#*.}
	minor=${rest%%.*} patch=${rest#*.}
	[ "$(compatible "$version")" = TRUE ] && [ "$(compatible "$major.$minor")" = TRUE ]
	verdict $? 'this version is compatible with itself'
	[ "$(compatible "$major.$minor.$((patch + 1))")" = FALSE ] &&
		[ "$(compatible "$((major + 1)).0")" = FALSE ] &&
		[ "$(compatible "$major.$((minor + 1))")" = FALSE ]
	verdict $? 'it is not compatible with later ones'
	range="-DPACKAGE_FIND_VERSION_RANGE=ON -DPACKAGE_FIND_VERSION_MAX=$version"
	max=-DPACKAGE_FIND_VERSION_RANGE_MAX
	[ "$(compatible "$version" $range $max=INCLUDE)" = TRUE ] &&
		[ "$(compatible "$version" $range $max=EXCLUDE)" = FALSE ]
	verdict $? 'a range of versions is respected'
fi

# --- the prefix ----------------------------------------------------------------------------------
for program in tfevents tbtop; do
	[ -x "$BUILD/bin/$program" ] || continue
	[ "$(cd / && "$prefix/bin/$program" --version 2>&1)" = "$program $version" ]
	verdict $? "$program runs from the prefix"
done
# The prefix of this test is a folder of the build tree, and tfevents.pc names it.
sed -i "s|^prefix=$prefix\$|prefix=|" "$prefix/lib/pkgconfig/tfevents.pc"
if [ -n "$san" ]; then
	skip 'nothing installed names the build tree' 'a sanitizer build names its sources'
else
	! grep -rlF -e "$BUILD" -e "$SRC" "$prefix" >"$log"
	verdict $? 'nothing installed names the build tree' "$log"
fi

run_make DESTDIR= uninstall
verdict $? 'make uninstall' "$log"
find "$prefix" ! -type d >"$log"
[ -d "$prefix/lib/cmake/tfevents" ] && echo lib/cmake/tfevents >>"$log"
[ ! -s "$log" ]
verdict $? 'nothing is left' "$log"
exit $fail
