"""Prints the table of the rules in docs/health.md: precision, recall and delay on the labelled
trainings, alarms in their healthy ones and in those of healthy.py, and the figures of other tools.

    python3 tests/health/score_rules.py FOLDER

FOLDER is that of score_thinned.py, the directory of the program is $BUILD/bin, the test data are in
$TFE_TESTDATA."""
import os
import statistics
import subprocess
import sys

from labelled import HERE, check, dev_of, first_alarms, labels, rules_of_score, scores

# The documented rules of SageMaker Debugger (SM), AutoTrainer (AT) and UMLAUT (UM), restated for
# logged points, on 114 trainings of the same kind: precision, recall, alarms in healthy runs.
ANCHORS = {
    "nonfinite": "SM ExplodingTensor 1.00, 1.00, 0 of 40",
    "divergence": "UM learning rate > 0.01: 0.08, 1.00, 24 of 40",
    "oscillation": "AT oscillating loss 0.03, 0.33, 15 of 36",
    "plateau": "SM LossNotDecreasing 0.28, 1.00, 40 of 40",
    "overfit": "SM Overfit 0.06, 1.00, 39 of 40; UM 0.10, 1.00, 12 of 40",
    "vanishing_gradient": "SM 1.00, 0.77, 0 of 40; AT 1.00, 0.85, 0 of 40",
    "exploding_gradient": "AT 0.00, 0.00, 0 of 40",
    "constant_weights": "SM AllZero 0.75, 0.38, 0 of 40",
    "unchanged_layer": "SM UnchangedTensor 1.00, 1.00, 0 of 40",
    "dead_relu": "SM 0.27, 0.67, 10 of 40; AT 0.67, 0.44, 0 of 40",
    "unnormalised_input": "UM 0.15, 1.00, 6 of 40",
}


def healthy_of(folder):
    """Writes the runs of healthy.py, once."""
    target = os.path.join(folder, "healthy")
    if not os.path.isdir(target):
        subprocess.run([sys.executable, os.path.join(HERE, "healthy.py"), target], check=True,
                       stdout=subprocess.DEVNULL)
    return target


def main(folder):
    truth, rules, healthy = labels(), rules_of_score(), healthy_of(folder)
    found = first_alarms(check(dev_of(folder)), truth)
    others = first_alarms(check(healthy), os.listdir(healthy))
    well = [run for run in truth if truth[run]["healthy"]]
    print("| rule | positives | precision | recall | F1 | delay | alarms in %d and %d healthy runs "
          "| other tools |" % (len(well), len(others)))
    print("|---|---|---|---|---|---|---|---|")
    for rule, s in scores(truth, found, rules).items():
        alarms = [sum(rule in alarms[run] for run in runs)
                  for alarms, runs in ((found, well), (others, others))]
        print("| %s | %d | %.2f | %.2f | %.2f | %.1f | %d and %d | %s |" % (
            rule, s.positives, s.precision, s.recall, s.f1, statistics.median(s.delays or [0]),
            *alarms, ANCHORS.get(rule, "none")))
    print("alarms of any rule: %d and %d" % (sum(len(found[run]) for run in well),
                                          sum(len(f) for f in others.values())))


if __name__ == "__main__":
    main(*sys.argv[1:])
