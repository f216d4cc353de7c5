#!/usr/bin/env python3
"""The includes that docs/architecture.md allows, and the rule that tbtop's view cannot change the
model.

The rules are tried on wrong lines first, so that they can fail."""
import pathlib
import re
import sys

from shared.rules import report

# Library: base <- wire <- summary <- (write | read | health) <- (train | judge): train combines
# write and health, judge combines read and health. Within read: (file | column) <- run <- query <-
# logdir. "read" itself denotes the public headers of reading.
LIB = {
    "base": {"base"},
    "wire": {"base", "wire"},
    "summary": {"base", "wire", "summary"},
    "write": {"base", "wire", "summary", "write"},
    "read": {"base", "wire", "summary", "read"},
    "health": {"base", "wire", "summary", "health"},
    "train": {"base", "wire", "summary", "write", "health", "train"},
    "judge": {"base", "wire", "summary", "read", "read/query", "health", "judge"},
}
READ = {
    "read/file": set(),
    "read/column": set(),
    "read/run": {"read/file", "read/column"},
    "read/query": {"read/file", "read/column", "read/run"},
    "read/logdir": {"read/file", "read/column", "read/run", "read/query"},
}
LIB |= {part: LIB["read"] | below | {part} for part, below in READ.items()}
# The layer of a public header; a header that is not listed is open to all layers.
PUBLIC = {
    "writer.h": "write",
    "reader.h": "read",
    "logdir.h": "read",
    "series.h": "read",
    "cursor.h": "read",
    "direction.h": "health",
    "health.h": "health",
    "judge.h": "judge",
    "train.h": "train", "checkpoint.h": "train", "shuffle.h": "train",
}
# Programs: both use tools/common; in tbtop update and view include the model, never each other;
# only view includes the caches.
TOOLS = {
    "common": {"common"},
    "tfevents": {"common", "tfevents"},
    "tbtop": {"common", "tbtop", "tbtop/graph", "tbtop/model", "tbtop/cache", "tbtop/update",
              "tbtop/state",
              "tbtop/view", "tbtop/term"},
    "tbtop/embed": {"common", "tbtop/embed"},
    "tbtop/graph": {"common", "tbtop/graph"},
    "tbtop/model": {"common", "tbtop/graph", "tbtop/model"},
    "tbtop/cache": {"common", "tbtop/embed", "tbtop/graph", "tbtop/cache"},
    "tbtop/update": {"common", "tbtop/embed", "tbtop/graph", "tbtop/model", "tbtop/update"},
    "tbtop/state": {"common", "tbtop/graph", "tbtop/model", "tbtop/update", "tbtop/state"},
    "tbtop/view": {"common", "tbtop/embed", "tbtop/graph", "tbtop/model", "tbtop/cache",
                   "tbtop/view"},
    "tbtop/term": {"common", "tbtop/graph", "tbtop/model", "tbtop/view", "tbtop/term"},
}
# Headers of other libraries and the folders that may include them.
FOREIGN = [
    (r"n?curses(w/.*)?\.h|term\.h|ncursesw/.*", r"tools/tbtop/term/"),
    (r"protobuf-c/.*|.*\.pb-c\.h", r"lib/(wire|summary|write|read)/"),
    (r"png\.h|zlib\.h|isa-l.*|crc\.h", r"lib/(wire|summary|write|read)/|tools/common/|tools/tbtop/cache/|examples/"),
    (r"sha256\.h", r"lib/(wire|summary)/"),
    (r"gif_lib\.h", r"lib/wire/|tools/tbtop/cache/"),
    (r"jpeglib\.h|chafa\.h", r"tools/tbtop/cache/"),
    (r"pcre2\.h|utf8proc\.h", r"tools/"),
    (r"jansson\.h", r"tools/common/|tools/tfevents/|tools/tbtop/cache/"),
    (r"ini\.h", r"tools/common/"),
    (r"cmark\.h", r"tools/tbtop/cache/"),
    (r"cairo.*\.h", r"tools/common/"),
]
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


