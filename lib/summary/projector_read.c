/* summary: a small reader of the text format of protobuf for the entries `embeddings` of the
 * projector's configuration. It skips everything else by its brackets. */
#include <stdbool.h>
#include <string.h>

#include "base/sized.h"
#include "summary/projector_config.h"

/* --- tokens ----------------------------------------------------------------------------------- */

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

/* --- values ----------------------------------------------------------------------------------- */

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

/* Copies a text without its quotes. Returns false if it is too long or contains a NUL; then the
 * copy is empty. */
static bool copy_text(const struct token *t, char out[TFE_PROJECTOR_TEXT])
{
	const char *const end = t->end - 1;
	size_t n = 0;
	out[0] = '\0';
	for (const char *p = t->begin + 1; p < end;) {
		char c = *p++;
		if (c == '\\' && p < end)
			c = unescape(&p, end);
		if (!c || n + 1 >= TFE_PROJECTOR_TEXT) {
			out[0] = '\0';
			return false;
		}
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

/* --- entries ---------------------------------------------------------------------------------- */

/* Where the reader is within an entry. */
struct place {
	size_t depth, sizes;            /* sizes: how many numbers of the shape were read */
	bool within, list, value, good; /* value: a colon comes before the token */
	struct token field;
};

static void read_value(tfe_projector_entry *e, struct place *at, const struct token *t)
{
	char *text = is(&at->field, "tensor_name")     ? e->name
		     : is(&at->field, "tensor_path")   ? e->tensor_path
		     : is(&at->field, "metadata_path") ? e->metadata_path
						       : NULL;
	if (text && t->type == TOKEN_TEXT)
		at->good &= copy_text(t, text);
	else if (is(&at->field, "tensor_shape") && t->type == TOKEN_WORD && at->sizes < 2)
		e->shape[at->sizes++] = number_of(t);
}

/* A word is a value after a colon or in a list, and otherwise the name of a field. */
static void read_token(struct tfe__projector_reader *r, struct place *at, const struct token *t)
{
	const bool names = t->type == TOKEN_WORD && !at->value;
	if (at->depth == 0 && names) {
		at->within = is(t, "embeddings");
		r->begin = (size_t)(t->begin - r->text);
	} else if (at->depth == 1 && at->within && names) {
		at->field = *t;
	} else if (at->within && (at->depth == 1 ? at->value : at->depth == 2 && at->list)) {
		read_value(&r->entry, at, t);
	}
}

static void open_bracket(struct tfe__projector_reader *r, struct place *at, const struct token *t)
{
	if (at->depth == 0) {
		r->entry = (tfe_projector_entry){.size = sizeof r->entry};
		*at = (struct place){.within = at->within, .good = true};
	}
	at->list = at->depth == 1 && *t->begin == '[';
	at->depth++;
}

tfe_status tfe__projector_next(struct tfe__projector_reader *r)
{
	if (r->at == r->bytes)
		return TFE_E_NOTFOUND;
	struct scanner s = {r->text + r->at, r->text + r->bytes, false};
	struct place at = {0};
	struct token t;
	while ((t = next(&s)).type != TOKEN_END && !s.bad) {
		read_token(r, &at, &t);
		at.value = t.type == TOKEN_OTHER && *t.begin == ':';
		if (t.type == TOKEN_OPEN)
			open_bracket(r, &at, &t);
		if (t.type != TOKEN_CLOSE)
			continue;
		if (at.depth == 0)
			return TFE_E_DAMAGED;
		at.list = false;
		if (--at.depth == 0 && at.within) {
			r->at = (size_t)(t.end - r->text);
			return at.good ? TFE_OK : TFE_E_LIMIT;
		}
	}
	return at.depth || at.value || s.bad ? TFE_E_DAMAGED : TFE_E_NOTFOUND;
}

tfe_status tfe_projector_next(const char *text, size_t bytes, size_t *at,
			      tfe_projector_entry *entry)
{
	if ((!text && bytes) || !at || *at > bytes || !entry)
		return TFE_E_ARG;
	struct tfe__projector_reader r = {.text = text, .bytes = bytes, .at = *at};
	tfe_status status = tfe__projector_next(&r);
	if (!status)
		status = tfe__result_copy(entry, &r.entry, sizeof r.entry);
	if (status != TFE_E_ARG)
		*at = r.at;
	return status;
}
