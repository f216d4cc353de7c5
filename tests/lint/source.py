#!/usr/bin/env python3
"""Text that no source file may contain: banned calls, unfinished marks, paths of one machine, too
many lines."""
import re
import subprocess
import sys

from shared.rules import NOT_CODE, report

# Banned in lib/ and tools/: unbounded, not thread-safe, or without a way to report an error.
BANNED = "\
strcpy strcat strncpy strncat sprintf vsprintf gets strtok atoi atol atoll atof alloca mktemp \
tmpnam tempnam asctime ctime gmtime localtime system popen rand srand scanf sscanf fscanf \
setjmp".split()
# Also banned in lib/: it does not print, exit, abort or change signal handling, and it allocates
# through base/alloc.h.
BANNED_LIB = "\
printf fprintf vprintf vfprintf puts fputs putchar perror exit _exit _Exit abort assert \
signal sigaction malloc calloc realloc free strdup strndup asprintf vasprintf getline".split()
# A folder or file (the beginning of its path), and the calls that it may make.
ALLOWED = {"lib/base/alloc.c": {"malloc", "calloc", "realloc", "free"}, "lib/wire/png": {"setjmp"},
           "tools/tbtop/cache/picture_png.c": {"setjmp"},
           "tools/tbtop/cache/picture_jpeg.c": {"setjmp"}}
# A pointer of another type accessed as a void pointer is undefined; see TFE__GROW in
# lib/base/alloc.h.
ALIASED = re.compile(r"\(void \*\*\)\s*&")
# Extensions of GCC and Clang have a macro in one of these headers.
EXTENSION = re.compile(r"\b(__builtin_\w+|__attribute__|__extension__|__int128|__typeof__|typeof|__asm__|asm)\b")
COMPILER = {"lib/base/compiler.h", "lib/include/tfevents/api.h", "tools/common/printf_like.h"}
LEFTOVERS = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
MACHINE = re.compile(r"/(home|root|work|Users)/\w")
SOFT, HARD = 600, 1000


def code_only(text):
    """The text with comments and strings blanked and line numbers preserved."""
    return NOT_CODE.sub(lambda m: "\n" * m.group().count("\n"), text)


def banned_calls(path, text):
    names = set(BANNED)
    if path.startswith("lib/"):
        names |= set(BANNED_LIB)
    for prefix, calls in ALLOWED.items():
        if path.startswith(prefix):
            names -= calls
    call = re.compile(r"(?<![\w.>])(" + "|".join(sorted(names)) + r")\s*\(")
    for number, line in enumerate(code_only(text).split("\n"), 1):
        for name in call.findall(line):
            yield f"{path}:{number}: {name}() is banned here"


def lines_with(pattern, path, text, why):
    for number, line in enumerate(text.split("\n"), 1):
        if pattern.search(line):
            yield f"{path}:{number}: {why}: {line.strip()[:80]}"


def self_check():
    bad = "int f(void)\n{\n\t/* strcpy( */ char *p = \"atoi(\";\n\treturn atoi(p);\n}\n"
    cases = [
        (list(banned_calls("tools/x.c", bad)), ["tools/x.c:4: atoi() is banned here"]),
        (len(list(banned_calls("lib/x/x.c", "p = malloc(3);"))), 1),
        (len(list(banned_calls("tools/x.c", "p = malloc(3);"))), 0),
        (len(list(banned_calls("lib/base/alloc.c", "p = malloc(3);"))), 0),
        (len(list(banned_calls("lib/x/x.c", "a->free(p); tfe__free(p);"))), 0),
        (bool(ALIASED.search("f((void **)&p);")), True),
        (bool(ALIASED.search("f((void **)p, (void *)&p);")), False),
        (len(list(lines_with(EXTENSION, "lib/x.c", code_only("n = __builtin_ctz(m); /* typeof */"),
                             ""))), 1),
        (bool(LEFTOVERS.search("/* TO" + "DO: */")), True),
        (bool(MACHINE.search('"/home' + '/me/x"')), True),
    ]
    return [f"{got!r} instead of {want!r}" for got, want in cases if got != want]


def tracked():
    """The files of the project: git's list, or all files of its folders without git."""
    run = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], capture_output=True,
                         text=True)
    if run.returncode != 0:
        run = subprocess.run("find Makefile *.mk lib tools proto tests examples docs README.md -type f",
                             shell=True, capture_output=True, text=True)
    return [p for p in run.stdout.split("\n") if p]


def main():
    calls, aliased, extensions, left, paths, size, seen = [], [], [], [], [], [], 0
    for path in tracked():
        if path == "tests/lint/source.py":
            continue
        try:
            text = open(path, encoding="utf-8").read()
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        if path.endswith((".c", ".h")):
            count = text.count("\n")
            if count > HARD:
                size.append(f"{path}: {count} lines; split it by concern, {HARD} is the limit")
            elif count > SOFT:
                print(f"# {path}: {count} lines: does it still have one concern?")
        if path.startswith(("lib/", "tools/")) and path.endswith((".c", ".h")):
            seen += 1
            calls += banned_calls(path, text)
            if path not in COMPILER:
                extensions += lines_with(EXTENSION, path, code_only(text),
                                         "an extension without a macro")
            aliased += lines_with(ALIASED, path, text, "a pointer of another type as void *")
        if not path.startswith(("LICENSE", "tests/fuzz/corpus/", "tests/golden/data/",
                                "examples/data/")):
            left += lines_with(LEFTOVERS, path, text, "left over")
            paths += lines_with(MACHINE, path, text, "a path of one machine")
    if not seen:
        calls.append("no source file seen at all")
    failed = [
        report(1, "the patterns match what they should", self_check()),
        report(2, "no banned call", calls),
        report(3, "nothing left over", left),
        report(4, "no path of one machine", paths),
        report(5, "no file is too long", size),
        report(6, "no pointer is read through a type that it does not have", aliased),
        report(7, "extensions of the compiler are behind macros", extensions),
    ]
    return 1 if any(failed) else 0


sys.exit(main())