# The view is a pure function: it has no pointer through which it could change the model or a part
# of it.
PURE = ("tools/tbtop/view", "tools/tbtop/cache", "tools/tbtop/term")
PARTS = "model|run|tag|tag_list|curve|finding|finding_list"
CHANGEABLE = re.compile(rf"(?<!const )\bstruct (?:{PARTS})\s*\*")
IMPURE_LINES = ("void f(struct model *m);", "	struct run *run = m->runs[0];",
                "f(int n, struct tag_list *l)", "(struct model* m)")
PURE_LINES = ("void f(const struct model *m);", "	struct model copy = *m;",
              "	struct model_view *v;")


def public_layer(name):
    return PUBLIC.get(name.removeprefix("tfevents/"), "base")


def layer_of(folders):
    """The layer of a file by its folders: the folders of read are layers."""
    return "/".join(folders[:2]) if folders[0] == "read" else folders[0]


def lib_error(path, quote, name):
    """The reason why an include of lib/ is wrong, or None."""
    parts = path.split("/")
    if parts[1] == "include":
        if not re.fullmatch(r"tfevents/\w+\.h|\w+\.h", name):
            return "a public header includes only libc and public headers"
        if path == "lib/include/tfevents.h" or not name.startswith("tfevents/"):
            return None
        layer = public_layer(parts[-1])
    else:
        layer = layer_of(parts[1:-1])
        if layer == "read":
            return "a source of read lives in one of its parts"
    allowed = LIB.get(layer)
    if allowed is None:
        return f"lib/{layer} is no layer that tests/lint/layers.py knows"
    if name == "tfevents.h":
        return "the library includes the public header it means, not all of them"
    if name.startswith("tfevents/"):
        target = public_layer(name)
    elif quote == '"' and not name.endswith(".pb-c.h"):
        if "/" not in name:
            return 'written with its layer: "base/x.h"'
        target = layer_of(name.split("/")[:-1])
    else:
        return None
    return None if target in allowed else f"{layer} does not see {target}"


def tool_error(path, quote, name):
    """The reason why an include of tools/ or examples/ is wrong, or None."""
    if quote == "<":
        return None
    if path.startswith("examples/"):
        return "examples include only installed headers and files beside them" if "/" in name else None
    folder = "/".join(path.split("/")[1:-1])
    target = "/".join(name.split("/")[:-1])
    if folder not in TOOLS:
        return f"tools/{folder} is no layer that tests/lint/layers.py knows"
    if not target:
        return 'written with its folder: "common/x.h"'
    return None if target in TOOLS[folder] else f"{folder} does not see {target}"


def error(path, quote, name):
    if ".." in name.split("/"):
        return "goes up with .."
    for pattern, where in FOREIGN:
        if re.fullmatch(pattern, name) and not re.match(where, path):
            return f"only {where} may include it"
    return (lib_error if path.startswith("lib/") else tool_error)(path, quote, name)


