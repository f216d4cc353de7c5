/* train: measures what the process uses, when the interval has passed at the end of a batch. */
#include "train/resources.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "train/callback.h"

void tfe__resources_init(struct tfe__resources *r, double interval_s)
{
	*r = (struct tfe__resources){.interval_s = interval_s, .last_s = (double)NAN};
	if (interval_s > 0)
		tfe__nvml_open(&r->nvml);
}

void tfe__resources_release(struct tfe__resources *r)
{
	tfe__nvml_close(&r->nvml);
}

/* Returns the processor time of all threads of the process in seconds. */
static double cpu_seconds(void)
{
	struct timespec t;
	return clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t)
		       ? (double)NAN
		       : (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Returns the resident memory in MiB; NaN where there is no /proc. */
static double memory_mib(void)
{
	char line[256];
	FILE *f = fopen("/proc/self/statm", "re");
	if (!f)
		return (double)NAN;
	/* The second number of the line is that of the resident pages. */
	const char *resident = fgets(line, sizeof line, f) ? strchr(line, ' ') : NULL;
	fclose(f);
	return resident ? (double)strtoull(resident, NULL, 10) * (double)sysconf(_SC_PAGESIZE) /
				  (1 << 20)
			: (double)NAN;
}

/* The scalars of one measurement, with the space for their tags. */
struct measured {
	tfe_scalar scalar[2 + 2 * TFE__GPUS_MAX];
	char tag[2 * TFE__GPUS_MAX][40];
	size_t n;
};

static void add(struct measured *m, const char *tag, double value)
{
	if (!isnan(value))
		m->scalar[m->n++] = (tfe_scalar){tag, value};
}

static void add_gpus(struct measured *m, const struct tfe__nvml *nvml)
{
	for (unsigned i = 0; i < nvml->gpus; i++) {
		double percent, mib;
		if (!tfe__nvml_get(nvml, i, &percent, &mib))
			continue;
		char(*tag)[40] = &m->tag[2 * (size_t)i];
		snprintf(tag[0], sizeof *tag, "resources/gpu%u_percent", i);
		snprintf(tag[1], sizeof *tag, "resources/gpu%u_memory_mib", i);
		add(m, tag[0], percent);
		add(m, tag[1], mib);
	}
}

tfe_status tfe__resources_log(tfe_callback *cb)
{
	struct tfe__resources *r = &cb->resources;
	if (!(r->interval_s > 0))
		return TFE_OK;
	const double now = tfe__monotonic_seconds();
	if (now - r->last_s < r->interval_s)
		return TFE_OK;
	struct measured m = {.n = 0};
	const double cpu = cpu_seconds();
	add(&m, "resources/cpu_percent", 100 * (cpu - r->last_cpu_s) / (now - r->last_s));
	add(&m, "resources/memory_mib", memory_mib());
	add_gpus(&m, &r->nvml);
	r->last_s = now;
	r->last_cpu_s = cpu;
	tfe_writer *writer = cb->run[TFE_TRAINING_RUN_TRAIN].writer;
	if (!m.n || !writer)
		return TFE_OK;
	tfe_status status =
		tfe_writer_add_scalars(writer, cb->count.batches, m.scalar, m.n, TFE_DTYPE_FLOAT32);
	return tfe__callback_note(cb, status, writer, "cannot log what the process uses");
}
