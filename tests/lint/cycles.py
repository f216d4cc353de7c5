#!/usr/bin/env python3
"""There is no cycle of includes and no cycle of calls between the files of lib/ and tools/.

A call is an undefined symbol of one object file that another one defines; calls through function
pointers do not count. The search for cycles is tried on two small graphs first, so that it can
fail."""
import os
import pathlib
import re
import subprocess
import sys

from shared.rules import report

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)
FOLDERS = ("lib", "tools")


def circles(graph):
    """The sets of nodes that reach each other, each as a line of names: Tarjan's strongly connected
    components of more than one node."""
    number, low, stack, found = {}, {}, [], []

    def visit(node):
        number[node] = low[node] = len(number)
        stack.append(node)
        for other in graph.get(node, ()):
            if other not in number:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], number[other])
        if low[node] == number[node]:
            at = stack.index(node)
            if len(stack) - at > 1:
                found.append(" ".join(sorted(stack[at:])))
            del stack[at:]

    for node in graph:
        if node not in number:
            visit(node)
    return found


def includes():
    """The graph of includes between headers."""
    graph = {}
    for folder in FOLDERS:
        for file in pathlib.Path(folder).rglob("*.h"):
            names = INCLUDE.findall(file.read_text())
            graph[file.as_posix()] = {f"{folder}/{name}" for name in names}
    return graph


def symbols(path):
    """The symbols that an object file defines, and the undefined ones."""
    defined, undefined = set(), set()
    for line in subprocess.run(["nm", path], capture_output=True, text=True,
                               check=True).stdout.splitlines():
        words = line.split()
        if words[-2] == "U":
            undefined.add(words[-1])
        elif words[-2] in "TDBRVWC":
            defined.add(words[-1])
    return defined, undefined


def calls(build):
    """The graph of calls between sources."""
    sources = [f for folder in FOLDERS for f in pathlib.Path(folder).rglob("*.c")]
    objects = {f.as_posix(): symbols(f"{build}/obj/{f.with_suffix('.o').as_posix()}")
               for f in sources}
    home = {name: path for path, (defined, _) in objects.items() for name in defined
            if name != "main"}
    return {path: {home[name] for name in undefined if name in home} - {path} for path,
            (_, undefined) in objects.items()}


def main():
    sys.setrecursionlimit(10000)
    tried = circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == ["a b c"]
    tried &= circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []
    bad = report(1, "the search finds a circle, and none where there is none", [] if tried
                 else ["circles"])
    headers, sources = includes(), calls(os.environ.get("BUILD", "build"))
    bad |= report(2, "headers include each other in no circle", circles(headers) if headers
                  else ["no header seen"])
    bad |= report(3, "files call each other in no circle", circles(sources) if any(sources.values())
                  else ["no call seen"])
    return bad


sys.exit(main())
