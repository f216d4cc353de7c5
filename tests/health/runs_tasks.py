"""Healthy runs of tests/health/healthy.py: schedules of the learning rate, fine-tuning, noise."""
import math

from curves import cosine, linear, plus, steps, times


def keras_cosine(r):
    """Keras classifier, cosine decay of the learning rate"""
    n = 60
    r.scalars(part="train", epoch_loss=r.fall(n, 2.3, 0.15, 0.08),
              epoch_accuracy=r.rise(n, 0.1, 0.95, 0.12), epoch_learning_rate=cosine(n, 1e-3))
    r.scalars(part="validation", epoch_loss=r.fall(n, 2.1, 0.32, 0.08, 0.04),
              epoch_accuracy=r.rise(n, 0.15, 0.9, 0.12))


def warmup_fairseq(r):
    """fairseq transformer, inverse square root after a long warm-up"""
    n = 400
    rate = [5e-4 * min((i + 1) / 40, math.sqrt(40 / (i + 1))) for i in range(n)]
    loss = r.fall(n, 12.1, 4.1, 0.03, 0.015)
    r.add({"train_inner/loss": loss, "train_inner/ppl": [2**v for v in loss],
           "train_inner/lr": rate, "train_inner/gnorm": r.fall(n, 4.0, 0.9, 0.03, 0.12)}, 100)
    r.add({"valid/loss": r.fall(20, 9.0, 4.2, 0.05, 0.004)}, 2000, first=2000)


def cyclic_rate(r):
    """torch classifier, triangular learning rate; the loss breathes with it"""
    n = 600
    wave = [abs((i / 50) % 2 - 1) for i in range(n)]
    loss = times(r.fall(n, 2.3, 0.35, 0.1, 0.08), [1 + 0.15 * (1 - w) for w in wave])
    r.add({"Loss/train": loss, "lr": [1e-4 + 5.9e-3 * (1 - w) for w in wave]}, 20)
    r.add({"Loss/val": r.fall(24, 1.6, 0.5, 0.1, 0.06)}, 500, first=500)


def one_cycle(r):
    """Lightning classifier, one-cycle schedule; the gain comes at its end"""
    n = 500
    rate = cosine(n, 0.1, 0.3)
    loss = times(r.fall(n, 2.2, 0.45, 0.2, 0.1), [0.85 + 1.5 * v for v in rate])
    r.add({"train_loss_step": loss, "lr-SGD": rate}, 10)
    r.add({"val_loss": times(r.fall(30, 1.7, 0.4, 0.3, 0.04),
                             [1 + 2 * v for v in cosine(30, 0.1, 0.3)]),
           "val_acc": r.rise(30, 0.4, 0.9, 0.3)}, 166, first=166)


def step_decay(r):
    """ImageNet by SGD: the loss falls by steps where the learning rate is divided by 10"""
    n = 90
    rate = steps(n, 0.1, (1 / 3, 2 / 3))
    level = [{0: 2.5, 1: 1.75, 2: 1.5}[round(-math.log10(v / 0.1))] for v in rate]
    r.scalars(lr=rate, train_loss=plus([4.4 * math.exp(-i / 4) for i in range(n)],
                                       [v * math.exp(r.normal(0.01)) for v in level]),
              val_loss=plus([3.4 * math.exp(-i / 4) for i in range(n)],
                            [(v - 0.1) * math.exp(r.normal(0.05 if v > 2 else 0.01))
                             for v in level]),
              val_acc1=[74 - 18 * (v - 1.5) - 50 * math.exp(-i / 4) for i, v in enumerate(level)])


def warm_restarts(r):
    """SGDR: three cosine cycles; the loss rises at each restart and falls below"""
    rate = cosine(40, 0.05) + cosine(80, 0.05) + cosine(160, 0.05)
    n = len(rate)
    r.scalars(train_loss=times(r.fall(n, 2.2, 0.3, 0.1, 0.03), [0.8 + 8 * v for v in rate]),
              val_loss=times(r.fall(n, 1.9, 0.5, 0.1, 0.04), [0.9 + 4 * v for v in rate]), lr=rate)


def hf_linear(r):
    """Hugging Face trainer, linear warm-up and decay"""
    n = 150
    r.add({"train/loss": r.fall(n, 3.1, 0.9, 0.05, 0.09), "train/learning_rate": linear(n, 5e-5),
           "train/grad_norm": r.fall(n, 6.0, 2.2, 0.1, 0.3)}, 10, first=10)
    r.add({"eval/loss": r.fall(15, 1.9, 1.0, 0.1, 0.01)}, 100, first=100)


