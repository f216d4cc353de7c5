/* embed: a small reader of the text format of protobuf for the entries `embeddings` of the
 * projector's configuration. */
#include "tbtop/embed/projector.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

enum token_type { TOKEN_END, TOKEN_WORD, TOKEN_TEXT, TOKEN_OPEN, TOKEN_CLOSE, TOKEN_OTHER };

/* A token: the bytes [begin, end), of a text without its quotes. */
struct token {
	enum token_type type;
	const char *begin, *end;
};

struct scanner {
	const char *p, *end;
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

/* A text ends at the same quote; a backslash protects the next character. A text without an end is
 * the end of the configuration. */
static struct token scan_text(struct scanner *s)
{
	const char quote = *s->p++, *begin = s->p;
	while (s->p < s->end && *s->p != quote && *s->p != '\n')
		s->p += *s->p == '\\' && s->p + 1 < s->end ? 2 : 1;
	if (s->p >= s->end || *s->p != quote) {
		s->p = s->end;
		return (struct token){TOKEN_END, NULL, NULL};
	}
	return (struct token){TOKEN_TEXT, begin, s->p++};
}

static struct token next(struct scanner *s)
{
	struct token t = {TOKEN_END, NULL, NULL};
	skip_space(s);
	if (s->p >= s->end)
		return t;
	if (*s->p == '"' || *s->p == '\'')
		return scan_text(s);
	t.begin = s->p;
	if (is_word(*s->p)) {
		t.type = TOKEN_WORD;
		while (s->p < s->end && is_word(*s->p))
			s->p++;
	} else {
		t.type = memchr("{<", *s->p, 2)   ? TOKEN_OPEN
			 : memchr("}>", *s->p, 2) ? TOKEN_CLOSE
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

static bool is_octal(const char *p, const char *end)
{
	return p < end && *p >= '0' && *p <= '7';
}

/* Returns the byte of an escape, whose backslash precedes *p, and moves *p to its end. */
static char unescape(const char **p, const char *end)
{
	static const char from[] = "nrt", to[] = "\n\r\t";
	unsigned value = 0;
	int digits = 0;
	for (; digits < 3 && is_octal(*p, end); digits++)
		value = value * 8 + (unsigned)(*(*p)++ - '0');
	if (digits)
		return (char)value;
	const char *at = memchr(from, **p, sizeof from - 1);
	const char c = at ? to[at - from] : **p;
	++*p;
	return c;
}

/* Returns false if the text is too long or contains a NUL. */
static bool copy_text(const struct token *t, char out[PROJECTED_TEXT])
{
	size_t n = 0;
	for (const char *p = t->begin; p < t->end;) {
		char c = *p++;
		if (c == '\\' && p < t->end)
			c = unescape(&p, t->end);
		if (!c || n + 1 >= PROJECTED_TEXT)
			return false;
		out[n++] = c;
	}
	out[n] = '\0';
	return true;
}

static uint64_t number_of(const struct token *t)
{
	uint64_t value = 0;
	for (const char *p = t->begin; p < t->end; p++) {
		if (*p < '0' || *p > '9' || value > UINT32_MAX)
			return 0;
		value = value * 10 + (uint64_t)(*p - '0');
	}
	return value;
}

/* The state of reading: the entry that is open, and the field whose value follows. */
struct reading {
	struct projected entry;
	size_t depth, sizes; /* sizes: how many numbers of the shape were read */
	bool within, good;
	struct token field;
};

static void read_value(struct reading *r, const struct token *t)
{
	struct projected *e = &r->entry;
	char *text = is(&r->field, "tensor_name")     ? e->name
		     : is(&r->field, "tensor_path")   ? e->tensor_path
		     : is(&r->field, "metadata_path") ? e->metadata_path
						      : NULL;
	if (text && t->type == TOKEN_TEXT)
		r->good &= copy_text(t, text);
	else if (is(&r->field, "tensor_shape") && t->type == TOKEN_WORD && r->sizes < 2)
		e->shape[r->sizes++] = number_of(t);
}

/* A word is a value after a colon or in a list, and otherwise the name of a field. */
static void read_token(struct reading *r, const struct token *t, bool value)
{
	if (r->depth == 0 && t->type == TOKEN_WORD && !value) {
		r->within = is(t, "embeddings");
	} else if (r->depth == 1 && r->within && t->type == TOKEN_WORD && !value) {
		r->field = *t;
	} else if (r->depth == 1 && r->within && value) {
		read_value(r, t);
	}
}

static void close_entry(struct reading *r, struct projector *out)
{
	if (r->within && r->good && *r->entry.tensor_path && out->n < PROJECTED_MOST) {
		out->entry = need_resize(out->entry, out->n + 1, sizeof *out->entry);
		out->entry[out->n++] = r->entry;
	}
	r->within = false;
}

void projector_parse(const char *text, size_t bytes, struct projector *out)
{
	struct scanner s = {text, text + bytes};
	struct reading *r = need_zeroed(1, sizeof *r);
	struct token t;
	bool value = false, list = false;
	*out = (struct projector){0};
	while ((t = next(&s)).type != TOKEN_END) {
		read_token(r, &t, value || list);
		if (t.type == TOKEN_CLOSE && r->depth == 0)
			break;
		if (t.type == TOKEN_OPEN && r->depth++ == 0) {
			r->entry = (struct projected){0};
			r->sizes = 0;
			r->good = true;
			r->field = (struct token){0};
		}
		if (t.type == TOKEN_CLOSE && --r->depth == 0)
			close_entry(r, out);
		char mark = t.type == TOKEN_OTHER ? *t.begin : '\0';
		list = mark == '[' || (list && mark != ']');
		value = mark == ':';
	}
	free(r);
}
