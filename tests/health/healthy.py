#!/usr/bin/env python3
"""Writes healthy runs, one folder each, and prints their names and descriptions:

    healthy.py FOLDER

Each function below is a run; its name is that of the folder, its docstring the description.
"""
import sys

import runs_models
import runs_networks
import runs_tasks
import runs_tensors
from curves import Run


def main(folder):
    for module in (runs_tasks, runs_models, runs_tensors, runs_networks):
        for name, function in vars(module).items():
            if getattr(function, "__module__", None) != module.__name__:
                continue
            run = Run(folder, name)
            function(run)
            run.write()
            print(f"{name}\t{function.__doc__}")


if __name__ == "__main__":
    main(sys.argv[1])
