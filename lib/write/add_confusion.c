/* write: adds of confusion matrices. */
#include <string.h>

#include "base/alloc.h"
#include "base/noun.h"
#include "base/utf8.h"
#include "summary/confusion.h"
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

tfe_status tfe_writer_add_confusion_matrix(tfe_writer *w, const char *tag, int64_t step,
					   const int64_t *counts, size_t classes,
					   const char *const *names)
{
	struct tfe__add a;
	const struct tfe__confusion m = {counts, classes, names};
	tfe_status status = tfe__add_begin(&a, w, tag, step, NULL);
	if (!status)
		status = check_confusion(w, tag, &m);
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
