/* health: the direction in which a metric improves. The dictionary of health/words.c has the words;
 * this file has the phrases of several words, and combines the words and components of a tag. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <tfevents/direction.h>

#include "health/component_words.h"

/* Two successive words that mean something else together. `first` may be a list. */
static const struct {
	const char *first, *second;
	uint32_t bits;
} phrases[] = {
	{"exact", "match", W_HIGHER},
	{"explained", "variance var", W_HIGHER},
	{"variance var", "explained", W_HIGHER},
	{"io", "u", W_HIGHER}, /* mean_io_u of Keras */
	{"r", "squared", W_HIGHER},
	{"f", "measure score beta 1 2", W_HIGHER},
	{"acc", "norm", W_HIGHER},
	{"log", "lik likelihood", W_HIGHER},
	{"hit pass solve", "rate ratio", W_HIGHER},
	{"structural", "similarity", W_HIGHER},
	{"signal", "noise to", W_HIGHER},
	{"true", "positive positives negative negatives", W_HIGHER},
	{"false", "positive positives negative negatives alarm alarms", W_LOWER},
	{"fail miss", "rate ratio", W_LOWER},
	{"cross", "entropy", W_LOWER},
	{"mean median", "rank", W_LOWER},
	{"reciprocal", "rank ranks", W_HIGHER},
	{"f0", "5", W_HIGHER}, /* F0.5 */
	{"bits nats", "per", W_LOWER},
	{"loss", "scale scaler scaling weight weights coef coeff coefficient",
	 W_NEUTRAL | W_STRONG},
	{"learning", "rate rates", W_NEUTRAL},
	{"time", "step steps out", W_NEUTRAL},
	{"grad gradient", "acc", W_NEUTRAL},
	{"acc", "steps step batches", W_NEUTRAL},
	{"reward", "model", 0},
	{"feature activation attention attn heat saliency", "map", 0},
};

static const char units_of_time[] = "second seconds sec secs s minute minutes min hour hours h ms "
				    "msec us millisecond milliseconds";
static const char counted_once[] = "step image sample token it iter iteration example frame batch "
				   "word sentence item record game episode request query instance "
				   "sequence seq update epoch";
static const char counted[] = "steps images samples tokens toks tok its iters iterations examples "
			      "frames batches words sentences items records games episodes "
			      "requests queries instances sequences seqs updates epochs";

static bool is_number_up_to(const struct tfe__tag_words *words, size_t i, long most)
{
	if (i >= words->count)
		return false;
	const char *text = words->text[i];
	return text[strspn(text, "0123456789")] == '\0' && strtol(text, NULL, 10) <= most;
}

/* The numbered forms of top-k metrics: top1, top_5, R@1, P@5, pass_at_k. */
static bool is_top_k(const struct tfe__tag_words *words, size_t i)
{
	const char *text = words->text[i];
	size_t k = i + 1 + tfe__tag_word_is(words, i + 1, "at");
	if (!strncmp(text, "top", 3) && text[3])
		return text[3 + strspn(text + 3, "0123456789")] == '\0';
	if (tfe__tag_word_in(words, i, "top hit hr pass rec"))
		return is_number_up_to(words, k, 10000) || tfe__tag_word_is(words, k, "k");
	/* "p_99" is a percentile. */
	return tfe__tag_word_in(words, i, "r p") &&
	       (is_number_up_to(words, k, 49) || tfe__tag_word_is(words, k, "k"));
}

/* A coefficient is a setting, except the coefficients that measure agreement. */
static bool is_index(const struct tfe__tag_words *words, size_t i)
{
	return tfe__tag_word_in(words, i, "coef coeff coefficient coefs") && i &&
	       tfe__tag_word_in(words, i - 1,
				"dice jaccard correlation corr pearson spearman matthews kappa "
				"kendall sorensen iou overlap");
}

/* Rates per unit of time, and the time per step; returns the number of words. */
static size_t mark_rate(struct tfe__tag_words *words, size_t i)
{
	if (tfe__tag_word_is(words, i, "per") && tfe__tag_word_in(words, i + 1, units_of_time)) {
		words->bits[i] = W_HIGHER;
		words->bits[i + 1] = 0;
		return 2;
	}
	bool time = tfe__tag_word_in(words, i, units_of_time);
	if (time && tfe__tag_word_is(words, i + 1, "per")) {
		words->bits[i] = W_LOWER;
		return 2;
	}
	if (time && i && tfe__tag_word_in(words, i - 1, counted) &&
	    tfe__tag_word_in(words, i, "second sec s")) {
		words->bits[i] = W_HIGHER;
		return 1;
	}
	return 0;
}

static size_t mark_phrase(struct tfe__tag_words *words, size_t i)
{
	for (size_t k = 0; i + 1 < words->count && k < sizeof phrases / sizeof *phrases; k++)
		if (tfe__tag_word_in(words, i, phrases[k].first) &&
		    tfe__tag_word_in(words, i + 1, phrases[k].second)) {
			words->bits[i] = phrases[k].bits;
			words->bits[i + 1] = 0;
			return 2;
		}
	return 0;
}

static bool is_negated(const struct tfe__tag_words *words, size_t i)
{
	static const char negations[] = "neg negative minus";
	if (i && tfe__tag_word_in(words, i - 1, negations))
		return true;
	return i > 1 && tfe__tag_word_is(words, i - 1, "log") &&
	       tfe__tag_word_in(words, i - 2, negations);
}

