/* common: completion scripts for shells, generated from the tables that parse the command line. */
#include "common/completion.h"

#include <string.h>

/* Prints text for use within single quotes; `also` lists further characters that need a
 * backslash. */
static void quoted(FILE *to, const char *text, const char *also)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\'", to);
		else if (strchr(also, *text))
			fputc('\\', to);
		fputc(*text, to);
	}
}

static bool has_verbs(const struct completion *c)
{
	return *c->verbs[0].name;
}

/* --- bash ------------------------------------------------------------------------------------- */

static void bash_words(FILE *to, const struct option *options)
{
	for (const struct option *o = options; o->name; o++)
		fprintf(to, "--%s%s ", o->name, o->value ? "=" : "");
	fputs("--help", to);
}

/* Prints the code that completes the value of the preceding option. readline splits --name=VALUE at
 * the "=". */
static void bash_values(FILE *to, const struct completion *c)
{
	fputs("\tlocal words= prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	      "\tif [[ $cur == = ]]; then cur=\n"
	      "\telif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n",
	      to);
	fprintf(to, "\tcase %s:$prev in\n", has_verbs(c) ? "${COMP_WORDS[1]}" : "");
	for (size_t i = 0; i < c->n_verbs; i++)
		for (const struct option *o = c->verbs[i].options; o->name; o++)
			if (o->words) {
				fprintf(to, "\t%s:--%s) words='", c->verbs[i].name, o->name);
				options_print_words(to, o, " ");
				fputs("' ;;\n", to);
			}
	fputs("\tesac\n\tif [[ $words ]]; then\n"
	      "\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n\t\treturn\n\tfi\n",
	      to);
}

static void bash(FILE *to, const struct completion *c)
{
	fprintf(to, "# bash completion for %s\n_%s()\n{\n", c->program, c->program);
	fputs("\tlocal cur=${COMP_WORDS[COMP_CWORD]} options=--help\n", to);
	if (has_verbs(c)) {
		fputs("\tif [[ $COMP_CWORD -eq 1 ]]; then\n\t\tCOMPREPLY=($(compgen -W '", to);
		for (size_t i = 0; i < c->n_verbs; i++)
			fprintf(to, "%s ", c->verbs[i].name);
		fputs("--help --version' -- \"$cur\"))\n\t\treturn\n\tfi\n", to);
		fputs("\tcase ${COMP_WORDS[1]} in\n", to);
		for (size_t i = 0; i < c->n_verbs; i++) {
			fprintf(to, "\t%s) options='", c->verbs[i].name);
			bash_words(to, c->verbs[i].options);
			fputs("' ;;\n", to);
		}
		fputs("\tesac\n", to);
	} else {
		fputs("\toptions='", to);
		bash_words(to, c->verbs[0].options);
		fputs("'\n", to);
	}
	bash_values(to, c);
	fprintf(to,
		"\tif [[ $cur == -* ]]; then\n"
		"\t\tCOMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
		"\t\tif [[ ${COMPREPLY[0]-} == *= ]]; then compopt -o nospace; fi\n"
		"\tfi\n"
		"}\ncomplete -o default -F _%s %s\n",
		c->program, c->program);
}

/* --- zsh -------------------------------------------------------------------------------------- */

/* Prints one spelling of an option. */
static void zsh_option(FILE *to, const struct option *o, const char *spelt, const char *indent)
{
	fprintf(to, " \\\n%s'%s[", indent, spelt);
	quoted(to, o->help, "[]:\\");
	fputs("]", to);
	if (o->words) {
		fprintf(to, ":%s:(", o->value);
		options_print_words(to, o, " ");
		fputc(')', to);
	} else if (o->value) {
		fprintf(to, ":%s:_files", o->value);
	}
	fputs("'", to);
}

static void zsh_arguments(FILE *to, const struct option *options, const char *indent)
{
	char spelt[64];
	fputs("_arguments", to);
	for (const struct option *o = options; o->name; o++) {
		snprintf(spelt, sizeof spelt, "--%s%s", o->name, o->value ? "=" : "");
		zsh_option(to, o, spelt, indent);
		snprintf(spelt, sizeof spelt, "-%c%s", o->letter, o->value ? "+" : "");
		if (o->letter)
			zsh_option(to, o, spelt, indent);
	}
	fprintf(to, " \\\n%s'--help[print help]' \\\n%s'*:log directory or file:_files'", indent,
		indent);
}