def polynomial_segmentation(r):
    """semantic segmentation, polynomial decay, mIoU"""
    n = 320
    r.add({"loss": r.fall(n, 1.9, 0.28, 0.06, 0.14),
           "lr": [0.01 * (1 - i / n)**0.9 for i in range(n)]}, 50)
    r.add({"mIoU": r.rise(16, 30.0, 76.0, 0.25, 0.8)}, 1000, first=1000)


def reduce_on_plateau(r):
    """learning rate halved whenever the validation loss rests"""
    n = 120
    rate = steps(n, 1e-3, (0.35, 0.5, 0.62, 0.75, 0.9), 0.5)
    r.scalars(loss=r.fall(n, 1.2, 0.2, 0.06, 0.015), val_loss=r.fall(n, 1.1, 0.27, 0.05, 0.03),
              lr=rate)


def constant_rate_long(r):
    """3000 points of a language model with a constant learning rate"""
    r.add({"loss": r.fall(3000, 10.8, 3.1, 0.01, 0.04, 0.6)}, 10)


def warmup_stable_decay(r):
    """pretraining that keeps its learning rate and decays it in the last tenth"""
    n = 800
    rate = [3e-4 * min(1, (i + 1) / 20, (n - i) / 80) for i in range(n)]
    loss = times(r.fall(n, 10.9, 2.9, 0.01, 0.02, 0.6), [0.96 + 0.04 * v / 3e-4 for v in rate])
    r.add({"train/loss": loss, "train/lr": rate, "train/grad_norm": r.fall(n, 3, 0.35, 0.01, 0.1)},
          25)


def finetune_frozen(r):
    """fine-tuning of a head on a frozen backbone with histograms of both"""
    n, frozen = 30, [r.tensor(0.04, drift=0) for _ in range(2)]
    r.scalars(part="train", epoch_loss=r.fall(n, 0.8, 0.2, 0.2),
              epoch_accuracy=r.rise(n, 0.6, 0.93, 0.2))
    r.scalars(part="validation", epoch_loss=r.fall(n, 0.6, 0.25, 0.2),
              epoch_accuracy=r.rise(n, 0.7, 0.91, 0.2))
    r.histograms({"backbone/conv1/kernel": frozen[0], "backbone/conv2/kernel": frozen[1],
                  "head/kernel": r.tensor(0.05, drift=1), "head/bias": r.tensor(0.01, count=10)},
                 n, 1, "train")


def finetune_bert(r):
    """three epochs of BERT on a small task; the evaluation loss rests after two"""
    r.add({"train/loss": r.fall(60, 0.69, 0.18, 0.3, 0.12),
           "train/learning_rate": linear(60, 2e-5)}, 50)
    r.add({"eval/loss": [0.41, 0.36, 0.34, 0.335, 0.33, 0.335, 0.34, 0.338, 0.345],
           "eval/accuracy": [0.82, 0.85, 0.86, 0.866, 0.87, 0.872, 0.874, 0.875, 0.875]}, 333,
           first=333)


def lora(r):
    """LoRA: factors B start at zero, the base weights stay, the loss falls by a tenth"""
    n = 120
    r.add({"train/loss": r.fall(n, 1.45, 1.22, 0.1, 0.05),
           "train/learning_rate": cosine(n, 2e-4, 0.05),
           "train/grad_norm": r.fall(n, 1.1, 0.5, 0.1, 0.15)}, 10)
    way = r.tensor(0.004, drift=0)
    r.histograms({"layers.0.q_proj.lora_A.weight": r.tensor(0.02, box=True, drift=0.2),
                  "layers.0.q_proj.lora_B.weight": lambda x: [v * x for v in way.start],
                  "layers.0.q_proj.base_layer.weight": r.tensor(0.02, drift=0)})


def gradual_unfreezing(r):
    """layers are unfrozen one after the other from the head down"""
    n = 90
    r.scalars(train_loss=r.fall(n, 1.4, 0.3, 0.2, 0.04), val_loss=r.fall(n, 1.3, 0.42, 0.15, 0.03))
    late = [r.tensor(0.05) for _ in range(2)]
    r.histograms({"encoder.0.weight": lambda x: late[0].at(max(0, x - 0.6)),
                  "encoder.1.weight": lambda x: late[1].at(max(0, x - 0.3)),
                  "head.weight": r.tensor(0.05)}, 30, 3)


def linear_probe(r):
    """a linear probe on fixed features is done after a few epochs"""
    r.scalars(train_loss=r.fall(100, 2.3, 0.85, 0.02, 0.01),
              val_loss=r.fall(100, 1.5, 0.9, 0.02, 0.01),
              val_acc=r.rise(100, 0.5, 0.71, 0.03, 0.003))


def instruction_tuning(r):
    """supervised fine-tuning of a language model: a small fall in much noise"""
    r.add({"train/loss": r.fall(200, 1.5, 1.08, 0.05, 0.08),
           "train/learning_rate": cosine(200, 1e-5, 0.03),
           "train/mean_token_accuracy": r.rise(200, 0.63, 0.71, 0.1, 0.01)}, 5)


