"""Healthy runs of tests/health/healthy.py that train small networks: their weights, gradients and
losses fit together, and activations and inputs are not logged."""
from networks import train


def relu_gradients(r):
    """a ReLU network whose weights and gradients are logged, but no activations"""
    train(r)


def tanh_gradients(r):
    """a tanh network without activations in the log"""
    train(r, kind="tanh", gain=1.0)


def sharp_tanh(r):
    """a tanh network that begins with large sums, but is not saturated"""
    train(r, kind="tanh", gain=2.5)


def sigmoid_gradients(r):
    """a sigmoid network of two layers, which begins slowly"""
    train(r, kind="sigmoid", depth=2, gain=4.0, rate=0.5)


def sparse_units(r):
    """ReLU units with biases below 0, most of which are 0 for most examples"""
    train(r, bias=-0.8, gain=1.8)


def hidden_normalisation(r):
    """a normalisation without parameters: the gradients of biases are rounding errors"""
    train(r, centred=True, gain=2.0)


def wide_inputs(r):
    """features with a standard deviation of 3, which are not logged"""
    train(r, spread=3.0, rate=0.03)


def slow_first_layers(r):
    """fine-tuning with learning rates that grow from layer to layer, no gradients logged"""
    train(r, gradients=False, rates=[0.02, 0.1, 0.4, 1.0], rate=0.3)


def summed_classes(r):
    """the loss of a classifier as the sum over 2000 positions"""
    train(r, scale=2000.0, rate=0.1 / 2000)


def weights_alone(r):
    """weights and biases without gradients and activations"""
    train(r, gradients=False)


def mixed_rates_deep(r):
    """a network of six layers"""
    train(r, depth=6, rate=0.06)
