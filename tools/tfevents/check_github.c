/* tfevents check: findings as annotations of GitHub, by its workflow commands: one line for each
 * rule and run, which GitHub shows beside the job. */
#include <inttypes.h>
#include <string.h>

#include "common/printable.h"
#include "tfevents/check.h"

/* Returns the escape that GitHub's runner decodes in messages, or also in properties; NULL if the
 * character needs none. */
static const char *escape_of(char c, bool property)
{
	switch (c) {
	case '%':
		return "%25";
	case '\r':
		return "%0D";
	case '\n':
		return "%0A";
	case ':':
		return property ? "%3A" : NULL;
	case ',':
		return property ? "%2C" : NULL;
	default:
		return NULL;
	}
}

static void put(struct out *out, const char *text, bool property)
{
	for (size_t left = strlen(text), n; left; text += n, left -= n) {
		const char *escape = escape_of(*text, property);
		n = escape ? 1 : printable_next(text, left).bytes;
		if (escape)
			out_text(out, escape);
		else
			out_visible(out, text, n);
	}
}

static void put_title(struct out *out, const tfe_judge_finding *f)
{
	out_format(out, "title=%s", f->rule);
	if (*f->tag) {
		out_text(out, " in ");
		put(out, f->tag, true);
	}
	if (*f->run && strcmp(f->run, ".") != 0) { /* "." is the log directory itself */
		out_text(out, " of ");
		put(out, f->run, true);
	}
}

static void put_lines(struct out *out, const char *head, const char *const *text)
{
	for (; *text; text++) {
		out_text(out, head);
		put(out, *text, false);
	}
}

static const char *command_of(const tfe_judge_finding *f)
{
	if (f->severity == TFE_SEVERITY_INFO || check_is_pending(f))
		return "notice";
	return f->severity == TFE_SEVERITY_ERROR ? "error" : "warning";
}

/* Prints the tags of a finding about several layers, in one line. */
static void put_tags(struct out *out, const tfe_judge_finding *f)
{
	if (f->tag_count > 1)
		out_text(out, "%0Ain ");
	for (size_t i = 0; i < f->tag_count && f->tag_count > 1; i++) {
		out_text(out, i ? ", " : "");
		put(out, f->tags[i], false);
	}
}

/* Prints a command for the first of n findings of one rule and run, with the messages of the
 * others. */
static void put_annotation(struct out *out, const tfe_judge_finding *f, size_t n)
{
	out_format(out, "::%s ", command_of(f));
	if (!*f->tag && *f->file) {
		out_text(out, "file=");
		put(out, f->file, true);
		out_text(out, ",");
	}
	put_title(out, f);
	out_text(out, "::");
	put(out, f->message, false);
	for (size_t i = 1; i < n; i++) {
		out_text(out, "%0A");
		if (*f[i].tag) {
			put(out, f[i].tag, false);
			out_text(out, ": ");
		}
		put(out, f[i].message, false);
	}
	put_tags(out, f);
	put_lines(out, "%0Alikely: ", f->causes);
	put_lines(out, "%0Atry: ", f->actions);
	out_text(out, "\n");
}

void check_github(struct out *out, const struct check *c)
{
	for (size_t i = 0, n; i < c->findings; i += n) {
		n = check_alike(c, i);
		put_annotation(out, &c->finding[i], n);
	}
}
