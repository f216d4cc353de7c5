/* read/query: the event file that holds an entry of a series. */
#include "read/query/entry_file.h"

#include <math.h>

#include "read/run/store.h"

/* The search for an entry. */
struct entry {
	int64_t step; /* of the entry to find */
	bool finite;  /* the entry to find has a finite value */
	/* The best entry so far: */
	bool found;
	uint64_t i;
	double wall_time;
	bool has_file; /* its location has the number of its file */
	uint32_t file;
};

static void set_best(struct entry *e, const struct tfe__chunk *chunk, uint32_t nth,
		     double wall_time)
{
	e->found = true;
	e->i = chunk->first + nth;
	e->wall_time = wall_time;
}

/* Whether an entry of the step is the wanted one. The first entry of the step is the substitute if
 * there is no such entry. */
static bool is_wanted(const struct entry *e, const struct tfe__chunk *chunk, uint32_t nth)
{
	return !tfe__chunk_is_scalar(chunk) ||
	       (isfinite(tfe__chunk_value(chunk, nth)) != 0) == e->finite;
}

static bool search_resident(struct entry *e, const struct tfe__span *span, size_t at)
{
	const struct tfe__chunk *chunk = span->index->chunks[at];
	uint32_t n = tfe__span_entries(span, at);
	int64_t steps[TFE__CHUNK_ENTRIES_MAX];
	double wall_times[TFE__CHUNK_ENTRIES_MAX];
	tfe__chunk_decode(chunk, n, at < span->whole, steps, wall_times);
	for (uint32_t i = 0; i < n; i++) {
		if (steps[i] != e->step)
			continue;
		bool wanted = is_wanted(e, chunk, i);
		if (wanted || !e->found)
			set_best(e, chunk, i, wall_times[i]);
		e->has_file = !tfe__chunk_is_scalar(chunk);
		if (e->has_file)
			e->file = tfe__chunk_place(chunk, i).file;
		if (wanted)
			return true;
	}
	return false;
}

/* Searches a chunk. A dropped chunk has only its first entry, which is a substitute. Returns
 * whether the wanted entry was found. */
static bool search_chunk(struct entry *e, const struct tfe__span *span, size_t at)
{
	const struct tfe__chunk *chunk = span->index->chunks[at];
	bool sealed = at < span->whole;
	if (sealed && (chunk->node->step_min > e->step || chunk->node->step_max < e->step))
		return false;
	if (tfe__span_is_resident(span, at))
		return search_resident(e, span, at);
	if (!e->found)
		set_best(e, chunk, 0, tfe__double_of(chunk->wall_bits));
	return false;
}

const char *tfe__entry_file(const tfe_view *view, int64_t step, bool finite)
{
	const struct tfe_run *run = view->series->shared->run;
	const struct tfe__log *log = NULL;
	struct entry e = {.step = step, .finite = finite};
	size_t files = tfe__list_count(&run->logs);
	if (files == 1)
		return tfe__run_first_file(run);
	if (!view->count)
		return "";
	struct tfe__span span = tfe__column_span(view->version, view->count);
	unsigned epoch = tfe__epoch_enter(view->series->shared->epoch);
	for (size_t c = 0; c <= span.whole && !search_chunk(&e, &span, c); c++)
		continue;
	tfe__epoch_leave(view->series->shared->epoch, epoch);
	if (e.found)
		log = e.has_file ? tfe__list_at(&run->logs, e.file)
		      : tfe__column_before(view->version).ordered
			      ? NULL
			      : tfe__origin_of(view, e.i, e.wall_time);
	return log ? log->path : "";
}

bool tfe__view_has_several_writers(const tfe_view *view)
{
	return tfe__column_before(view->version).several;
}

const char *tfe__run_first_file(const tfe_run *run)
{
	const struct tfe__log *log =
		tfe__list_count(&run->logs) ? tfe__list_at(&run->logs, 0) : NULL;
	return log ? log->path : "";
}
