"""Small networks for tests/health/healthy.py, trained by backpropagation in plain Python."""
import math

FEATURES, UNITS, CLASSES, BATCH, STEPS = 12, 16, 4, 16, 48

ACTIVATIONS = {  # the value of a unit, and the slope by the sum and by that value
    "relu": (lambda a: max(a, 0.0), lambda a, y: float(a > 0)),
    "tanh": (math.tanh, lambda a, y: 1 - y * y),
    "sigmoid": (lambda a: 1 / (1 + math.exp(-a)), lambda a, y: y * (1 - y)),
}


class Layer:
    def __init__(self, rng, inputs, units, gain, bias=0.0):
        sd = gain / math.sqrt(inputs)
        self.w = [[rng.gauss(0, sd) for _ in range(inputs)] for _ in range(units)]
        self.b = [bias] * units

    def sums(self, batch):
        return [[b + sum(map(float.__mul__, w, x)) for w, b in zip(self.w, self.b)] for x in batch]

    def back(self, errors, batch):
        """Keeps the gradients; returns the errors of the inputs."""
        columns = list(zip(*errors))
        rows = list(zip(*batch))
        self.dw = [[sum(map(float.__mul__, d, x)) for x in rows] for d in columns]
        self.db = [sum(d) for d in columns]
        weights = list(zip(*self.w))
        return [[sum(map(float.__mul__, d, w)) for w in weights] for d in errors]

    def move(self, rate):
        self.w = [[v - rate * g for v, g in zip(w, d)] for w, d in zip(self.w, self.dw)]
        self.b = [v - rate * g for v, g in zip(self.b, self.db)]


class Network:
    """A classifier of noisy points about the centres of its classes. `spread` is the standard
    deviation of the features, `centred` removes the mean of the sums of a batch before the units
    (a normalisation without parameters), `scale` multiplies the loss."""

    def __init__(self, rng, kind="relu", depth=3, gain=1.4, rate=0.1, spread=1.0, bias=0.0,
                 centred=False, scale=1.0, rates=None):
        self.rng, self.kind, self.centred = rng, kind, centred
        self.scale, self.spread = scale, spread
        sizes = [FEATURES] + [UNITS] * (depth - 1)
        self.layers = [Layer(rng, n, UNITS, gain / (spread if k == 0 else 1), bias)
                       for k, n in enumerate(sizes)] + [Layer(rng, UNITS, CLASSES, 0.7)]
        self.rates = [rate * f for f in (rates or [1.0] * len(self.layers))]
        self.centres = [[rng.gauss(0, spread) for _ in range(FEATURES)] for _ in range(CLASSES)]

    def step(self):
        """Trains on a batch; returns loss and accuracy."""
        labels = [self.rng.randrange(CLASSES) for _ in range(BATCH)]
        x = [[self.rng.gauss(c, 0.6 * self.spread) for c in self.centres[k]] for k in labels]
        inputs, sums = [x], []
        value, slope = ACTIVATIONS[self.kind]
        for layer in self.layers:
            a = layer.sums(inputs[-1])
            if self.centred and layer is not self.layers[-1]:
                means = [sum(column) / BATCH for column in zip(*a)]
                a = [[v - m for v, m in zip(row, means)] for row in a]
            sums.append(a)
            inputs.append([[value(v) for v in row] for row in a])
        loss, right, errors = 0.0, 0, []
        for row, k in zip(sums[-1], labels):
            high = max(row)
            odds = [math.exp(v - high) for v in row]
            total = sum(odds)
            loss += math.log(total) + high - row[k]
            right += row[k] == high
            errors.append([self.scale * (o / total - (i == k)) / BATCH for i, o in enumerate(odds)])
        for i in reversed(range(len(self.layers))):
            if i < len(self.layers) - 1:
                errors = [[e * slope(a, y) for e, a, y in zip(*rows)]
                          for rows in zip(errors, sums[i], inputs[i + 1])]
                if self.centred:
                    means = [sum(column) / BATCH for column in zip(*errors)]
                    errors = [[e - m for e, m in zip(row, means)] for row in errors]
            errors = self.layers[i].back(errors, inputs[i])
        for layer, rate in zip(self.layers, self.rates):
            layer.move(rate)
        return self.scale * loss / BATCH, right / BATCH


def train(r, gradients=True, every=4, **options):
    """Trains and logs a network without its activations and inputs."""
    network = Network(r.rng, **options)
    names = [f"fc{k}" for k in range(1, len(network.layers))] + ["head"]
    tags, curve = {}, []
    for i in range(STEPS):
        curve.append(network.step())
        for name, layer in zip(names, network.layers) if i % every == 0 else ():
            parts = {"weight": sum(layer.w, []), "bias": layer.b}
            if gradients:
                parts |= {"weight_grad": sum(layer.dw, []), "bias_grad": layer.db}
            for part, values in parts.items():
                tags.setdefault(f"{name}/{part}", []).append(values)
    r.add({"loss/train": [c[0] for c in curve], "accuracy/train": [c[1] for c in curve],
           "lr": [network.rates[-1]] * STEPS}, 1)
    n = len(tags["head/bias"])
    r.histograms({tag: lambda x, rows=rows: rows[round(x * (n - 1))] for tag, rows in tags.items()},
                 n, every)
