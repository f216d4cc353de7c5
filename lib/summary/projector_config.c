/* summary: the configuration of TensorBoard's projector. A small reader of the text format of
 * protobuf finds the entries `embeddings` and their names; it skips everything else by its
 * brackets. */
#include "summary/projector_config.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* --- reading ---------------------------------------------------------------------------------- */

enum token_type { TOKEN_END, TOKEN_WORD, TOKEN_TEXT, TOKEN_OPEN, TOKEN_CLOSE, TOKEN_OTHER };

/* A token: the bytes [begin, end). */
struct token {
	enum token_type type;
	const char *begin, *end;
};

struct scanner {
	const char *p, *end;
	bool bad; /* a text has no end */
};

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '.' || c == '-' || c == '+';
}

static void skip_space(struct scanner *s)
{
	for (; s->p < s->end; s->p++) {
		if (*s->p == '#')
			while (s->p + 1 < s->end && s->p[1] != '\n')
				s->p++;
		else if (!memchr(" \t\r\n\f\v", *s->p, 6))
			break;
	}
}

/* A text in quotes ends at the same quote; a backslash protects the next character. */
static void scan_text(struct scanner *s)
{
	const char quote = *s->p++;
	while (s->p < s->end && *s->p != quote && *s->p != '\n')
		s->p += *s->p == '\\' && s->p + 1 < s->end ? 2 : 1;
	s->bad = s->p >= s->end || *s->p != quote;
	s->p += !s->bad;
}

static struct token next(struct scanner *s)
{
	struct token t = {TOKEN_END, NULL, NULL};
	skip_space(s);
	if (s->p == s->end || s->bad)
		return t;
	t.begin = s->p;
	if (*s->p == '"' || *s->p == '\'') {
		t.type = TOKEN_TEXT;
		scan_text(s);
	} else if (is_word(*s->p)) {
		t.type = TOKEN_WORD;
		while (s->p < s->end && is_word(*s->p))
			s->p++;
	} else {
		t.type = memchr("{<[", *s->p, 3)   ? TOKEN_OPEN
			 : memchr("}>]", *s->p, 3) ? TOKEN_CLOSE
						   : TOKEN_OTHER;
		s->p++;
	}
	t.end = s->p;
	return t;
}

static bool is(const struct token *t, const char *word)
{
	return t->type == TOKEN_WORD && (size_t)(t->end - t->begin) == strlen(word) &&
	       !memcmp(t->begin, word, strlen(word));
}

/* Whether a token is the text `name` as this library writes it. */
static bool is_name(const struct token *t, const struct tfe__buf *quoted)
{
	return t->type == TOKEN_TEXT && (size_t)(t->end - t->begin) == quoted->size &&
	       !memcmp(t->begin, quoted->data, quoted->size);
}

/* Finds the entry with a name: it is [*begin, *end), empty at the end of the text if there is
 * none. */
static tfe_status find_entry(const char *text, size_t bytes, const struct tfe__buf *quoted,
			     size_t *begin, size_t *end)
{
	struct scanner s = {text, text + bytes, false};
	struct token t, before = {TOKEN_END, NULL, NULL};
	size_t depth = 0, entry = 0;
	bool within = false, named = false, name_follows = false;
	*begin = *end = bytes;
	while ((t = next(&s)).type != TOKEN_END) {
		if (depth == 0 && is(&t, "embeddings")) {
			entry = (size_t)(t.begin - text);
			within = true;
		} else if (depth == 0 && t.type == TOKEN_WORD) {
			within = false;
		}
		if (depth == 1 && within && name_follows)
			named = is_name(&t, quoted);
		bool colon = t.type == TOKEN_OTHER && *t.begin == ':';
		name_follows = colon && is(&before, "tensor_name");
		if (t.type == TOKEN_CLOSE && depth == 0)
			return TFE_E_DAMAGED;
		depth += t.type == TOKEN_OPEN;
		depth -= t.type == TOKEN_CLOSE;
		if (t.type == TOKEN_CLOSE && depth == 0 && within && named) {
			*begin = entry;
			*end = (size_t)(t.end - text);
			named = false;
		}
		before = t;
	}
	return depth || s.bad ? TFE_E_DAMAGED : TFE_OK;
}

/* --- writing ---------------------------------------------------------------------------------- */

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

tfe_status tfe__projector_extend(struct tfe__buf *out, const char *old, size_t bytes,
				 const struct tfe__projected *entry)
{
	struct tfe__buf quoted;
	size_t begin = 0, end = 0;
	tfe__buf_init(&quoted, &out->allocator, out->limit);
	append_quoted(&quoted, entry->name);
	tfe_status status = tfe__buf_status(&quoted);
	if (!status && bytes)
		status = find_entry(old, bytes, &quoted, &begin, &end);
	tfe__buf_release(&quoted);
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
