"""The results of a suite in Python, as lines of TAP with the reasons of failures."""


class Results:
    def __init__(self, before=0):
        """`before`: the number of results that the suite has printed already."""
        self.count = before
        self.failed = False

    def report(self, name, wrong):
        """Prints a result: it passed if there are no reasons in the list `wrong`."""
        self.count += 1
        print(f"{'not ok' if wrong else 'ok'} {self.count} - {name}", flush=True)
        for line in wrong[:10]:
            print(f"#   {line}")
        self.failed = self.failed or bool(wrong)
