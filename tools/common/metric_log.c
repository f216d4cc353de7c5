/* common: the log of a training: divides bytes into lines, and lets the parser of the format find
 * the numbers. */
#include "common/metric_log.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/metric_json.h"
#include "common/metric_text.h"

/* Two rows with more numbers than this are not joined. */
enum { JOINED = 256 };

static void emit(struct metric_log *log, const struct metric_row *row, int64_t step)
{
	log->rows++;
	log->emit(log->context, row, step);
}

static void emit_kept(struct metric_log *log)
{
	if (log->has_kept)
		emit(log, &log->kept, log->kept_step);
	log->has_kept = false;
}

/* Adds the numbers of the kept row that the new one does not have. */
static void join(struct metric_row *row, const struct metric_row *kept)
{
	size_t own = row->count;
	for (size_t i = 0; i < kept->count; i++) {
		const char *name = metric_row_name(kept, i);
		size_t k = 0;
		while (k < own && strcmp(metric_row_name(row, k), name))
			k++;
		if (k == own)
			metric_row_add(row, NULL, 0, name, strlen(name), kept->metric[i].value);
	}
}

static void accept_row(struct metric_log *log, bool provisional)
{
	int64_t step = metric_steps_next(&log->steps, &log->row);
	if (!log->row.count)
		return;
	if (log->has_kept && log->kept_step == step && log->kept.count + log->row.count <= JOINED) {
		join(&log->row, &log->kept);
		log->has_kept = false;
	}
	emit_kept(log);
	if (!provisional) {
		emit(log, &log->row, step);
		return;
	}
	struct metric_row free_row = log->kept;
	log->kept = log->row;
	log->row = free_row;
	log->has_kept = true;
	log->kept_step = step;
}

static void count_bad(struct metric_log *log)
{
	if (!log->bad++)
		log->first_bad = log->lines;
}

/* Accepts the numbers of a block that a line ends. */
static void end_block(struct metric_log *log, const char *line, size_t n)
{
	if (!metric_block_ends(&log->block, line, n))
		return;
	struct metric_row free_row = log->row;
	log->row = log->block.row;
	log->block.row = free_row;
	accept_row(log, false);
	metric_row_clear(&log->row);
}

static void accept_member(void *log)
{
	accept_row(log, false);
}

static void parse_clean(struct metric_log *log, char *line, size_t n)
{
	end_block(log, line, n);
	size_t end = n;
	while (end && strchr(" ,", line[end - 1]))
		end--;
	const char *object = memchr(line, '{', n);
	if (object && line[end - 1] == '}' &&
	    metric_json_parse(&log->row, &log->fields, object, (size_t)(line + end - object))) {
		/* A progress bar or an epoch may be before it. */
		metric_text_parse(&log->row, line, (size_t)(object - line));
		return;
	}
	if (object && *line == '[' && line[end - 1] == ']' &&
	    metric_json_rows(&log->row, &log->fields, line, end, accept_member, log)) {
		metric_row_clear(&log->row);
		return;
	}
	if (metric_block_parse(&log->block, line, n))
		return;
	if (!metric_table_parse(&log->table, &log->row, line, n))
		metric_text_parse(&log->row, line, n);
}

/* The numbers of a line become those of the row. */
static void parse_text(struct metric_log *log, const char *line, size_t n)
{
	if (n > log->clean_capacity) {
		log->clean_capacity = 2 * n;
		log->clean = need_resize(log->clean, log->clean_capacity, 1);
	}
	n = metric_clean(log->clean, line, n);
	for (size_t i = 0; i < log->patterns; i++)
		log->exceeded += !metric_pattern_parse(log->pattern[i], &log->row, log->clean, n);
	if (!log->patterns)
		parse_clean(log, log->clean, n);
}

/* Returns whether the line may have numbers; its row is then complete. */
static bool parse_line(struct metric_log *log, char *line, size_t n)
{
	if (log->format == METRIC_CSV) {
		enum metric_csv_result result =
			metric_csv_parse(&log->csv, &log->row, &log->fields, line, n);
		if (result == METRIC_CSV_BAD)
			count_bad(log);
		return result == METRIC_CSV_ROW;
	}
	if (log->format == METRIC_JSONL) {
		size_t end = n;
		while (end && strchr(" ,", line[end - 1]))
			end--;
		bool object = metric_json_parse(&log->row, &log->fields, line, end);
		if (!object)
			count_bad(log);
		return object;
	}
	parse_text(log, line, n);
	return true;
}

static void accept_line(struct metric_log *log, char *line, size_t n, bool provisional)
{
	metric_row_clear(&log->row);
	if (parse_line(log, line, n))
		accept_row(log, provisional);
}

