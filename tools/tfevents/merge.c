/* tfevents merge: combines the event files of a run into one.
 *
 * All whole records are copied unchanged, in the order in which a run is read. TensorBoard reads
 * the files of a run in the same order, so it sees no difference. The file versions between the
 * records show the library's reader where a file began. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tfevents/reader.h>

#include "common/complain.h"
#include "common/damage_report.h"
#include "common/files.h"
#include "common/format.h"
#include "common/memory.h"
#include "common/new_file.h"
#include "tfevents/copy.h"
#include "tfevents/verb.h"

#define PROGRAM "tfevents merge"

enum { OUTPUT };

static const struct option options[] = {
	[OUTPUT] = {"output", "FILE", "the file to create; it must not exist yet", 'o'},
	{0},
};
OPTIONS_FIT(options);

struct merge {
	struct new_file file;
	const char *input; /* the file that is being read */
	int64_t step;      /* the step of the last event */
	double wall_time;  /* the wall time of the last event */
	uint8_t *version;  /* the text of the last file version; NULL before the first */
	size_t version_bytes;
	bool begun; /* the current file had a record */
	uint64_t records;
	uint64_t gaps; /* the number of damaged places of that file so far */
	struct lost lost;
	struct work work;
};

/* --- records ---------------------------------------------------------------------------------- */

static size_t put_varint(uint8_t *to, uint64_t v)
{
	size_t n = 0;
	for (; v > 127; v >>= 7)
		to[n++] = (uint8_t)(v | 128);
	to[n++] = (uint8_t)v;
	return n;
}

static size_t put_double(uint8_t *to, double d)
{
	uint64_t bits;
	memcpy(&bits, &d, sizeof bits);
	for (int i = 0; i < 8; i++)
		to[i] = (uint8_t)(bits >> 8 * i);
	return 8;
}

/* Inserts a file version before the records of a file that has none: the last version, at the step
 * and time of the last event, so that the step does not go back. */
static void put_version(struct merge *m)
{
	static const char none[] = "brain.Event:1"; /* equivalent to no version */
	const void *text = m->version ? m->version : (const uint8_t *)none;
	size_t length = m->version ? m->version_bytes : sizeof none - 1, n = 0;
	uint8_t *event = need_zeroed(length + 64, 1), header[12], footer[4];
	event[n++] = 1 << 3 | 1;
	n += put_double(event + n, m->wall_time);
	event[n++] = 2 << 3;
	n += put_varint(event + n, (uint64_t)m->step);
	event[n++] = 3 << 3 | 2;
	n += put_varint(event + n, length);
	memcpy(event + n, text, length);
	n += length;
	tfe_record_frame(event, n, header, footer);
	out_bytes(&m->file.out, header, sizeof header);
	out_bytes(&m->file.out, event, n);
	out_bytes(&m->file.out, footer, sizeof footer);
	free(event);
}

/* Copies the text of a file version. Returns whether the event is one. */
static bool is_version(struct merge *m, tfe_event *event)
{
	tfe_value value = TFE_VALUE_INIT;
	if (tfe_event_next(event, &value) || value.kind != TFE_KIND_FILE_VERSION)
		return false;
	m->version = need_resize(m->version, value.text.size + 1, 1);
	if (value.text.size)
		memcpy(m->version, value.text.data, value.text.size);
	m->version_bytes = value.text.size;
	return true;
}

static bool copy_record(void *context, tfe_event *event, tfe_bytes frame)
{
	struct merge *m = context;
	bool version = is_version(m, event);
	if (!m->begun && m->records && !version)
		put_version(m);
	m->begun = true;
	m->records++;
	m->step = event->step;
	m->wall_time = event->wall_time;
	out_bytes(&m->file.out, frame.data, frame.size);
	return !m->file.out.error;
}

static void name_gap(void *context, const tfe_gap *gap)
{
	struct merge *m = context;
	char words[LOST_TEXT];
	lost_add(&m->lost, gap, words);
	if (m->gaps++ < DAMAGE_REPORTED_MAX)
		complain(PROGRAM, m->input, "%s", words);
}

/* --- files ------------------------------------------------------------------------------------ */

/* Compares by name, the order in which the files of a run are read. */
static int by_name(const void *a, const void *b)
{
	const struct event_file *x = a, *y = b;
	int order = strcmp(x->name, y->name);
	return order ? order : strcmp(x->path, y->path);
}

/* Returns whether one of the first n files, which are in order, is the same file under another
 * path. */
static bool is_twice(const struct event_file *first, size_t n, const struct event_file *file)
{
	struct stat st, other;
	if (stat(file->path, &st))
		return false; /* opening the file reports the reason */
	while (n-- && !strcmp(first[n].name, file->name))
		if (!stat(first[n].path, &other) && other.st_dev == st.st_dev &&
		    other.st_ino == st.st_ino)
			return true;
	return false;
}

/* Returns whether a file is merged, given the first n; reports a file of another run. */
static bool is_wanted(const struct event_file *first, size_t n, const struct event_file *file)
{
	if (!strcmp(file->run, "."))
		return !is_twice(first, n, file);
	complain(PROGRAM, file->path, "belongs to another run, skipped");
	return false;
}

