"""Healthy runs of tests/health/healthy.py that log histograms: normalisation, embeddings, pruned,
sparse and quantised weights, mixed precision, gradient accumulation."""
import math

from curves import cosine


def batch_norm_scales(r):
    """batch normalisation: scales around 1, some near 0; moving variances over decades"""
    r.loss()
    scale, spread = r.tensor(0.02, mean=1, count=128, drift=8), r.sample(1, 128, 0.9)
    r.histograms({"bn1/gamma": scale, "bn1/beta": r.tensor(0.01, count=128, drift=10),
                  "bn1/moving_mean": r.tensor(0.3, count=128),
                  "bn1/moving_variance": lambda x: [1 + x * 4 * v * v for v in spread],
                  "conv1/kernel": r.tensor(0.08)})


def zero_initialised_gains(r):
    """residual blocks whose last scale starts at 0"""
    r.loss()
    way = r.tensor(0.2, count=128, drift=0)
    r.histograms({"layer1.0.bn3.weight": lambda x: [v * x for v in way.start],
                  "layer1.0.conv3.weight": r.tensor(0.06), "layer1.0.bn1.weight":
                  r.tensor(0.01, mean=1, count=128, drift=9)})


def embeddings(r):
    """embeddings: frequent rows move far, rare ones stay; sparse gradients"""
    r.loss()
    table, rare = r.tensor(0.02, drift=6), r.tensor(0.02, drift=0)
    r.histograms({"embedding/embeddings": lambda x: table.at(x)[:100] + rare.start,
                  "embedding/embeddings_grad": lambda x: [0.0] * 380 + r.sample(1e-3, 40),
                  "dense/kernel": r.tensor(0.07), "dense/kernel_grad": lambda x: r.sample(2e-3)})


def pruned(r):
    """magnitude pruning: the share of zeros rises to 80 %"""
    r.loss()
    full = [r.tensor(0.06) for _ in range(3)]

    def cut(t):
        def at(x):
            values = t.at(x)
            least = sorted(map(abs, values))[int(len(values) * min(0.8, 1.2 * x))]
            return [v if abs(v) >= least else 0.0 for v in values]
        return at
    r.histograms({f"conv{k}/kernel": cut(t) for k, t in enumerate(full, 1)}, 30)


def sparse_l1(r):
    """an L1 penalty: most weights shrink to 0, a few grow"""
    r.loss()
    t = r.tensor(0.05, drift=1.5)
    r.histograms({"fc1.weight": lambda x: [math.copysign(max(0, abs(v) - 0.03 * x), v)
                                           for v in t.at(x)],
                  "fc2.weight": r.tensor(0.06)}, 30)


def quantised_int4(r):
    """quantisation to 16 levels"""
    r.loss()
    t = [r.tensor(0.05) for _ in range(2)]
    r.histograms({"fc1.weight": lambda x: [round(v / 0.02) * 0.02 for v in t[0].at(x)],
                  "fc2.weight": lambda x: [round(v / 0.02) * 0.02 for v in t[1].at(x)]})


def binary_weights(r):
    """binary weights: two values of equal size, which change their signs"""
    r.loss()
    t = r.tensor(0.05, drift=2)
    r.histograms({"fc1.weight_latent": t, "fc1.weight_binary":
                  lambda x: [math.copysign(0.04, v) for v in t.at(x)]})


def mixed_precision(r):
    """float16: the loss scale doubles and halves, small gradients are flushed to 0"""
    n, scale, value = 120, [], 65536.0
    for i in range(n):
        value = value / 2 if i % 17 == 16 else value * 2 if i % 17 == 8 else value
        scale.append(value)
    r.loss(n=n, **{"train/loss_scale": scale})
    grid = 2.0**-24

    def flushed(sd):
        return [round(v / grid) * grid for v in r.sample(sd, tail=1.2)]
    r.histograms({"fc1.weight": r.tensor(0.05), "fc2.weight": r.tensor(0.05),
                  "fc1.weight_grad": lambda x: flushed(3e-6),
                  "fc2.weight_grad": lambda x: flushed(8e-6)})


def bfloat16_weights(r):
    """weights of 8 bits of mantissa: small updates are rounded away for some"""
    r.loss()

    def rounded(t):
        return lambda x: [math.ldexp(round(m * 256) / 256, e) for m, e in map(math.frexp, t.at(x))]
    r.histograms({"layers.0.mlp.weight": rounded(r.tensor(0.02, drift=0.2)),
                  "layers.1.mlp.weight": rounded(r.tensor(0.02, drift=0.2))})


def gradient_accumulation(r):
    """eight small batches a step: the norm of the gradient has a saw tooth"""
    n = 320
    norm = [0.3 * (1 + i % 8) * math.exp(r.normal(0.1)) for i in range(n)]
    r.add({"train/loss": r.fall(n, 2.3, 0.5, 0.1, 0.15), "train/grad_norm": norm})
    turn = iter(range(1000))
    r.histograms({"fc1.weight_grad": lambda x: r.sample(1e-3 * (1 + next(turn) % 8)),
                  "fc1.weight": r.tensor(0.06)}, 32, 10)


