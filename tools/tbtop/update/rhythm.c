/* update: the rhythm of a run: the usual time between its points, and its steps a second. */
#include "tbtop/update/rhythm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LAST = 64, TAGS = 8, SEARCHED = 1000 };
/* Points within less time were copied or made up, not trained. */
static const double LEAST_S = 0.1;

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Returns the 95th percentile of the intervals between points; INFINITY if there are too few. */
static double usual_gap(const tfe_point *points, size_t n)
{
	double gaps[LAST];
	size_t k = 0;
	for (size_t i = 1; i < n; i++)
		gaps[k++] = points[i].wall_time - points[i - 1].wall_time;
	if (k < 2)
		return INFINITY;
	qsort(gaps, k, sizeof *gaps, ascending);
	return gaps[(size_t)((double)(k - 1) * 0.95)];
}

/* Keras counts epochs in these tags, and batches in the others. */
static bool counts_epochs(const char *tag)
{
	return !strncmp(tag, "epoch_", strlen("epoch_"));
}

/* Computes the pace from the newest points, back to a pause that is longer than `pause` or to a
 * restart. */
static struct run_pace pace_of(const tfe_point *points, size_t n, double pause, const char *tag)
{
	struct run_pace pace = {0};
	size_t first = n ? n - 1 : 0, last = first;
	while (first > 0 && points[first].step >= points[first - 1].step &&
	       points[first].wall_time >= points[first - 1].wall_time &&
	       points[first].wall_time - points[first - 1].wall_time <= pause)
		first--;
	if (last < first + 2)
		return pace;
	double steps = (double)points[last].step - (double)points[first].step;
	double seconds = points[last].wall_time - points[first].wall_time;
	pace.per_s = seconds >= LEAST_S && isfinite(steps / seconds) ? steps / seconds : 0;
	pace.step = points[last].step;
	pace.at = points[last].wall_time;
	pace.in_epochs = counts_epochs(tag);
	return pace;
}

/* Finds the series with the most points among the first SEARCHED, at most TAGS of them: tags that
 * are written once in an epoch do not show whether a run that logs each step goes on. */
static size_t find_busiest(const struct run *run, const tfe_series *busiest[TAGS])
{
	uint64_t count[TAGS];
	size_t n = 0, n_series = tfe_run_series_count(run->data);
	for (size_t s = 0; s < n_series && s < SEARCHED; s++) {
		const tfe_series *series = tfe_run_series_at(run->data, s);
		uint64_t points = tfe_series_view(series).count;
		size_t at = n < TAGS ? n : TAGS - 1;
		if (n == TAGS && count[at] >= points)
			continue;
		for (; at > 0 && count[at - 1] < points; at--) {
			count[at] = count[at - 1];
			busiest[at] = busiest[at - 1];
		}
		count[at] = points;
		busiest[at] = series;
		n += n < TAGS;
	}
	return n;
}

/* The maximum silence of a live run is three times the usual interval of its busiest tag, at least
 * a minute. A run that logs every ten minutes is not silent after two. */
void rhythm_measure(struct run *run)
{
	tfe_point points[LAST];
	double usual = INFINITY;
	const tfe_series *busiest[TAGS];
	size_t n_series = find_busiest(run, busiest);
	run->patience_s = 60;
	run->pace = (struct run_pace){0};
	for (size_t s = 0; s < n_series; s++) {
		const tfe_series *series = busiest[s];
		tfe_view view = tfe_series_view(series);
		uint64_t first = view.count > LAST ? view.count - LAST : 0;
		size_t n = tfe_view_get_points(&view, first, points, LAST);
		double gap = usual_gap(points, n);
		if (!(gap < usual))
			continue;
		usual = gap;
		run->patience_s = fmax(60, 3 * usual);
		run->pace = pace_of(points, n, run->patience_s, tfe_series_tag(series));
	}
}
