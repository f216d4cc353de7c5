/* summary: confusion matrices as records. */
#include "summary/confusion.h"

#include <stdbool.h>

#include "summary/image.h"
#include "wire/put.h"
#include "wire/walk.h"

static bool is_class(int32_t i, size_t classes)
{
	return i >= 0 && (size_t)i < classes;
}

tfe_status tfe_confusion_count(const int32_t *labels, const int32_t *predictions, size_t n,
			       size_t classes, int64_t *counts)
{
	if (!counts || classes == 0 || (n && (!labels || !predictions)))
		return TFE_E_ARG;
	for (size_t i = 0; i < n; i++)
		if (!is_class(labels[i], classes) || !is_class(predictions[i], classes))
			return TFE_E_ARG;
	for (size_t i = 0; i < n; i++)
		counts[(size_t)labels[i] * classes + (size_t)predictions[i]]++;
	return TFE_OK;
}

tfe_status tfe_confusion_get_scores(const int64_t *counts, size_t classes, tfe_class_scores *scores)
{
	if (!counts || !scores || classes == 0)
		return TFE_E_ARG;
	for (size_t i = 0; i < classes * classes; i++)
		if (counts[i] < 0)
			return TFE_E_ARG;
	for (size_t c = 0; c < classes; c++) {
		double row = 0, column = 0, right = (double)counts[c * classes + c];
		for (size_t i = 0; i < classes; i++) {
			row += (double)counts[c * classes + i];
			column += (double)counts[i * classes + c];
		}
		scores[c] =
			(tfe_class_scores){.examples = row,
					   .precision = column > 0 ? right / column : 0,
					   .recall = row > 0 ? right / row : 0,
					   .f1 = row + column > 0 ? 2 * right / (row + column) : 0};
	}
	return TFE_OK;
}

bool tfe_confusion_next_name(tfe_bytes *rest, tfe_bytes *name)
{
	const uint8_t *at = rest->data;
	struct tfe__field field;
	while (rest->size && tfe__next_field(&at, rest->data + rest->size, &field)) {
		*rest = (tfe_bytes){at, rest->size - (size_t)(at - rest->data)};
		if (field.number != 1 || field.type != TFE__LENGTH)
			continue;
		*name = (tfe_bytes){field.data, field.size};
		return true;
	}
	return false;
}

static void put_counts(struct tfe__buf *b, const struct tfe__value_header *header,
		       const struct tfe__confusion *m)
{
	struct tfe__value v;
	const int64_t dims[2] = {(int64_t)m->classes, (int64_t)m->classes};
	tfe__value_begin(&v, b, header);
	size_t tensor = tfe__tensor_begin(b, TFE_DTYPE_INT64, dims, 2);
	size_t content = tfe__put_begin(b, 4);
	tfe__put_raw_int64s(b, m->counts, m->classes * m->classes);
	tfe__put_end(b, content);
	tfe__put_end(b, tensor);
	struct tfe__buf names; /* ConfusionMatrix of proto/event.proto */
	tfe__buf_init(&names, &b->allocator, b->limit);
	for (size_t i = 0; m->names && i < m->classes; i++)
		tfe__put_text(&names, 1, m->names[i]);
	if (tfe__buf_status(&names) && !b->status)
		b->status = tfe__buf_status(&names);
	tfe__value_end(&v, "tfe_confusion_matrix", &names);
	tfe__buf_release(&names);
}

tfe_status tfe__put_confusion(struct tfe__buf *b, const struct tfe__value_header *picture,
			      const struct tfe__value_header *counts,
			      const struct tfe__confusion *m)
{
	struct tfe__canvas c;
	tfe_status status = tfe__confusion_draw(&c, &b->allocator, m);
	if (status)
		return status;
	const struct tfe__pixels pixels = tfe__canvas_pixels(&c);
	status = tfe__put_picture(b, picture, &pixels);
	tfe__canvas_release(&c);
	if (!status)
		put_counts(b, counts, m);
	return status ? status : tfe__buf_status(b);
}