def clipped_gradients(r):
    """norms clipped to 1: most are exactly 1"""
    n = 300
    r.add({"train/loss": r.fall(n, 6.5, 2.4, 0.05, 0.04),
           "train/grad_norm": [min(1.0, v) for v in r.fall(n, 3.0, 0.7, 0.3, 0.3)]}, 10)


def deep_residual(r):
    """residual network: gradients of eight blocks within one order of magnitude"""
    r.loss()
    size = [3e-3 * 0.8**k for k in range(8)]
    r.histograms({f"block{k + 1}/conv/kernel_grad": lambda x, s=s: r.sample(s * (1 - 0.8 * x), 160)
                  for k, s in enumerate(reversed(size))}, 20)


def lstm(r):
    """LSTM: forget biases of 1, hidden values well inside the bounds of tanh"""
    r.loss()
    bias = [0.0] * 64 + [1.0] * 64 + [0.0] * 128
    move = r.tensor(0.02, count=256, drift=2)
    r.histograms({"lstm/kernel": r.tensor(0.09, box=True), "lstm/recurrent_kernel": r.tensor(0.06),
                  "lstm/bias": lambda x: [a + x * b for a, b in zip(bias, move.at(x))],
                  "lstm/hidden": lambda x: [math.tanh(v) for v in r.sample(0.3 + 0.3 * x)]}, 20)


def transformer(r):
    """transformer: attention near 0 and 1, gains near 1, outliers in few channels"""
    r.loss(lr=cosine(120, 3e-4, 0.1))
    r.histograms({"h.0.attn.c_attn.weight": r.tensor(0.02, drift=1.5), "h.0.ln_1.weight":
                  r.tensor(0.001, mean=1, count=96, drift=60),
                  "h.0.attn/probs": lambda x: [math.exp(-abs(v)) for v in r.sample(2 + 3 * x)],
                  "h.0.mlp.c_fc.weight": r.tensor(0.02, drift=1.2)}, 20)


def relu_activations(r):
    """ReLU: half of the activations are 0, later two thirds"""
    r.loss()
    r.histograms({f"fc{k}/activations": lambda x: [max(0.0, v - 0.4 * x) for v in r.sample(1.0)]
                  for k in (1, 2, 3)} | {"fc1/kernel": r.tensor(0.07), "fc1/bias": r.tensor(0.01)},
                  20)


def sigmoid_gates(r):
    """gates that open and close with training, masks of 0 and 1"""
    r.loss()
    r.histograms({"block1/gate": lambda x: [1 / (1 + math.exp(-v)) for v in r.sample(0.5 + 2 * x)],
                  "block1/attention_mask": lambda x: [1.0] * 200 + [0.0] * 56,
                  "block1/kernel": r.tensor(0.06)}, 20)


def weight_decay(r):
    """weight decay: the weights lose a third of their size and keep it"""
    r.loss()
    t = [r.tensor(0.06) for _ in range(2)]
    r.histograms({f"fc{k}.weight": lambda x, v=v: [w * (0.67 + 0.33 * math.exp(-4 * x))
                                                 for w in v.at(x)]
                  for k, v in enumerate(t, 1)}, 30)


def target_network(r):
    """a target network that is copied every fourth histogram and constant between"""
    r.add({"rollout/ep_rew_mean": r.rise(200, 10, 190, 0.3, 6), "train/loss":
           [abs(r.normal(0.4, 1.0)) for _ in range(200)]}, 500)
    t = r.tensor(0.08)
    r.histograms({"q_net.0.weight": t,
                  "q_net_target.0.weight": lambda x: t.at(math.floor(x * 6) / 6)})


def normalised_inputs(r):
    """standardised images, token numbers and outputs of a regression"""
    r.loss()
    r.histograms({"inputs/image": lambda x: r.sample(1.0, tail=0.1), "inputs/ids":
                  lambda x: [float(r.rng.randrange(30000)) for _ in range(200)],
                  "conv1/kernel": r.tensor(0.1)}, 20)


def averaged_weights(r):
    """an exponential average of the weights beside them"""
    r.loss()
    t = r.tensor(0.05)
    r.histograms({"model/dense/kernel": t, "model_ema/dense/kernel": lambda x: t.at(x * 0.93),
                  "optimizer/exp_avg_sq/dense": lambda x: [v * v for v in r.sample(1e-3)]})


def small_gradients_late(r):
    """converged: gradients end a thousand times smaller than they began, in all layers"""
    r.add({"train/loss": r.fall(120, 2.3, 0.004, 0.02, 0.1, 2)}, 10)
    r.histograms({f"fc{k}/kernel_grad": lambda x, k=k: r.sample(0.01 * k * 10 ** (-3 * x), 200)
                  for k in (1, 2, 3)}, 24)
