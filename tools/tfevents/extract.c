/* tfevents extract: writes the images, sounds, texts, graphs and tensors of a log into files. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tfevents/cursor.h>

#include "common/complain.h"
#include "common/filter.h"
#include "common/format.h"
#include "common/out.h"
#include "tfevents/logs.h"
#include "tfevents/named_file.h"
#include "tfevents/npy.h"
#include "tfevents/verb.h"
#include "tfevents/work.h"

enum { OUTPUT, RUNS, TAGS, STEP, RESTARTS, PER_FILE, MEMORY };

static const struct option options[] = {
	[OUTPUT] = {"output", "DIR", "the directory for the files; it is created if needed", 'o'},
	[RUNS] = {"runs", "REGEX",
		  "only runs whose name or alias matches; !REGEX: only the others"},
	[TAGS] = {"tags", "REGEX", "only tags that match; !REGEX: only the others"},
	[STEP] = {"step", "N", "only values of this step; last: only the last value of each tag"},
	[RESTARTS] = RESTARTS_OPTION,
	[PER_FILE] = PER_FILE_OPTION,
	[MEMORY] = MEMORY_OPTION,
	{0},
};
OPTIONS_FIT(options);

static const char program[] = "tfevents extract";

static const unsigned kinds = 1u << TFE_KIND_IMAGE | 1u << TFE_KIND_AUDIO | 1u << TFE_KIND_TEXT |
			      1u << TFE_KIND_TENSOR | 1u << TFE_KIND_GRAPH |
			      1u << TFE_KIND_META_GRAPH | 1u << TFE_KIND_RUN_METADATA;

struct extract {
	struct named_files files;
	struct filter *runs, *tags;
	bool one_step, last;
	int64_t step;
	uint64_t written;
	size_t series;
	bool opened, trouble;
	struct work work;
};

/* What a file is named after. */
struct origin {
	const char *run, *tag;
	int64_t step;
	tfe_kind kind;
};

/* Returns the end of a file name for the content of an image or a sound. */
static const char *suffix_of(tfe_kind kind, tfe_bytes b)
{
	static const struct {
		const char *begin, *suffix;
	} known[] = {
		{"RIFF", ".wav"}, {"\x89PNG", ".png"}, {"\xff\xd8\xff", ".jpg"}, {"GIF8", ".gif"},
		{"OggS", ".ogg"}, {"fLaC", ".flac"},   {"ID3", ".mp3"},
	};
	if (kind == TFE_KIND_TEXT)
		return ".txt";
	if (kind == TFE_KIND_GRAPH || kind == TFE_KIND_META_GRAPH || kind == TFE_KIND_RUN_METADATA)
		return ".pb";
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		size_t n = strlen(known[i].begin);
		if (b.size >= n && !memcmp(b.data, known[i].begin, n))
			return known[i].suffix;
	}
	return ".bin";
}

/* Writes a blob, or the tensor if `blob` is NULL. Returns false after a message. */
static bool write_file(struct extract *e, const struct origin *o, const tfe_bytes *blob,
		       const tfe_tensor *tensor)
{
	static struct out out;
	char step[32];
	snprintf(step, sizeof step, "__%" PRId64, o->step);
	if (!e->opened && !named_files_open(&e->files, NULL))
		return false;
	e->opened = true;
	int fd = named_files_make(&e->files, o->run, o->tag, step,
				  blob ? suffix_of(o->kind, *blob) : ".npy");
	if (fd < 0) {
		complain(program, e->files.directory, "cannot create a file: %s", strerror(errno));
		return false;
	}
	out_init(&out, fd);
	/* Bytes of a log are written as they are, whatever the file is. */
	out.terminal = false;
	if (blob)
		out_bytes(&out, blob->data, blob->size);
	else
		npy_write(&out, tensor);
	bool written = out_flush(&out);
	int error = out.error;
	if (close(fd) && written) {
		written = false;
		error = errno;
	}
	if (!written) {
		complain(program, e->files.path, "%s; the incomplete file is removed",
			 strerror(error));
		unlink(e->files.path);
		return false;
	}
	e->written++;
	return true;
}

static bool write_value(struct extract *e, const struct origin *o, const tfe_value *value)
{
	if (o->kind == TFE_KIND_TENSOR && npy_can_have(&value->tensor))
		return write_file(e, o, NULL, &value->tensor);
	tfe_blobs blobs;
	tfe_bytes blob;
	uint64_t before = e->written;
	tfe_blobs_init(&blobs, value);
	while (tfe_blobs_next(&blobs, &blob))
		if (!write_file(e, o, &blob, NULL))
			return false;
	if (e->written == before && value->tensor.bad)
		complain(program, o->tag, "step %" PRId64 ": the tensor has no elements", o->step);
	return true;
}

/* Writes entry i. Returns false if nothing more can be written. */
static bool extract_entry(struct extract *e, const struct origin *o, tfe_cursor *cursor, uint64_t i)
{
	tfe_fetched *fetched;
	if (tfe_cursor_fetch(cursor, i, &fetched)) {
		tfe_error error = TFE_ERROR_INIT;
		tfe_cursor_get_error(cursor, &error);
		complain(program, o->tag, "step %" PRId64 " is skipped: %s", o->step,
			 error.message);
		e->trouble = true;
		return true;
	}
	bool written = write_value(e, o, tfe_fetched_value(fetched));
	tfe_fetched_release(fetched);
	e->trouble |= !written;
	return written;
}

