/* Measures a log directory of 10,000 runs: the time until all names and sizes are known, and until
 * all data are read, in comparison with a plain walk over the files. */
#define _GNU_SOURCE
#include <dirent.h>
#include <ftw.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <tfevents/logdir.h>
#include <tfevents/writer.h>

#include "folder.h"

enum { RUNS = 10000, TAGS = 50, STEPS = 8, DESCRIPTORS = 16 };

static char root[256], path[512];

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static const char *run_path(int i, const char *name)
{
	snprintf(path, sizeof path, "%s/group_%02d/run_%05d%s", root, i / 100, i, name);
	return path;
}

/* Writes one run with the library, and copies its file. */
static void make(void)
{
	tfe_writer *w;
	char tag[32];
	if (!folder_make(root, sizeof root, "runs") || tfe_writer_open(root, NULL, &w, NULL))
		fail(root);
	for (int64_t step = 0; step < STEPS; step++)
		for (int t = 0; t < TAGS; t++) {
			snprintf(tag, sizeof tag, "metrics_%02d/loss", t);
			tfe_writer_add_scalar(w, tag, step, 1.0 / (double)(step + t + 1));
		}
	if (tfe_writer_close(w))
		fail("writing");
	static char bytes[1 << 20];
	size_t n = 0;
	DIR *folder = opendir(root);
	for (struct dirent *e; folder && (e = readdir(folder));) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", root, e->d_name);
		FILE *f = fopen(path, "rb");
		n = f ? fread(bytes, 1, sizeof bytes, f) : 0;
		if (!n || fclose(f) || remove(path))
			fail(path);
	}
	closedir(folder);
	for (int i = 0; i < RUNS; i++) {
		if (i % 100 == 0) {
			snprintf(path, sizeof path, "%s/group_%02d", root, i / 100);
			if (mkdir(path, 0777))
				fail(path);
		}
		if (mkdir(run_path(i, ""), 0777))
			fail(path);
		FILE *f = fopen(run_path(i, "/events.out.tfevents.1700000000.host.1.0"), "wb");
		if (!f || fwrite(bytes, 1, n, f) != n || fclose(f))
			fail(path);
	}
	printf("    %d runs, %d tags, %d steps: %.0f MB\n", RUNS, TAGS, STEPS,
	       (double)n * RUNS / 1e6);
}

static int look(const char *name, const struct stat *st, int type, struct FTW *at)
{
	(void)name, (void)st, (void)type, (void)at;
	return 0;
}

static int erase(const char *name, const struct stat *st, int type, struct FTW *at)
{
	(void)st, (void)type, (void)at;
	return remove(name);
}

static void measure(void)
{
	tfe_logdir *logdir;
	tfe_progress progress = TFE_PROGRESS_INIT;
	const char *paths[] = {root};
	double begin = seconds(), walk, names = 0;
	if (nftw(root, look, DESCRIPTORS, FTW_PHYS))
		fail(root);
	walk = seconds() - begin;
	begin = seconds();
	if (tfe_logdir_open(paths, 1, NULL, &logdir, NULL) || tfe_logdir_watch(logdir))
		fail(root);
	do {
		struct pollfd fd = {.fd = tfe_logdir_fd(logdir), .events = POLLIN};
		if (poll(&fd, 1, -1) < 0)
			fail("poll");
		tfe_logdir_acknowledge(logdir);
		if (names == 0 && tfe_logdir_run_count(logdir) == RUNS)
			names = seconds() - begin;
		tfe_logdir_get_progress(logdir, &progress);
	} while (!progress.loaded);
	printf("    names and sizes %.2f s, all read %.2f s, %.0f MB held; a walk with stat %.2f "
	       "s\n",
	       names, seconds() - begin, (double)progress.memory_bytes / 1e6, walk);
	tfe_logdir_close(logdir);
}

int main(void)
{
	make();
	for (int i = 0; i < 3; i++)
		measure();
	return nftw(root, erase, DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
}
