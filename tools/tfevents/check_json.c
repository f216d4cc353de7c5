/* tfevents check: findings as JSON, one object per line. */
#include <string.h>

#include "common/json.h"
#include "tfevents/check.h"

static void put_texts(struct json *j, const char *key, const char *const *text)
{
	json_begin_array(j, key);
	for (; *text; text++)
		json_text(j, NULL, *text);
	json_end_array(j);
}

static void put_tags(struct json *j, const tfe_judge_finding *f)
{
	json_begin_array(j, "tags");
	for (size_t i = 0; i < f->tag_count; i++)
		json_bytes(j, NULL, f->tags[i], strlen(f->tags[i]));
	json_end_array(j);
}

static void put_files(struct json *j, const tfe_judge_finding *f)
{
	json_begin_array(j, "files");
	if (*f->file)
		json_bytes(j, NULL, f->file, strlen(f->file));
	json_end_array(j);
}

void check_json_members(struct json *j, const tfe_judge_finding *f)
{
	json_bytes(j, "run", f->run, strlen(f->run));
	json_bytes(j, "tag", f->tag, strlen(f->tag));
	put_tags(j, f);
	put_files(j, f);
	json_text(j, "rule", f->rule);
	json_text(j, "severity", tfe_severity_name(f->severity));
	json_text(j, "state", tfe_finding_state_name(f->state));
	json_int(j, "step", f->step);
	json_int(j, "last_step", f->last_step);
	json_double(j, "value", f->value);
	json_double(j, "limit", f->limit);
	json_uint(j, "count", f->count);
	json_bytes(j, "message", f->message, strlen(f->message));
	put_texts(j, "causes", f->causes);
	put_texts(j, "actions", f->actions);
}

void check_json(struct out *out, const struct check *c)
{
	for (size_t i = 0; i < c->findings; i++) {
		struct json j = {.out = out};
		json_begin(&j, NULL);
		check_json_members(&j, &c->finding[i]);
		json_end_line(&j);
	}
}
