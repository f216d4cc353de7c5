/* cache: the difference of two texts by words: the greedy algorithm of Myers. */
#include "tbtop/cache/word_diff.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

enum { MOST = 1000, CONTEXT = 12 };

/* A word, with the blanks after it. */
struct word {
	const char *text;
	size_t n, blanks;
};

struct words {
	struct word *word;
	size_t n, capacity;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* A text without words has an array too, so that places in it can be computed. */
static void split(const struct text_flow *flow, struct words *words)
{
	words->word = need_room(NULL, 0, &words->capacity, sizeof *words->word);
	for (size_t at = 0; at < flow->n;) {
		size_t end = at;
		while (end < flow->n && !is_blank(flow->bytes[end]))
			end++;
		size_t next = end;
		while (next < flow->n && is_blank(flow->bytes[next]))
			next++;
		words->word =
			need_room(words->word, words->n, &words->capacity, sizeof *words->word);
		words->word[words->n++] = (struct word){flow->bytes + at, end - at, next - end};
		at = next;
	}
}

static bool equal(const struct word *a, const struct word *b)
{
	return a->n == b->n && !memcmp(a->text, b->text, a->n);
}

/* --- the search ------------------------------------------------------------------------------- */

/* The words between the common beginning and the common end of both texts. After the search,
 * `kept[i]` tells whether old word i is in the new text too. */
struct search {
	const struct word *old, *new;
	int n_old, n_new;
	bool *kept;
	int **trace; /* by number of edits d: the furthest old word on diagonals -d to d */
};

/* Follows equal words from (x, y). Returns the x where they end. */
static int slide(const struct search *s, int x, int y)
{
	while (x < s->n_old && y < s->n_new && equal(&s->old[x], &s->new[y])) {
		x++;
		y++;
	}
	return x;
}

/* Whether the best way with d edits to diagonal k comes from the diagonal above: a new word. */
static bool comes_down(const int *before, int d, int k)
{
	return k == -d || (k != d && before[k - 1 + d - 1] < before[k + 1 + d - 1]);
}

/* Extends all ways by one edit. Returns whether one of them reaches the end. */
static bool extend(struct search *s, int d)
{
	int *now = need_zeroed((size_t)(2 * d + 1), sizeof *now);
	const int *before = d ? s->trace[d - 1] : NULL;
	s->trace[d] = now;
	for (int k = -d; k <= d; k += 2) {
		int x = 0;
		if (d)
			x = comes_down(before, d, k) ? before[k + 1 + d - 1]
						     : before[k - 1 + d - 1] + 1;
		if (x > s->n_old || x - k > s->n_new) { /* beyond an end */
			now[k + d] = x;
			continue;
		}
		now[k + d] = x = slide(s, x, x - k);
		if (x >= s->n_old && x - k >= s->n_new)
			return true;
	}
	return false;
}

/* Marks the words that the way with d edits keeps, from its end to its beginning. */
static void mark_kept(const struct search *s, int d)
{
	int x = s->n_old, y = s->n_new;
	for (; d > 0; d--) {
		const int *before = s->trace[d - 1];
		int k = x - y;
		bool down = comes_down(before, d, k);
		int from = before[(down ? k + 1 : k - 1) + d - 1];
		int start = down ? from : from + 1;
		while (x > start)
			s->kept[--x] = true;
		x = from;
		y = x - (down ? k + 1 : k - 1);
	}
	while (x > 0)
		s->kept[--x] = true;
}

/* Fills s->kept; all are false if there are too many differences. */
static void search(struct search *s)
{
	int most = s->n_old + s->n_new < MOST ? s->n_old + s->n_new : MOST, d = 0;
	s->trace = need_zeroed((size_t)most + 1, sizeof *s->trace);
	while (d <= most && !extend(s, d))
		d++;
	if (d <= most)
		mark_kept(s, d);
	for (int i = 0; i <= most; i++)
		free(s->trace[i]);
	free(s->trace);
}

/* --- the output ------------------------------------------------------------------------------- */

static void add_words(struct text_flow *out, uint8_t style, const struct word *word, size_t n)
{
	for (size_t i = 0; i < n; i++)
		text_flow_add(out, style, word[i].text,
			      word[i].n + (style && i + 1 == n ? 0 : word[i].blanks));
}

/* Adds words that are equal in both texts: of many, those next to the differences. */
static void add_equal(struct text_flow *out, const struct word *word, size_t n, bool first,
		      bool last)
{
	size_t head = first ? 0 : CONTEXT, tail = last ? 0 : CONTEXT;
	if (n <= head + tail + 1) {
		add_words(out, 0, word, n);
		return;
	}
	add_words(out, 0, word, head);
	text_flow_add(out, TEXT_FAINT, "\u2026 ", strlen("\u2026 "));
	add_words(out, 0, word + n - tail, tail);
}

/* Adds changed words between marks, and the blanks after them if `blanks` is true. */
static void add_marked(struct text_flow *out, uint8_t style, const struct word *word, size_t n,
		       bool blanks)
{
	bool removed = style == TEXT_REMOVED;
	if (!n)
		return;
	text_flow_add(out, style, removed ? "[-" : "{+", 2);
	add_words(out, style, word, n);
	text_flow_add(out, style, removed ? "-]" : "+}", 2);
	if (blanks)
		text_flow_add(out, 0, word[n - 1].text + word[n - 1].n, word[n - 1].blanks);
	else
		text_flow_add(out, 0, " ", 1);
}

/* Adds the middle parts: runs of removed, added and equal words in turn. */
static void add_middle(struct text_flow *out, const struct search *s, struct word_diff *diff)
{
	int x = 0, y = 0;
	while (x < s->n_old || y < s->n_new) {
		int x0 = x, y0 = y;
		while (x < s->n_old && !s->kept[x])
			x++;
		while (y < s->n_new && (x == s->n_old || !equal(&s->new[y], &s->old[x])))
			y++;
		add_marked(out, TEXT_REMOVED, &s->old[x0], (size_t)(x - x0), y == y0);
		add_marked(out, TEXT_ADDED, &s->new[y0], (size_t)(y - y0), true);
		diff->removed += (size_t)(x - x0);
		diff->added += (size_t)(y - y0);
		x0 = x;
		while (x < s->n_old && y < s->n_new && s->kept[x] &&
		       equal(&s->old[x], &s->new[y])) {
			x++;
			y++;
		}
		add_equal(out, &s->old[x0], (size_t)(x - x0), false, false);
	}
}

struct word_diff word_diff_add(struct text_flow *out, const struct text_flow *from,
			       const struct text_flow *to)
{
	struct words old = {0}, new = {0};
	struct word_diff diff = {0};
	size_t head = 0, tail = 0;
	split(from, &old);
	split(to, &new);
	size_t least = old.n < new.n ? old.n : new.n;
	while (head < least && equal(&old.word[head], &new.word[head]))
		head++;
	while (tail < least - head &&
	       equal(&old.word[old.n - 1 - tail], &new.word[new.n - 1 - tail]))
		tail++;
	struct search s = {.old = old.word + head,
			   .new = new.word + head,
			   .n_old = (int)(old.n - head - tail),
			   .n_new = (int)(new.n - head - tail)};
	s.kept = need_zeroed((size_t)s.n_old, sizeof *s.kept);
	search(&s);
	add_equal(out, new.word, head, true, false);
	add_middle(out, &s, &diff);
	add_equal(out, new.word + new.n - tail, tail, false, true);
	free(s.kept);
	free(old.word);
	free(new.word);
	return diff;
}
