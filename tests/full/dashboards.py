"""Opens each of TensorBoard's dashboards in headless Chromium, on a log directory that
examples/every_kind wrote, and on logs of torch.

    python dashboards.py CHROMIUM OURS THEIRS SCREENSHOTS       called by dashboards.sh

A dashboard must show its content, no page about missing data, and no error on the console that it
does not show for torch's logs, if THEIRS is not empty. A picture of each one is kept in
SCREENSHOTS."""
import json
import os
import re
import sys

from browser import Browser
from results import Results
from server import TensorBoard

CONTENT_SECONDS = 60

# What a dashboard shows: CSS selectors, and how many visible elements match at least. A path counts
# if it has a length, an image if it is loaded.
DASHBOARDS = {
    "timeseries": {"scalar-card line-chart path": 2,
                   "image-card img": 1},
    "scalars": {"tf-scalar-card": 3, ".line-plot path": 3},
    "images": {"tf-image-loader": 3, "img": 3},
    "audio": {"audio": 2},
    "graphs": {"tf-graph-scene": 1, "g.node": 3},
    "distributions": {"tf-distribution-loader": 3, "path.area": 3},
    "histograms": {"tf-histogram-loader": 3, "g.histogram path": 9},
    "text": {"tf-text-loader": 4, "strong": 3, "td": 6, "code": 1, "li": 2},
    "pr_curves": {"tf-pr-curve-card": 4, ".line-plot path": 4},
    "hparams": {"vaadin-grid": 1, "vaadin-grid-cell-content": 15},
    "custom_scalars": {".line-plot path": 3},
    "mesh": {"tf-mesh-loader": 2, "canvas": 2},
    "projector": {"vz-projector": 1, "canvas": 1},
}
# What a dashboard shows in its place if its data are missing.
NO_DATA = r"No dashboards are active|No [a-z -]*(data|runs|checkpoint)[a-z ]* (was|were|has been) found"

# Functions of the page: all documents and shadow trees, the visible elements of a selector, the
# visible text, and a promise that is kept at the first frame in which a condition is true.
SCRIPT = """
function trees(root, found) {
    found.push(root);
    for (const e of root.querySelectorAll('*')) {
        if (e.shadowRoot) trees(e.shadowRoot, found);
        if (e.tagName == 'IFRAME' && e.contentDocument) trees(e.contentDocument, found);
    }
    return found;
}
function visible(e) {
    if (e.tagName == 'IMG' && !e.naturalWidth) return false;
    if (e.tagName == 'path') return e.getTotalLength() > 1 && e.getClientRects().length > 0;
    const box = e.getBoundingClientRect();
    return box.width > 0 && box.height > 0;
}
function count(selector) {
    let n = 0;
    for (const tree of trees(document, []))
        for (const e of tree.querySelectorAll(selector)) n += visible(e);
    return n;
}
function text() {
    const words = [];
    for (const tree of trees(document, [])) {
        const walk = document.createTreeWalker(tree, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            const parent = walk.currentNode.parentElement;
            if (parent && !['STYLE', 'SCRIPT'].includes(parent.tagName) && visible(parent))
                words.push(walk.currentNode.data);
        }
    }
    return words.join(' ').replace(/\\s+/g, ' ');
}
function until(condition, seconds) {
    const end = performance.now() + 1000 * seconds;
    return new Promise(function (resolve) {
        (function frame() {
            if (condition() || performance.now() > end) resolve();
            else requestAnimationFrame(frame);
        })();
    });
}
"""
results = Results(1)  # venv.sh has reported one


def wait_for(browser, condition):
    """Runs until a condition holds, or its time is up, and then for two frames."""
    browser.evaluate(f"(() => {{ {SCRIPT} return until(() => {condition}, {CONTENT_SECONDS}); }})()")
    browser.evaluate("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")


def shown(browser, selectors):
    """The numbers of visible elements, and the text of the page."""
    return browser.evaluate(f"(() => {{ {SCRIPT} const counts = {{}};"
                            f"for (const s of {json.dumps(list(selectors))}) counts[s] = count(s);"
                            f"return [counts, text()]; }})()")


def open_dashboard(browser, tb, name, condition, picture):
    """Returns what a dashboard shows: numbers of elements, text, errors of the console."""
    # The curves of "timeseries" are drawn as elements of the page if there is no WebGL 2.
    first = "delete window.WebGL2RenderingContext" if name == "timeseries" else ""
    page = browser.open(f"{tb.url}/#{name}", first)
    wait_for(browser, condition)
    counts, text = shown(browser, DASHBOARDS[name])
    # Addresses and ports differ between servers, and identifiers between runs.
    errors = {re.sub(r"https?://\S+|\d+", "*", error) for error in browser.errors()}
    browser.screenshot(picture)
    browser.close_page(page)
    return counts, text, errors


def everything(name):
    return " && ".join(f"count({json.dumps(selector)}) >= {least}"
                       for selector, least in DASHBOARDS[name].items())


def check(browser, ours, theirs, name, folder):
    counts, text, errors = open_dashboard(browser, ours, name, everything(name),
                                          f"{folder}/{name}.png")
    wrong = [f"{counts[selector]} visible {selector} instead of {least}"
             for selector, least in DASHBOARDS[name].items() if counts[selector] < least]
    if re.search(NO_DATA, text):
        wrong.append(f"a page about missing data: {text[-200:]}")
    if theirs and errors:
        _, _, known = open_dashboard(browser, theirs, name, everything(name),
                                     f"{folder}/torch-{name}.png")
        errors -= known
    results.report(f"{name}: shows its content", wrong + sorted(errors))


def check_no_data(browser, folder, logdir):
    """A dashboard without data shows the page that the other checks exclude."""
    tb = TensorBoard(logdir, [])
    try:
        counts, text, _ = open_dashboard(browser, tb, "images", f"text().match(/{NO_DATA}/)",
                                         f"{folder}/no_data.png")
    finally:
        tb.close()
    found = re.search(NO_DATA, text) and not any(counts.values())
    results.report("a dashboard without data is recognised",
                   [] if found else [f"{counts} {text[-200:]}"])


def loaded(tb, plugins):
    """Waits until TensorBoard, which reads in the background, knows of the data of the plugins."""
    tb.wait_for("active plugins", 120, lambda: all(
        plugin["enabled"] for name, plugin in tb.json("plugins_listing").items()
        if name in plugins) or None)


def main():
    chromium, our_logs, their_logs, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    browser = Browser(chromium, os.path.join(os.environ["TMPDIR"], "profile"))
    ours = TensorBoard(our_logs, [])
    theirs = TensorBoard(their_logs, []) if their_logs else None
    try:
        for tb in filter(None, (ours, theirs)):
            loaded(tb, set(DASHBOARDS) - {"timeseries"})
        for name in DASHBOARDS:
            check(browser, ours, theirs, name, folder)
        check_no_data(browser, folder, os.path.join(our_logs, "trial-0"))
    finally:
        ours.close()
        if theirs:
            theirs.close()
        browser.close()
    return results.failed


sys.exit(main())
