/* health: the limits of the rules that a user may change. A rule reads them from its run. */
#ifndef TFE_HEALTH_THRESHOLDS_H
#define TFE_HEALTH_THRESHOLDS_H

#include <tfevents/health.h>
#include <tfevents/status.h>

/* X(identifier, rule, name, usual value, lowest and highest value, meaning), in the order of
 * docs/health.md. docs/rules.awk reads this table for `check --explain` and the manual page. */
#define TFE__THRESHOLDS(X)                                                                         \
	X(NONFINITE_SKIPPED, nonfinite, "skipped", 0.1, 0, 1,                                      \
	  "share of the points of a gradient norm that a search for the loss scale may skip")      \
	X(DIVERGENCE_START, divergence, "start", 1.5, 0.5, 5,                                      \
	  "multiple of start that the loss must exceed")                                           \
	X(DIVERGENCE_BEST, divergence, "best", 3, 1, 1000,                                         \
	  "multiple of best that the loss must exceed")                                            \
	X(LARGE_WEIGHTS_HE, large_weights, "he", 5, 1, 1000,                                       \
	  "multiple of the He initialisation that the rms must exceed")                            \
	X(LARGE_WEIGHTS_RMS, large_weights, "rms", 2, 0.1, 1e6,                                    \
	  "rms that weights with an unknown number of inputs must exceed")                         \
	X(WEIGHT_COLLAPSE_SHARE, weight_collapse, "share", 0.1, 0, 1,                              \
	  "share of the first rms below which the rms must fall")                                  \
	X(CONSTANT_WEIGHTS_SPREAD, constant_weights, "spread", 1e-5, 0, 1,                         \
	  "standard deviation, as a share of the mean, up to which weights are equal")             \
	X(NON_GAUSSIAN_HISTOGRAMS, non_gaussian, "histograms", 3, 1, 1000,                         \
	  "number of histograms that must have the shape")                                         \
	X(UNCHANGED_LAYER_HISTOGRAMS, unchanged_layer, "histograms", 3, 2, 1000,                   \
	  "number of equal histograms at the end")                                                 \
	X(VANISHING_GRADIENT_RATIO, vanishing_gradient, "ratio", 1e-3, 0, 1,                       \
	  "ratio of the first and the last layer below which the gradient vanishes")               \
	X(EXPLODING_GRADIENT_NORM, exploding_gradient, "norm", 400, 1e-6, 1e30,                    \
	  "norm of a gradient")                                                                    \
	X(EXPLODING_GRADIENT_GROWTH, exploding_gradient, "growth", 100, 1, 1e30,                   \
	  "multiple of the first norms, for a loss with a scale of its own")                       \
	X(DEAD_RELU_ZEROS, dead_relu, "zeros", 0.92, 0.1, 1,                                       \
	  "share of zeros in the output of a layer")                                               \
	X(DEAD_RELU_UNITS, dead_relu, "units", 0.6, 0.1, 1,                                        \
	  "share of units without a gradient, where a ReLU is logged")                             \
	X(SATURATED_DISTANCE, saturated, "distance", 0.75, 0.34, 1,                                \
	  "mean square distance from the middle of the range, of 1")                               \
	X(UNNORMALISED_INPUT_LARGEST, unnormalised_input, "largest", 10, 0, 1e30,                  \
	  "size of the largest input")                                                             \
	X(UNNORMALISED_INPUT_RMS, unnormalised_input, "rms", 5, 0, 1e30, "rms of the inputs")      \
	X(PLATEAU_NEVER, plateau, "never", 0.9, 0.1, 1,                                            \
	  "share of start above which a loss that does not fall has learned nothing")              \
	X(PLATEAU_EARLY, plateau, "early", 0.5, 0.01, 1,                                           \
	  "share of start above which a loss stopped too early")                                   \
	X(OVERFIT_RISE, overfit, "rise", 1.15, 1, 1000,                                            \
	  "multiple of best that the held-out loss must exceed for a warning")                     \
	X(OVERFIT_HINT, overfit, "hint", 1.04, 1, 1000,                                            \
	  "multiple of best that the held-out loss must exceed for information")                   \
	X(OVERFIT_ACCURACY, overfit, "accuracy", 0.9, 0, 1,                                        \
	  "share of its best below which the held-out accuracy must fall")                         \
	X(SPIKE_START, spike, "start", 0.5, 0, 1000, "multiple of start that a point must exceed") \
	X(SPIKE_MEDIAN, spike, "median", 2.5, 1, 1000,                                             \
	  "multiple of the median of the 20 points before it that a point must exceed")            \
	X(SPIKE_NOISE, spike, "noise", 6, 0, 1e6,                                                  \
	  "standard deviations of the noise by which a point must exceed that median")             \
	X(OSCILLATION_SWING, oscillation, "swing", 0.22, 0.01, 10,                                 \
	  "mean change from point to point, as a share of the mean")                               \
	X(OSCILLATION_TURNS, oscillation, "turns", 0.45, 0, 1,                                     \
	  "share of the points at which the direction changes")                                    \
	X(LEARNING_RATE_ZEROS, learning_rate, "zeros", 10, 2, 1e6,                                 \
	  "number of points at the end that must be 0")                                            \
	X(LEARNING_RATE_JUMP, learning_rate, "jump", 3, 1.5, 1e6,                                  \
	  "factor between two points that is a jump")                                              \
	X(LEARNING_RATE_RISE, learning_rate, "rise", 0.25, 0, 1e6,                                 \
	  "share of its level by which the loss must rise after a jump")                           \
	X(DISTRIBUTION_SHIFT_WEIGHTS, distribution_shift, "weights", 0.3, 0, 1000,                 \
	  "distance between two histograms of weights, in standard deviations")                    \
	X(DISTRIBUTION_SHIFT_DATA, distribution_shift, "data", 0.5, 0, 1000,                       \
	  "distance between two histograms of activations or inputs, in standard deviations")      \
	X(DISTRIBUTION_SHIFT_MEDIAN, distribution_shift, "median", 8, 1, 1e6,                      \
	  "multiple of the median distance before it")                                             \
	X(IMBALANCED_LAYERS_RATIO, imbalanced_layers, "ratio", 1e3, 1, 1e30,                       \
	  "ratio of the sizes of two layers")                                                      \
	X(STALLED_SILENCE, stalled, "silence", 300, 0.1, 1e7,                                      \
	  "least duration of a silence, in seconds")                                               \
	X(STALLED_INTERVALS, stalled, "intervals", 10, 1, 1e6,                                     \
	  "multiple of the usual interval between two events")                                     \
	X(CLASS_IMBALANCE_RATIO, class_imbalance, "ratio", 10, 1, 1e9,                             \
	  "ratio of the numbers of examples of the largest and the smallest class")                \
	X(CLASS_IMBALANCE_EXAMPLES, class_imbalance, "examples", 50, 1, 1e15,                      \
	  "number of examples that the largest class must have")                                   \
	X(CONFUSED_PAIRS_SHARE, confused_pairs, "share", 0.1, 0, 1,                                \
	  "share of the examples of a class that are surely predicted as one other class")         \
	X(REWARD_COLLAPSE_FALL, reward_collapse, "fall", 0.6, 0.05, 10,                            \
	  "share of the rise before it by which the reward must fall")                             \
	X(REWARD_COLLAPSE_BEST, reward_collapse, "best", 0.15, 0, 10,                              \
	  "share of the best level by which the reward must fall")                                 \
	X(ENTROPY_COLLAPSE_SHARE, entropy_collapse, "share", 0.1, 0, 1,                            \
	  "share of the first entropy below which the entropy must fall, for a choice of actions") \
	X(UNBALANCED_GAN_FLOOR, unbalanced_gan, "floor", 0.05, 0, 1,                               \
	  "share of its first level below which the loss of one side must be")                     \
	X(UNBALANCED_GAN_GROWTH, unbalanced_gan, "growth", 2.5, 1, 1e6,                            \
	  "multiple of its first level above which the loss of the other side must be")            \
	X(ZERO_LOSS_LEAST, zero_loss, "least", 1e-3, 0, 1e30,                                      \
	  "value that the loss must exceed before it becomes 0")                                   \
	X(LOSS_SCALE_SCALE, loss_scale, "scale", 1, 0, 1e6, "loss scale below which it must fall")

enum tfe__threshold {
#define TFE__THRESHOLD_ID(id, rule, name, usual, lowest, highest, meaning) TFE__##id,
	TFE__THRESHOLDS(TFE__THRESHOLD_ID)
#undef TFE__THRESHOLD_ID
		TFE__THRESHOLD_COUNT
};

/* Sets all limits to their usual values. */
void tfe__thresholds_init(double limit[TFE__THRESHOLD_COUNT]);

/* Sets all limits of a health. */
void tfe__health_set_limits(tfe_health *health, const double limit[TFE__THRESHOLD_COUNT]);

/* Sets the limit "RULE.NAME". Returns TFE_E_ARG, with the detail in *error (may be NULL), if there
 * is no such limit or if it cannot have the value. */
tfe_status tfe__threshold_set(double limit[TFE__THRESHOLD_COUNT], const char *name, double value,
			      tfe_error *error);

#endif
