/* health: the histories of the series of a run, of bounded length. */
#include "health/health_run.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/alloc.h"

static const double MOST_OF_METRIC = 100;

void tfe__health_run_init(struct tfe__health_run *run, const tfe_allocator *allocator)
{
	memset(run, 0, sizeof *run);
	run->allocator = *allocator;
	tfe__arena_init(&run->tags, allocator, 0);
	tfe__map_init(&run->index[0], allocator);
	tfe__map_init(&run->index[1], allocator);
	tfe__thresholds_init(run->limit);
}

void tfe__health_run_release(struct tfe__health_run *run)
{
	for (size_t i = 0; i < run->n; i++) {
		struct tfe__health_series *s = &run->series[i];
		tfe__free(&run->allocator, s->histogram ? (void *)s->digest : (void *)s->point);
	}
	tfe__free(&run->allocator, run->series);
	tfe__map_release(&run->index[0]);
	tfe__map_release(&run->index[1]);
	tfe__arena_release(&run->tags);
}

static bool has_quantity(enum tfe__role role)
{
	return role == TFE__ROLE_LOSS || role == TFE__ROLE_ACCURACY ||
	       role == TFE__ROLE_GRADIENT_NORM;
}

static tfe_status new_series(struct tfe__health_run *run, const char *tag, bool histogram)
{
	tfe_status status = TFE__GROW(&run->allocator, run->series, run->capacity, run->n + 1);
	if (status)
		return status;
	size_t length = strlen(tag);
	struct tfe__meaning meaning;
	struct tfe__quantity quantity = {0};
	char layer[TFE__LAYER_BYTES];
	static_assert((int)TFE__QUANTITY_BYTES == (int)TFE__LAYER_BYTES, "one buffer for both");
	tfe__meaning_of(tag, histogram, &meaning, layer);
	if (has_quantity(meaning.role))
		tfe__quantity_of(tag, meaning.validation, &quantity, layer);
	const char *copy = tfe__arena_strndup(&run->tags, tag, length);
	const char *kept = *layer ? tfe__arena_strndup(&run->tags, layer, strlen(layer)) : "";
	if (!copy || !kept)
		return TFE_E_NOMEM;
	status = tfe__map_add(&run->index[histogram], copy, length, run->n);
	if (status)
		return status;
	struct tfe__health_series *s = &run->series[run->n];
	memset(s, 0, sizeof *s);
	s->tag = copy;
	s->histogram = histogram;
	s->stride = 1;
	s->bias = s->gradient = s->weight = TFE__MAP_NONE;
	s->first_same = s->next_same = s->twin = TFE__MAP_NONE;
	s->meaning = meaning;
	s->quantity = quantity;
	s->layer = kept;
	if (!histogram && s->meaning.contested)
		run->contested = true;
	run->n++;
	return TFE_OK;
}

tfe_status tfe__health_run_series(struct tfe__health_run *run, const char *tag, bool histogram,
				  struct tfe__health_series **series)
{
	*series = NULL;
	/* Callers usually feed many points of one series in a row. */
	bool again = run->recent < run->n && run->series[run->recent].histogram == histogram &&
		     strcmp(run->series[run->recent].tag, tag) == 0;
	size_t i = again ? run->recent : tfe__map_get(&run->index[histogram], tag, strlen(tag));
	if (i == TFE__MAP_NONE) {
		tfe_status status = new_series(run, tag, histogram);
		if (status)
			return status;
		i = run->n - 1;
	}
	run->recent = i;
	*series = &run->series[i];
	return TFE_OK;
}

/* Counts n finite points. */
static void count_finite(struct tfe__health_series *s, const int64_t *step, size_t n)
{
	if (s->count == 0)
		s->first_step = step[0];
	s->count += n;
	s->last_step = step[n - 1];
	s->nonfinite.newest = false;
}

static void count_nonfinite(struct tfe__health_series *s, int64_t step, double value, double before)
{
	struct tfe__nonfinite *f = &s->nonfinite;
	count_finite(s, &step, 1);
	f->newest = true;
	if (!f->any) {
		f->first_step = step;
		f->first_value = value;
		f->last_finite = before;
	}
	f->any = true;
	f->last_step = step;
	f->count++;
}

