/* common: INI files of the user (inih), with the number of each line. */
#include "common/ini_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ini.h>

enum {
	MOST_BYTES = 16 << 20,
	MOST_LINES = 20000,
	MOST_SECTION_BYTES = 49 /* inih cuts a longer name of a section */
};

/* Copies the bytes of the next line, without its end, into a buffer. Blanks before it are omitted,
 * because inih would continue the value of the line before. Returns false at the end of the file;
 * *problem is set if the line cannot be read as a whole. */
static bool copy_line(struct ini_file *ini, char *buffer, int size, const char **problem)
{
	int n = 0, byte;
	ini->line++;
	while ((byte = getc_unlocked(ini->file)) != EOF && byte != '\n') {
		if (++ini->bytes > MOST_BYTES)
			break;
		if (*problem || (!n && (byte == ' ' || byte == '\t')))
			continue;
		if (!byte)
			*problem = "the line contains a zero byte";
		else if (n == size - 1)
			*problem = "the line is longer than 199 bytes";
		else
			buffer[n++] = (char)byte;
	}
	buffer[n] = 0;
	return byte != EOF || n || *problem;
}

/* Returns what is wrong with a line, or NULL. */
static const char *problem_of(const struct ini_file *ini, const char *line)
{
	bool is_head = *line == '[';
	bool is_comment = !*line || *line == ';' || *line == '#' || *line == '\r';
	bool is_first = ini->line == 1 && !strncmp(line, "\xef\xbb\xbf", 3); /* a byte order mark */
	if (ini->bytes > MOST_BYTES)
		return "the file is larger than 16 MiB";
	if (ini->line > MOST_LINES)
		return "the file has more than 20000 lines";
	if (is_head && strcspn(line + 1, "]") > MOST_SECTION_BYTES)
		return "the name of the section is longer than 49 bytes";
	if (is_head ? !strchr(line, ']') : !is_comment && !is_first && !strpbrk(line, "=:"))
		return "neither [SECTION] nor NAME = VALUE";
	return NULL;
}

/* Returns the next line for inih; one with a problem is empty. NULL ends the file. */
static char *read_line(char *buffer, int size, void *stream)
{
	struct ini_file *ini = stream;
	const char *problem = NULL;
	if (ini->stopped || !copy_line(ini, buffer, size, &problem))
		return NULL;
	if (!problem || ini->bytes > MOST_BYTES)
		problem = problem_of(ini, buffer);
	if (*buffer == '[')
		ini->head = ini->line;
	if (!problem)
		return buffer;
	ini->stopped = !ini->problem(ini, ini->line, problem) || ini->line > MOST_LINES ||
		       ini->bytes > MOST_BYTES;
	*buffer = 0;
	return ini->stopped ? NULL : buffer;
}

static int handle(void *user, const char *section, const char *name, const char *value)
{
	struct ini_file *ini = user;
	if (!ini->stopped)
		ini->stopped = !ini->value(ini, section, name, value);
	return 1;
}

/* Returns why a file cannot be read as a text that ends; NULL if it can. */
static const char *reason_of_kind(int fd, const struct stat *st)
{
	if (S_ISDIR(st->st_mode))
		return "it is a directory";
	if (S_ISFIFO(st->st_mode))
		return "it is a FIFO, not a regular file";
	if (S_ISSOCK(st->st_mode))
		return "it is a socket, not a regular file";
	return isatty(fd) ? "it is a terminal, not a regular file" : NULL;
}

/* Opens a file without waiting for a program that writes it. Returns NULL with the reason. */
static FILE *open_file(const char *path, const char **reason, bool *missing)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	bool good = fd >= 0 && !fstat(fd, &st);
	*reason = good ? reason_of_kind(fd, &st) : strerror(errno);
	*missing = fd < 0 && errno == ENOENT;
	FILE *file = good && !*reason ? fdopen(fd, "r") : NULL;
	if (fd >= 0 && !file)
		close(fd);
	return file;
}

bool ini_file_read(struct ini_file *ini)
{
	ini->file = open_file(ini->path, &ini->reason, &ini->missing);
	if (!ini->file)
		return false;
	/* inih returns the first line that it does not understand. */
	int line = ini_parse_stream(read_line, ini, handle, ini);
	bool good = !ferror(ini->file);
	if (!good)
		ini->reason = strerror(errno);
	fclose(ini->file);
	if (good && line > 0 && !ini->stopped)
		ini->problem(ini, (size_t)line, "neither [SECTION] nor NAME = VALUE");
	return good;
}
