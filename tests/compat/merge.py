"""TensorBoard's own reader shows the same for the files of a run and for the one file that
`tfevents merge` makes of them.

    merge.py TFEVENTS FOLDER RUN...        FOLDER is a working directory
"""
import os
import subprocess
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator


def shown(folder):
    # 0 disables sampling.
    reader = EventAccumulator(folder,
                              size_guidance={"scalars": 0, "tensors": 0, "histograms": 0,
                                             "images": 0, "audio": 0})
    reader.Reload()
    tags = reader.Tags()
    series = {}
    readers = {
        "scalars": reader.Scalars,
        "histograms": reader.Histograms,
        "tensors": reader.Tensors,
        "images": reader.Images,
    }
    for kind, read in readers.items():
        for tag in tags[kind]:
            series[kind, tag] = repr(read(tag))
    return series, tags


def main(tfevents, folder, *runs):
    failed = False
    for number, run in enumerate(runs):
        merged = os.path.join(folder, str(number))
        os.makedirs(merged)
        made = subprocess.run([tfevents, "merge", run, "-o",
                               os.path.join(merged, "events.out.tfevents.1")],
                               stdout=subprocess.DEVNULL)
        before, after = shown(run), shown(merged)
        same = made.returncode == 0 and before == after and before[0]
        print(f"{'PASS' if same else 'FAIL'} {len(before[0])} series of {run}")
        failed |= not same
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