/* Adds what several words mean together. */
static void mark_phrases(struct tfe__tag_words *words)
{
	for (size_t i = 0; i < words->count;) {
		size_t n = mark_rate(words, i);
		if (!n)
			n = mark_phrase(words, i);
		if (!n && is_top_k(words, i))
			words->bits[i] = W_HIGHER;
		if (!n && is_index(words, i))
			words->bits[i] = 0;
		if (words->bits[i] == W_HIGHER && is_negated(words, i))
			words->bits[i] = W_LOWER;
		i += n ? n : 1;
	}
}

/* The strongest kind of word decides, and of several the last. */
static uint32_t decide(const struct tfe__tag_words *words)
{
	static const struct {
		uint32_t mask, bits;
	} kinds[] = {{W_STRONG, W_STRONG},
		     {W_NEUTRAL | W_WEAK, W_NEUTRAL},
		     {W_WEAK, 0},
		     {W_WEAK, W_WEAK}};
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
		for (size_t i = words->count; i-- > 0;)
			if (words->bits[i] && (words->bits[i] & kinds[k].mask) == kinds[k].bits)
				return words->bits[i];
	return 0;
}

/* Removes the operating point of a metric, the words from "at" on: "tpr@fpr=0.1". */
static void cut_operating_point(struct tfe__tag_words *words)
{
	bool known = false;
	for (size_t i = 0; i < words->count; i++) {
		if (known && tfe__tag_word_is(words, i, "at"))
			words->count = i;
		known |= words->bits[i] != 0;
	}
}

/* A component of a tag. */
struct component {
	struct tfe__tag_words words;
	uint32_t bits;
	bool has_loss; /* a singular `loss` or `error`: `losses` names a group of tags */
};

/* Reads the component that ends at `end`; returns its beginning. */
static const char *read_component(struct component *c, const char *tag, const char *end)
{
	const char *begin = end;
	while (begin > tag && begin[-1] != '/')
		begin--;
	tfe__tag_words_split(&c->words, begin, end);
	mark_phrases(&c->words);
	cut_operating_point(&c->words);
	c->bits = decide(&c->words);
	c->has_loss = false;
	for (size_t i = 0; i < c->words.count; i++)
		c->has_loss |= (c->words.bits[i] & (W_STRONG | W_LOWER)) == (W_STRONG | W_LOWER) &&
			       !tfe__tag_word_in(&c->words, i, "losses errors");
	return begin;
}

/* What a component means in front of a slash: a time names a group of tags ("time/iterations"). */
static uint32_t bits_of_group(const struct component *c)
{
	bool group = (c->bits & W_WEAK) && c->words.count &&
		     tfe__tag_word_in(&c->words, c->words.count - 1,
				      "time times timing seconds secs sec ms");
	return group ? W_NEUTRAL : c->bits;
}

/* A ratio with a slash for "per": "images/sec", "ms/batch", "bits/dim"; 0 for anything else. */
static uint32_t bits_of_ratio(const struct tfe__tag_words *above,
			      const struct tfe__tag_words *below)
{
	if (!above->count || below->count != 1)
		return 0;
	size_t last = above->count - 1;
	if (tfe__tag_word_in(below, 0, units_of_time) && !tfe__tag_word_is(below, 0, "min"))
		return tfe__tag_word_in(above, last, counted) ||
				       tfe__tag_word_in(above, last, counted_once)
			       ? W_HIGHER
			       : 0;
	if (tfe__tag_word_in(above, last, units_of_time) &&
	    tfe__tag_word_in(below, 0, counted_once))
		return W_LOWER;
	if (tfe__tag_word_in(above, last, "bits nats") &&
	    tfe__tag_word_in(below, 0, "dim byte char character token word"))
		return W_LOWER;
	return 0;
}

/* Combines the last component with those in front of it, which end at `end`. */
static uint32_t combine(const struct component *last, const char *tag, const char *end)
{
	struct component c;
	uint32_t bits = last->bits;
	/* "reward/time" is a reward over time. */
	bool axis = last->words.count == 1 && tfe__tag_word_in(&last->words, 0, "time times");
	bool entropy = last->words.count == 1 && tfe__tag_word_is(&last->words, 0, "entropy");
	for (bool adjacent = true; end > tag; adjacent = false) {
		const char *begin = read_component(&c, tag, --end);
		uint32_t ratio = adjacent ? bits_of_ratio(&c.words, &last->words) : 0;
		if (ratio)
			return ratio;
		if (c.has_loss && (!(bits & W_NEUTRAL) || entropy))
			return W_LOWER;
		if (!bits)
			bits = bits_of_group(&c);
		else if (axis && c.bits && !(c.bits & W_WEAK))
			return c.bits;
		end = begin;
	}
	return bits;
}

/* Whether a component is the complement or the negative of one word: "1-ssim", "-elbo". */
static bool is_reversed(const struct component *c, const char *begin)
{
	bool complement = c->words.count == 2 && begin[0] == '1' && begin[1] == '-';
	return complement || (c->words.count == 1 && *begin == '-');
}

tfe_direction tfe_tag_direction(const char *tag)
{
	struct component last;
	const char *begin = read_component(&last, tag, tag + strlen(tag));
	uint32_t bits = combine(&last, tag, begin);
	if (is_reversed(&last, begin) && bits & (W_HIGHER | W_LOWER))
		bits ^= W_HIGHER | W_LOWER;
	return bits & W_NEUTRAL  ? TFE_DIRECTION_UNKNOWN
	       : bits & W_HIGHER ? TFE_DIRECTION_HIGHER
	       : bits & W_LOWER  ? TFE_DIRECTION_LOWER
				 : TFE_DIRECTION_UNKNOWN;
}
