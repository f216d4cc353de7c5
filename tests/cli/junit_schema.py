#!/usr/bin/env python3
"""Checks a JUnit report by the rules of Jenkins' schema junit-10, restated as tables.

    junit_schema.py FILE    prints each violation; status 1 if there are any

The numbers of the suites must also be those of their cases."""
import re
import sys
import xml.etree.ElementTree as ElementTree

TIME = re.compile(r"(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?")
OUTPUT = {"system-out", "system-err"}
RERUNS = {"rerunFailure", "rerunError", "flakyFailure", "flakyError"}
# Of each element: its required attributes, its optional ones, its children, and whether it may
# contain text.
ELEMENTS = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}, {"testsuite"}, False),
    "testsuite": ({"name", "tests", "failures", "errors"},
                  {"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file",
                   "log", "url"},
                  {"testsuite", "properties", "testcase"} | OUTPUT, False),
    "testcase": ({"name"}, {"time", "classname", "group"},
                 {"skipped", "error", "failure"} | RERUNS | OUTPUT, False),
    "properties": (set(), set(), {"property"}, False),
    "property": ({"name", "value"}, set(), set(), False),
    "skipped": (set(), {"type", "message"}, set(), True),
    "error": (set(), {"type", "message"}, set(), True),
    "failure": (set(), {"type", "message"}, set(), True),
    "system-out": (set(), set(), set(), True),
    "system-err": (set(), set(), set(), True),
    "stackTrace": (set(), set(), set(), True),
} | {name: ({"type"}, {"message"}, {"stackTrace"} | OUTPUT, True) for name in RERUNS}


def violations(element, parent=None):
    required, optional, children, text = ELEMENTS.get(element.tag, (set(), set(), set(), False))
    if element.tag not in ELEMENTS or (parent is None and element.tag not in
                                       ("testsuites", "testsuite")):
        yield f"<{element.tag}> is not known here"
        return
    given = set(element.keys())
    for name in required - given:
        yield f"<{element.tag}> has no {name}"
    for name in given - required - optional:
        yield f"<{element.tag}> must not have {name}"
    if element.tag in ("testsuite", "testsuites") and not TIME.fullmatch(element.get("time", "")):
        yield f"<{element.tag}> has a wrong time"
    words = (element.text or "") + "".join(child.tail or "" for child in element)
    if words.strip() and not text:
        yield f"<{element.tag}> must not contain text"
    for child in element:
        if child.tag in children:
            yield from violations(child, element)
        else:
            yield f"<{element.tag}> must not contain <{child.tag}>"


def wrong_counts(root):
    for suite in root.iter("testsuite"):
        cases = suite.findall("testcase")
        for name, count in (("tests", len(cases)),
                            ("failures", sum(c.find("failure") is not None for c in cases)),
                            ("errors", sum(c.find("error") is not None for c in cases))):
            if suite.get(name) != str(count):
                yield f"{suite.get('name')}: {name} is {suite.get(name)}, not {count}"


def check(text):
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        return [f"not XML: {error}"]
    return list(violations(root)) + list(wrong_counts(root))


SUITE = '<testsuite name="a" tests="1" failures="0" errors="0">{}</testsuite>'
RIGHT = ("<testsuites>" + SUITE.format('<testcase name="b"><system-out>x</system-out></testcase>')
         + "</testsuites>")
WRONG = (
    "", "<testsuites>", "<html/>", "<testcase name='x'/>", "<testsuites><testcase/></testsuites>",
    RIGHT.replace('name="b"', ""), RIGHT.replace('name="b"', 'name="b" file="c"'),
    RIGHT.replace(' failures="0"', ""), RIGHT.replace('tests="1"', 'tests="2"'),
    RIGHT.replace("<testsuites>", '<testsuites time="1 s">'), RIGHT.replace("x<", "x\x01<"),
    RIGHT.replace("x<", "&x;<"), RIGHT.replace("<system-out>", "y<system-out>"),
    RIGHT.replace("system-out", "failed"), RIGHT.replace("<system-out>x</system-out>", "<error/>"),
)


def main():
    found = check(open(sys.argv[1], "rb").read())
    found += [f"the checker refuses {problem}" for problem in check(RIGHT)]
    found += [f"the checker accepts {text!r}" for text in WRONG if not check(text)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
