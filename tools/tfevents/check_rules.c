/* tfevents check: the names of the rules, the choice of --rules, and the text of --explain. */
#include "tfevents/check_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/complain.h"
#include "common/memory.h"
#include "common/out.h"

size_t check_rule_find(const char *name, size_t n)
{
	size_t i = 0;
	while (i < check_rule_count &&
	       (strlen(check_rules[i].name) != n || memcmp(check_rules[i].name, name, n)))
		i++;
	return i;
}

void check_rule_tell_unknown(const char *name, size_t n, const char *option, const char *program)
{
	size_t bytes = 1;
	for (size_t i = 0; i < check_rule_count; i++)
		bytes += strlen(check_rules[i].name) + 2;
	char *list = need_zeroed(bytes, 1);
	for (size_t i = 0, used = 0; i < check_rule_count; i++)
		used += (size_t)snprintf(list + used, bytes - used, "%s%s", i ? ", " : "",
					 check_rules[i].name);
	complain(program, NULL, "--%s: unknown rule '%.*s'; the rules are %s", option, (int)n, name,
		 list);
	free(list);
}

bool *check_rules_choose(const char *list, const char *program)
{
	bool *chosen = need_zeroed(check_rule_count, sizeof *chosen);
	for (size_t i = 0; i < check_rule_count; i++)
		chosen[i] = !list;
	for (const char *name = list; name;) {
		size_t n = strcspn(name, ","), i = check_rule_find(name, n);
		if (i == check_rule_count) {
			check_rule_tell_unknown(name, n, "rules", program);
			free(chosen);
			return NULL;
		}
		chosen[i] = true;
		name = name[n] ? name + n + 1 : NULL;
	}
	return chosen;
}

int check_rule_explain(const char *name, const char *program)
{
	static struct out out;
	size_t i = check_rule_find(name, strlen(name));
	if (i == check_rule_count) {
		check_rule_tell_unknown(name, strlen(name), "explain", program);
		return 2;
	}
	out_init(&out, STDOUT_FILENO);
	out_text(&out, check_rules[i].title);
	out_text(&out, "\n\n");
	for (const char *const *line = check_rules[i].text; *line; line++) {
		out_text(&out, *line);
		out_text(&out, "\n");
	}
	return out_finish(&out, program);
}
