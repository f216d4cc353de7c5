"""Healthy runs of tests/health/healthy.py: generative models, reinforcement learning, contrastive
and masked losses, detection."""
import math

from curves import cosine, linear, plus, times


def gan_dcgan(r):
    """DCGAN: the losses of both players hover around their balance"""
    n = 500
    r.add({"Loss/D": [0.9 + 0.4 * math.exp(-i / 30) + abs(r.normal(0.25)) for i in range(n)],
           "Loss/G": [1.9 + r.normal(0.5) + 0.4 * math.sin(i / 40) for i in range(n)],
           "D(x)": [0.68 + r.normal(0.08) for _ in range(n)],
           "D(G(z))": [0.31 + r.normal(0.08) for _ in range(n)]}, 50)


def gan_wasserstein(r):
    """WGAN-GP: a negative critic loss that approaches 0"""
    n = 400
    r.add({"critic_loss": [-v for v in r.fall(n, 25, 3, 0.1, 0.12)],
           "generator_loss": [r.normal(2.5, 3 * math.sin(i / 60)) for i in range(n)],
           "gradient_penalty": r.fall(n, 2, 0.3, 0.05, 0.2)}, 100)


def cycle_gan(r):
    """CycleGAN: the cycle loss falls, the adversarial losses do not"""
    n = 200
    r.scalars(loss_G_A=[0.35 + r.normal(0.08) for _ in range(n)],
              loss_D_A=[0.2 + abs(r.normal(0.06)) for _ in range(n)],
              loss_cycle_A=r.fall(n, 1.8, 0.7, 0.1, 0.08))


def vae(r):
    """VAE: the divergence rises while the reconstruction improves"""
    n = 100
    rec, kl = r.fall(n, 210, 80, 0.05, 0.01), r.rise(n, 2, 25, 0.1, 0.2)
    r.scalars(part="train", epoch_loss=plus(rec, kl), epoch_reconstruction_loss=rec,
              epoch_kl_loss=kl)
    r.scalars(part="validation", epoch_loss=plus(r.fall(n, 200, 83, 0.05, 0.01), kl))


def vae_annealed(r):
    """VAE whose weight of the divergence rises from 0: the total rises a little with it"""
    n = 150
    beta = [min(1, i / 60) for i in range(n)]
    rec = r.fall(n, 210, 85, 0.03, 0.01)
    kl = [18 + 30 * math.exp(-i / 20) + r.normal(0.2) for i in range(n)]
    r.scalars(**{"loss/total": plus(rec, times(beta, kl)), "loss/recon": rec, "loss/kl": kl,
                 "beta": beta})


def diffusion(r):
    """diffusion model: the loss falls at once, then samples hide its slow progress"""
    r.add({"train/loss": r.fall(800, 1.0, 0.028, 0.004, 0.18)}, 100)
    r.add({"eval/fid": r.fall(16, 90, 9, 0.1, 0.03)}, 5000, first=5000)


def normalizing_flow(r):
    """flow: the negative log-likelihood crosses 0"""
    n = 250
    r.add({"train_nll": [v - 3 for v in r.fall(n, 5.0, 1.1, 0.1, 0.03)],
           "val_nll": [v - 3 for v in r.fall(n, 4.5, 1.25, 0.1, 0.02)]}, 40)


def autoencoder(r):
    """autoencoder: a mean squared error falls by three orders of magnitude"""
    r.scalars(train_loss=r.fall(120, 0.2, 2e-4, 0.02, 0.05, 1.5),
              val_loss=r.fall(120, 0.15, 2.3e-4, 0.02, 0.06, 1.5))


def ppo_cartpole(r):
    """Stable-Baselines3 PPO: rewards to the maximum, a loss of the value that need not fall"""
    n = 100
    r.add({"rollout/ep_rew_mean": [min(500, v) for v in r.rise(n, 22, 495, 0.25, 9)],
           "train/loss": [abs(r.normal(6, 12)) for _ in range(n)],
           "train/value_loss": [abs(r.normal(12, 40)) for _ in range(n)],
           "train/policy_gradient_loss": [r.normal(0.004, -0.008) for _ in range(n)],
           "train/entropy_loss": r.rise(n, -0.69, -0.42, 0.4, 0.008),
           "train/approx_kl": [abs(r.normal(0.003, 0.008)) for _ in range(n)],
           "train/explained_variance": r.rise(n, 0.0, 0.9, 0.2, 0.06)}, 2048, first=2048)


def dqn(r):
    """DQN: the loss rises with the values, exploration ends"""
    n = 300
    r.add({"rollout/ep_rew_mean": r.rise(n, -21, 17, 0.3, 0.6),
           "rollout/exploration_rate": [max(0.05, 1 - 3 * i / n) for i in range(n)],
           "train/loss": times(r.rise(n, 0.005, 0.03, 0.3, 0), [math.exp(r.normal(0.5))
                                                             for _ in range(n)])}, 1000)


