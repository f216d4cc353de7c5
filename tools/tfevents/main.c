/* tfevents: the command line: finds the verb, parses its options, runs it. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <tfevents/version.h>

#include "common/complain.h"
#include "common/completion.h"
#include "common/out.h"
#include "common/standard.h"
#include "common/word_distance.h"
#include "tfevents/verb.h"

static const struct verb *const verbs[] = {
	&check_verb,  &diff_verb,   &dump_verb,  &export_verb, &extract_verb,
	&graph_verb,  &import_verb, &ls_verb,    &merge_verb,  &plot_verb,
	&repair_verb, &report_verb, &stats_verb,
};

enum { VERBS = sizeof verbs / sizeof *verbs };

static void help(FILE *to)
{
	fputs("usage: tfevents VERB [OPTION...] LOGDIR|FILE...\n\nTensorBoard's event files on the "
	      "command line.\n\n",
	      to);
	for (int i = 0; i < VERBS; i++)
		fprintf(to, "  %-8s  %s\n", verbs[i]->name, verbs[i]->summary);
	fputs("\ntfevents VERB --help describes one verb. tfevents --version prints the version, "
	      "tfevents --completion SHELL\n"
	      "the completion script for bash, zsh or fish.\n"
	      "Exit status: 0 success, 1 findings or differences (or nothing matched), 2 usage "
	      "or I/O error.\n",
	      to);
}

static int help_verb(const struct verb *v, const char *program)
{
	printf("usage: tfevents %s [OPTION...] %s\n\n%s%s\n", v->name, v->operands, v->summary,
	       *v->details ? ".\n" : ".");
	fputs(v->details, stdout);
	if (v->options[0].name) {
		putchar('\n');
		options_help(stdout, v->options);
	}
	return out_finish_stdio(program);
}

static int unknown(const char *word)
{
	struct near_word near = {.given = word};
	for (int i = 0; i < VERBS; i++)
		near_word_offer(&near, verbs[i]->name);
	if (near.word)
		complain("tfevents", NULL,
			 "unknown verb '%s'; did you mean '%s'? tfevents --help lists the verbs",
			 word, near.word);
	else
		complain("tfevents", NULL, "unknown verb '%s'; tfevents --help lists the verbs",
			 word);
	return 2;
}

static int run(const struct verb *v, int argc, char **argv)
{
	char program[64];
	snprintf(program, sizeof program, "tfevents %s", v->name);
	for (int i = 1; i < argc && strcmp(argv[i], "--"); i++)
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			return help_verb(v, program);
	struct arguments arguments;
	if (!options_parse(v->options, argc, argv, program, &arguments))
		return 2;
	if (arguments.operands < v->least && !options_alone(v->options, &arguments)) {
		fprintf(stderr, "usage: %s [OPTION...] %s\n%s --help describes it\n", program,
			v->operands, program);
		return 2;
	}
	return v->run(&arguments);
}

static int completion(const char *shell)
{
	struct completion_verb list[VERBS];
	for (int i = 0; i < VERBS; i++)
		list[i] = (struct completion_verb){verbs[i]->name, verbs[i]->summary,
						   verbs[i]->options};
	const struct completion c = {"tfevents", list, VERBS};
	if (shell && completion_print(stdout, shell, &c))
		return out_finish_stdio("tfevents");
	fputs("tfevents: --completion must be bash, zsh or fish\n", stderr);
	return 2;
}

int main(int argc, char **argv)
{
	standard_open();
	/* A reader that closes the pipe early (head, less) ends the output, not the program. */
	signal(SIGPIPE, SIG_IGN);
	/* With SIGXFSZ ignored, exceeding the limit on file sizes (ulimit -f) is an error of
	 * write(2) and does not end the program. */
	signal(SIGXFSZ, SIG_IGN);
	if (argc < 2) {
		help(stderr);
		return 2;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
		help(stdout);
		return out_finish_stdio("tfevents");
	}
	if (!strcmp(argv[1], "--version")) {
		printf("tfevents %s\n", tfe_version());
		return out_finish_stdio("tfevents");
	}
	if (!strcmp(argv[1], "--completion"))
		return completion(argv[2]);
	for (int i = 0; i < VERBS; i++)
		if (!strcmp(argv[1], verbs[i]->name))
			return run(verbs[i], argc - 1, argv + 1);
	return unknown(argv[1]);
}