static void zsh(FILE *to, const struct completion *c)
{
	fprintf(to, "#compdef %s\n_%s() {\n", c->program, c->program);
	if (!has_verbs(c)) {
		fputs("\t", to);
		zsh_arguments(to, c->verbs[0].options, "\t\t");
	} else {
		fputs("\tlocal -a verbs\n\tverbs=(\n", to);
		for (size_t i = 0; i < c->n_verbs; i++) {
			fprintf(to, "\t\t'%s:", c->verbs[i].name);
			quoted(to, c->verbs[i].summary, ":\\");
			fputs("'\n", to);
		}
		fputs("\t)\n\tif (( CURRENT == 2 )); then\n\t\t_describe verb verbs\n\t\treturn\n"
		      "\tfi\n\tlocal verb=$words[2]\n\tshift words\n\t(( CURRENT-- ))\n"
		      "\tcase $verb in\n",
		      to);
		for (size_t i = 0; i < c->n_verbs; i++) {
			fprintf(to, "\t%s)\n\t\t", c->verbs[i].name);
			zsh_arguments(to, c->verbs[i].options, "\t\t\t");
			fputs("\n\t\t;;\n", to);
		}
		fputs("\tesac", to);
	}
	/* If compinit loads the script, it is the body of the function; if `source` reads it, it is
	 * not. */
	fprintf(to,
		"\n}\nif [[ $funcstack[1] == _%s ]]; then\n\t_%s \"$@\"\nelse\n"
		"\tcompdef _%s %s\nfi\n",
		c->program, c->program, c->program, c->program);
}

/* --- fish ------------------------------------------------------------------------------------- */

/* Prints text for use within single quotes, where fish knows two escapes: \' and \\. */
static void fish_text(FILE *to, const char *text)
{
	fputc('\'', to);
	for (; *text; text++) {
		if (strchr("'\\", *text))
			fputc('\\', to);
		fputc(*text, to);
	}
	fputs("'\n", to);
}

static void fish_options(FILE *to, const struct completion *c, const struct completion_verb *v)
{
	for (const struct option *o = v->options; o->name; o++) {
		fprintf(to, "complete -c %s", c->program);
		if (has_verbs(c))
			fprintf(to, " -n '__fish_seen_subcommand_from %s'", v->name);
		fprintf(to, " -l %s", o->name);
		if (o->letter)
			fprintf(to, " -s %c", o->letter);
		if (o->words) {
			fputs(" -x -a '", to);
			options_print_words(to, o, " ");
			fputc('\'', to);
		}
		fprintf(to, "%s -d ", o->value && !o->words ? " -r" : "");
		fish_text(to, o->help);
	}
}

static void fish(FILE *to, const struct completion *c)
{
	for (size_t i = 0; has_verbs(c) && i < c->n_verbs; i++) {
		fprintf(to, "complete -c %s -n __fish_use_subcommand -f -a %s -d ", c->program,
			c->verbs[i].name);
		fish_text(to, c->verbs[i].summary);
	}
	for (size_t i = 0; i < c->n_verbs; i++)
		fish_options(to, c, &c->verbs[i]);
	fprintf(to, "complete -c %s -l help -d 'print help'\n", c->program);
}

enum shell { BASH, ZSH, FISH };

const struct option_word completion_shells[] = {{"bash", BASH}, {"zsh", ZSH}, {"fish", FISH}, {0}};

bool completion_print(FILE *to, const char *shell, const struct completion *c)
{
	static void (*const print[])(FILE *, const struct completion *) = {
		[BASH] = bash,
		[ZSH] = zsh,
		[FISH] = fish,
	};
	for (const struct option_word *w = completion_shells; w->word; w++)
		if (!strcmp(w->word, shell)) {
			print[w->value](to, c);
			return true;
		}
	return false;
}
