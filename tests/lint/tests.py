#!/usr/bin/env python3
"""Rules of the tests: an assertion has one condition, no test sleeps, and cmocka's assertions are
only used where they work.

An assertion of cmocka leaves the test by longjmp. In another thread or in a forked child it would
jump to a foreign stack. Results of such code are therefore recorded, and asserted after
pthread_join or waitpid. The check follows calls of functions that the same file or a shared header
of the tests defines."""
import glob
import re
import sys

from shared.rules import NOT_CODE, report

ASSERTS = re.compile(r"\b(assert_\w+|fail|fail_msg|skip)\s*\(")
SLEEPS = {
    "c": re.compile(r"\b((?:u|nano|clock_nano)?sleep\s*\(|poll\s*\(\s*NULL|select\s*\(\s*0\s*,\s*NULL)"),
    "py": re.compile(r"\b(sleep\s*\()"),
    "sh": re.compile(r"(?:^|[;&|({]|\b(?:do|then|else)\b)\s*(sleep\b)"),
}
FUNCTION = re.compile(r"^\w[^;{}()=#]*?\b(\w+)\([^;{}]*\)\n\{\n(.*?)^\}", re.S | re.M)
THREAD = re.compile(r"(?<!__real_)(?<!__wrap_)\bpthread_create\s*\(([^;]*)\)")
CHILD = re.compile(r"\bif \((?:!fork\(\)|(?:pid|\w*child) == 0)\)")


def blank(match):
    """Comments are removed, strings become empty, line numbers are preserved."""
    text = match.group()
    return '""' if text[0] == '"' else "0" if text[0] == "'" else "\n" * text.count("\n")


def code_of(text):
    return NOT_CODE.sub(blank, text)


def closing(text, at):
    """The index after the bracket that closes the one before `at`."""
    depth = 1
    while depth and at < len(text):
        depth += (text[at] in "([{") - (text[at] in ")]}")
        at += 1
    return at


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def combined(path, text):
    """Assertions with && or || outside inner brackets."""
    code = code_of(text)
    for m in re.finditer(r"\bassert_(?:true|false)\s*\(", code):
        argument = code[m.end():closing(code, m.end()) - 1]
        while (inner := re.sub(r"[(\[{][^()\[\]{}]*[)\]}]", "", argument)) != argument:
            argument = inner
        if "&&" in argument or "||" in argument:
            yield f"{path}:{line_of(code, m.start())}: an assertion of more than one condition"


def sleeps(path, text):
    kind = "c" if path.endswith((".c", ".h")) else path.rsplit(".", 1)[-1]
    code = code_of(text) if kind == "c" else re.sub(r"(?m)(?:^|\s)#.*$", "", text)
    for number, line in enumerate(code.split("\n"), 1):
        if SLEEPS[kind].search(line):
            yield f"{path}:{number}: a test waits for an event, it does not sleep"


def child_parts(code):
    """The code of a forked child: the statement or block after a test for the child."""
    for m in CHILD.finditer(code):
        rest = code[m.end():].lstrip()
        end = closing(rest, 1) if rest[0] == "{" else rest.find(";") + 1
        yield line_of(code, m.start()), rest[:end]


def asserts_elsewhere(path, text, shared):
    """Assertions in code that threads and forked children run."""
    code = code_of(text)
    functions = {**shared, **dict(FUNCTION.findall(code))}
    roots = list(child_parts(code))
    for m in THREAD.finditer(code):
        words = [a.strip() for a in m.group(1).split(",")]
        if len(words) > 2 and words[2] in functions:
            roots.append((line_of(code, m.start()), functions[words[2]]))
    for line, body in roots:
        seen, left = set(), [("", body)]
        while left:
            name, body = left.pop()
            if ASSERTS.search(body):
                yield f"{path}:{line}: asserts in another thread or process" + (f", in {name}" if name else "")
                break
            for call in re.findall(r"\b(\w+)\b", body):
                if call in functions and call not in seen:
                    seen.add(call)
                    left.append((call, functions[call]))


