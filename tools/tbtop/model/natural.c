/* model: natural order of names. */
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/model/model.h"

static int digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Compares two runs of digits by value, and advances both pointers past them. */
static int compare_numbers(const char **a, const char **b)
{
	while (**a == '0')
		++*a;
	while (**b == '0')
		++*b;
	size_t n = 0, k = 0;
	while (digit((*a)[n]))
		n++;
	while (digit((*b)[k]))
		k++;
	int order = n != k ? (n > k) - (n < k) : memcmp(*a, *b, n);
	*a += n;
	*b += k;
	return order;
}

/* Compares two runs of digits after a decimal point, and advances both pointers past them. */
static int compare_decimals(const char **a, const char **b)
{
	size_t n = strspn(*a, "0123456789"), k = strspn(*b, "0123456789");
	int order = memcmp(*a, *b, n < k ? n : k);
	*a += n;
	*b += k;
	return order ? order : (n > k) - (n < k);
}

/* Returns whether p and q are the digits after a decimal point, not the parts of a version as in
 * "v1.9" and "v1.10": one of them has zeros in front, as in "lr0.1" and "lr0.03". */
static int are_decimals(const char *name, const char *p, const char *q)
{
	return p - name >= 2 && p[-1] == '.' && digit(p[-2]) &&
	       ((*p == '0' && digit(p[1])) || (*q == '0' && digit(q[1])));
}

int natural_compare(const char *a, const char *b)
{
	const char *p = a, *q = b;
	while (*p && *q) {
		if (digit(*p) && digit(*q)) {
			int order = are_decimals(a, p, q) ? compare_decimals(&p, &q)
							  : compare_numbers(&p, &q);
			if (order)
				return order;
			continue;
		}
		/* A '/' sorts before all other characters, so that a directory precedes longer
		 * names. */
		int c = *p == '/' ? 1 : (unsigned char)*p, d = *q == '/' ? 1 : (unsigned char)*q;
		if (c != d)
			return c - d;
		p++;
		q++;
	}
	if (*p || *q)
		return *p ? 1 : -1;
	return strcmp(a, b);
}

static size_t common_bytes(const char *a, const char *b)
{
	size_t n = 0;
	while (b && a[n] && a[n] == b[n])
		n++;
	return n;
}

size_t name_difference(const char *name, const char *before, const char *after)
{
	size_t a = common_bytes(name, before), b = common_bytes(name, after);
	return a > b ? a : b;
}

static int by_name(const void *a, const void *b)
{
	const struct run *const *x = a, *const *y = b;
	return natural_compare((*x)->name, (*y)->name);
}

struct run **model_sorted_runs(const struct model *m)
{
	struct run **runs = need_zeroed(m->n_runs, sizeof(struct run *));
	for (size_t i = 0; i < m->n_runs; i++)
		runs[i] = m->runs[i];
	qsort(runs, m->n_runs, sizeof(struct run *), by_name);
	return runs;
}
