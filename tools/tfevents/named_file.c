/* tfevents: files named after runs and tags. O_EXCL makes sure that no file is replaced. */
#include "tfevents/named_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/complain.h"
#include "common/format.h"

/* Reports that the directory contains files, which are never overwritten. A directory that cannot
 * be listed may still be writable, so that is no error. */
static void report_existing(const struct named_files *f, const char *suffix)
{
	DIR *d = opendir(f->directory);
	if (!d)
		return;
	size_t taken = 0, bytes = suffix ? strlen(suffix) : 0;
	for (const struct dirent *entry; (entry = readdir(d));) {
		size_t n = strlen(entry->d_name);
		taken += suffix ? n > bytes && !strcmp(entry->d_name + n - bytes, suffix)
				: *entry->d_name != '.';
	}
	closedir(d);
	if (taken)
		complain(f->program, f->directory,
			 "%zu %s%s%s already and %s not replaced; a new file whose name is taken "
			 "gets a number",
			 taken, suffix ? suffix : "", suffix ? " " : "",
			 format_noun(taken, "file exists", "files exist"),
			 format_noun(taken, "is", "are"));
}

bool named_files_open(struct named_files *f, const char *suffix)
{
	struct stat st;
	if (!mkdir(f->directory, 0777))
		return true;
	if (errno == EEXIST && !stat(f->directory, &st)) {
		if (S_ISDIR(st.st_mode)) {
			report_existing(f, suffix);
			return true;
		}
		errno = ENOTDIR;
	}
	complain(f->program, f->directory, "cannot create the directory: %s", strerror(errno));
	return false;
}

/* Numbers below this are tried one by one. A name with more files continues after the largest
 * number of all names, so that the time for a file does not grow with their number. */
enum { TRIED = 64 };

static unsigned number_after(const struct named_files *f)
{
	return f->next + 1 == TRIED && f->most > f->next ? f->most + 1 : f->next + 1;
}

int named_files_make(struct named_files *f, const char *run, const char *tag, const char *more,
		     const char *suffix)
{
	char stem[NAMED_FILE_PATH];
	int n = snprintf(stem, sizeof stem, "%s/%.100s__%.100s%.100s", f->directory, run, tag,
			 more);
	if (n < 0 || (size_t)n + 40 > sizeof stem) {
		errno = ENAMETOOLONG;
		return -1;
	}
	static const char kept[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
	char *name = stem + strlen(f->directory) + 1;
	for (char *p = name; *p; p++)
		if (!strchr(kept, *p))
			*p = '_';
	/* No hidden file, and none that a command takes for an option. */
	if (*name == '.' || *name == '-')
		*name = '_';
	if (strcmp(stem, f->stem)) {
		memcpy(f->stem, stem, (size_t)n + 1);
		f->next = 0;
	}
	for (;; f->next = number_after(f)) {
		char number[16] = "";
		if (f->next)
			snprintf(number, sizeof number, "_%u", f->next);
		n = snprintf(f->path, sizeof f->path, "%.4050s%s%s", stem, number, suffix);
		if (n < 0 || (size_t)n >= sizeof f->path) {
			errno = ENAMETOOLONG;
			return -1;
		}
		int fd = open(f->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd >= 0 && f->next > f->most)
			f->most = f->next;
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
}
