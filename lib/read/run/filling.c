/* read/run: making and filling the series of a run. */
#include <assert.h>
#include <string.h>

#include "read/run/filling.h"
#include "read/run/kinds.h"
#include "read/run/selection.h"
#include "read/run/visits.h"

/* tfe_series keeps the kind in 8 bits. */
#define KIND_FITS(number, name, text) static_assert((number) <= UINT8_MAX, text " fits 8 bits");
TFE_KIND_MAP(KIND_FITS)
#undef KIND_FITS

/* TensorBoard shows no tags this long either; more is an attack on memory. */
enum { TAG_BYTES_MAX = 1 << 20, TAG_LENGTH_MASK = (1 << 24) - 1 };
static_assert(TAG_BYTES_MAX <= TAG_LENGTH_MASK, "tfe_series keeps the length of a tag in 24 bits");

static const char *text(struct tfe_run *run, tfe_bytes bytes)
{
	if (!bytes.size)
		return "";
	return tfe__arena_strndup(&run->arena, (const char *)bytes.data, bytes.size);
}

/* Scalars are float32 until a value does not fit. */
static enum tfe__value_type value_type(tfe_kind kind)
{
	if (kind == TFE_KIND_HISTOGRAM)
		return TFE__VALUE_TYPE_DIGEST;
	return kind == TFE_KIND_SCALAR ? TFE__VALUE_TYPE_FLOAT32 : TFE__VALUE_TYPE_LOCATION;
}

static struct tfe__column_memory memory_of(struct tfe_run *run)
{
	return (struct tfe__column_memory){
		.arena = &run->arena,
		.pool = run->selection ? &run->selection->kept : &run->pool,
		.full = run->selection ? NULL : &run->store->budget.full,
	};
}

/* What a series of this value takes, its first entries included: about. */
static size_t bytes_of(tfe_bytes tag, const tfe_value *value)
{
	return sizeof(tfe_series) + 512 + tag.size + value->metadata.plugin.size +
	       value->metadata.display_name.size + value->metadata.description.size;
}

static bool says(const char *text, tfe_bytes bytes)
{
	return strlen(text) == bytes.size && (!bytes.size || !memcmp(text, bytes.data, bytes.size));
}

static bool is_integer(int32_t dtype)
{
	switch (dtype) {
	case TFE_DTYPE_INT8:
	case TFE_DTYPE_INT16:
	case TFE_DTYPE_INT32:
	case TFE_DTYPE_INT64:
	case TFE_DTYPE_UINT8:
	case TFE_DTYPE_UINT16:
	case TFE_DTYPE_UINT32:
	case TFE_DTYPE_UINT64:
		return true;
	default:
		return false;
	}
}

/* n, if the value is an integer tensor [n, n]; otherwise 0. */
static uint32_t square_of(const tfe_value *value)
{
	const tfe_tensor *t = &value->tensor;
	bool square = !t->bad && is_integer(t->dtype) && t->rank == 2 && t->dims[0] == t->dims[1] &&
		      t->dims[0] >= 0 && t->dims[0] <= UINT32_MAX;
	return square ? (uint32_t)t->dims[0] : 0;
}

/* What a series has in common with others: mostly with the one before it. */
static const struct tfe__shared *share(struct tfe_run *run, const tfe_value *value)
{
	const tfe_metadata *m = &value->metadata;
	size_t n = tfe__list_count(&run->series);
	const tfe_series *before = n ? tfe__list_at(&run->series, n - 1) : NULL;
	if (before && says(before->shared->plugin, m->plugin) &&
	    says(before->shared->display_name, m->display_name) &&
	    says(before->shared->description, m->description) &&
	    before->shared->square == square_of(value))
		return before->shared;
	struct tfe__shared *shared = tfe__arena_alloc(&run->arena, sizeof *shared);
	if (!shared)
		return NULL;
	*shared = (struct tfe__shared){
		.run = run,
		.smoothing = {&run->store->allocator, &run->store->budget.used_bytes},
		.epoch = &run->store->budget.epoch,
		.plugin = text(run, m->plugin),
		.display_name = text(run, m->display_name),
		.description = text(run, m->description),
		.square = square_of(value),
	};
	return shared->plugin && shared->display_name && shared->description ? shared : NULL;
}

/* The same for one that stands for another: its texts are that one's, for they live longer. */
static const struct tfe__shared *share_again(struct tfe_run *run, const tfe_series *of)
{
	struct tfe__shared *shared = tfe__arena_alloc(&run->arena, sizeof *shared);
	if (shared) {
		*shared = *of->shared;
		shared->run = run;
		shared->smoothing.allocator = &run->store->allocator;
		shared->smoothing.meter = &run->store->budget.used_bytes;
		shared->epoch = &run->store->budget.epoch;
	}
	return shared;
}

