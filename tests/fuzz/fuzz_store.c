/* Target functions: tfe__ingest tfe__repeat_add tfe__repeat_learn tfe__series_add
 *
 * Records of any content give a log directory the same series, point by point, whether repeated
 * events are recognised or each one is decoded. An unknown field at the beginning of an event
 * prevents its recognition.
 *
 * Input: groups of one byte for the number of repetitions (0 to 15), one for an offset, one for a
 * length, and that many bytes. The bytes are an event, which is repeated with another byte at that
 * offset each time. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tfevents/logdir.h>
#include <tfevents/series.h>

#include "folder.h"
#include "wire/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[512], as_is[600], unknown[600];

static void must(bool condition)
{
	if (!condition)
		abort();
}

static void clean_up(void)
{
	char run[600];
	for (const char *name = "ab"; *name; name++) {
		unlink(*name == 'a' ? as_is : unknown);
		snprintf(run, sizeof run, "%s/%c", folder, *name);
		rmdir(run);
	}
	rmdir(folder);
}

/* Creates two runs, a and b, in a folder that is removed at exit. */
static void make_folder(void)
{
	char run[600];
	must(folder_make(folder, sizeof folder, "store"));
	for (const char *name = "ab"; *name; name++) {
		snprintf(run, sizeof run, "%s/%c", folder, *name);
		must(!mkdir(run, 0700));
	}
	snprintf(as_is, sizeof as_is, "%s/a/tfevents.1", folder);
	snprintf(unknown, sizeof unknown, "%s/b/tfevents.1", folder);
	atexit(clean_up);
}

static void write_record(FILE *f, const uint8_t *event, size_t n)
{
	uint8_t frame[TFE__RECORD_HEADER_BYTES];
	tfe__record_put_header(frame, n);
	fwrite(frame, 1, sizeof frame, f);
	fwrite(event, 1, n, f);
	tfe__record_put_footer(frame, event, n);
	fwrite(frame, 1, TFE__RECORD_FOOTER_BYTES, f);
}

static void write_runs(const uint8_t *p, size_t size)
{
	unlink(as_is); /* on some file systems, truncating an existing file waits for the disk */
	unlink(unknown);
	FILE *a = fopen(as_is, "wb"), *b = fopen(unknown, "wb");
	must(a && b);
	while (size > 3) {
		/* Field 15, which no event has, comes first. */
		uint8_t event[2 + 255] = {15 << 3, 0};
		size_t times = p[0] % 16 + 1u, place = p[1], n = p[2];
		p += 3;
		size -= 3;
		n = n < size ? n : size;
		memcpy(event + 2, p, n);
		for (size_t i = 0; i < times; i++) {
			if (place < n)
				event[2 + place] = (uint8_t)(p[place] ^ i);
			write_record(a, event + 2, n);
			write_record(b, event, n + 2);
		}
		p += n;
		size -= n;
	}
	must(!fclose(a) && !fclose(b));
}

static void compare_series(const tfe_series *x, const tfe_series *y)
{
	tfe_view a = tfe_series_view(x), b = tfe_series_view(y);
	tfe_series_info i = TFE_SERIES_INFO_INIT, j = TFE_SERIES_INFO_INIT;
	tfe_view_get_info(&a, &i);
	tfe_view_get_info(&b, &j);
	must(!strcmp(i.tag, j.tag) && i.kind == j.kind && !strcmp(i.plugin, j.plugin));
	must(i.count == j.count && i.superseded == j.superseded && i.nonfinite == j.nonfinite);
	for (uint64_t k = 0; k < a.count; k++) {
		tfe_point p, q;
		must(tfe_view_get_points(&a, k, &p, 1) == 1 &&
		     tfe_view_get_points(&b, k, &q, 1) == 1);
		must(p.step == q.step && !memcmp(&p.wall_time, &q.wall_time, sizeof p.wall_time));
		must(!memcmp(&p.value, &q.value, sizeof p.value));
	}
}

static void compare_runs(const tfe_run *a, const tfe_run *b)
{
	tfe_run_info i = TFE_RUN_INFO_INIT, j = TFE_RUN_INFO_INIT;
	tfe_run_get_info(a, &i);
	tfe_run_get_info(b, &j);
	must(i.records == j.records && i.last_step == j.last_step && i.restarts == j.restarts);
	must(tfe_run_series_count(a) == tfe_run_series_count(b) &&
	     tfe_run_damage_count(a) == tfe_run_damage_count(b));
	for (size_t k = 0; k < tfe_run_series_count(a); k++)
		compare_series(tfe_run_series_at(a, k), tfe_run_series_at(b, k));
	for (size_t k = 0; k < tfe_run_damage_count(a); k++) {
		tfe_damage p = TFE_DAMAGE_INIT, q = TFE_DAMAGE_INIT;
		tfe_run_get_damage(a, k, &p);
		tfe_run_get_damage(b, k, &q);
		must(!strcmp(p.reason, q.reason));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const tfe_logdir_options options = {.size = sizeof options, .threads = 1};
	const char *path = folder;
	tfe_logdir *d;
	if (!*folder)
		make_folder();
	write_runs(data, size);
	must(!tfe_logdir_open(&path, 1, &options, &d, NULL));
	must(!tfe_logdir_load(d));
	must(tfe_logdir_run_count(d) == 2);
	compare_runs(tfe_logdir_run_at(d, 0), tfe_logdir_run_at(d, 1));
	tfe_logdir_close(d);
	return 0;
}
