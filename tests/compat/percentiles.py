"""Prints random histograms with their percentiles as TensorBoard computes them: the number of rows,
left and right end and count of each row, and nine percentiles."""
import random

from tensorboard.plugins.distribution.compressor import compress_histogram

random.seed(4)
for case in range(500):
    left, rows = random.uniform(-5, 5), []
    for _ in range(random.randint(1, 30)):
        right = left + random.choice([0, random.random(), random.random() ** 8])
        rows.append((left, right, random.choice([0, 1, random.randint(0, 1000)])))
        left = right
    while rows and not rows[0][2]:
        rows.pop(0)
    while rows and not rows[-1][2]:
        rows.pop()
    if rows:
        values = [value for _, value in compress_histogram(rows)]
        numbers = [x for row in rows for x in row] + values
        print(len(rows), *(repr(float(x)) for x in numbers))
