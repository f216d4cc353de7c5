/* read/column: TensorBoard's smoothing (exponential moving average) of all values of a column. */
#include "read/column/smooth.h"

#include <pthread.h>

#include "base/alloc.h"

/* The cache of a column: the states at the chunk boundaries for one weight. */
struct tfe__smoothing {
	pthread_mutex_t lock;
	double weight;
	size_t chunks; /* number of complete elements of `at`; at[chunks].before is valid too */
	size_t capacity;
	struct tfe__smoothed_chunk *at;
};

static void count(const struct tfe__smoothing_memory *memory, size_t before, size_t now)
{
	/* Counts a difference modulo 2^64, which may be negative. */
	if (memory->meter)
		atomic_fetch_add(memory->meter, now - before);
}

static struct tfe__smoothing *smoothing_of(const struct tfe__column *column)
{
	return atomic_load_explicit(&column->smoothing, memory_order_acquire);
}

/* Gets the cache of a column, created at its first use. If two threads create one, the first
 * wins. */
static struct tfe__smoothing *smoothing_made(const struct tfe__span *span,
					     const struct tfe__smoothing_memory *memory)
{
	struct tfe__smoothing *s = smoothing_of(span->column), *none = NULL;
	if (s)
		return s;
	s = tfe__alloc_zeroed(memory->allocator, 1, sizeof *s);
	if (!s)
		return NULL;
	s->weight = -1;
	pthread_mutex_init(&s->lock, NULL);
	/* The cache belongs to the readers; otherwise a column is constant for them. */
	struct tfe__column *column = (struct tfe__column *)(uintptr_t)span->column;
	if (atomic_compare_exchange_strong(&column->smoothing, &none, s)) {
		count(memory, 0, sizeof *s);
		return s;
	}
	pthread_mutex_destroy(&s->lock);
	tfe__free(memory->allocator, s);
	return none;
}

/* Smooths a dropped chunk as if all its values were their mean. */
static void smooth_dropped(const struct tfe__node *node, struct tfe__smoothed_chunk *at,
			   struct tfe__smoother *state)
{
	if (!node->finite)
		return;
	double mean = node->sum / (double)node->finite;
	at->first = tfe__smooth(state, mean);
	if (node->finite > 1) {
		double stays = pow(state->weight, (double)(node->finite - 2));
		state->last = state->last * stays + (1 - stays) * mean;
		state->n += node->finite - 2;
		at->last = tfe__smooth(state, mean);
	} else {
		at->last = at->first;
	}
	at->min = fmin(at->first, at->last);
	at->max = fmax(at->first, at->last);
}

static void smooth_chunk(const struct tfe__chunk *chunk, struct tfe__smoothed_chunk *at,
			 struct tfe__smoother *state)
{
	at->before = *state;
	at->first = at->last = at->min = at->max = NAN;
	if (!tfe__chunk_is_resident(chunk)) {
		smooth_dropped(chunk->node, at, state);
		return;
	}
	for (uint32_t i = 0; i < chunk->entries; i++) {
		double raw = tfe__chunk_value(chunk, i), v = tfe__smooth(state, raw);
		if (!isfinite(raw))
			continue;
		if (isnan(at->first))
			at->first = at->min = at->max = v;
		at->last = v;
		if (v < at->min)
			at->min = v;
		if (v > at->max)
			at->max = v;
	}
}

static void extend(struct tfe__smoothing *s, const struct tfe__span *span, double weight)
{
	if (s->weight != weight) {
		s->weight = weight;
		s->chunks = 0;
		tfe__smoother_init(&s->at[0].before, weight);
	}
	struct tfe__smoother state = s->at[s->chunks].before;
	for (; s->chunks < span->whole; s->chunks++)
		smooth_chunk(span->index->chunks[s->chunks], &s->at[s->chunks], &state);
	s->at[s->chunks].before = state;
}

tfe_status tfe__smoothing_lock(const struct tfe__span *span, double weight,
			       const struct tfe__smoothing_memory *memory,
			       const struct tfe__smoothed_chunk **chunks)
{
	struct tfe__smoothing *s = smoothing_made(span, memory);
	if (!s)
		return TFE_E_NOMEM;
	pthread_mutex_lock(&s->lock);
	size_t before = s->capacity;
	tfe_status status = TFE__GROW(memory->allocator, s->at, s->capacity, span->whole + 1);
	count(memory, before * sizeof *s->at, s->capacity * sizeof *s->at);
	if (status) {
		pthread_mutex_unlock(&s->lock);
		return status;
	}
	if (s->weight != weight || s->chunks < span->whole)
		extend(s, span, weight);
	*chunks = s->at;
	return TFE_OK;
}

void tfe__smoothing_unlock(const struct tfe__span *span)
{
	pthread_mutex_unlock(&smoothing_of(span->column)->lock);
}

void tfe__smoothing_free(struct tfe__column *column, const struct tfe__smoothing_memory *memory)
{
	struct tfe__smoothing *s = smoothing_of(column);
	if (!s)
		return;
	count(memory, sizeof *s + s->capacity * sizeof *s->at, 0);
	pthread_mutex_destroy(&s->lock);
	tfe__free(memory->allocator, s->at);
	tfe__free(memory->allocator, s);
}