def missing_targets(path, text, sources):
    """Target functions of a fuzz target that no source defines."""
    named = re.search(r"Target functions: ([\w\s*]*?)\n \*\n", text)
    for name in re.findall(r"\w+", named.group(1) if named else ""):
        if not re.search(rf"\b{name}\(", sources):
            yield f"{path}: {name} is no function any more"


def self_check():
    thread = "static void *run(void *c)\n{\n\t%s\n}\nvoid f(void)\n{\n\tpthread_create(&t, NULL, run, c);\n}\n"
    deep = "static void deep(void)\n{\n\tfail();\n}\n"
    child = "void f(void)\n{\n\tpid_t child = fork();\n\tif (child == 0) {\n\t\t%s\n\t}\n\tassert_true(child > 0);\n}\n"
    cases = [
        (len(list(combined("x.c", "assert_true(a &&\n b);"))), 1),
        (len(list(combined("x.c", "assert_false(a || f(b));"))), 1),
        (len(list(combined("x.c", 'assert_true(f(a && b)); assert_string_equal(s, "&&"); if (a && b) x();'))), 0),
        (len(list(combined("x.c", 'assert_true(c == \'"\'); /* assert_true(a && b) */'))), 0),
        (list(sleeps("x.c", "\n\tnanosleep(&t, NULL);")), ["x.c:2: a test waits for an event, it does not sleep"]),
        (len(list(sleeps("x.h", "usleep(1); poll(NULL, 0, 10);"))), 1),
        (len(list(sleeps("x.c", "/* sleep(1) */ poll(&p, 1, 60000); sleepy(1);"))), 0),
        (len(list(sleeps("x.sh", "until ready; do sleep 0.1; done\nsleep 1 &\n"))), 2),
        (len(list(sleeps("x.sh", "# sleep 1\necho no sleep # here\n"))), 0),
        (len(list(sleeps("x.py", "    time.sleep(1)\n# sleep(1)\n"))), 1),
        (len(list(asserts_elsewhere("x.c", thread % "assert_true(c);", {}))), 1),
        (len(list(asserts_elsewhere("x.c", deep + thread % "deep();", {}))), 1),
        (len(list(asserts_elsewhere("x.c", thread % "shared();",
                                    {"shared": "assert_null(x);"}))), 1),
        (len(list(asserts_elsewhere("x.c", deep + thread % "note(c);", {}))), 0),
        (len(list(asserts_elsewhere("x.c", child % "assert_true(1);", {}))), 1),
        (len(list(asserts_elsewhere("x.c", child % "_exit(1);", {}))), 0),
        (list(missing_targets("x.c", "/* Target functions: f\n * gone\n *\n * What holds. */", "int f(void);\n")),
         ["x.c: gone is no function any more"]),
    ]
    return [f"case {k}: {got!r} instead of {want!r}"
            for k, (got, want) in enumerate(cases, 1) if got != want]


def main():
    paths = sorted(glob.glob("tests/**/*.[ch]", recursive=True) + glob.glob("tests/*/*.py") +
                   glob.glob("tests/*/*.sh"))
    texts = {p: open(p, encoding="utf-8").read() for p in paths if not p.startswith("tests/lint/")}
    shared = {}
    for path, text in texts.items():
        if path.endswith(".h"):
            shared.update(FUNCTION.findall(code_of(text)))
    sources = "".join(open(p, encoding="utf-8").read() for d in ("lib", "tools")
                      for p in glob.glob(d + "/**/*.[ch]", recursive=True))
    conditions, slept, elsewhere, missing, threads = [], [], [], [], 0
    for path, text in texts.items():
        slept += sleeps(path, text)
        if not path.endswith((".c", ".h")):
            continue
        conditions += combined(path, text)
        threads += len(THREAD.findall(text))
        elsewhere += asserts_elsewhere(path, text, shared)
        if path.startswith("tests/fuzz/fuzz_"):
            missing += missing_targets(path, text, sources)
    if not threads:
        elsewhere.append("no thread seen at all")
    failed = [
        report(1, "the patterns match what they should", self_check()),
        report(2, "each assertion has one condition", conditions),
        report(3, "no test sleeps", slept),
        report(4, "no assertion outside the test's thread and process", elsewhere),
        report(5, "each function that a fuzz target names exists", missing),
    ]
    return 1 if any(failed) else 0


sys.exit(main())