MUST_FAIL = """
lib/base/a.c "wire/b.h"
lib/base/a.c <tfevents/writer.h>
lib/base/a.c <zlib.h>
lib/wire/a.c "summary/b.h"
lib/wire/a.c "b.h"
lib/write/a.c "read/b.h"
lib/read/run/a.c "health/b.h"
lib/read/a.c "base/b.h"
lib/read/file/a.c "read/column/b.h"
lib/read/column/a.c "read/file/b.h"
lib/read/file/a.c "read/run/b.h"
lib/read/run/a.c "read/query/b.h"
lib/read/run/a.c "read/logdir/b.h"
lib/read/query/a.c "read/logdir/b.h"
lib/train/a.c "read/run/b.h"
lib/health/a.c "read/b.h"
lib/health/a.c <tfevents/series.h>
lib/health/a.c "event.pb-c.h"
lib/train/a.c "read/b.h"
lib/train/a.c <tfevents.h>
lib/judge/a.c "write/b.h"
lib/judge/a.c <tfevents/train.h>
lib/judge/a.c "read/run/b.h"
lib/health/a.c <tfevents/judge.h>
lib/read/query/a.c "judge/b.h"
lib/train/a.c "judge/b.h"
lib/unknown/a.c "base/b.h"
lib/include/tfevents/health.h <tfevents/logdir.h>
lib/include/tfevents/kind.h "base/b.h"
lib/include/tfevents/kind.h <protobuf-c/protobuf-c.h>
tools/tfevents/a.c "base/b.h"
tools/tfevents/a.c "../../lib/base/b.h"
tools/tfevents/a.c "tbtop/model/b.h"
tools/tbtop/model/a.c "tbtop/view/b.h"
tools/tbtop/model/a.c "tbtop/cache/b.h"
tools/tbtop/cache/a.c "tbtop/model/b.h"
tools/tbtop/update/a.c "tbtop/cache/b.h"
tools/tbtop/update/a.c "tbtop/view/b.h"
tools/tbtop/view/a.c "tbtop/update/b.h"
tools/tbtop/view/a.c <ncurses.h>
tools/tbtop/main.c <curses.h>
tools/tfevents/a.c <ini.h>
tools/common/a.c "tbtop/model/b.h"
examples/a.c "base/b.h"
"""
MUST_PASS = """
lib/base/a.c "base/b.h"
lib/base/a.c <tfevents/status.h>
lib/wire/a.c "event.pb-c.h"
lib/read/run/a.c "read/column/b.h"
lib/read/query/a.c <tfevents/series.h>
lib/read/logdir/a.c "read/query/b.h"
lib/train/a.c <tfevents/writer.h>
lib/train/a.c "health/b.h"
lib/judge/a.c "health/b.h"
lib/judge/a.c "read/query/b.h"
lib/judge/a.c <tfevents/series.h>
lib/include/tfevents/judge.h <tfevents/logdir.h>
lib/include/tfevents.h <tfevents/train.h>
lib/include/tfevents/train.h <tfevents/writer.h>
tools/tfevents/a.c "common/b.h"
tools/tbtop/main.c "tbtop/view/b.h"
tools/tbtop/term/a.c <ncurses.h>
tools/tbtop/view/a.c "tbtop/cache/b.h"
examples/a.c <tfevents.h>
"""


def self_check():
    wrong = []
    for text, must in ((MUST_FAIL, True), (MUST_PASS, False)):
        for line in text.split("\n"):
            if line:
                path, include = line.split(" ")
                if bool(error(path, include[0], include[1:-1])) != must:
                    wrong.append(f"{line} is {'not caught' if must else 'refused'}")
    wrong += [f"{line} is not caught" for line in IMPURE_LINES if not CHANGEABLE.search(line)]
    wrong += [f"{line} is refused" for line in PURE_LINES if CHANGEABLE.search(line)]
    return wrong


def main():
    wrong = self_check()
    seen, found = 0, []
    for top in ("lib", "tools", "examples"):
        for file in sorted(pathlib.Path(top).rglob("*.[ch]")):
            path = file.as_posix()
            for quote, name in INCLUDE.findall(file.read_text()):
                seen += 1
                why = error(path, quote, name)
                if why:
                    found.append(f"{path}: {name}: {why}")
    if not seen:
        found.append("no include seen at all")
    files = [file for folder in PURE for file in sorted(pathlib.Path(folder).glob("*.[ch]"))]
    impure = [
        f"{file}:{number}: {line.strip()}"
        for file in files
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if CHANGEABLE.search(line)
    ]
    if not files:
        impure.append("no file of the view seen at all")
    failed = [
        report(1, "the rules catch wrong includes", wrong),
        report(2, "every include respects the layers", found),
        report(3, "the view has no pointer to a model that it could change", impure),
    ]
    return 1 if any(failed) else 0


sys.exit(main())
