#!/bin/sh
# tfevents report: the HTML of hostile names is valid (html5lib, strict) and loads nothing.
set -u
sh tests/compat/venv.sh || exit $?
. tests/cli/lib.sh
"$BUILD/examples/write" "$TMPDIR/logs/kinds" || exit 1
name=$(printf '<script>alert(1)</script>&"\033[31m\377\357\267\220|`*@user')
events "$TMPDIR/logs/$(echo "$name" | tr / _)/events.out.tfevents.1.h" <<'END'
{"step": 0, "wall_time": 100, "tag": "<img src=x onerror=y>&\"\u0001|", "value": 2}
{"step": 1, "wall_time": 101, "tag": "<img src=x onerror=y>&\"\u0001|", "value": "nan"}
{"hparams": {"<lr>": 0.1, "opt": "a&b</td>"}}
{"raw": "00ff00ff00ff00ff00ff00ff00ff00ff00ff"}
END
"$BUILD/bin/tfevents" report "$TMPDIR/logs" -o "$TMPDIR/report.html" --title='</title><b>' \
	2>/dev/null
exec "$BUILD/venv/bin/python" - "$TMPDIR/report.html" <<'END'
import os
import sys

import html5lib

data = open(sys.argv[1], "rb").read()
page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(data)
elements = [e for e in page.iter() if isinstance(e.tag, str)]
names = [e.tag.rpartition("}")[2] for e in elements]
assert not {"script", "img", "link", "iframe", "b"} & set(names), names
for e in elements:
    assert not [a for a in e.attrib if a.startswith("on") or a in ("src", "href")], e.attrib
print("ok 1 - the page is valid and has no scripts and no other files")
text = "".join(page.itertext())
for part in ("<script>alert(1)<", "<img src=x onerror=y>", "a&b</td>", "<lr>", "snow leopard",
             "nonfinite"):
    assert part in text, part
print("ok 2 - it has the runs, tags, hyperparameters, findings and matrices")
assert names.count("svg") == 5 and os.path.getsize(sys.argv[1]) < 60000, names.count("svg")
print("ok 3 - a figure for each scalar and matrix, in a small page")
END