static void merge_pairs(struct tfe__health_series *s)
{
	size_t half = s->n / 2;
	for (size_t i = 0; i < half; i++) {
		const struct tfe__health_block *a = &s->point[2 * i], *b = a + 1;
		const struct tfe__health_block *low = b->low < a->low ? b : a,
					       *high = b->high > a->high ? b : a;
		s->point[i] = (struct tfe__health_block){a->step,       a->value / 2 + b->value / 2,
							 low->low,      high->high,
							 low->low_step, high->high_step};
	}
	s->n = half;
	s->stride *= 2;
	s->fill = s->stride;
}

/* Reserves space for another block, never more than the maximum number of blocks. */
static tfe_status reserve_block(const struct tfe__health_run *run, struct tfe__health_series *s)
{
	if (s->n >= TFE__POINTS_MAX)
		merge_pairs(s);
	if (s->n < s->capacity)
		return TFE_OK;
	size_t capacity = s->capacity ? 4 * s->capacity : 8;
	capacity = capacity < TFE__POINTS_MAX ? capacity : TFE__POINTS_MAX;
	struct tfe__health_block *point =
		tfe__realloc_array(&run->allocator, s->point, capacity, sizeof *point);
	if (!point)
		return TFE_E_NOMEM;
	s->point = point;
	s->capacity = capacity;
	return TFE_OK;
}

/* Adds finite points to the last block, which has space for them. */
static void fill_block(struct tfe__health_series *s, const int64_t *step, const double *value,
		       size_t n)
{
	struct tfe__health_block *p = &s->point[s->n - 1];
	double sum = s->sum, low = p->low, high = p->high;
	int64_t low_step = p->low_step, high_step = p->high_step;
	for (size_t i = 0; i < n; i++) {
		sum += value[i];
		low_step = value[i] < low ? step[i] : low_step;
		low = value[i] < low ? value[i] : low;
		high_step = value[i] > high ? step[i] : high_step;
		high = value[i] > high ? value[i] : high;
	}
	s->sum = sum;
	s->fill += n;
	double mean = sum / (double)s->fill;
	/* The sum of large numbers may overflow to infinity; their mean is finite. */
	mean = mean < low ? low : mean > high ? high : mean;
	*p = (struct tfe__health_block){p->step, mean, low, high, low_step, high_step};
}

static tfe_status add_finite(const struct tfe__health_run *run, struct tfe__health_series *s,
			     const int64_t *step, const double *value, size_t n)
{
	tfe_status status = TFE_OK;
	size_t i = 0;
	while (i < n) {
		if (!s->n || s->fill == s->stride) {
			status = reserve_block(run, s);
			if (status)
				break;
			s->first = s->n ? s->first : value[i];
			s->point[s->n++] = (struct tfe__health_block){step[i],   0,       INFINITY,
								      -INFINITY, step[i], step[i]};
			s->sum = 0;
			s->fill = 0;
		}
		size_t room = s->stride - s->fill, k = room < n - i ? room : n - i;
		fill_block(s, step + i, value + i, k);
		i += k;
	}
	if (i)
		count_finite(s, step, i);
	return status;
}

static size_t finite_run(const double *value, size_t n)
{
	size_t i = 0;
	while (i < n && isfinite(value[i]))
		i++;
	return i;
}

tfe_status tfe__health_series_add_scalars(struct tfe__health_run *run, struct tfe__health_series *s,
					  const int64_t *step, const double *value, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t k = finite_run(value + i, n - i);
		tfe_status status = TFE_OK;
		if (k == 0)
			count_nonfinite(s, step[i], value[i],
					s->n ? s->point[s->n - 1].value : NAN);
		else if (s->meaning.role == TFE__ROLE_OTHER) /* no rule reads its history */
			count_finite(s, step + i, k);
		else
			status = add_finite(run, s, step + i, value + i, k);
		if (status)
			return status;
		i += k ? k : 1;
	}
	return TFE_OK;
}

static void drop_every_second(struct tfe__health_series *s)
{
	for (size_t i = 1; 2 * i < s->n; i++)
		s->digest[i] = s->digest[2 * i];
	s->n = (s->n + 1) / 2;
	s->stride *= 2;
}

/* Makes space for the newest digest, which is always the last one. It replaces the previous newest
 * digest until that has the distance `stride` from the digest before it. */
static tfe_status reserve_digest(const struct tfe__health_run *run, struct tfe__health_series *s)
{
	if (s->n > 1 && s->fill < s->stride)
		return TFE_OK;
	if (s->n >= TFE__DIGESTS_MAX)
		drop_every_second(s);
	tfe_status status = TFE__GROW(&run->allocator, s->digest, s->capacity, s->n + 1);
	if (status)
		return status;
	s->n++;
	s->fill = 0;
	return TFE_OK;
}