static void begin(tfe_series *series, struct tfe__column *column)
{
	tfe__column_init(column);
	tfe__column_writer_init(&series->writer, column, value_type(series->kind));
}

/* `of`: the series of the first reading, in a second reading. */
static tfe_status make(struct tfe_run *run, tfe_bytes tag, tfe_kind kind, const tfe_value *value,
		       const tfe_series *of, tfe_series **out)
{
	struct tfe__arena *arena = &run->arena;
	tfe_series *series = tfe__arena_alloc_line(arena, sizeof *series);
	if (!series)
		return TFE_E_NOMEM;
	*series = (tfe_series){
		.shared = of ? share_again(run, of) : share(run, value),
		.tag = of ? of->tag : text(run, tag),
		.tag_length = tag.size & TAG_LENGTH_MASK,
		.kind = (uint8_t)kind,
		.number = (uint32_t)tfe__list_count(&run->series),
	};
	if (!series->shared || !series->tag)
		return TFE_E_NOMEM;
	begin(series, &series->first);
	if (of && tfe__selection_begin(run->selection, of, series))
		return TFE_E_NOMEM;
	atomic_init(&series->column, &series->first);
	tfe_status status = tfe__list_reserve(&run->series, arena);
	if (!status)
		status = tfe__run_enter(run, series);
	if (!status)
		status = tfe__list_add(&run->series, arena, series);
	*out = series;
	return status;
}

/* --- the series of a value -------------------------------------------------------------------- */

/* Makes a series if the memory budget has space for it. */
static tfe_status make_any(struct tfe_run *run, tfe_bytes tag, const tfe_value *value,
			   tfe_series **out)
{
	tfe_series *first = tfe__run_find_first(run, tag);
	tfe_kind kind = tfe__kind_for(value, first);
	*out = tfe__series_of_kind(first, kind);
	if (*out)
		return TFE_OK;
	return tfe__budget_has_room(run, bytes_of(tag, value))
		       ? make(run, tag, kind, value, NULL, out)
		       : TFE_E_NOTFOUND;
}

/* Makes a series of a second reading if it is selected. */
static tfe_status make_selected(struct tfe_run *run, tfe_bytes tag, const tfe_value *value,
				tfe_series **out)
{
	const struct tfe__selection *selection = run->selection;
	size_t at = tfe__map_get(&selection->tags, (const char *)tag.data, tag.size);
	if (at == TFE__MAP_NONE)
		return TFE_E_NOTFOUND;
	tfe_series *first = tfe__list_at(&selection->of->series, at);
	tfe_kind kind = tfe__kind_for(value, first);
	const tfe_series *of = tfe__series_of_kind(first, kind);
	if (!of || !tfe__selection_has(selection, of))
		return TFE_E_NOTFOUND;
	*out = tfe__run_find(run, tag, kind);
	return *out ? TFE_OK : make(run, tag, kind, value, of, out);
}

/* Whether the predicted series is that of a value. Tensors may belong to series of other kinds. */
static bool is_series_of(const tfe_series *series, tfe_bytes tag, const tfe_value *value)
{
	return series && series->kind == value->kind && value->kind != TFE_KIND_TENSOR &&
	       series->tag_length == tag.size && !memcmp(series->tag, tag.data, tag.size);
}

tfe_status tfe__run_series_for(struct tfe_run *run, const tfe_value *value, tfe_series **out)
{
	tfe_bytes tag = tfe__value_tag(value);
	tfe_series *series = run->last ? run->last->next : NULL;
	if (!is_series_of(series, tag, value)) {
		if (tag.size > TAG_BYTES_MAX)
			return TFE_E_LIMIT;
		tfe_status status =
			(run->selection ? make_selected : make_any)(run, tag, value, &series);
		if (status)
			return status;
	}
	if (run->last)
		run->last->next = series;
	run->last = series;
	*out = series;
	return TFE_OK;
}

uint64_t tfe__series_arrived(const tfe_series *series)
{
	const struct tfe__column_before before = tfe__column_before(series->writer.column);
	return tfe__column_written(&series->writer) + before.superseded + before.repeated +
	       atomic_load(&series->left_out);
}

tfe_status tfe__series_add(struct tfe_run *run, tfe_series *series, struct tfe__session *session,
			   const struct tfe__entry *entry)
{
	if (run->selection && series->arrivals) {
		/* The series has no session here, so that each entry comes this way. */
		session->used = true;
		series->session = NULL;
		if (tfe__arrivals_next(series->arrivals, entry->step))
			return TFE_OK;
	}
	const struct tfe__column_memory memory = memory_of(run);
	tfe_status status = tfe__column_add(&series->writer, &memory, entry);
	if (status == TFE_E_LIMIT) {
		tfe__column_note_left_out(&series->writer, entry->step);
		atomic_fetch_add(&series->left_out, 1);
		atomic_fetch_add(&run->store->budget.left_out, 1);
		return TFE_OK;
	}
	run->points_read += !status && series->kind == TFE_KIND_SCALAR;
	return status;
}

