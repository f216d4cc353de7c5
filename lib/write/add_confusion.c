/* write: adds of confusion matrices. */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/noun.h"
#include "base/utf8.h"
#include "summary/confusion.h"
#include "summary/summary_put.h"
#include "write/add.h"

static tfe_status check_confusion(tfe_writer *w, const char *tag, const struct tfe__confusion *m)
{
	if (m->classes < TFE__LEAST_CLASSES || m->classes > TFE__MOST_CLASSES)
		return tfe__writer_refuse(w, TFE_E_ARG, "%s: %zu %s, not %d to %d", tag, m->classes,
					  tfe__noun(m->classes, "class", "classes"),
					  TFE__LEAST_CLASSES, TFE__MOST_CLASSES);
	if (!m->counts)
		return tfe__writer_refuse(w, TFE_E_ARG, "%s: the counts are missing", tag);
	for (size_t i = 0; i < m->classes * m->classes; i++)
		if (m->counts[i] < 0)
			return tfe__writer_refuse(w, TFE_E_ARG,
						  "%s: the count [%zu, %zu] is negative", tag,
						  i / m->classes, i % m->classes);
	for (size_t i = 0; m->names && i < m->classes; i++)
		if (!m->names[i] ||
		    !tfe__utf8_valid((const uint8_t *)m->names[i], strlen(m->names[i])))
			return tfe__writer_refuse(w, TFE_E_ARG,
						  "%s: the name of class %zu is not UTF-8", tag, i);
	return TFE_OK;
}

static tfe_status begin(struct tfe__add *a, tfe_writer *w, const char *tag, int64_t step,
			const struct tfe__confusion *m)
{
	tfe_status status = tfe__add_begin(a, w, tag, step, NULL);
	return status ? status : check_confusion(w, tag, m);
}

tfe_status tfe_writer_add_confusion_matrix(tfe_writer *w, const char *tag, int64_t step,
					   const int64_t *counts, size_t classes,
					   const char *const *names)
{
	struct tfe__add a;
	const struct tfe__confusion m = {counts, classes, names};
	tfe_status status = begin(&a, w, tag, step, &m);
	if (status)
		return status;
	struct tfe__value_header header;
	status = tfe__add_tag(&a, &header, "counts", "");
	if (status)
		return tfe__add_end(&a, status);
	a.events = 2;
	status = tfe__add_end(&a, tfe__put_confusion(&a.buf, &a.header, &header, &m));
	tfe__free(&w->allocator, (void *)(uintptr_t)header.tag);
	return status;
}

/* Fills the three scalars of a class. On failure (TFE_E_NOMEM) *made counts those whose tags are
 * allocated. */
static tfe_status fill_scores(struct tfe__add *a, struct tfe__scalar *scalars, size_t *made,
			      const char *name, const tfe_class_scores *scores)
{
	static const char *const parts[] = {"precision/", "recall/", "f1/"};
	const double values[] = {scores->precision, scores->recall, scores->f1};
	for (int i = 0; i < 3; i++, ++*made) {
		tfe_status status = tfe__add_tag(a, &scalars[*made].header, parts[i], name);
		if (status)
			return status;
		scalars[*made].value = values[i];
	}
	return TFE_OK;
}

static tfe_status put_scores(struct tfe__add *a, const struct tfe__confusion *m,
			     struct tfe__scalar *scalars, tfe_class_scores *scores)
{
	size_t made = 0;
	tfe_status status = tfe_confusion_get_scores(m->counts, m->classes, scores);
	for (size_t i = 0; i < m->classes && !status; i++) {
		char number[24];
		snprintf(number, sizeof number, "%zu", i);
		status =
			fill_scores(a, scalars, &made, m->names ? m->names[i] : number, &scores[i]);
	}
	if (!status)
		tfe__put_scalars(&a->buf, scalars, made, TFE_DTYPE_FLOAT32);
	while (made > 0)
		tfe__free(&a->buf.allocator, (void *)(uintptr_t)scalars[--made].header.tag);
	return status;
}

tfe_status tfe_writer_add_class_scores(tfe_writer *w, const char *tag, int64_t step,
				       const int64_t *counts, size_t classes,
				       const char *const *names)
{
	struct tfe__add a;
	const struct tfe__confusion m = {counts, classes, names};
	tfe_status status = begin(&a, w, tag, step, &m);
	if (status)
		return status;
	struct tfe__scalar *scalars =
		tfe__alloc_zeroed(&w->allocator, 3 * classes, sizeof *scalars);
	tfe_class_scores *scores = tfe__alloc_zeroed(&w->allocator, classes, sizeof *scores);
	status = scalars && scores ? put_scores(&a, &m, scalars, scores) : TFE_E_NOMEM;
	tfe__free(&w->allocator, scalars);
	tfe__free(&w->allocator, scores);
	return tfe__add_end(&a, status);
}