tfe_status tfe__health_series_add_moments(const struct tfe__health_run *run,
					  struct tfe__health_series *s, int64_t step,
					  const tfe_moments *m)
{
	double before = s->n ? s->digest[s->n - 1].rms : NAN;
	bool finite = !isnan(m->stddev);
	struct tfe__tensor_digest digest = {0};
	if (finite && s->meaning.role != TFE__ROLE_OTHER)
		tfe__tensor_digest_of(m, step, &digest);
	/* A histogram without values has no information; some loggers write it for NaN. */
	if (digest.num > 0) {
		tfe_status status = reserve_digest(run, s);
		if (status)
			return status;
		s->fill++;
		s->digest[s->n - 1] = digest;
	}
	if (finite)
		count_finite(s, &step, 1);
	else
		count_nonfinite(s, step, NAN, before);
	return TFE_OK;
}

/* --- related series --------------------------------------------------------------------------- */

struct lookup {
	struct tfe__map map;
	struct tfe__arena keys;
};

/* Writes the key of a series: one byte each for role and parameter (of a scalar: whether its data
 * are held out), then the layer. Returns its length. */
static size_t key_of(char key[TFE__LAYER_BYTES + 2], enum tfe__role role, int parameter,
		     const char *layer, size_t length)
{
	key[0] = (char)('0' + role);
	key[1] = (char)('0' + parameter);
	memcpy(key + 2, layer, length);
	return length + 2;
}

static tfe_status add_all(struct lookup *lookup, const struct tfe__health_run *run)
{
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__meaning *m = &run->series[i].meaning;
		if (!run->series[i].histogram ||
		    (m->role != TFE__ROLE_WEIGHT && m->role != TFE__ROLE_GRADIENT))
			continue;
		char key[TFE__LAYER_BYTES + 2];
		const char *layer = run->series[i].layer;
		size_t length = key_of(key, m->role, m->parameter, layer, strlen(layer));
		if (tfe__map_get(&lookup->map, key, length) != TFE__MAP_NONE)
			continue;
		const char *copy = tfe__arena_strndup(&lookup->keys, key, length);
		if (!copy)
			return TFE_E_NOMEM;
		tfe_status status = tfe__map_add(&lookup->map, copy, length, i);
		if (status)
			return status;
	}
	return TFE_OK;
}

/* Returns the series of another role or parameter of the same layer. With `upward` the layer one
 * level up is tried as well, because the last word may only distinguish two kernels of a layer
 * (recurrent, ih, hh). */
static size_t find_related(const struct lookup *lookup, const char *layer, enum tfe__role role,
			   enum tfe__parameter parameter, bool upward)
{
	char key[TFE__LAYER_BYTES + 2];
	size_t length = strlen(layer);
	size_t found = tfe__map_get(&lookup->map, key, key_of(key, role, parameter, layer, length));
	const char *slash = strrchr(layer, '/');
	if (found == TFE__MAP_NONE && upward && slash)
		found = tfe__map_get(&lookup->map, key,
				     key_of(key, role, parameter, layer, (size_t)(slash - layer)));
	return found;
}

static void relate_all(const struct lookup *lookup, struct tfe__health_run *run)
{
	for (size_t i = 0; i < run->n; i++) {
		struct tfe__health_series *s = &run->series[i];
		const struct tfe__meaning *m = &s->meaning;
		s->bias = s->gradient = s->weight = TFE__MAP_NONE;
		if (!s->histogram)
			continue;
		if (m->role == TFE__ROLE_WEIGHT)
			s->gradient = find_related(lookup, s->layer, TFE__ROLE_GRADIENT,
						   m->parameter, false);
		if (m->role == TFE__ROLE_GRADIENT)
			s->weight = find_related(lookup, s->layer, TFE__ROLE_WEIGHT, m->parameter,
						 false);
		if (m->parameter != TFE__PARAMETER_KERNEL)
			continue;
		s->bias = find_related(lookup, s->layer, m->role, TFE__PARAMETER_BIAS, true);
		if (s->bias == TFE__MAP_NONE)
			s->bias = find_related(lookup, s->layer, TFE__ROLE_WEIGHT,
					       TFE__PARAMETER_BIAS, true);
	}
}

