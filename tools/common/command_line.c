/* common: the command line: options from a table, which also makes the help. */
#include "common/command_line.h"

#include <string.h>

#include "common/complain.h"

/* The option that `word` (behind the dashes) names; `n` bytes of it are the name. */
static int find(const struct option *options, const char *word, size_t n)
{
	for (int i = 0; options[i].name; i++)
		if (strlen(options[i].name) == n && !memcmp(options[i].name, word, n))
			return i;
	return -1;
}

/* The option that -X names, where that is all of the word. */
static int find_letter(const struct option *options, const char *word)
{
	for (int i = 0; options[i].name; i++)
		if (options[i].letter && options[i].letter == word[1] && !word[2])
			return i;
	return -1;
}

/* Takes argv[*i], and the word behind it where that is its value. */
static bool take(const struct option *options, int argc, char **argv, int *i, const char *program,
		 struct arguments *arguments)
{
	bool spelt = argv[*i][1] == '-';
	const char *word = argv[*i] + 2, *value = spelt ? strchr(word, '=') : NULL;
	size_t n = value ? (size_t)(value - word) : strlen(word);
	int k = spelt ? find(options, word, n) : find_letter(options, argv[*i]);
	if (k < 0) {
		complain(program, NULL, "no option '%s'; %s --help lists them", argv[*i], program);
		return false;
	}
	if (!options[k].value && value) {
		fprintf(stderr, "%s: --%s takes no value\n", program, options[k].name);
		return false;
	}
	if (value) {
		value++;
	} else if (!options[k].value) {
		value = "";
	} else if (*i + 1 < argc) {
		value = argv[++*i];
	} else {
		fprintf(stderr, "%s: --%s needs a value: --%s=%s\n", program, options[k].name,
			options[k].name, options[k].value);
		return false;
	}
	arguments->option[k] = value;
	return true;
}

bool options_parse(const struct option *options, int argc, char **argv, const char *program,
		   struct arguments *arguments)
{
	*arguments = (struct arguments){.operand = argv + 1};
	bool ended = false;
	for (int i = 1; i < argc; i++) {
		/* Operands collect at the front of what has been looked at. */
		if (ended || argv[i][0] != '-' || !argv[i][1]) {
			arguments->operand[arguments->operands++] = argv[i];
		} else if (!strcmp(argv[i], "--")) {
			ended = true;
		} else if (!take(options, argc, argv, &i, program, arguments)) {
			return false;
		}
	}
	return true;
}

void options_help(FILE *to, const struct option *options)
{
	int width = 0;
	for (const struct option *o = options; o->name; o++) {
		int n = (int)(strlen(o->name) + (o->value ? 1 + strlen(o->value) : 0)) +
			(o->letter ? 4 : 0);
		width = n > width ? n : width;
	}
	for (const struct option *o = options; o->name; o++) {
		int n = fprintf(to, "  --%s%s%s", o->name, o->value ? "=" : "",
				o->value ? o->value : "");
		if (o->letter)
			n += fprintf(to, ", -%c", o->letter);
		fprintf(to, "%*s%s\n", width + 6 - n, "", o->help);
	}
}
