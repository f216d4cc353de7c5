/* tfevents check: the body of a request for a finding. */
#include "tfevents/check_webhook_body.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/memory.h"
#include "common/printable.h"
#include "common/utf8_decode.h"
#include "tfevents/check.h"

enum { MOST_NAME_BYTES = 300, MOST_MESSAGE_BYTES = 2000 };

/* Writes text of a log for Slack, which gives &, < and > a meaning. */
static void put_slack(FILE *to, const char *text, size_t most)
{
	size_t left = utf8_cut(text, most);
	bool whole = !text[left];
	while (left) {
		const struct printable next = printable_next(text, left);
		if (!next.cp)
			fputs(next.escape, to);
		else if (next.cp == 0xfffd)
			fputs("\xef\xbf\xbd", to);
		else if (next.cp == '&')
			fputs("&amp;", to);
		else if (next.cp == '<')
			fputs("&lt;", to);
		else if (next.cp == '>')
			fputs("&gt;", to);
		else
			fwrite(text, 1, next.bytes, to);
		text += next.bytes;
		left -= next.bytes;
	}
	if (!whole)
		fputs("...", to);
}

/* Returns "error: nonfinite in loss of run x (step 5): MESSAGE"; release with free. */
static char *text_of(const tfe_judge_finding *f)
{
	char *text = NULL;
	size_t bytes;
	FILE *to = need(open_memstream(&text, &bytes));
	fprintf(to, "%s: %s", tfe_severity_name(f->severity), f->rule);
	if (*f->tag) {
		fputs(" in ", to);
		put_slack(to, f->tag, MOST_NAME_BYTES);
	}
	if (*f->run) {
		fputs(" of run ", to);
		put_slack(to, f->run, MOST_NAME_BYTES);
	}
	if (!check_is_damage(f))
		fprintf(to, " (step %" PRId64 ")", f->step);
	fputs(": ", to);
	put_slack(to, f->message, MOST_MESSAGE_BYTES);
	if (fclose(to))
		need(NULL);
	return text;
}

char *check_webhook_body(struct check_payload *payload, const tfe_judge_finding *f, size_t *bytes)
{
	char *text = text_of(f);
	struct json *j = &payload->json;
	check_payload_begin(payload);
	json_text(j, "text", text);
	json_begin(j, "finding");
	check_json_members(j, f);
	json_end(j);
	free(text);
	*bytes = check_payload_end(payload);
	char *body = need_zeroed(*bytes + 1, 1);
	if (*bytes && pread(fileno(payload->file), body, *bytes, 0) == (ssize_t)*bytes)
		return body;
	free(body);
	return NULL;
}
