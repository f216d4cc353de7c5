/* write: adds of texts. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/checked.h"
#include "base/error.h"
#include "base/utf8.h"
#include "summary/markdown.h"
#include "summary/summary_put.h"
#include "write/add.h"

enum { MOST_FILE_BYTES = 16 << 20 };

static bool is_text(const char *s)
{
	return s && tfe__utf8_valid((const uint8_t *)s, strlen(s));
}

tfe_status tfe_writer_add_text(tfe_writer *w, const char *tag, int64_t step, const char *text)
{
	struct tfe__add a;
	tfe_status status = tfe__add_begin(&a, w, tag, step, NULL);
	if (status)
		return status;
	if (!is_text(text))
		return tfe__add_refuse(&a, "the text is missing or not UTF-8");
	tfe__put_text_summary(&a.buf, &a.header, text, strlen(text));
	return tfe__add_end(&a, TFE_OK);
}

/* Ends an add with the text that was made for it. */
static tfe_status end_with(struct tfe__add *a, struct tfe__buf *text)
{
	tfe_status status = tfe__buf_status(text);
	if (!status)
		tfe__put_text_summary(&a->buf, &a->header, text->data, text->size);
	tfe__buf_release(text);
	return tfe__add_end(a, status);
}

tfe_status tfe_writer_add_text_table(tfe_writer *w, const char *tag, int64_t step,
				     const char *const *cells, size_t rows, size_t columns)
{
	struct tfe__add a;
	struct tfe__buf text;
	size_t n;
	tfe_status status = tfe__add_begin(&a, w, tag, step, NULL);
	if (status)
		return status;
	if (!cells || rows == 0 || columns == 0 || tfe__mul_overflows(rows, columns, &n))
		return tfe__add_refuse(&a, "the cells are missing: %zu rows, %zu columns", rows,
				       columns);
	for (size_t i = 0; i < n; i++)
		if (cells[i] && !is_text(cells[i]))
			return tfe__add_refuse(&a, "the cell [%zu, %zu] is not UTF-8", i / columns,
					       i % columns);
	tfe__buf_init(&text, &w->allocator, TFE__RECORD_LIMIT);
	tfe__markdown_table(&text, cells, rows, columns);
	return end_with(&a, &text);
}

tfe_status tfe_writer_add_text_pairs(tfe_writer *w, const char *tag, int64_t step,
				     const char *const *pairs, size_t n)
{
	struct tfe__add a;
	struct tfe__buf text;
	tfe_status status = tfe__add_begin(&a, w, tag, step, NULL);
	if (status)
		return status;
	if (!pairs || n == 0)
		return tfe__add_refuse(&a, "the pairs are missing");
	for (size_t i = 0; i < n; i++)
		if (!is_text(pairs[2 * i]) || !is_text(pairs[2 * i + 1]))
			return tfe__add_refuse(&a, "a text of pair %zu is missing or not UTF-8", i);
	tfe__buf_init(&text, &w->allocator, TFE__RECORD_LIMIT);
	tfe__markdown_pairs(&text, pairs, n);
	return end_with(&a, &text);
}

/* Returns whether a text can stand after a fence; NULL is "". */
static bool is_language(const char *language)
{
	const char *allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.#_";
	return !language || strspn(language, allowed) == strlen(language);
}

/* Ends an add with a text between fences. */
static tfe_status end_fenced(struct tfe__add *a, const void *content, size_t bytes,
			     const char *language)
{
	struct tfe__buf text;
	tfe__buf_init(&text, &a->buf.allocator, TFE__RECORD_LIMIT);
	tfe__markdown_fenced(&text, content, bytes, language ? language : "");
	return end_with(a, &text);
}

tfe_status tfe_writer_add_text_fenced(tfe_writer *w, const char *tag, int64_t step,
				      const char *text, const char *language)
{
	struct tfe__add a;
	tfe_status status = tfe__add_begin(&a, w, tag, step, NULL);
	if (status)
		return status;
	if (!is_text(text))
		return tfe__add_refuse(&a, "the text is missing or not UTF-8");
	if (!is_language(language))
		return tfe__add_refuse(&a, "the language has other characters than letters, digits "
					   "and +-.#_");
	return end_fenced(&a, text, strlen(text), language);
}

/* Reads an open regular file to its end. Returns an errno, 0 on success. */
static int read_all(int fd, struct tfe__buf *content)
{
	enum { PIECE = 1 << 16 };
	for (;;) {
		uint8_t *p = tfe__buf_reserve(content, PIECE);
		ssize_t n = p ? read(fd, p, PIECE) : 0;
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? errno : 0;
		tfe__buf_commit(content, (size_t)n);
	}
}

/* Refuses an add whose file cannot be read. */
static tfe_status refuse_file(struct tfe__add *a, const char *path, int number)
{
	tfe_error error = TFE_ERROR_INIT;
	tfe__error(&error, TFE_E_IO, number, NULL, -1, "%s: cannot read", path);
	tfe__buf_release(&a->buf);
	return tfe__writer_refuse(a->writer, TFE_E_IO, "%s: %s", a->header.tag, error.message);
}

/* Opens a file without waiting for a FIFO, and reads it if it is a regular one. */
static tfe_status add_file(struct tfe__add *a, const char *path, const char *language,
			   struct tfe__buf *content)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return refuse_file(a, path, errno);
	bool regular = !fstat(fd, &st) && S_ISREG(st.st_mode);
	int failed = regular ? read_all(fd, content) : 0;
	close(fd);
	if (!regular)
		return tfe__add_refuse(a, "%s is not a regular file", path);
	if (failed)
		return refuse_file(a, path, failed);
	if (tfe__buf_status(content))
		return tfe__add_end(a, tfe__buf_status(content));
	if (content->size && (memchr(content->data, '\0', content->size) ||
			      !tfe__utf8_valid(content->data, content->size)))
		return tfe__add_refuse(a, "%s is not a UTF-8 text", path);
	return end_fenced(a, content->data, content->size, language);
}

tfe_status tfe_writer_add_text_file(tfe_writer *w, const char *tag, int64_t step, const char *path,
				    const char *language)
{
	struct tfe__add a;
	struct tfe__buf content;
	tfe_status status = tfe__add_begin(&a, w, tag, step, NULL);
	if (status)
		return status;
	if (!path || !*path)
		return tfe__add_refuse(&a, "the path is missing");
	if (!is_language(language))
		return tfe__add_refuse(&a, "the language has other characters than letters, digits "
					   "and +-.#_");
	/* A piece beyond the limit, because the last read finds the end of the file. */
	tfe__buf_init(&content, &w->allocator, MOST_FILE_BYTES + (1 << 16));
	status = add_file(&a, path, language, &content);
	tfe__buf_release(&content);
	return status;
}