static bool extract_points(struct extract *e, struct origin *o, tfe_cursor *cursor, uint64_t first)
{
	enum { POINTS = 256 };
	tfe_point points[POINTS];
	size_t n;
	for (uint64_t at = first;; at += n) {
		if (tfe_cursor_next(cursor, points, POINTS, &n)) {
			tfe_error error = TFE_ERROR_INIT;
			tfe_cursor_get_error(cursor, &error);
			logs_tell_reread(o->tag, &error, program);
			e->trouble = true;
			return true;
		}
		if (!n)
			return true;
		for (size_t i = 0; i < n; i++) {
			o->step = points[i].step;
			if (e->one_step && o->step != e->step)
				continue;
			if (!extract_entry(e, o, cursor, at + i))
				return false;
		}
	}
}

static bool extract_series(struct extract *e, const char *run, const tfe_series *series)
{
	struct origin o = {run, tfe_series_tag(series), 0, tfe_series_kind(series)};
	tfe_cursor_options how = TFE_CURSOR_OPTIONS_INIT;
	tfe_cursor *cursor;
	tfe_error error = TFE_ERROR_INIT;
	tfe_view view = tfe_series_view(series);
	if (e->last && view.count)
		how.first = view.count - 1;
	if (tfe_cursor_open(series, &how, &cursor, &error)) {
		logs_tell_reread(o.tag, &error, program);
		e->trouble = true;
		return true;
	}
	bool go_on = extract_points(e, &o, cursor, how.first);
	tfe_cursor_close(cursor);
	return go_on;
}

static bool extract_run(struct extract *e, const tfe_run *run)
{
	if (!filter_matches_run(e->runs, run))
		return true;
	for (size_t i = 0; i < tfe_run_series_count(run); i++) {
		const tfe_series *series = tfe_run_series_at(run, i);
		work_step(&e->work);
		if (!(kinds >> tfe_series_kind(series) & 1) ||
		    !filter_matches(e->tags, tfe_series_tag(series)))
			continue;
		e->series++;
		if (!extract_series(e, logs_run_name(run), series))
			return false;
	}
	return true;
}

static int extract_all(struct extract *e, const struct arguments *a, const tfe_logdir *logdir)
{
	size_t n;
	const tfe_run **runs = logs_runs(logdir, &n);
	e->work = (struct work){.doing = "extracting", .total = logs_series(logdir)};
	work_begin(&e->work, program, false);
	for (size_t i = 0; i < n && extract_run(e, runs[i]); i++)
		;
	work_end(&e->work);
	free(runs);
	e->trouble |= logs_tell_damage(logdir, program) != 0;
	e->trouble |= logs_tell_left_out(logdir, program) != 0;
	e->trouble |= logs_tell_filter(e->runs, "runs", program);
	e->trouble |= logs_tell_filter(e->tags, "tags", program);
	if (e->written)
		complain(program, e->files.directory, "%" PRIu64 " %s", e->written,
			 format_noun(e->written, "file", "files"));
	if (e->trouble)
		return 2;
	if (!n)
		return logs_tell_empty(logdir, a, program);
	if (e->written)
		return 0;
	if (e->series && e->one_step) {
		complain(program, NULL,
			 "no value has the step %" PRId64 "; tfevents ls lists the steps", e->step);
		return 1;
	}
	return logs_tell_no_series(program, "images, sounds, texts, graphs or tensors", a,
				   a->option[RUNS], a->option[TAGS]);
}

static bool parse_step(struct extract *e, const char *text)
{
	if (!text)
		return true;
	if (!strcmp(text, "last"))
		return e->last = true;
	char *end;
	errno = 0;
	e->step = strtoll(text, &end, 10);
	e->one_step = true;
	return !errno && end > text && !*end;
}

static int run(const struct arguments *a)
{
	static struct extract e;
	e.files.program = program;
	e.files.directory = a->option[OUTPUT];
	if (!e.files.directory || !*e.files.directory) {
		complain(program, NULL, "-o DIR, the directory for the files, is missing");
		return 2;
	}
	if (!parse_step(&e, a->option[STEP])) {
		complain(program, NULL, "--step is a whole number or last, not '%s'",
			 a->option[STEP]);
		return 2;
	}
	int status = 2;
	e.runs = filter_compile(a->option[RUNS]);
	e.tags = filter_compile(a->option[TAGS]);
	const struct logs_options how = {(tfe_restarts)a->word[RESTARTS],
					 a->option[PER_FILE] != NULL, a->option[MEMORY], 1};
	tfe_logdir *logdir = logs_load(a, &how, program);
	if (logdir && logs_resolve(e.runs, e.tags, &logdir, 1, kinds, program))
		status = extract_all(&e, a, logdir);
	tfe_logdir_close(logdir);
	filter_release(e.runs);
	filter_release(e.tags);
	return status;
}

const struct verb extract_verb = {
	.name = "extract",
	.operands = "LOGDIR|FILE... -o DIR",
	.summary = "write images, sounds, texts, graphs and tensors into files",
	.details =
		"Bytes are those of the log; tensors become .npy files of NumPy. A file is named "
		"after run, tag\n"
		"and step. No existing file is replaced.\n",
	.options = options,
	.least = 1,
	.run = run,
};
