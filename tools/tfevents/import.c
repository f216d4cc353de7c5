/* tfevents import: writes the numbers of a program's log into event files. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/complain.h"
#include "common/filter.h"
#include "common/metric_import.h"
#include "common/metric_log.h"
#include "common/metric_runs.h"
#include "common/stop.h"
#include "tfevents/verb.h"

enum { LOGDIR, FORMAT, FOLLOW, PATTERN, STEP, WALL_TIME, TAGS };

static const struct option_word format_words[] = {{"auto", METRIC_AUTO},
						  {"text", METRIC_TEXT},
						  {"csv", METRIC_CSV},
						  {"jsonl", METRIC_JSONL},
						  {0}};

static const struct option options[] = {
	[LOGDIR] = {"logdir", "DIR", "the directory of the run to write; it is created if needed"},
	[FORMAT] = {"format", "FORMAT", "the format of the input", .words = format_words},
	[FOLLOW] = {"follow", NULL, "continue when the file grows, until an interrupt"},
	[PATTERN] = {"pattern", "REGEX",
		     "text: the numbers are the named groups of this expression instead; may be "
		     "repeated",
		     .repeats = true},
	[STEP] = {"step", "COLUMN", "CSV and JSON: the column with the step"},
	[WALL_TIME] = {"wall-time", "COLUMN", "CSV and JSON: the column with the time"},
	[TAGS] = {"tags", "REGEX", "only numbers whose names match; !REGEX: only the others"},
	{0},
};
OPTIONS_FIT(options);

static const char program[] = "tfevents import";

/* An input, and what becomes of it. */
struct import {
	struct metric_log log;
	struct metric_runs runs;
	const char *path;
	int fd;
	bool regular; /* a file, not a pipe or terminal */
	bool follow;
};

static bool open_input(struct import *m)
{
	struct stat st;
	bool standard = !strcmp(m->path, "-");
	m->fd = standard ? STDIN_FILENO : open(m->path, O_RDONLY | O_CLOEXEC);
	if (m->fd < 0 || fstat(m->fd, &st)) {
		complain(program, m->path, "%s", strerror(errno));
		return false;
	}
	m->regular = S_ISREG(st.st_mode);
	/* A log without times, read after the training, was written by then. */
	if (m->regular && !m->follow)
		m->runs.wall_time = (double)st.st_mtime;
	return true;
}

/* Opens the file that has the name of the input now. Returns -1 unless it is another regular one:
 * while a log is rotated, its name may be that of nothing, or of something else. */
static int open_other_file(const struct import *m, const struct stat *own)
{
	struct stat other;
	if (m->fd == STDIN_FILENO || stat(m->path, &other) || !S_ISREG(other.st_mode) ||
	    (own->st_ino == other.st_ino && own->st_dev == other.st_dev))
		return -1;
	return open(m->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

/* Begins from scratch if the file was truncated, or another one has its name, as a rotated log has.
 * Such a file is read after the end of the one before it. Standard input has no name. */
static void find_other_file(struct import *m)
{
	struct stat own;
	off_t read_bytes = lseek(m->fd, 0, SEEK_CUR);
	if (fstat(m->fd, &own) || read_bytes < 0)
		return;
	if (own.st_size < read_bytes) {
		complain(program, m->path, "the file was truncated; it is read from its beginning");
		lseek(m->fd, 0, SEEK_SET);
		metric_log_restart(&m->log);
		return;
	}
	int fd = open_other_file(m, &own);
	/* What was written before the file lost its name is read first. */
	if (fd >= 0 && (fstat(m->fd, &own) || own.st_size > read_bytes)) {
		close(fd);
		return;
	}
	if (fd < 0)
		return;
	complain(program, m->path, "another file has this name now; it is read");
	close(m->fd);
	m->fd = fd;
	metric_log_restart(&m->log);
}

/* Waits for more input. Returns false at its end. At the end of a pipe the program that writes it
 * has ended; an interrupt ends that program, and this one reads what it still writes. */
static bool wait_for_more(struct import *m)
{
	static const double pause_s = 0.2;
	if (!m->regular || !m->follow)
		return false;
	stop_wait(-1, pause_s);
	find_other_file(m);
	return !stop_asked();
}

/* Reads to the end. Returns false after a message if that fails. */
static bool read_all(struct import *m)
{
	static char buffer[1 << 16];
	for (;;) {
		ssize_t n = read(m->fd, buffer, sizeof buffer);
		if (n > 0) {
			metric_log_feed(&m->log, buffer, (size_t)n);
			if (m->runs.failed && !m->runs.count)
				return false;
			continue;
		}
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			complain(program, m->path, "%s", strerror(errno));
			return false;
		}
		if (!wait_for_more(m))
			return true;
	}
}

static int import_input(struct import *m)
{
	if (!open_input(m))
		return 2;
	stop_begin();
	m->log.emit = metric_runs_add;
	m->log.context = &m->runs;
	bool read = read_all(m);
	metric_log_finish(&m->log);
	bool written = metric_runs_close(&m->runs);
	if (m->runs.points || (read && written)) {
		int status = metric_import_report(&m->log, &m->runs, m->path, program);
		return read && written ? status : 2;
	}
	return 2;
}

static int run(const struct arguments *a)
{
	static struct import m;
	m = (struct import){.path = a->operand[0], .follow = a->option[FOLLOW] != NULL};
	if (a->operands != 1 || !a->option[LOGDIR] || !*a->option[LOGDIR]) {
		complain(program, NULL, "%s",
			 a->operands != 1 ? "one FILE is needed; - is standard input"
					  : "--logdir DIR, the directory to write, is missing");
		return 2;
	}
	m.runs.program = program;
	m.runs.directory = a->option[LOGDIR];
	m.runs.tags = filter_compile(a->option[TAGS]);
	m.log.format = (enum metric_format)a->word[FORMAT];
	m.log.fields = (struct metric_fields){a->option[STEP], a->option[WALL_TIME]};
	int status = 2;
	if (*filter_error(m.runs.tags))
		complain(program, NULL, "--tags: %s", filter_error(m.runs.tags));
	else if (metric_import_patterns(&m.log, a->repeated, (size_t)a->repeats, program))
		status = import_input(&m);
	metric_import_release(&m.log);
	filter_release(m.runs.tags);
	return status;
}

const struct verb import_verb = {
	.name = "import",
	.operands = "--logdir DIR FILE|-",
	.summary = "write the numbers of a program's log into event files",
	.details =
		"./train | tfevents import --logdir logs/run -    makes any program visible in "
		"tbtop.\n"
		"Text: name=1, name: 1, JSON, progress bars and tables of common trainers. CSV has "
		"a heading. The step\n"
		"is that of the line, its progress (5/100) added up over epochs, its epoch, or a "
		"count of lines.\n",
	.options = options,
	.least = 1,
	.run = run,
};
