/* write: adds of texts. */
#include <string.h>

#include "base/utf8.h"
#include "summary/summary_put.h"
#include "write/add.h"

tfe_status tfe_writer_add_text(tfe_writer *w, const char *tag, int64_t step, const char *text)
{
	struct tfe__add a;
	tfe_status status = tfe__add_begin(&a, w, tag, step, "the text is missing or not UTF-8");
	if (status)
		return status;
	if (!text || !tfe__utf8_valid((const uint8_t *)text, strlen(text)))
		status = TFE_E_ARG;
	else
		tfe__put_text_summary(&a.buf, &a.header, text);
	return tfe__add_end(&a, status);
}
