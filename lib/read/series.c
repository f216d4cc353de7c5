/* read: making and filling the series of a run. */
#include <string.h>

#include "read/exact.h"
#include "read/run.h"

/* TensorBoard shows no tags this long either; more is an attack on memory. */
enum { TAG_BYTES_MAX = 1 << 20 };

static const char *text(struct tfe_run *run, tfe_bytes bytes)
{
	if (!bytes.size)
		return "";
	return tfe__arena_strndup(&run->arena, (const char *)bytes.data, bytes.size);
}

static size_t value_bytes(tfe_kind kind)
{
	if (kind == TFE_KIND_HISTOGRAM)
		return sizeof(struct tfe__digest);
	return kind == TFE_KIND_SCALAR ? sizeof(float) : sizeof(struct tfe__place);
}

static void writer_init(struct tfe_run *run, tfe_series *series, struct tfe__column *column)
{
	tfe__column_writer_init(&series->writer, column, value_bytes(series->kind));
	series->writer.pool = &run->pool;
	if (!run->again)
		series->writer.full = &run->logdir->budget.full;
	else if (tfe__map_get(&run->again->wanted, series->tag, series->tag_length) !=
		 TFE__MAP_NONE)
		series->writer.pool = &run->again->kept;
}

/* What a series of this value takes, its first entries included: about. */
static size_t bytes_of(tfe_bytes tag, const tfe_value *value)
{
	return sizeof(tfe_series) + sizeof(struct tfe__column) + 512 + tag.size +
	       value->metadata.plugin.size + value->metadata.display_name.size +
	       value->metadata.description.size;
}

/* Whether a run that is read again has use for a tag. */
static bool is_read_again(const struct tfe__again *again, tfe_bytes tag)
{
	return again->others ||
	       tfe__map_get(&again->wanted, (const char *)tag.data, tag.size) != TFE__MAP_NONE;
}

/* What a series is called: copied, or as the series that is read again has it. */
static bool name_series(struct tfe_run *run, tfe_series *series, tfe_bytes tag,
			const tfe_value *value)
{
	size_t at = TFE__MAP_NONE;
	if (run->again)
		at = tfe__map_get(&run->again->wanted, (const char *)tag.data, tag.size);
	if (at != TFE__MAP_NONE) {
		const tfe_series *of = tfe__list_at(&run->again->of->series, at);
		series->tag = of->tag;
		series->plugin = of->plugin;
		series->display_name = of->display_name;
		series->description = of->description;
		return true;
	}
	series->tag = text(run, tag);
	series->plugin = text(run, value->metadata.plugin);
	series->display_name = text(run, value->metadata.display_name);
	series->description = text(run, value->metadata.description);
	return series->tag && series->plugin && series->display_name && series->description;
}

static tfe_status make(struct tfe_run *run, tfe_bytes tag, const tfe_value *value, tfe_series **out)
{
	if (tag.size > TAG_BYTES_MAX)
		return TFE_E_LIMIT;
	if (run->again ? !is_read_again(run->again, tag)
		       : !tfe__budget_has_room(run, bytes_of(tag, value)))
		return TFE_E_NOTFOUND;
	struct tfe__arena *arena = &run->arena;
	tfe_series *series = tfe__arena_alloc(arena, sizeof *series);
	struct tfe__column *column = tfe__column_new(arena);
	if (!series || !column)
		return TFE_E_NOMEM;
	*series = (tfe_series){
		.tag_length = tag.size,
		.kind = value->kind,
		.run = run,
		.allocator = &run->logdir->allocator,
		.readers = &run->logdir->budget.readers,
	};
	if (!name_series(run, series, tag, value))
		return TFE_E_NOMEM;
	atomic_init(&series->column, column);
	writer_init(run, series, column);
	size_t at = tfe__list_count(&run->series);
	tfe_status status = tfe__map_add(&run->by_tag, series->tag, tag.size, at);
	if (status)
		return status;
	*out = series;
	return tfe__list_add(&run->series, arena, series);
}

tfe_status tfe__run_series_for(struct tfe_run *run, const tfe_value *value, tfe_series **out)
{
	tfe_bytes tag = value->tag.size ? value->tag : value->node_name;
	if (!tag.size)
		tag.data = (const uint8_t *)"";
	tfe_series *series = run->last ? run->last->next : NULL;
	if (!series || series->tag_length != tag.size || memcmp(series->tag, tag.data, tag.size)) {
		size_t at = tfe__map_get(&run->by_tag, (const char *)tag.data, tag.size);
		if (at != TFE__MAP_NONE) {
			series = tfe__list_at(&run->series, at);
		} else {
			tfe_status status = make(run, tag, value, &series);
			if (status)
				return status;
		}
	}
	if (run->last)
		run->last->next = series;
	run->last = series;
	*out = series;
	return TFE_OK;
}

tfe_status tfe__series_add(struct tfe_run *run, tfe_series *series, struct tfe__life *life,
			   const struct tfe__entry *entry)
{
	if (series->life != life) {
		series->life = life;
		life->used = true;
		series->mark = tfe__column_written(&series->writer);
	}
	tfe_status status = tfe__column_add(&series->writer, &run->arena, entry);
	if (status == TFE_E_LIMIT) {
		atomic_fetch_add(&series->left_out, 1);
		atomic_fetch_add(&run->logdir->budget.left_out, 1);
		return TFE_OK;
	}
	run->points_read += !status && series->kind == TFE_KIND_SCALAR;
	return status;
}

static void publish(struct tfe_run *run, tfe_series *series)
{
	if (!run->anew)
		atomic_store_explicit(&series->column, series->writer.column, memory_order_release);
}

tfe_status tfe__series_supersede(struct tfe_run *run, tfe_series *series, int64_t step,
				 uint64_t mark)
{
	uint64_t removed;
	tfe_status status =
		tfe__column_supersede(&series->writer, &run->arena, step, mark, &removed);
	if (status || !removed)
		return status;
	/* What was left out stood before the mark, so it moves. */
	series->mark -= removed < series->mark ? removed : series->mark;
	atomic_fetch_add(&run->superseded, removed);
	publish(run, series);
	return TFE_OK;
}

tfe_status tfe__run_begin_anew(struct tfe_run *run)
{
	size_t n = tfe__list_count(&run->series);
	run->anew = true;
	for (size_t i = 0; i < n; i++) {
		tfe_series *series = tfe__list_at(&run->series, i);
		struct tfe__column *column = tfe__column_new(&run->arena);
		if (!column)
			return TFE_E_NOMEM;
		writer_init(run, series, column);
		series->life = NULL;
	}
	return TFE_OK;
}

void tfe__run_end_anew(struct tfe_run *run)
{
	size_t n = tfe__list_count(&run->series);
	run->anew = false;
	for (size_t i = 0; i < n; i++)
		publish(run, tfe__list_at(&run->series, i));
}