def sac(r):
    """SAC: actor loss follows the values down, the temperature falls"""
    n = 250
    r.add({"rollout/ep_rew_mean": r.rise(n, 60, 5200, 0.4, 160),
           "train/actor_loss": [-v for v in r.rise(n, 5, 210, 0.4, 4)],
           "train/critic_loss": r.rise(n, 2, 22, 0.3, 2.0),
           "train/ent_coef": r.fall(n, 0.9, 0.06, 0.05, 0.03)}, 4000)


def rl_curriculum(r):
    """curriculum: the reward drops when a harder level begins, and recovers"""
    n = 400
    r.add({"rollout/ep_rew_mean": [80 - 45 * math.exp(-(i % 100) / 22) + r.normal(3)
                                  for i in range(n)],
           "curriculum/level": [1 + i // 100 for i in range(n)],
           "train/value_loss": [2 + 4 * math.exp(-(i % 100) / 22) + abs(r.normal(0.6))
                               for i in range(n)]}, 5000)


def a2c_noisy(r):
    """A2C: returns so noisy that only their mean shows progress"""
    n = 600
    r.add({"charts/episodic_return": r.rise(n, 20, 190, 0.4, 38),
           "losses/policy_loss": [r.normal(0.05) for _ in range(n)],
           "losses/entropy": r.fall(n, 1.38, 0.7, 0.5, 0.03)}, 500)


def sparse_reward(r):
    """a goal that is reached by chance first: a reward of 0 for long, then success"""
    n = 200
    skill = [1 / (1 + math.exp(-(i - 90) / 12)) for i in range(n)]
    r.add({"rollout/success_rate": [max(0, min(1, v + r.normal(0.02))) for v in skill],
           "rollout/ep_len_mean": [50 - 34 * v + r.normal(0.8) for v in skill]}, 2000)


def self_play(r):
    """self-play: win rate around one half, Elo rises"""
    n = 200
    r.add({"eval/elo": r.rise(n, 1000, 1950, 0.5, 14),
           "train/win_rate": [0.52 + r.normal(0.05) for _ in range(n)],
           "losses/policy_loss": r.fall(n, 3.9, 2.1, 0.2, 0.03),
           "losses/value_loss": [0.62 + r.normal(0.02) for _ in range(n)]}, 100)


def rlhf(r):
    """PPO on a language model: the reward rises, the divergence is held"""
    n = 180
    r.add({"objective/rlhf_reward": r.rise(n, 0.3, 2.1, 0.4, 0.15),
           "objective/kl": r.rise(n, 0, 7, 0.3, 0.5),
           "objective/entropy": r.fall(n, 62, 41, 0.4, 0.05),
           "loss/policy_avg": [r.normal(0.01, -0.02) for _ in range(n)],
           "loss/value_avg": r.fall(n, 0.5, 0.12, 0.1, 0.15)}, 4)


def simclr(r):
    """SimCLR: the contrastive loss falls from ln 1022 by a third"""
    r.scalars(train_loss=r.fall(200, 6.93, 4.75, 0.08, 0.006),
              contrastive_acc_top1=r.rise(200, 0.01, 0.72, 0.2, 0.008))


def clip(r):
    """CLIP: a slow fall after warm-up, the logit scale rises to its bound"""
    n = 400
    r.add({"train/loss": r.fall(n, 7.6, 1.9, 0.06, 0.05), "train/lr": cosine(n, 5e-4, 0.08),
           "train/logit_scale": [min(100.0, v) for v in r.rise(n, 14.3, 103, 0.3, 0.1)]}, 100)


def triplet(r):
    """triplets with hard mining: the loss rests at the margin before it falls"""
    n = 240
    r.add({"train/triplet_loss": [0.3 - 0.22 / (1 + math.exp(-(i - 60) / 25)) + r.normal(0.008)
                                 for i in range(n)],
           "val/recall_at_1": [0.2 + 0.6 / (1 + math.exp(-(i - 60) / 25)) + r.normal(0.01)
                               for i in range(n)]}, 50)


def byol(r):
    """BYOL: the loss falls, then rises slowly while the features improve"""
    n = 150
    r.scalars(train_loss=[0.35 + 1.4 * math.exp(-i / 6) + 0.0004 * i + r.normal(0.008)
                          for i in range(n)],
              knn_acc=r.rise(n, 30, 82, 0.25, 0.4))


def masked_language(r):
    """masked words: a loss that waits at the frequency of words, then falls"""
    n = 300
    r.add({"train/mlm_loss": [2.1 + 4.9 / (1 + math.exp((i - 90) / 14)) + 3.8 * math.exp(-i / 6)
                             + r.normal(0.07) for i in range(n)],
           "train/lr": linear(n, 1e-4, 0.1)}, 100)


def masked_autoencoder(r):
    """masked patches: half of the fall in the first epochs, the rest in hundreds"""
    n = 400
    r.scalars(train_loss=r.fall(n, 0.95, 0.405, 0.01, 0.003), train_lr=cosine(n, 1.5e-4, 0.1))


def distillation(r):
    """a student whose divergence from its teacher falls beside the loss of the labels"""
    n = 120
    kd, ce = r.fall(n, 3.1, 0.7, 0.06, 0.03), r.fall(n, 2.3, 0.5, 0.06, 0.03)
    r.scalars(**{"train/kd_loss": kd, "train/ce_loss": ce, "train/loss": plus(kd, ce),
                 "val/acc": r.rise(n, 0.2, 0.78, 0.1, 0.006)})


def speech_ctc(r):
    """speech by CTC: all blanks at first, then the error rate falls"""
    n = 200
    r.add({"train_loss": [0.35 + 2.6 / (1 + math.exp((i - 30) / 6)) + 9 * math.exp(-i / 2)
                          + abs(r.normal(0.06)) for i in range(n)]}, 100)
    r.add({"val_loss": r.fall(20, 1.9, 0.5, 0.1, 0.03),
           "val_wer": r.fall(20, 0.9, 0.14, 0.1, 0.03)}, 1000,
          first=1000)


def yolo(r):
    """ultralytics: parts of the loss, warm-up of the rate of the biases from 0.1"""
    n = 100
    rate = linear(n, 0.01, 0.03)
    r.add({"train/box_loss": r.fall(n, 1.9, 0.9, 0.2, 0.012),
           "train/cls_loss": r.fall(n, 3.2, 0.6, 0.08, 0.012),
           "train/dfl_loss": r.fall(n, 1.7, 1.02, 0.2, 0.006),
           "val/box_loss": r.fall(n, 1.8, 1.1, 0.15, 0.015),
           "val/cls_loss": r.fall(n, 2.6, 0.8, 0.1, 0.02),
           "val/dfl_loss": r.fall(n, 1.7, 1.12, 0.15, 0.01),
           "metrics/mAP50(B)": r.rise(n, 0.02, 0.68, 0.2, 0.008),
           "metrics/precision(B)": r.rise(n, 0.1, 0.74, 0.15, 0.02),
           "lr/pg0": rate, "lr/pg2": [max(v, 0.1 - 0.03 * i) for i, v in enumerate(rate)]})


def mask_rcnn(r):
    """two-stage detector: five parts of the loss, with the noise of two images"""
    n = 450
    parts = {"loss_cls": (1.6, 0.2), "loss_box_reg": (0.3, 0.22), "loss_mask": (0.69, 0.27),
             "loss_rpn_cls": (0.5, 0.03), "loss_rpn_loc": (0.2, 0.06)}
    series = {k: r.fall(n, a, b, 0.05, 0.17) for k, (a, b) in parts.items()}
    r.add(dict(series, total_loss=plus(*series.values())), 20)


def detr(r):
    """DETR: a long training; the class error falls to a third"""
    n = 150
    r.scalars(train_loss=r.fall(n, 29, 9.5, 0.2, 0.008), test_loss=r.fall(n, 27, 11.2, 0.2, 0.012),
              train_class_error=r.fall(n, 88, 21, 0.2, 0.03))


def unet_dice(r):
    """U-Net with the negative Dice score as its loss"""
    n = 80
    r.scalars(part="train", epoch_loss=[-v for v in r.rise(n, 0.2, 0.93, 0.1, 0.01)])
    r.scalars(part="validation", epoch_loss=[-v for v in r.rise(n, 0.15, 0.87, 0.1, 0.012)])


def pose(r):
    """key points: tiny errors of heat maps, PCK"""
    n = 140
    r.scalars(train_loss=r.fall(n, 2e-3, 3e-4, 0.08, 0.02),
              val_loss=r.fall(n, 1.5e-3, 3.9e-4, 0.08, 0.03),
              val_pck=r.rise(n, 0.2, 0.89, 0.1, 0.006))


def forecasting(r):
    """time series: a held-out season that is harder than the training ones"""
    n = 60
    r.scalars(loss=r.fall(n, 0.9, 0.33, 0.06, 0.01), val_loss=r.fall(n, 0.95, 0.61, 0.06, 0.02),
              val_mae=r.fall(n, 0.8, 0.55, 0.06, 0.015))


def boosted_trees(r):
    """CatBoost: 1000 trees, learn and test; the test loss rests at its end"""
    n = 1000
    r.add({"Logloss": r.fall(n, 0.68, 0.2, 0.08, 0.0002)}, part="learn")
    r.add({"Logloss": r.fall(n, 0.68, 0.29, 0.04, 0.0004)}, part="test")
