#!/usr/bin/env python3
"""The public headers: every declaration is documented, enumerators have the prefix of their type,
truth values are bool. The rules are tried on wrong headers first, so that they can fail.

A declaration is a function (TFE_API) or a type (typedef). It is documented if a comment ends on the
line before it, or if it is a function that follows another documented function without a blank
line: such a group has one comment."""
import os
import pathlib
import re
import subprocess
import sys

from shared.rules import report

BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
# Names that may be int, because they are no truth values.
INTEGERS = {"sys_errno", "dtype", "tfe_logdir_fd", "argc"}


def statements(text):
    """Each piece of a header: its first line, its text, and the kind of line before it ("comment",
    "blank", "function" or "other")."""
    lines = text.split("\n")
    before, i = "blank", 0
    while i < len(lines):
        line, first = lines[i], i
        if not line.strip():
            before, i = "blank", i + 1
            continue
        if line.startswith("/*"):
            while "*/" not in lines[i]:
                i += 1
            before, i = "comment", i + 1
            continue
        if line.startswith("#"):
            while lines[i].endswith("\\"):
                i += 1
            # A directive within a declaration is part of it; between two declarations it separates
            # them.
            before, i = "other", i + 1
            continue
        depth = 0
        while True:
            code = re.sub(r"/\*.*?(\*/|$)", "", lines[i])
            depth += code.count("{") - code.count("}")
            if (depth == 0 and code.rstrip().endswith((";", "}", "_DECLS"))) or i + 1 == len(lines):
                break
            i += 1
        piece = "\n".join(lines[first:i + 1])
        yield first + 1, piece, before
        before, i = ("function" if piece.startswith("TFE_API") else "other"), i + 1


def undocumented(text):
    """The declarations without a comment: "LINE: FIRST LINE" of each."""
    bad, grouped = [], False
    for line, piece, before in statements(text):
        first = piece.split("\n")[0]
        if piece.startswith("TFE_API"):
            documented = before == "comment" or (before == "function" and grouped)
            grouped = documented
        elif piece.startswith("typedef"):
            documented = before == "comment"
        else:
            continue
        if not documented:
            bad.append(f"{line}: {first}")
    return bad


def wrong_enumerators(preprocessed):
    """Enumerators without the prefix of their type."""
    bad = []
    for body, name in re.findall(r"typedef enum tfe_\w+ \{(.*?)\} (\w+);", preprocessed, re.S):
        prefixes = ("TFE_OK", "TFE_E_") if name == "tfe_status" else (name.upper() + "_",)
        for enumerator in re.findall(r"(\w+)\s*(?:=[^,]*)?(?:,|$)", body.strip()):
            if not enumerator.startswith(prefixes):
                bad.append(f"{enumerator} of {name}")
    return bad


def wrong_integers(text):
    """Declarations of an int that is not in INTEGERS: it may be a truth value."""
    code = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    code = re.sub(r"^#.*(\\\n.*)*$", "", code, flags=re.M)
    names = re.findall(r"\b(?:int|_Bool|unsigned char)\s+\*?(\w+)", code)
    return [name for name in names if name not in INTEGERS]


# Headers that break one rule each, and the number of violations.
UNDOCUMENTED = """
/* Documented. */
TFE_API void tfe_a(void);
TFE_API void tfe_b(int dtype,
		   int other);

TFE_API void tfe_c(void);
TFE_API void tfe_d(void);

/* A comment that stands alone. */

typedef struct tfe_e {
	size_t size; /* a field */
} tfe_e;
#define TFE_E_INIT TFE_SIZED(tfe_e)
TFE_API void tfe_f(void);
"""
ENUMERATORS = """
typedef enum tfe_axis { TFE_AXIS_STEP, TFE_WALL = 3, } tfe_axis;
typedef enum tfe_status { TFE_OK = 0, TFE_X = 1 } tfe_status;
"""
INTEGER = """
/* int flag */
#define X int flag
TFE_API int tfe_logdir_fd(int sys_errno);
struct s { int flag; };
TFE_API int tfe_is_open(void);
"""


def main():
    fail = False
    own = [f"{n} found in the wrong header, {want} expected" for n, want in (
        (len(undocumented(UNDOCUMENTED)), 4),
        (len(wrong_enumerators(ENUMERATORS)), 2),
        (len(wrong_integers(INTEGER)), 2)) if n != want]
    fail |= report(1, "what breaks a rule would be found", own)
    headers = sorted((BUILD / "include").rglob("*.h"))
    texts = {h.relative_to(BUILD / "include"): h.read_text() for h in headers}
    declared = sum(len(re.findall(r"^TFE_API", t, re.M)) for t in texts.values())
    seen = sum(p.startswith("TFE_API") for t in texts.values() for _, p, _ in statements(t))
    fail |= report(2, "every declaration was understood",
                   [] if declared == seen > 100 else [f"{declared} declared, {seen} understood"])
    fail |= report(3, "every declaration of the public headers is documented",
                   [f"{h}:{line}" for h, text in texts.items() for line in undocumented(text)])
    compiler = [os.environ.get("CC", "cc"), "-E", "-P", f"-I{BUILD}/include", "-xc", "-"]
    source = subprocess.run(compiler, input="#include <tfevents.h>\n", capture_output=True,
                            text=True, check=True).stdout
    enums = source.count("typedef enum tfe_")
    few = [] if enums > 10 else [f"only {enums} enumerations were found"]
    fail |= report(4, "every enumerator carries the prefix of its type",
                   wrong_enumerators(source) + few)
    integers = [f"{h}: int {name}" for h, text in texts.items() for name in wrong_integers(text)]
    fail |= report(5, "truth values are bool", integers)
    return fail


sys.exit(main())