/* Reads the lines of a document that is no JSON. */
static void read_as_text(struct metric_log *log)
{
	char *text = log->document.text;
	for (size_t i = 0; i < log->document.bytes;) {
		char *end = memchr(text + i, '\n', log->document.bytes - i);
		accept_line(log, text + i, (size_t)(end - text) - i, false);
		i = (size_t)(end - text) + 1;
	}
}

/* Accepts the lines of a document of JSON. Returns whether the line belongs to one. */
static bool parse_document(struct metric_log *log, char *line, size_t n)
{
	struct metric_document *d = &log->document;
	if (log->format != METRIC_TEXT || log->patterns)
		return false;
	enum metric_document_result result = metric_document_add(d, log->lines == 1, line, n);
	if (result == METRIC_DOCUMENT_NONE || result == METRIC_DOCUMENT_MORE)
		return result == METRIC_DOCUMENT_MORE;
	metric_row_clear(&log->row);
	if (result == METRIC_DOCUMENT_ENDS &&
	    metric_json_rows(&log->row, &log->fields, d->text, d->bytes, accept_member, log))
		return true;
	read_as_text(log);
	return true;
}

/* A comment may be before a heading of CSV. */
static void find_format(struct metric_log *log, const char *line, size_t n)
{
	if (metric_csv_is_heading(line, n))
		log->format = METRIC_CSV;
	else if (*line != '#')
		log->format = METRIC_TEXT;
}

static void end_line(struct metric_log *log, bool provisional)
{
	char *line = log->line;
	size_t n = log->line_bytes;
	bool too_long = log->skipping;
	log->lines++;
	log->line_bytes = 0;
	log->skipping = false;
	if (too_long) {
		log->long_lines++;
		return;
	}
	if (n && line[n - 1] == '\r')
		n--;
	if (!n) {
		end_block(log, "", 0);
		return;
	}
	if (log->format == METRIC_AUTO)
		find_format(log, line, n);
	if (parse_document(log, line, n))
		return;
	size_t bar = log->format == METRIC_TEXT && !log->patterns ? metric_bar_bytes(line, n) : 0;
	if (bar)
		accept_line(log, line, bar, true);
	accept_line(log, line + bar, n - bar, provisional);
}

static void append(struct metric_log *log, const char *bytes, size_t n)
{
	if (log->skipping || !n)
		return;
	if (n > METRIC_LINE_BYTES - log->line_bytes) {
		log->skipping = true;
		return;
	}
	if (log->line_bytes + n > log->line_capacity) {
		log->line_capacity = 2 * (log->line_bytes + n);
		log->line = need_resize(log->line, log->line_capacity, 1);
	}
	memcpy(log->line + log->line_bytes, bytes, n);
	log->line_bytes += n;
}

/* Returns the number of bytes before the next end of a line. */
static size_t until_end(const struct metric_log *log, const char *bytes, size_t n)
{
	const char *end = memchr(bytes, '\n', n);
	size_t length = end ? (size_t)(end - bytes) : n;
	if (log->format == METRIC_CSV || log->format == METRIC_JSONL)
		return length;
	const char *back = memchr(bytes, '\r', length);
	return back ? (size_t)(back - bytes) : length;
}

static void feed(struct metric_log *log, const char *bytes, size_t n)
{
	while (n) {
		size_t length = until_end(log, bytes, n);
		append(log, bytes, length);
		if (length == n)
			return;
		bool back = bytes[length] == '\r';
		/* "\r\n" is one end of a line: then its numbers are final. */
		if (!back && !length && log->after_return)
			emit_kept(log);
		else
			end_line(log, back);
		log->after_return = back;
		bytes += length + 1;
		n -= length + 1;
		if (n && *bytes != '\n')
			log->after_return = false;
	}
}

void metric_log_feed(struct metric_log *log, const char *bytes, size_t n)
{
	const char *text;
	size_t length = metric_decode(&log->decode, bytes, n, &text);
	feed(log, text, length);
}

void metric_log_restart(struct metric_log *log)
{
	metric_log_finish(log);
	metric_decode_release(&log->decode);
	metric_csv_release(&log->csv);
	log->after_return = false;
}

void metric_log_finish(struct metric_log *log)
{
	if (log->line_bytes || log->skipping)
		end_line(log, false);
	if (log->document.depth) {
		log->document.depth = 0;
		read_as_text(log);
	}
	end_block(log, "", 0);
	emit_kept(log);
}

void metric_log_release(struct metric_log *log)
{
	free(log->line);
	free(log->clean);
	metric_decode_release(&log->decode);
	metric_document_release(&log->document);
	metric_csv_release(&log->csv);
	metric_table_release(&log->table);
	metric_block_release(&log->block);
	metric_row_release(&log->row);
	metric_row_release(&log->kept);
}
