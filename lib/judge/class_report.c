/* judge: rules class_imbalance and confused_pairs. */
#include "judge/class_report.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <tfevents/confusion.h>

#include "base/alloc.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/noun.h"
#include "health/thresholds.h"

/* Rule confused_pairs: the multiple of the shares of the other wrong predictions, the least share
 * of right predictions in the whole matrix, and the deviate of Wilson's interval of 95 %. */
static const double LEAST_OF_OTHERS = 3, LEAST_RIGHT = 0.5, DEVIATE = 1.96;
enum { LEAST_CLASSES = 3, MOST_CLASSES = 1000, LEAST_EXAMPLES = 20 };
enum { PAIRS_IN_MESSAGE = 3, NAME_BYTES = 64 };

struct matrix {
	const double *limit; /* by enum tfe__threshold */
	size_t n;
	double *count;        /* [label * n + prediction] */
	double *row, *column; /* shares of wrong predictions, summed; the sums of rows come first */
	double *sum;          /* examples of each class */
	double total, right;
	tfe_bytes names;
};

static bool is_matrix(const tfe_value *value)
{
	static const char plugin[] = "tfe_confusion_matrix";
	const tfe_tensor *t = &value->tensor;
	return value->kind == TFE_KIND_TENSOR && value->has_metadata &&
	       value->metadata.plugin.size == sizeof plugin - 1 &&
	       !memcmp(value->metadata.plugin.data, plugin, sizeof plugin - 1) &&
	       t->dtype == TFE_DTYPE_INT64 && t->rank == 2 && !t->bad && t->dims[0] == t->dims[1] &&
	       t->dims[0] >= 2 && t->dims[0] <= MOST_CLASSES;
}

/* Reads the counts and sums them up. Returns false if a count is negative. */
static bool read_counts(struct matrix *m, const tfe_value *value)
{
	tfe_elements elements;
	tfe_number number;
	tfe_elements_init(&elements, &value->tensor);
	for (size_t i = 0; i < m->n * m->n; i++) {
		if (!tfe_elements_next(&elements, &number) || number.i < 0)
			return false;
		m->count[i] = (double)number.i;
		m->sum[i / m->n] += m->count[i];
		m->total += m->count[i];
		m->right += i / m->n == i % m->n ? m->count[i] : 0;
	}
	return true;
}

/* The share of the examples of class t that are predicted as class p. */
static double share(const struct matrix *m, size_t t, size_t p)
{
	return m->sum[t] > 0 ? m->count[t * m->n + p] / m->sum[t] : 0;
}

static void sum_wrong_shares(struct matrix *m)
{
	for (size_t t = 0; t < m->n; t++)
		for (size_t p = 0; p < m->n; p++) {
			double wrong = t == p ? 0 : share(m, t, p);
			m->row[t] += wrong;
			m->column[p] += wrong;
		}
}

/* --- messages --------------------------------------------------------------------------------- */

struct class_name {
	char text[128];
};

/* The name of a class in quotes, or "class 3". */
static struct class_name name_of(const struct matrix *m, size_t class)
{
	struct class_name name;
	tfe_bytes rest = m->names, found;
	bool named = tfe_confusion_next_name(&rest, &found);
	for (size_t i = 0; named && i < class; i++)
		named = tfe_confusion_next_name(&rest, &found);
	if (named) {
		char text[NAME_BYTES];
		size_t n = found.size < sizeof text - 1 ? found.size : sizeof text - 1;
		while (n > 0 && n < found.size && (found.data[n] & 0xc0) == 0x80)
			n--; /* not within a character */
		memcpy(text, found.data, n);
		text[n] = '\0';
		snprintf(name.text, sizeof name.text, "\"%s\"", tfe__error_show(text).text);
		return name;
	}
	snprintf(name.text, sizeof name.text, "class %zu", class);
	return name;
}

static void append(struct tfe__class_verdict *v, const char *format, ...) TFE__PRINTF(2, 3);

static void append(struct tfe__class_verdict *v, const char *format, ...)
{
	size_t used = strlen(v->message);
	va_list args;
	va_start(args, format);
	vsnprintf(v->message + used, sizeof v->message - used, format, args);
	va_end(args);
}

/* --- rules ------------------------------------------------------------------------------------ */

