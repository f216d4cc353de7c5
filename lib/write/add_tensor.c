/* write: adds of tensors. */
#include <string.h>

#include "base/utf8.h"
#include "summary/array_walk.h"
#include "summary/summary_put.h"
#include "write/add.h"

tfe_status tfe_writer_add_tensor(tfe_writer *w, const char *tag, int64_t step,
				 const tfe_array *array, const tfe_plugin *plugin)
{
	struct tfe__add a;
	size_t count;
	tfe_status status = tfe__add_begin(&a, w, tag, step, "a text has a size, but no data");
	if (status)
		return status;
	const char *wrong = tfe__array_wrong(array, &count);
	if (wrong)
		return tfe__add_refuse(&a, "the array: %s", wrong);
	if (plugin && (!plugin->name || !*plugin->name ||
		       !tfe__utf8_valid((const uint8_t *)plugin->name, strlen(plugin->name))))
		return tfe__add_refuse(&a, "the name of the plugin is empty or not UTF-8");
	if (plugin && plugin->content_bytes && !plugin->content)
		return tfe__add_refuse(&a, "the content of the plugin is missing");
	tfe__put_tensor(&a.buf, &a.header, array, count, plugin);
	return tfe__add_end(&a, TFE_OK);
}
