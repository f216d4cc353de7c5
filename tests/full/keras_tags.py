"""Compares the tags that TensorBoard shows of two trainings in one log directory.

    python keras_tags.py LOGDIR TRAINING TRAINING       called by keras.sh"""
import sys

from server import TensorBoard

PLUGINS = ["scalars", "histograms", "distributions", "images"]


def graph_tags(tb):
    """{run: its conceptual graphs and traced graphs}. Keras does not write the graph of a run."""
    return {run: sorted((tag, kinds["conceptual_graph"], kinds["op_graph"])
                        for tag, kinds in info["tags"].items())
            for run, info in tb.json("plugin/graphs/info").items()}


def main():
    logdir, *trainings = sys.argv[1:]
    wanted = sorted(f"{training}/{run}" for training in trainings
                    for run in ("train", "validation"))
    tb, failed = TensorBoard(logdir, []), False
    try:
        # Keras writes the metrics of an epoch before its weights and the end of the validation.
        tb.wait_for("runs", 120, lambda: sorted(tb.json("plugin/scalars/tags")) == wanted or None)
        shown = {plugin: {run: sorted(tags)
                          for run, tags in tb.json(f"plugin/{plugin}/tags").items()}
                 for plugin in PLUGINS}
        shown["graphs"] = graph_tags(tb)
    finally:
        tb.close()
    for n, (plugin, runs) in enumerate(shown.items(), 2):
        first, second = ([runs.get(f"{training}/{run}") for run in ("train", "validation")]
                         for training in trainings)
        good = first == second and any(first)
        failed = failed or not good
        print(f"{'ok' if good else 'not ok'} {n} - {plugin}: the same tags")
        if not good:
            print(f"#   {first}\n#   {second}")
    return failed


sys.exit(main())