static void judge_imbalance(const struct matrix *m, struct tfe__class_verdict *v)
{
	const double ratio = m->limit[TFE__CLASS_IMBALANCE_RATIO];
	size_t least = 0, most = 0, rare = 0;
	for (size_t i = 1; i < m->n; i++) {
		most = m->sum[i] > m->sum[most] ? i : most;
		least = m->sum[i] > 0 && (m->sum[i] < m->sum[least] || m->sum[least] <= 0) ? i
											   : least;
	}
	if (m->sum[most] < m->limit[TFE__CLASS_IMBALANCE_EXAMPLES] ||
	    m->sum[most] <= ratio * m->sum[least])
		return;
	for (size_t i = 0; i < m->n; i++)
		rare += m->sum[i] > 0 && ratio * m->sum[i] < m->sum[most];
	v->found = true;
	v->value = m->sum[most] / m->sum[least];
	v->limit = ratio;
	append(v, "%s has %.0f %s, %.0f %% of them recognised; %s has %.0f, %.3g times as many",
	       name_of(m, least).text, m->sum[least],
	       tfe__noun((uint64_t)m->sum[least], "example", "examples"),
	       100 * share(m, least, least), name_of(m, most).text, m->sum[most], v->value);
	append(v, "; of all examples %.0f %% are recognised", 100 * m->right / m->total);
	if (rare > 1)
		append(v, "; %zu of %zu classes are as rare", rare, m->n);
}

/* The lower end of Wilson's interval for a share of n examples. */
static double surely(double p, double n)
{
	double z2 = DEVIATE * DEVIATE;
	double spread = DEVIATE * sqrt(p * (1 - p) / n + z2 / (4 * n * n));
	return (p + z2 / (2 * n) - spread) / (1 + z2 / n);
}

/* Whether p stands out among the wrong predictions of t, and t among the classes predicted as p:
 * otherwise the network confuses many classes. */
static bool is_confused(const struct matrix *m, size_t t, size_t p)
{
	double s = share(m, t, p), others = (double)(m->n - 2);
	return t != p && m->sum[t] >= LEAST_EXAMPLES &&
	       surely(s, m->sum[t]) > m->limit[TFE__CONFUSED_PAIRS_SHARE] &&
	       s > LEAST_OF_OTHERS * (m->row[t] - s) / others &&
	       s > LEAST_OF_OTHERS * (m->column[p] - s) / others;
}

/* The cells of the worst pairs, in the order of their shares. */
struct worst {
	size_t cell[PAIRS_IN_MESSAGE], kept;
};

static void add_pair(struct worst *w, const struct matrix *m, size_t cell)
{
	double s = share(m, cell / m->n, cell % m->n);
	size_t at = w->kept;
	while (at > 0 && share(m, w->cell[at - 1] / m->n, w->cell[at - 1] % m->n) < s)
		at--;
	if (at == PAIRS_IN_MESSAGE)
		return;
	w->kept += w->kept < PAIRS_IN_MESSAGE;
	for (size_t k = w->kept - 1; k > at; k--)
		w->cell[k] = w->cell[k - 1];
	w->cell[at] = cell;
}

static void judge_pairs(const struct matrix *m, struct tfe__class_verdict *v)
{
	struct worst w = {.kept = 0};
	size_t pairs = 0;
	if (m->n < LEAST_CLASSES || m->right < LEAST_RIGHT * m->total)
		return;
	for (size_t cell = 0; cell < m->n * m->n; cell++)
		if (is_confused(m, cell / m->n, cell % m->n)) {
			add_pair(&w, m, cell);
			pairs++;
		}
	v->found = pairs > 0;
	v->limit = m->limit[TFE__CONFUSED_PAIRS_SHARE];
	for (size_t k = 0; k < w.kept; k++) {
		size_t t = w.cell[k] / m->n, p = w.cell[k] % m->n;
		v->value = fmax(v->value, share(m, t, p));
		append(v, "%s%.0f %% of %s (%.0f of %.0f) are predicted as %s", k ? "; " : "",
		       100 * share(m, t, p), name_of(m, t).text, m->count[w.cell[k]], m->sum[t],
		       name_of(m, p).text);
	}
	if (pairs > w.kept)
		append(v, "; and %zu more", pairs - w.kept);
}

tfe_status tfe__class_report_of(struct tfe__class_report *report, const tfe_value *value,
				const double *limit, const tfe_allocator *allocator)
{
	report->imbalance = report->pairs = (struct tfe__class_verdict){0};
	if (!is_matrix(value))
		return TFE_OK;
	struct matrix m = {.limit = limit,
			   .n = (size_t)value->tensor.dims[0],
			   .names = value->metadata.content};
	m.count = tfe__alloc_zeroed(allocator, m.n * (m.n + 3), sizeof *m.count);
	if (!m.count)
		return TFE_E_NOMEM;
	m.row = m.count + m.n * m.n;
	m.column = m.row + m.n;
	m.sum = m.column + m.n;
	if (read_counts(&m, value)) {
		sum_wrong_shares(&m);
		judge_imbalance(&m, &report->imbalance);
		judge_pairs(&m, &report->pairs);
	}
	tfe__free(allocator, m.count);
	return TFE_OK;
}