static void publish(struct tfe_run *run, tfe_series *series)
{
	if (!run->reloading)
		atomic_store_explicit(&series->column, series->writer.column, memory_order_release);
}

/* Records for a second reading what was superseded. */
static tfe_status record(struct tfe_run *run, const tfe_series *series, int64_t step, uint64_t mark)
{
	struct tfe__superseding *s = tfe__arena_alloc(&run->arena, sizeof *s);
	if (!s)
		return TFE_E_NOMEM;
	*s = (struct tfe__superseding){run->supersedings, series, mark, step};
	run->supersedings = s;
	return TFE_OK;
}

/* Supersedes the entries before number `before` of the column, which arrived before `mark`. */
static tfe_status supersede(struct tfe_run *run, tfe_series *series, int64_t step, uint64_t before,
			    uint64_t mark, uint64_t *removed)
{
	bool reached = mark > 0 && tfe__column_step_max(&series->writer) >= step;
	const struct tfe__column_memory memory = memory_of(run);
	tfe_status status = tfe__column_supersede(&series->writer, &memory, step, before, removed);
	/* Of dropped chunks it is not known how many entries are superseded: maybe some though none
	 * seem to be. */
	if (!status && reached)
		status = record(run, series, step, mark);
	if (status || !*removed)
		return status;
	atomic_fetch_add(&run->superseded, *removed);
	if (series->kind == TFE_KIND_SCALAR) {
		run->points_superseded += *removed;
		atomic_fetch_add(&run->store->superseded, *removed);
	}
	publish(run, series);
	return TFE_OK;
}

tfe_status tfe__series_supersede(struct tfe_run *run, tfe_series *series, int64_t step, bool all)
{
	struct tfe__visits *visits = run->selection ? NULL : series->visits;
	uint64_t removed = 0;
	if (visits && visits->mark) {
		tfe_status status =
			supersede(run, series, step, visits->at, visits->mark, &removed);
		if (status)
			return status;
		visits->at -= removed < visits->at ? removed : visits->at;
		visits->ordered -= removed < visits->ordered ? removed : visits->ordered;
	}
	if (!all)
		return TFE_OK;
	tfe_status status = supersede(run, series, step, tfe__column_written(&series->writer),
				      tfe__series_arrived(series), &removed);
	if (visits && !status)
		visits->ordered = visits->at;
	return status;
}

/* The share of the memory budget that a sort may use. */
enum { ITEMS_SHARE = 8 };

tfe_status tfe__series_reorder(struct tfe_run *run, tfe_series *series,
			       struct tfe__reorder *reorder)
{
	const struct tfe__column_memory memory = memory_of(run);
	const struct tfe__column *old = series->writer.column;
	size_t before = run->arena.used_bytes;
	/* A second reading has to order what the first one has no room for. */
	size_t items_max = run->selection ? SIZE_MAX : run->store->budget.limit_bytes / ITEMS_SHARE;
	tfe_status status = tfe__column_reorder(&series->writer, &memory, &run->store->allocator,
						items_max, reorder);
	run->restart_cost += run->arena.used_bytes - before;
	if (status || !reorder->replaced)
		return status;
	if (series->kind == TFE_KIND_SCALAR)
		run->points_read -= reorder->repeated;
	publish(run, series);
	if (!run->selection)
		tfe__budget_discard(run, old, reorder->first_chunk);
	return TFE_OK;
}

tfe_status tfe__run_begin_reload(struct tfe_run *run)
{
	size_t n = tfe__list_count(&run->series);
	run->reloading = true;
	run->generation++;
	run->supersedings = NULL;
	run->orderings = NULL;
	run->stretches = NULL;
	run->sessions = NULL;
	for (size_t i = 0; i < n; i++) {
		tfe_series *series = tfe__list_at(&run->series, i);
		struct tfe__column *column = tfe__arena_alloc(&run->arena, sizeof *column);
		struct tfe__column_before *before = tfe__arena_alloc(&run->arena, sizeof *before);
		const struct tfe__column_memory memory = memory_of(run);
		if (!column || !before || tfe__column_seal(&series->writer, &memory))
			return TFE_E_NOMEM;
		begin(series, column);
		*before = (struct tfe__column_before){.column = atomic_load(&series->column)};
		column->before = before;
		series->session = NULL;
		series->visits = NULL;
		atomic_fetch_sub(&run->store->budget.left_out,
				 atomic_exchange(&series->left_out, 0));
	}
	return TFE_OK;
}

void tfe__run_end_reload(struct tfe_run *run)
{
	size_t n = tfe__list_count(&run->series);
	run->reloading = false;
	for (size_t i = 0; i < n; i++)
		publish(run, tfe__list_at(&run->series, i));
}