/* Removes the files that are not merged. */
static void keep_wanted(struct event_files *files)
{
	size_t kept = 0;
	for (size_t i = 0; i < files->count; i++) {
		if (is_wanted(files->file, kept, &files->file[i]))
			files->file[kept++] = files->file[i];
		else
			event_file_release(&files->file[i]);
	}
	files->count = kept;
}

/* Finds the files, in order. Returns false, after a message, if an operand does not exist or there
 * are no files; *status is then the exit status. */
static bool find_files(struct event_files *files, const struct arguments *arguments, int *status)
{
	bool trouble = false;
	for (int i = 0; i < arguments->operands; i++)
		files_find(files, arguments->operand[i], PROGRAM, &trouble);
	if (files->count)
		qsort(files->file, files->count, sizeof *files->file, by_name);
	keep_wanted(files);
	*status = trouble ? 2 : 1;
	if (!trouble && !files->count)
		files_report_none(PROGRAM, arguments->operand[0], files->folders);
	return !trouble && files->count;
}

/* Returns the directory part of a path, "." for one without a slash. Ownership: the caller frees
 * it. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = need_copy(slash ? path : ".");
	if (slash)
		folder[slash + 1 - path] = '\0';
	return folder;
}

static bool is_same_folder(const struct stat *folder, const char *path)
{
	struct stat st;
	char *other = folder_of(path);
	bool same = !stat(other, &st) && st.st_dev == folder->st_dev && st.st_ino == folder->st_ino;
	free(other);
	return same;
}

/* Warns if no reader would find the new file, or if a reader would read it in addition to its
 * inputs. */
static void warn(const char *output, const struct event_files *files)
{
	struct stat made;
	const char *slash = strrchr(output, '/');
	if (!strstr(slash ? slash + 1 : output, "tfevents"))
		complain(PROGRAM, output,
			 "TensorBoard finds only files whose name contains \"tfevents\"");
	char *folder = folder_of(output);
	bool found = !stat(folder, &made), beside = false;
	free(folder);
	for (size_t i = 0; found && i < files->count && !beside; i++)
		beside = is_same_folder(&made, files->file[i].path);
	if (beside)
		complain(PROGRAM, output,
			 "is in the directory of its inputs: readers read both; move one of them");
}

static bool copy_file(struct merge *m, const struct event_file *file)
{
	const struct taker taker = {m, &m->work, copy_record, name_gap};
	tfe_reader *reader;
	tfe_error error = TFE_ERROR_INIT;
	m->input = file->path;
	m->begun = false;
	if (tfe_reader_open(file->path, NULL, &reader, &error)) {
		complain(PROGRAM, file->path, "%s", error.message);
		return false;
	}
	m->gaps = 0;
	bool done = take_records(reader, PROGRAM, file->path, &taker);
	if (m->gaps > DAMAGE_REPORTED_MAX)
		complain(PROGRAM, file->path,
			 "%" PRIu64 " parts skipped, the first %d are reported", m->gaps,
			 DAMAGE_REPORTED_MAX);
	tfe_reader_close(reader);
	return done;
}

static int report(const struct merge *m, size_t files)
{
	static struct out out;
	out_init(&out, STDOUT_FILENO);
	out_format(&out, "merged %" PRIu64 " %s of %zu %s", m->records,
		   format_noun(m->records, "record", "records"), files,
		   format_noun(files, "file", "files"));
	return lost_finish(&out, &m->lost, PROGRAM);
}

static int merge_into(struct merge *m, const char *output, const struct event_files *files)
{
	if (!new_file_make(&m->file, PROGRAM, output))
		return 2;
	bool done = true;
	m->work = (struct work){.doing = "copying", .bytes = true, .total = files_bytes(files)};
	work_begin(&m->work, PROGRAM, false);
	for (size_t i = 0; i < files->count && done; i++)
		done = copy_file(m, &files->file[i]) && !m->file.out.error;
	/* A failed write is reported by new_file_finish. */
	done = new_file_finish(&m->file, done || m->file.out.error) && done;
	work_end(&m->work);
	free(m->version);
	if (!done)
		return 2;
	warn(output, files);
	return report(m, files->count);
}

static int run(const struct arguments *arguments)
{
	static struct merge m;
	const char *output = arguments->option[OUTPUT];
	if (!output || !*output) {
		complain(PROGRAM, NULL, "-o FILE, the file to create, is missing");
		return 2;
	}
	struct event_files files = {0};
	int status;
	if (find_files(&files, arguments, &status))
		status = merge_into(&m, output, &files);
	files_release(&files);
	return status;
}

const struct verb merge_verb = {
	.name = "merge",
	.operands = "RUN|FILE... -o FILE",
	.summary = "copy the event files of one run into one file",
	.details = "Every whole record is copied byte for byte, files in byte order of their "
		   "names; TensorBoard and\n"
		   "tfevents show the same for this file as for its inputs, restarts included. "
		   "Damaged "
		   "parts are\n"
		   "skipped and reported; the exit status is then 1. Runs in subdirectories are "
		   "skipped.\n",
	.options = options,
	.least = 1,
	.run = run,
};
