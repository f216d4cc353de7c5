/* common: how much two words differ: Levenshtein's table, of which one row is kept. */
#include "common/word_distance.h"

#include <string.h>

int word_distance(const char *a, const char *b)
{
	int row[WORD_DISTANCE_MOST + 1];
	int width = (int)strnlen(a, WORD_DISTANCE_MOST + 1);
	int height = (int)strnlen(b, WORD_DISTANCE_MOST + 1);
	if (width > WORD_DISTANCE_MOST || height > WORD_DISTANCE_MOST)
		return WORD_DISTANCE_MOST;
	for (int x = 0; x <= width; x++)
		row[x] = x;
	for (int y = 1; y <= height; y++) {
		int before = row[0]++; /* of the row above, one column to the left */
		for (int x = 1; x <= width; x++) {
			int change = before + (a[x - 1] != b[y - 1]);
			int least = row[x] < row[x - 1] ? row[x] + 1 : row[x - 1] + 1;
			before = row[x];
			row[x] = change < least ? change : least;
		}
	}
	return row[width];
}

void near_word_offer(struct near_word *near, const char *word)
{
	enum { NEAR = 3 };
	size_t n = strlen(near->given);
	if (n < 2)
		return;
	int d = strncmp(word, near->given, n) ? word_distance(near->given, word) : 0;
	if (d >= NEAR || (near->word && d >= near->distance))
		return;
	near->word = word;
	near->distance = d;
}
