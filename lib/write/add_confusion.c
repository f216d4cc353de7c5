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
	const char suffix[] = "/counts";
	struct tfe__value_header header = a.header;
	char *counts_tag = tfe__alloc(&w->allocator, header.tag_bytes + sizeof suffix);
	if (!counts_tag)
		return tfe__add_end(&a, TFE_E_NOMEM);
	memcpy(counts_tag, tag, header.tag_bytes);
	memcpy(counts_tag + header.tag_bytes, suffix, sizeof suffix);
	header.tag = counts_tag;
	header.tag_bytes += sizeof suffix - 1;
	header.display_name = header.description = NULL;
	tfe__add_describe(w, &header);
	a.events = 2;
	status = tfe__add_end(&a, tfe__put_confusion(&a.buf, &a.header, &header, &m));
	tfe__free(&w->allocator, counts_tag);
	return status;
}
