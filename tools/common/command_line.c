/* common: the command line: a table of options defines the parser, the help and the completion. */
#include "common/command_line.h"

#include <string.h>

#include "common/complain.h"
#include "common/word_distance.h"

/* Returns the index of the option whose name is the first n bytes of `word` (the argument without
 * its dashes); -1 if there is none. */
static int find(const struct option *options, const char *word, size_t n)
{
	for (int i = 0; options[i].name; i++)
		if (strlen(options[i].name) == n && !memcmp(options[i].name, word, n))
			return i;
	return -1;
}

/* Returns the name of the option that was probably meant; NULL without one. */
static const char *find_near(const struct option *options, const char *word, size_t n)
{
	char given[WORD_DISTANCE_MOST + 1] = "";
	struct near_word near = {.given = given};
	if (n > WORD_DISTANCE_MOST)
		return NULL;
	memcpy(given, word, n);
	for (int i = 0; options[i].name; i++)
		near_word_offer(&near, options[i].name);
	return near.word;
}

/* Complains of an option that is none. Its value is not printed: it may be a secret. */
static void complain_of(const struct option *options, const char *given, const char *program)
{
	size_t n = strcspn(given, "=");
	const char *near = n > 2 && given[1] == '-' ? find_near(options, given + 2, n - 2) : NULL;
	if (near)
		complain(program, NULL,
			 "unknown option '%.*s'; did you mean --%s? %s --help lists the options",
			 (int)n, given, near, program);
	else
		complain(program, NULL, "unknown option '%.*s'; %s --help lists the options",
			 (int)n, given, program);
}

/* Returns the index of the option that -X names; -1 if there is none or the argument is longer than
 * two characters. */
static int find_letter(const struct option *options, const char *word)
{
	for (int i = 0; options[i].name; i++)
		if (options[i].letter && options[i].letter == word[1] && !word[2])
			return i;
	return -1;
}

void options_print_words(FILE *to, const struct option *option, const char *between)
{
	for (const struct option_word *w = option->words; w->word; w++)
		fprintf(to, "%s%s", w == option->words ? "" : between, w->word);
}

/* Prints the words as "text, ansi or svg"; `first` is appended to the first word. */
static void print_choice(FILE *to, const struct option_word *words, const char *first)
{
	for (const struct option_word *w = words; w->word; w++)
		fprintf(to, "%s%s%s",
			w == words  ? ""
			: w[1].word ? ", "
				    : " or ",
			w->word, w == words ? first : "");
}

/* Finds the value of the word `given`. Returns false, after a message, if the option does not
 * accept the word. */
static bool accept_word(const struct option *option, const char *given, const char *program,
			int *value)
{
	for (const struct option_word *w = option->words; w->word; w++)
		if (!strcmp(w->word, given)) {
			*value = w->value;
			return true;
		}
	fprintf(stderr, "%s: --%s is ", program, option->name);
	print_choice(stderr, option->words, "");
	fputc('\n', stderr);
	return false;
}

/* Parses argv[*i], and the argument after it if that is its value. */
static bool parse_option(const struct option *options, int argc, char **argv, int *i,
			 const char *program, struct arguments *arguments)
{
	bool spelt = argv[*i][1] == '-';
	const char *word = argv[*i] + 2, *value = spelt ? strchr(word, '=') : NULL;
	size_t n = value ? (size_t)(value - word) : strlen(word);
	int k = spelt ? find(options, word, n) : find_letter(options, argv[*i]);
	if (k < 0) {
		complain_of(options, argv[*i], program);
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
	if (options[k].repeats) {
		if (arguments->repeats == MOST_REPEATS) {
			fprintf(stderr, "%s: --%s is given more than %d times\n", program,
				options[k].name, MOST_REPEATS);
			return false;
		}
		arguments->repeated[arguments->repeats++] = value;
	}
	return !options[k].words || accept_word(&options[k], value, program, &arguments->word[k]);
}

bool options_parse(const struct option *options, int argc, char **argv, const char *program,
		   struct arguments *arguments)
{
	*arguments = (struct arguments){.operand = argv + 1};
	for (int k = 0; options[k].name; k++)
		if (options[k].words)
			arguments->word[k] = options[k].words[0].value;
	bool ended = false;
	for (int i = 1; i < argc; i++) {
		/* Operands are collected at the front of the arguments that are already parsed. */
		if (ended || argv[i][0] != '-' || !argv[i][1]) {
			arguments->operand[arguments->operands++] = argv[i];
		} else if (!strcmp(argv[i], "--")) {
			ended = true;
		} else if (!parse_option(options, argc, argv, &i, program, arguments)) {
			return false;
		}
	}
	return true;
}

bool options_alone(const struct option *options, const struct arguments *arguments)
{
	for (int k = 0; options[k].name; k++)
		if (options[k].alone && arguments->option[k])
			return true;
	return false;
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
		fprintf(to, "%*s%s", width + 6 - n, "", o->help);
		if (o->words) {
			fputs(": ", to);
			print_choice(to, o->words, o->no_default ? "" : " (the default)");
		}
		fputc('\n', to);
	}
}
