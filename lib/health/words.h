/* health: what the words of tags say: the habits of Keras, TensorFlow, PyTorch and hand-made
 * loggers. */
#ifndef TFE_HEALTH_WORDS_H
#define TFE_HEALTH_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/tag_words.h"

/* What a word of a tag says. Bits, for a tag has several words. */
enum word {
	W_LOSS = 1u << 0,
	W_SIDE_LOSS = 1u << 1, /* a part of a loss, which may do as it likes */
	W_ACCURACY = 1u << 2,
	W_RATE = 1u << 3,
	W_LEARNING = 1u << 4,
	W_LEARNING_RATE = 1u << 5,
	W_GRADIENT = 1u << 6,
	W_MAGNITUDE = 1u << 7, /* "norm" in grad_norm; a normalisation in a tensor's name */
	W_KERNEL = 1u << 8,
	W_BIAS = 1u << 9,
	W_NORM = 1u << 10,
	W_EMBEDDING = 1u << 11,
	W_ADAPTER = 1u << 12,
	W_ACTIVATION = 1u << 13,
	W_INPUT = 1u << 14,
	W_VALIDATION = 1u << 15,
	W_CONTESTED = 1u << 16,
	W_OPTIMIZER = 1u << 17,
	W_FILLER = 1u << 18, /* says nothing about the layer */
	W_GAME = 1u << 19,
	W_DISTANCE = 1u << 20, /* a loss of targets; an accuracy of boxes, pixels, texts, ranks */
	W_CONSTANT = 1u << 21, /* begins constant on purpose, whatever else its tag says */
	W_ENTROPY = 1u << 22,
	W_CROSS = 1u << 23,
	W_PROBABILITY = 1u << 24, /* belongs at its ends */
	/* The direction in which a metric improves (health/direction.c). */
	W_HIGHER = 1u << 25,
	W_LOWER = 1u << 26,
	W_STRONG = 1u << 27,  /* decides whatever other words the tag has: a loss, an error */
	W_WEAK = 1u << 28,    /* decides only where no other word does: a score, a time */
	W_NEUTRAL = 1u << 29, /* a property without a better direction: a deviation */
	W_DIRECTION = W_HIGHER | W_LOWER | W_STRONG | W_WEAK | W_NEUTRAL,
	W_RECTIFIER = 1u << 30, /* an activation without an upper end, which cannot saturate */
};

/* An entry of a dictionary. */
struct tfe__word {
	const char *word;
	uint32_t bits;
};

/* Returns the bits of a word in a dictionary of n words in the order of strcmp; 0 if it is not
 * there. */
uint32_t tfe__word_find(const struct tfe__word *list, size_t n, const char *word);

/* The bits of a word; if the dictionary does not have it, of the word without the digits at its
 * end (bn1, conv2d, map50). `word` is unchanged on return. */
uint32_t tfe__bits_of(char *word, size_t length);

/* What a word in lower case says; 0: nothing. */
uint32_t tfe__word_bits(const char *word);

#endif
