#!/usr/bin/env python3
"""Rules of text: lines have at most 100 columns, five words are banned, and base names of files are
unique."""
import collections
import pathlib
import re
import subprocess
import sys

from shared.rules import report

COLUMNS, TAB = 100, 8
WRAPPED = (".c", ".h", ".cc", ".sh", ".py", ".md", ".scd", ".mk", ".proto",
           "Makefile", ".ci/deps", ".ci/run", "tests/run")
# CONTRIBUTING.md lists plain words to use instead: reported, from scratch, expensive, except, the
# caller that.
WORDS = re.compile(r"\b(told|anew|dear|whoever)\b|\bbut\s+for\b", re.I)
# The row of CONTRIBUTING.md's table that lists a word to avoid.
LISTED = re.compile(r"^\|[^|\n]*(?=\|[^|\n]*\|$)", re.M)
# Foreign data, and this list itself.
FIXTURES = ("LICENSE", "tests/fuzz/corpus/", "tests/golden/data/", "tests/tui/golden/", "examples/data/",
            "tests/lint/text.py")
# Text that cannot be divided: addresses; in scripts also long strings (expected output, messages,
# programs).
URL = re.compile(r"https?://\S{40}")
STRING = re.compile(r"""f?"(?:\\.|[^"\\]){50,}"|'[^']{50,}'|\S{60,}""")


def width(line):
    columns = 0
    for character in line:
        columns = (columns // TAB + 1) * TAB if character == "\t" else columns + 1
    return columns


def long_lines(path, text):
    """Lines that are too long. Tables and code blocks of Markdown cannot be wrapped."""
    fenced = False
    script = not path.endswith((".c", ".h", ".cc", ".md", ".scd", ".proto"))
    for number, line in enumerate(text.split("\n"), 1):
        if path.endswith(".md") and line.lstrip().startswith("```"):
            fenced = not fenced
        table = path.endswith(".md") and (fenced or line.startswith("|"))
        string = script and (STRING.search(line) or line.startswith('{"'))
        if width(line) > COLUMNS and not (table or string or URL.search(line)):
            yield f"{path}:{number}: {width(line)} columns, {COLUMNS} is the limit"


def banned_words(path, text):
    """The banned words, also "but for" with a line end in it."""
    if path == "CONTRIBUTING.md":
        text = LISTED.sub("|", text)
    for match in WORDS.finditer(text):
        yield f"{path}:{text.count(chr(10), 0, match.start()) + 1}: the word '{' '.join(match.group().split())}'"


def shared_names(paths):
    """Base names of two sources. A pair x.c, x.h in one folder, and a public header, count once."""
    folders = collections.defaultdict(set)
    for path in map(pathlib.PurePosixPath, paths):
        if path.suffix in (".c", ".h") and path.parts[0] in ("lib", "tools") and path.stem != "main":
            if path.parts[:2] != ("lib", "include"):
                folders[path.stem].add(path.parent.as_posix())
    for name, where in sorted(folders.items()):
        if len(where) > 1:
            yield f"{name}: {', '.join(sorted(where))}"


def self_check():
    wide = "x" * (COLUMNS + 1)
    cases = [
        (len(list(long_lines("a.c", wide))), 1),
        (len(list(long_lines("a.c", "\t" * 12 + "12345"))), 1),
        (len(list(long_lines("a.c", "\t" * 12 + "1234"))), 0),
        (len(list(long_lines("a.sh", f"echo '{wide}'"))), 0),
        (len(list(long_lines("a.c", f"\"{wide}\""))), 1),
        (len(list(long_lines("a.sh", "true && " * 13))), 1),
        (len(list(long_lines("a.md", "x " * 51))), 1),
        (len(list(long_lines("a.md", f"```\n{wide}\n```\n| {wide} |"))), 0),
        (len(list(long_lines("a.md", f"```\n```\n{'x ' * 51}"))), 1),
        (list(banned_words("a.c", "x\nDear, all but\nfor one")), ["a.c:2: the word 'Dear'", "a.c:2: the word 'but for'"]),
        (list(banned_words("a.c", "endeared, butfor, untold_")), []),
        (list(banned_words("CONTRIBUTING.md", "| told | reported |\n")), []),
        (len(list(banned_words("CONTRIBUTING.md", "| x | told |\ntold | x\n"))), 2),
        (list(shared_names(["lib/a/x.c", "lib/a/x.h", "lib/include/tfevents/x.h", "lib/a/main.c", "tools/t/main.c"])), []),
        (list(shared_names(["lib/a/x.c", "tools/b/x.h", "tests/x.c"])), ["x: lib/a, tools/b"]),
    ]
    return [f"{got!r} instead of {want!r}" for got, want in cases if got != want]


def tracked():
    """The files of the project: git's list, or all files of its folders without git."""
    run = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True)
    if run.returncode != 0:
        run = subprocess.run("find Makefile *.mk *.md .ci lib tools proto tests examples docs -type f",
                             shell=True, capture_output=True, text=True)
    return [p for p in run.stdout.split("\n") if p and not p.startswith(FIXTURES)]


def main():
    long, words, paths = [], [], tracked()
    for path in paths:
        try:
            text = open(path, encoding="utf-8").read()
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        words += banned_words(path, text)
        if path.endswith(WRAPPED):
            long += long_lines(path, text)
    failed = False
    for number, (what, found) in enumerate((
            ("the rules catch what they should", self_check()),
            (f"no line is longer than {COLUMNS} columns", long),
            ("no word of a private dialect", words),
            ("each source file has a name of its own", list(shared_names(paths))),
    ), 1):
        failed |= report(number, what, found)
    return 1 if failed else 0


sys.exit(main())
