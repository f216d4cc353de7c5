/* health: the texts of rule non_gaussian for each shape: description, causes and actions. */
#include "health/tensor_shape_texts.h"

#include <math.h>
#include <stdio.h>

static const char *const quantised_causes[] = {
	"weights were quantised: for deployment, by training aware of it, or by a low "
	"precision that was not intended",
	"a checkpoint was restored from a file of low precision",
	NULL,
};
static const char *const quantised_actions[] = {
	"if no quantisation is intended: check the type of the weights and the checkpoint that "
	"was loaded at that step",
	"keep master weights in float32, and quantise copies of them only",
	NULL,
};

static const char *const clipped_causes[] = {
	"weights are clipped to a range (WGAN, binary networks, a min-max constraint)",
	"the range of a number format or of a fake quantisation is too narrow",
	NULL,
};
static const char *const clipped_actions[] = {
	"if no limit is intended: look for a clip or a constraint of the weights",
	"widen the limits, or lower the learning rate: weights at a limit cannot move on",
	"use a gradient penalty or spectral normalisation in place of clipping",
	NULL,
};

static const char *const cut_causes[] = {
	"a constraint keeps the weights on one side (non-negative weights)",
	"an absolute value, a ReLU or a clip is applied to the weights themselves",
	NULL,
};
static const char *const cut_actions[] = {
	"if no constraint is intended: look for abs, relu or clip on this parameter, and for "
	"an unsigned number format",
	"check the checkpoint that was loaded at that step",
	NULL,
};

static const char *const pruned_causes[] = {
	"weights were pruned, or a mask is applied to them",
	"L1 regularisation or too strong a decay moved them to 0",
	"part of a checkpoint was missing and filled with zeros",
	NULL,
};
static const char *const pruned_actions[] = {
	"if no pruning is intended: check masks, L1 regularisation, and the checkpoint that "
	"was loaded at that step",
	"compare the held-out loss before and after that step",
	NULL,
};

static const char *const spike_causes[] = {
	"part of the tensor was overwritten with a constant, or a part of a checkpoint was not "
	"loaded",
	"units that get no gradient any more are stuck at one value",
	"weights are shared by clustering",
	NULL,
};
static const char *const spike_actions[] = {
	"check what happened at that step: a checkpoint, a new learning rate, a surgery of the "
	"model",
	"go back to the checkpoint before that step",
	"check that all parts of the tensor get a gradient",
	NULL,
};

static const char *const humps_causes[] = {
	"the units form two groups: dead and live ones, or two kinds of inputs",
	"part of the tensor was shifted or scaled, or comes from another checkpoint",
	"weights are pushed away from 0 (binary networks)",
	NULL,
};
static const char *const humps_actions[] = {
	"check what happened at that step: a checkpoint, a new learning rate, a surgery of the "
	"model",
	"look at the activations of the layer for dead units",
	"regularise (L2); rescale the inputs from raw or [0,1] to [-1,1]",
	NULL,
};

static const char *const tails_causes[] = {
	"a few weights grow far beyond the rest: outliers in the data, or too high a learning "
	"rate",
	NULL,
};
static const char *const tails_actions[] = {
	"look at the histogram over the steps: a sudden or a slow change",
	"clip the gradient norm, or regularise (L2)",
	"add batch normalisation; rescale the inputs from raw or [0,1] to [-1,1]",
	NULL,
};

static const char *const leaning_causes[] = {
	"inputs with the same sign push all weights in one direction",
	"a few weights grow far beyond the rest on one side",
	NULL,
};
static const char *const leaning_actions[] = {
	"rescale the inputs from raw or [0,1] to [-1,1]",
	"add batch normalisation; regularise (L2)",
	NULL,
};

