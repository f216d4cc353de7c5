/* tfevents check: the names of the rules, the choice of --rules, and the text of --explain. */
#include "tfevents/check_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/complain.h"
#include "common/memory.h"
#include "common/out.h"

void check_names_init(struct check_names *names)
{
	*names = (struct check_names){0};
	for (size_t i = 0; i < check_rule_count; i++)
		check_names_add(names, check_rules[i].name);
}

void check_names_release(struct check_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->name[i]);
	free(names->name);
	free(names->chosen);
}

void check_names_add(struct check_names *names, const char *name)
{
	names->name = need_room(names->name, names->n, &names->capacity, sizeof *names->name);
	names->chosen =
		need_room(names->chosen, names->n, &names->chosen_capacity, sizeof *names->chosen);
	names->chosen[names->n] = true;
	names->name[names->n++] = need_copy(name);
}

size_t check_names_find(const struct check_names *names, const char *name, size_t n)
{
	size_t i = 0;
	while (i < names->n && (strlen(names->name[i]) != n || memcmp(names->name[i], name, n)))
		i++;
	return i;
}

/* Reports on standard error that an option names an unknown rule, and lists the known ones. */
static void tell_unknown(const struct check_names *names, const char *name, size_t n,
			 const char *option, const char *program)
{
	size_t bytes = 1;
	for (size_t i = 0; i < names->n; i++)
		bytes += strlen(names->name[i]) + 2;
	char *list = need_zeroed(bytes, 1);
	for (size_t i = 0, used = 0; i < names->n; i++)
		used += (size_t)snprintf(list + used, bytes - used, "%s%s", i ? ", " : "",
					 names->name[i]);
	complain(program, NULL, "--%s: unknown rule '%.*s'; the rules are %s", option, (int)n, name,
		 list);
	free(list);
}

bool check_names_choose(struct check_names *names, const char *list, const char *program)
{
	for (size_t i = 0; i < names->n; i++)
		names->chosen[i] = !list;
	for (const char *name = list; name;) {
		size_t n = strcspn(name, ","), i = check_names_find(names, name, n);
		if (i == names->n) {
			tell_unknown(names, name, n, "rules", program);
			return false;
		}
		names->chosen[i] = true;
		name = name[n] ? name + n + 1 : NULL;
	}
	return true;
}

int check_rule_explain(const char *name, const char *program)
{
	static struct out out;
	struct check_names names;
	check_names_init(&names);
	size_t i = check_names_find(&names, name, strlen(name));
	if (i == names.n)
		tell_unknown(&names, name, strlen(name), "explain", program);
	check_names_release(&names);
	if (i == check_rule_count)
		return 2;
	out_init(&out, STDOUT_FILENO);
	out_text(&out, check_rules[i].title);
	out_text(&out, "\n\n");
	for (const char *const *line = check_rules[i].text; *line; line++) {
		out_text(&out, *line);
		out_text(&out, "\n");
	}
	return out_finish(&out, program);
}
