/* judge: the rules that the user added: their names are checked, their expressions compiled. */
#include "judge/user_rules.h"

#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/options.h"
#include "health/rule.h"

void tfe__user_rules_init(struct tfe__user_rules *rules, const tfe_allocator *allocator)
{
	*rules = (struct tfe__user_rules){.allocator = allocator};
}

static void release(const tfe_allocator *a, struct tfe__user_rule *r)
{
	for (size_t i = 0; r->actions && r->actions[i]; i++)
		tfe__free(a, (void *)(uintptr_t)r->actions[i]);
	tfe__free(a, (void *)(uintptr_t)r->actions);
	tfe__free(a, r->name);
	tfe__free(a, r->message);
	tfe__expression_free(r->expression);
}

void tfe__user_rules_release(struct tfe__user_rules *rules)
{
	for (size_t i = 0; i < rules->n; i++)
		release(rules->allocator, &rules->rule[i]);
	tfe__free(rules->allocator, rules->rule);
}

/* Whether a rule of the library has this name. */
static bool is_built_in(const char *name)
{
	static const char *const of_judge[] = {"similar_runs", "class_imbalance", "confused_pairs",
					       "damaged_file", "clock",           "several_writers",
					       "stalled"};
	for (size_t i = 0; i < sizeof of_judge / sizeof *of_judge; i++)
		if (!strcmp(name, of_judge[i]))
			return true;
	return tfe__rule_exists(name);
}

static bool is_added(const struct tfe__user_rules *rules, const char *name)
{
	for (size_t i = 0; i < rules->n; i++)
		if (!strcmp(name, rules->rule[i].name))
			return true;
	return false;
}

static tfe_status check_name(const struct tfe__user_rules *rules, const char *name,
			     tfe_error *error)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_-.";
	if (!name || !*name || name[strspn(name, allowed)])
		return tfe__error(
			error, TFE_E_ARG, 0, NULL, -1,
			"a name of a rule has letters, digits, _, - and . only, not \"%s\"",
			tfe__error_show(name).text);
	if (is_built_in(name))
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1,
				  "\"%s\" is the name of a built-in rule", name);
	if (is_added(rules, name))
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1, "there are two rules \"%s\"",
				  tfe__error_show(name).text);
	return TFE_OK;
}

/* Copies a NULL-terminated array of strings. NULL if there is no memory. */
static const char **copy_texts(const tfe_allocator *a, const char *const *texts)
{
	size_t n = 0;
	while (texts && texts[n])
		n++;
	const char **copy = tfe__alloc_zeroed(a, n + 1, sizeof *copy);
	for (size_t i = 0; copy && i < n; i++) {
		copy[i] = tfe__strdup(a, texts[i]);
		if (copy[i])
			continue;
		while (i > 0)
			tfe__free(a, (void *)(uintptr_t)copy[--i]);
		tfe__free(a, (void *)(uintptr_t)copy);
		return NULL;
	}
	return copy;
}

static tfe_status copy_rule(const tfe_allocator *a, struct tfe__user_rule *copy,
			    const tfe_user_rule *rule, tfe_error *error)
{
	tfe_status status = tfe__expression_compile(rule->expression, a, &copy->expression, error);
	if (status)
		return status;
	copy->severity = rule->severity;
	copy->name = tfe__strdup(a, rule->name);
	copy->message = rule->message ? tfe__strdup(a, rule->message) : NULL;
	copy->actions = copy_texts(a, rule->actions);
	if (copy->name && copy->actions && (copy->message || !rule->message))
		return TFE_OK;
	return tfe__error(error, TFE_E_NOMEM, 0, NULL, -1, "out of memory");
}

tfe_status tfe__user_rules_add(struct tfe__user_rules *rules, const tfe_user_rule *rule,
			       tfe_error *error)
{
	tfe_user_rule own;
	struct tfe__user_rule copy = {0};
	tfe_status status = tfe__options_copy(&own, sizeof own, rule, "tfe_user_rule", error);
	if (!status)
		status = check_name(rules, own.name, error);
	if (status)
		return status;
	if (!own.expression)
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1, "the expression is missing");
	if (own.severity < TFE_SEVERITY_INFO || own.severity > TFE_SEVERITY_ERROR)
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1, "the severity is unknown");
	if (TFE__GROW(rules->allocator, rules->rule, rules->capacity, rules->n + 1))
		return tfe__error(error, TFE_E_NOMEM, 0, NULL, -1, "out of memory");
	status = copy_rule(rules->allocator, &copy, &own, error);
	if (status)
		release(rules->allocator, &copy);
	else
		rules->rule[rules->n++] = copy;
	return status;
}

tfe_status tfe_user_rule_check(const tfe_user_rule *rule, tfe_error *error)
{
	struct tfe__user_rules none;
	if (!rule)
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1, "the rule is missing");
	tfe__user_rules_init(&none, &tfe__malloc_allocator);
	tfe_status status = tfe__user_rules_add(&none, rule, error);
	tfe__user_rules_release(&none);
	return status;
}

size_t tfe_user_rule_tag(const tfe_user_rule *rule, size_t i, char *name, size_t size)
{
	struct tfe__user_rules rules;
	size_t length = 0;
	tfe__user_rules_init(&rules, &tfe__malloc_allocator);
	if (rule && !tfe__user_rules_add(&rules, rule, NULL)) {
		const struct tfe__expression *e = rules.rule[0].expression;
		const char *tag = i < e->tags ? e->tag[i].name : "";
		length = strlen(tag);
		if (size) {
			size_t copied = length < size ? length : size - 1;
			memcpy(name, tag, copied);
			name[copied] = '\0';
		}
	}
	tfe__user_rules_release(&rules);
	return length;
}