def preference_dpo(r):
    """DPO: the loss leaves ln 2, the margin of the rewards grows"""
    n = 150
    r.add({"train/loss": r.fall(n, 0.693, 0.48, 0.4, 0.07),
           "train/rewards/margins": r.rise(n, 0, 0.9, 0.4, 0.1),
           "train/rewards/accuracies": r.rise(n, 0.5, 0.76, 0.2, 0.05),
           "train/rewards/chosen": r.rise(n, 0, -0.2, 0.4, 0.05),
           "train/rewards/rejected": r.rise(n, 0, -1.1, 0.4, 0.08)}, 10)


def continued_pretraining(r):
    """a pretrained model sees more text: the loss falls by 5 % only"""
    r.add({"train/loss": r.fall(300, 2.12, 1.98, 0.1, 0.015),
           "train/learning_rate": linear(300, 2e-5)}, 10)
    r.add({"eval/loss": r.fall(20, 2.08, 1.99, 0.2, 0.001)}, 150, first=150)


def tiny_batches(r):
    """batches of two examples: the noise is half of the loss"""
    r.add({"Loss/train": r.fall(1200, 2.3, 0.4, 0.1, 0.5)}, 10)
    r.add({"Loss/test": r.fall(20, 1.5, 0.55, 0.15, 0.05)}, 600, first=600)


def single_examples(r):
    """regression with one example a step: squared errors of chance"""
    trend = r.fall(900, 4.0, 0.3, 0.1, 0)
    r.add({"train/mse": [v * r.normal()**2 + 0.02 for v in trend]})
    r.add({"val/mse": r.fall(30, 2.5, 0.4, 0.15, 0.06)}, 30, first=30)


def small_validation_set(r):
    """held-out loss of fifty examples: it jumps around its trend"""
    r.scalars(train_loss=r.fall(80, 1.1, 0.3, 0.15, 0.03),
              val_loss=r.fall(80, 1.1, 0.45, 0.12, 0.09),
              val_accuracy=[round(v * 50) / 50 for v in r.rise(80, 0.5, 0.82, 0.15, 0.03)])


def label_noise(r):
    """a fifth of the labels is wrong: loss and accuracy rest far from perfect"""
    r.scalars(train_loss=r.fall(100, 2.3, 1.05, 0.05, 0.02), train_acc=r.rise(100, 0.1, 0.74, 0.08),
              val_loss=r.fall(100, 2.0, 0.85, 0.05, 0.03), val_acc=r.rise(100, 0.2, 0.85, 0.08))


def short_run(r):
    """20 points of a quick experiment"""
    r.scalars(loss=r.fall(20, 2.3, 0.6, 0.2, 0.04), accuracy=r.rise(20, 0.2, 0.8, 0.2))


def many_classes(r):
    """ten thousand classes: the accuracy stays low for long"""
    n = 300
    r.add({"train/loss": r.fall(n, 9.2, 4.6, 0.3, 0.03),
           "train/acc": r.rise(n, 0.0001, 0.24, 0.5, 0.004)}, 100)


def click_rates(r):
    """one pass over clicks: the loss falls from ln 2 to the entropy of the labels"""
    r.add({"train/logloss": r.fall(500, 0.69, 0.455, 0.01, 0.025),
           "train/auc": r.rise(500, 0.5, 0.79, 0.05, 0.006)}, 200)


def dropout_gap(r):
    """strong dropout and augmentation: the training loss stays above the held-out one"""
    r.scalars(part="train", epoch_loss=r.fall(70, 2.2, 0.9, 0.1, 0.02))
    r.scalars(part="validation", epoch_loss=r.fall(70, 1.8, 0.5, 0.1, 0.03))


def early_stopping(r):
    """stopped ten epochs after the best held-out loss, which rose by a few per cent"""
    n = 35
    rise = [1 + 0.004 * max(0, i - 25) for i in range(n)]
    r.scalars(loss=r.fall(n, 0.9, 0.21, 0.2, 0.02),
              val_loss=times(r.fall(n, 0.8, 0.36, 0.1, 0.015), rise))


def single_spike(r):
    """one batch of strange data: a mild jump of the loss that the next point has forgotten"""
    loss = r.fall(400, 10.4, 3.4, 0.03, 0.02)
    loss[250] *= 1.25
    r.add({"loss": loss}, 20)


def seasonal_data(r):
    """data in a fixed order: the loss has a mild period of one epoch"""
    wave = [1 + 0.08 * math.sin(i * 2 * math.pi / 40) for i in range(400)]
    r.add({"train_loss": times(r.fall(400, 1.6, 0.5, 0.1, 0.03), wave)}, 25)
