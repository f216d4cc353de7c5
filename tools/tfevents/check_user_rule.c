/* tfevents check: the rules of the user: reads a section, and shows where its expression is
 * wrong. */
#include "tfevents/check_user_rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/complain.h"
#include "common/memory.h"
#include "common/printable.h"

void check_user_rule_release(struct check_user_rule *r)
{
	for (size_t i = 0; i < r->actions; i++)
		free(r->action[i]);
	free(r->action);
	free(r->name);
	free(r->expression);
	free(r->message);
	filter_release(r->run);
}

static const char *set_text(char **text, const char *value, const char *twice)
{
	if (*text)
		return twice;
	*text = need_copy(value);
	return NULL;
}

static const char *set_severity(struct check_user_rule *r, const char *value)
{
	if (r->severity >= 0)
		return "a second severity in one rule: ";
	for (int s = TFE_SEVERITY_INFO; s <= TFE_SEVERITY_ERROR; s++)
		if (!strcmp(value, tfe_severity_name((tfe_severity)s)))
			r->severity = s;
	return r->severity >= 0 ? NULL : "a severity is error, warning or info, not ";
}

static const char *set_run(struct check_user_rule *r, const char *value)
{
	if (r->run)
		return "a second run in one rule: ";
	r->run = filter_compile(value);
	return *filter_error(r->run) ? "not a regular expression: " : NULL;
}

static const char *add_action(struct check_user_rule *r, const char *value)
{
	r->action = need_room(r->action, r->actions + 1, &r->capacity, sizeof *r->action);
	r->action[r->actions++] = need_copy(value);
	r->action[r->actions] = NULL;
	return NULL;
}

const char *check_user_rule_set(struct check_user_rule *r, const char *name, const char **value,
				size_t line)
{
	if (!strcmp(name, "if")) {
		r->expression_line = line;
		return set_text(&r->expression, *value, "a second `if` in one rule: ");
	}
	if (!strcmp(name, "message"))
		return set_text(&r->message, *value, "a second message in one rule: ");
	if (!strcmp(name, "severity"))
		return set_severity(r, *value);
	if (!strcmp(name, "run"))
		return set_run(r, *value);
	if (!strcmp(name, "action"))
		return add_action(r, *value);
	*value = name;
	return "a rule has if, severity, message, action and run, not ";
}

static tfe_user_rule rule_of(const struct check_user_rule *r)
{
	tfe_user_rule rule = TFE_USER_RULE_INIT;
	rule.name = r->name;
	rule.expression = r->expression;
	rule.severity = r->severity < 0 ? TFE_SEVERITY_WARNING : (tfe_severity)r->severity;
	rule.message = r->message;
	rule.actions = (const char *const *)r->action;
	return rule;
}

/* Prints an expression, and below it a mark at the character at a byte offset. */
static void show(const char *expression, size_t offset)
{
	int column = 0;
	fputs("  ", stderr);
	for (size_t i = 0, n = strlen(expression); i < n;) {
		struct printable p = printable_next(expression + i, n - i);
		if (p.cp)
			fwrite(expression + i, 1, p.bytes, stderr);
		else
			fputs(p.escape, stderr);
		column += i < offset ? p.width : 0;
		i += p.bytes;
	}
	fprintf(stderr, "\n  %*s\n", column + 1, "^");
}

bool check_user_rule_finish(const struct check_user_rule *r, const char *path, const char *program)
{
	tfe_error error = TFE_ERROR_INIT;
	if (!r->line) {
		complain(program, NULL, "%s:%zu: unknown rule: %s", path, r->mentioned, r->name);
		return false;
	}
	if (!r->expression) {
		complain(program, NULL, "%s:%zu: a rule needs its condition: if = EXPRESSION", path,
			 r->line);
		return false;
	}
	const tfe_user_rule rule = rule_of(r);
	tfe_status status = tfe_user_rule_check(&rule, &error);
	if (!status)
		return true;
	if (status == TFE_E_NOMEM)
		need(NULL);
	bool placed = error.offset >= 0;
	complain(program, NULL, "%s:%zu: %s", path, placed ? r->expression_line : r->line,
		 error.message);
	if (placed)
		show(r->expression, (size_t)error.offset);
	return false;
}

/* The rule was checked, so that only a lack of memory remains. */
void check_user_rule_add(const struct check_user_rule *r, tfe_judge *judge)
{
	const tfe_user_rule rule = rule_of(r);
	if (tfe_judge_add_rule(judge, &rule, NULL))
		need(NULL);
}
