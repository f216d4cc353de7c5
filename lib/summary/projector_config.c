/* summary: extends the configuration of TensorBoard's projector. */
#include "summary/projector_config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void append(struct tfe__buf *b, const char *text)
{
	tfe__buf_append(b, text, strlen(text));
}

/* Appends a text in quotes; bytes outside printable ASCII are octal escapes. */
static void append_quoted(struct tfe__buf *b, const char *text)
{
	append(b, "\"");
	for (; *text; text++) {
		char out[8];
		if (*text == '"' || *text == '\\')
			snprintf(out, sizeof out, "\\%c", *text);
		else if (*text >= ' ' && *text <= '~')
			snprintf(out, sizeof out, "%c", *text);
		else
			snprintf(out, sizeof out, "\\%03o", (unsigned)(unsigned char)*text);
		append(b, out);
	}
	append(b, "\"");
}

static void append_path(struct tfe__buf *b, const char *indent, const char *field, const char *path)
{
	if (!path)
		return;
	append(b, indent);
	append(b, field);
	append(b, ": ");
	append_quoted(b, path);
	append(b, "\n");
}

static void append_entry(struct tfe__buf *b, const struct tfe__projected *e)
{
	char numbers[128];
	append(b, "embeddings {\n");
	append_path(b, "  ", "tensor_name", e->name);
	append_path(b, "  ", "metadata_path", e->metadata_path);
	snprintf(numbers, sizeof numbers, "  tensor_shape: %zu\n  tensor_shape: %zu\n", e->n,
		 e->dimensions);
	append(b, numbers);
	if (e->sprite_path) {
		append(b, "  sprite {\n");
		append_path(b, "    ", "image_path", e->sprite_path);
		snprintf(numbers, sizeof numbers,
			 "    single_image_dim: %" PRIu32 "\n    single_image_dim: %" PRIu32
			 "\n  }\n",
			 e->sprite_width, e->sprite_height);
		append(b, numbers);
	}
	append_path(b, "  ", "tensor_path", e->tensor_path);
	append(b, "}");
}

/* Finds the last entry with a name: it is [*begin, *end), both unchanged if there is none. */
static tfe_status find_entry(const char *text, size_t bytes, const char *name, size_t *begin,
			     size_t *end)
{
	struct tfe__projector_reader r = {.text = text, .bytes = bytes};
	tfe_status status;
	while (!(status = tfe__projector_next(&r)) || status == TFE_E_LIMIT) {
		if (strcmp(r.entry.name, name) != 0)
			continue;
		*begin = r.begin;
		*end = r.at;
	}
	return status == TFE_E_NOTFOUND ? TFE_OK : status;
}

tfe_status tfe__projector_extend(struct tfe__buf *out, const char *old, size_t bytes,
				 const struct tfe__projected *entry)
{
	size_t begin = bytes, end = bytes;
	tfe_status status = find_entry(old, bytes, entry->name, &begin, &end);
	if (status)
		return status;
	if (begin)
		tfe__buf_append(out, old, begin);
	if (begin && begin == bytes && old[bytes - 1] != '\n')
		append(out, "\n");
	append_entry(out, entry);
	if (end == bytes)
		append(out, "\n");
	else
		tfe__buf_append(out, old + end, bytes - end);
	return tfe__buf_status(out);
}
