/* common: how much two words differ, for messages about misspelt ones. */
#ifndef TFE_COMMON_WORD_DISTANCE_H
#define TFE_COMMON_WORD_DISTANCE_H

/* A word of more bytes has no distance. */
enum { WORD_DISTANCE_MOST = 40 };

/* Returns the least number of bytes that are inserted, removed or replaced to make `a` of `b`
 * (Levenshtein); WORD_DISTANCE_MOST if one of them is longer than that. */
int word_distance(const char *a, const char *b);

/* The word that was probably meant by one that is none. */
struct near_word {
	const char *given; /* set by the caller */
	const char *word;  /* NULL: no word is near */
	int distance;
};

/* Keeps a word if it begins with the given one, or is nearly the same, and nearer than the words
 * before. */
void near_word_offer(struct near_word *near, const char *word);

#endif