/* Adds series i to the list of its quantity, after the first series of it. */
static tfe_status add_same(struct lookup *lookup, struct tfe__health_run *run, size_t i)
{
	struct tfe__health_series *s = &run->series[i];
	char key[TFE__LAYER_BYTES + 2];
	const struct tfe__meaning *m = &s->meaning;
	size_t length = key_of(key, m->role, m->validation, s->layer, strlen(s->layer));
	size_t first = tfe__map_get(&lookup->map, key, length);
	s->first_same = first == TFE__MAP_NONE ? i : first;
	s->next_same = TFE__MAP_NONE;
	if (first != TFE__MAP_NONE) {
		s->next_same = run->series[first].next_same;
		run->series[first].next_same = i;
		return TFE_OK;
	}
	const char *copy = tfe__arena_strndup(&lookup->keys, key, length);
	return copy ? tfe__map_add(&lookup->map, copy, length, i) : TFE_E_NOMEM;
}

static tfe_status relate_same(struct lookup *lookup, struct tfe__health_run *run)
{
	for (size_t i = 0; i < run->n; i++) {
		tfe_status status = has_quantity(run->series[i].meaning.role)
					    ? add_same(lookup, run, i)
					    : TFE_OK;
		if (status)
			return status;
	}
	for (size_t i = 0; i < run->n; i++) {
		struct tfe__health_series *s = &run->series[i];
		char key[TFE__LAYER_BYTES + 2];
		size_t length = key_of(key, s->meaning.role, !s->meaning.validation, s->layer,
				       strlen(s->layer));
		s->twin = has_quantity(s->meaning.role) ? tfe__map_get(&lookup->map, key, length)
							: TFE__MAP_NONE;
	}
	return TFE_OK;
}

/* Whether a score is that of a game: those of classifiers and of texts are from 0 to 100. */
static bool has_score_of_game(const struct tfe__health_run *run)
{
	for (size_t k = 0; k < run->n; k++) {
		const struct tfe__health_series *s = &run->series[k];
		bool score = s->meaning.role == TFE__ROLE_RETURN && !s->meaning.strangers;
		for (size_t i = 0; score && i < s->n; i++)
			if (s->point[i].high > MOST_OF_METRIC || s->point[i].low < 0)
				return true;
	}
	return false;
}

/* The perplexity of a run with a codebook is the number of codes in use: it may rise. */
static void leave_out_codebooks(struct tfe__health_run *run)
{
	bool codebook = false;
	for (size_t i = 0; i < run->n && !codebook; i++)
		codebook = tfe__names_codebook(run->series[i].tag);
	for (size_t i = 0; i < run->n && codebook; i++)
		if (run->series[i].quantity.rank == TFE__LOSS_PERPLEXITY &&
		    run->series[i].meaning.role == TFE__ROLE_LOSS)
			run->series[i].meaning.role = TFE__ROLE_OTHER;
}

tfe_status tfe__health_run_relate(struct tfe__health_run *run)
{
	run->contested = run->contested || has_score_of_game(run);
	if (run->related == run->n)
		return TFE_OK;
	leave_out_codebooks(run);
	struct lookup lookup;
	tfe__map_init(&lookup.map, &run->allocator);
	tfe__arena_init(&lookup.keys, &run->allocator, 0);
	tfe_status status = add_all(&lookup, run);
	if (!status)
		status = relate_same(&lookup, run);
	if (!status) {
		relate_all(&lookup, run);
		run->related = run->n;
	}
	tfe__map_release(&lookup.map);
	tfe__arena_release(&lookup.keys);
	return status;
}

double tfe__fan_in(const struct tfe__health_run *run, const struct tfe__health_series *kernel)
{
	if (kernel->bias == TFE__MAP_NONE || kernel->n == 0)
		return 0;
	const struct tfe__health_series *bias = &run->series[kernel->bias];
	if (bias->n == 0 || !(bias->digest[0].num > 0))
		return 0;
	return kernel->digest[0].num / bias->digest[0].num;
}

bool tfe__is_kernel(const struct tfe__health_run *run, const struct tfe__health_series *s,
		    enum tfe__role role)
{
	if (!s->histogram || s->meaning.role != role ||
	    s->meaning.parameter != TFE__PARAMETER_KERNEL || s->n == 0)
		return false;
	double fan_in = tfe__fan_in(run, s);
	return fan_in == 0 || fan_in > 1;
}