const struct tfe__shape_texts tfe__shape_texts[TFE__SHAPE_COUNT] = {
	[TFE__SHAPE_QUANTISED] = {"weights are usually quantised on purpose", quantised_causes,
				  quantised_actions},
	[TFE__SHAPE_CLIPPED] = {"weights are usually clipped on purpose", clipped_causes,
				clipped_actions},
	[TFE__SHAPE_CUT] = {"constraints of the sign are usually intended", cut_causes,
			    cut_actions},
	[TFE__SHAPE_PRUNED] = {"weights are usually pruned on purpose", pruned_causes,
			       pruned_actions},
	[TFE__SHAPE_SPIKE] = {"it may be a sharing of weights", spike_causes, spike_actions},
	[TFE__SHAPE_HUMPS] = {"layers may learn two groups of weights", humps_causes,
			      humps_actions},
	[TFE__SHAPE_TAILS] = {"healthy networks develop tails too", tails_causes, tails_actions},
	[TFE__SHAPE_LEANING] = {"it may be what the layer learned", leaning_causes,
				leaning_actions},
};

static double percent(enum tfe__shape shape, const struct tfe__tensor_digest *d)
{
	return 100 * tfe__shape_measure(shape, d);
}

/* Rounds to tenths; without "-0.0". */
static double tenths(double v)
{
	return round(10 * v) / 10 + 0.0;
}

static void describe_cut(const struct tfe__tensor_digest *start, const struct tfe__tensor_digest *d,
			 char *text, size_t bytes)
{
	bool low = d->ends[0] > d->ends[1];
	if (tfe__shape_measure(TFE__SHAPE_CUT, d) >
	    tfe__shape_measure(TFE__SHAPE_CUT, start) + 0.01)
		snprintf(text, bytes,
			 "are one-sided: cut off at %.4g, where %.1f %% of them are piled up (step "
			 "%lld: range %.4g .. %.4g)",
			 (low ? d->min : d->max) + 0.0 /* no -0 */, percent(TFE__SHAPE_CUT, d),
			 (long long)start->step, start->min, start->max);
	else
		snprintf(text, bytes,
			 "are one-sided: none is %s 0, and most are near it (step %lld: "
			 "range %.4g .. %.4g)",
			 fabs(d->min) < fabs(d->max) ? "below" : "above", (long long)start->step,
			 start->min, start->max);
}

void tfe__shape_describe(enum tfe__shape shape, const struct tfe__tensor_digest *start,
			 const struct tfe__tensor_digest *d, char *text, size_t bytes)
{
	long long first = start->step;
	double is = percent(shape, d), was = percent(shape, start);
	switch (shape) {
	case TFE__SHAPE_QUANTISED:
		snprintf(
			text, bytes,
			"are quantised: they are on separate levels, so that peaks and gaps of the "
			"histogram amount to %.0f %% of them (step %lld: %.0f %%)",
			is, first, was);
		break;
	case TFE__SHAPE_PRUNED:
		snprintf(text, bytes, "are pruned: %.0f %% of them are 0 (step %lld: %.0f %%)", is,
			 first, was);
		break;
	case TFE__SHAPE_CLIPPED:
		snprintf(text, bytes,
			 "are clipped: %.1f %% of them are piled up at the limits %.4g and %.4g "
			 "(step %lld: "
			 "%.1f %%)",
			 is, d->min, d->max, first, was);
		break;
	case TFE__SHAPE_CUT:
		describe_cut(start, d, text, bytes);
		break;
	case TFE__SHAPE_SPIKE:
		snprintf(text, bytes,
			 "have a spike: %.1f %% of them are at one value, about %.3g (step %lld: "
			 "%.1f %%)",
			 is, (double)d->peak_at, first, was);
		break;
	case TFE__SHAPE_HUMPS:
		snprintf(text, bytes,
			 "have two humps: between them, about %.3g, the density is %.0f %% of the "
			 "lower hump "
			 "(step %lld: %.0f %%)",
			 tfe__valley_at(d), 100 - is, first, 100 - was);
		break;
	case TFE__SHAPE_TAILS:
		snprintf(text, bytes,
			 "have heavy tails: excess kurtosis %.1f (step %lld: %.1f; normal: 0)",
			 d->kurtosis, first, tenths(start->kurtosis));
		break;
	default:
		snprintf(text, bytes, "lean to one side: skewness %.1f (step %lld: %.1f)",
			 tenths(d->skewness), first, tenths(start->skewness));
	}
}
