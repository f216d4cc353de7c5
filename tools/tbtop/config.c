/* tbtop: the config of the user: an INI file with the sections [options] and [keys]. Both are
 * printed and read with the tables of options, settings and bindings, so a new entry of a table is
 * in the config as well. */
#include "tbtop/config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/complain.h"
#include "common/hash.h"
#include "common/ini_file.h"
#include "common/memory.h"
#include "common/user_path.h"
#include "common/word_distance.h"
#include "tbtop/model/key_names.h"
#include "tbtop/update/settings.h"

/* --- reading ---------------------------------------------------------------------------------- */

enum { MOST_PROBLEMS = 20, KNOWN = 512 };

struct reading {
	struct config *config;
	config_option *option;
	void *user;
	struct model *scratch;      /* settings are tried on it */
	size_t line[MOST_BINDINGS]; /* of the keys of each binding; 0: not in the file */
	size_t problems;
	struct {
		uint64_t hash; /* of a section and a name */
		size_t line;
	} known[KNOWN];
	size_t n_known;
};

/* Reports a problem. Returns true: reading continues. */
static bool tell(struct ini_file *ini, size_t line, const char *problem)
{
	struct reading *r = ini->user;
	if (r->problems++ < MOST_PROBLEMS)
		complain("tbtop", NULL, "%s:%zu: %s", ini->path, line, problem);
	if (r->problems == 1)
		snprintf(r->config->problem, sizeof r->config->problem, "%.120s:%zu: %.100s",
			 ini->path, line, problem);
	return true;
}

static bool tell_name(struct ini_file *ini, const char *problem, const char *name)
{
	char text[160];
	snprintf(text, sizeof text, "%s: %.80s", problem, name);
	return tell(ini, ini->line, text);
}

static bool read_key(struct ini_file *ini, const char *name, const char *value)
{
	struct reading *r = ini->user;
	char text[160];
	struct near_word near = {.given = name};
	const char *wrong = keymap_set(&r->config->keymap, name, value);
	for (size_t i = 0; i < n_bindings; i++)
		near_word_offer(&near, bindings[i].name);
	bool unknown = wrong && near.word && strcmp(near.word, name) != 0;
	if (wrong) {
		snprintf(text, sizeof text, "%s: %.40s = %.40s%s%.30s%s", wrong, name, value,
			 unknown ? "; did you mean " : "", unknown ? near.word : "",
			 unknown ? "?" : "");
		return tell(ini, ini->line, text);
	}
	r->config->rebound = true;
	for (size_t i = 0; i < n_bindings; i++)
		if (!strcmp(bindings[i].name, name))
			r->line[i] = ini->line;
	return true;
}

/* Reports an option that is none. `option`: one whose name is nearly the same, or "". */
static bool tell_unknown(struct ini_file *ini, const char *name, const char *option)
{
	char text[160];
	struct near_word near = {.given = name};
	if (*option)
		near_word_offer(&near, option);
	for (size_t i = 0; i < n_settings; i++)
		near_word_offer(&near, setting_at(i)->name);
	if (!near.word)
		return tell_name(ini, "unknown option; tbtop --print-config lists all", name);
	snprintf(text, sizeof text, "unknown option: %.60s; did you mean %s?", name, near.word);
	return tell(ini, ini->line, text);
}

static bool read_option(struct ini_file *ini, const char *name, const char *value)
{
	struct reading *r = ini->user;
	char wrong[160] = "";
	size_t i = setting_find(name, strlen(name));
	if (r->option(r->user, name, value, wrong))
		return !*wrong || tell(ini, ini->line, wrong);
	if (i == n_settings || strcmp(setting_at(i)->name, name) != 0)
		return tell_unknown(ini, name, wrong);
	if (!setting_set(r->scratch, i, value, wrong))
		return tell(ini, ini->line, wrong);
	free(r->config->setting[i]);
	r->config->setting[i] = need_copy(value);
	return true;
}

/* Reports a name that the file has twice. Names that are remembered are at most KNOWN. */
static void check_name(struct ini_file *ini, const char *section, const char *name)
{
	struct reading *r = ini->user;
	char text[160];
	uint64_t hash = hash_add_bytes(hash_of_nothing, section, strlen(section) + 1);
	hash = hash_add_bytes(hash, name, strlen(name));
	size_t i = 0;
	while (i < r->n_known && r->known[i].hash != hash)
		i++;
	if (i == KNOWN)
		return;
	if (i < r->n_known) {
		snprintf(text, sizeof text,
			 "%.80s is in line %zu already; this line replaces that one", name,
			 r->known[i].line);
		tell(ini, ini->line, text);
	}
	r->known[i].hash = hash;
	r->known[i].line = ini->line;
	r->n_known += i == r->n_known;
}

static bool read_value(struct ini_file *ini, const char *section, const char *name,
		       const char *value)
{
	char text[160];
	check_name(ini, section, name);
	if (!*section && !strcmp(name, "version")) {
		if (strtol(value, NULL, 10) == CONFIG_VERSION)
			return true;
		snprintf(text, sizeof text,
			 "the config is of version %.20s, and this tbtop knows version %d", value,
			 CONFIG_VERSION);
		return tell(ini, ini->line, text);
	}
	if (!strcmp(section, "options"))
		return read_option(ini, name, value);
	if (!strcmp(section, "keys"))
		return read_key(ini, name, value);
	return tell_name(ini, "the sections are [options] and [keys], not",
			 *section ? section : "a line before them");
}

/* Reports a key that the file gives to two bindings. */
static void check_keys(struct ini_file *ini)
{
	struct reading *r = ini->user;
	char name[8], text[160];
	size_t a, b;
	int key;
	if (!keymap_conflict(&r->config->keymap, &a, &b, &key))
		return;
	key_text(key, name);
	snprintf(text, sizeof text,
		 "%s is the key of %s (line %zu), too: that is used where both could be", name,
		 bindings[a].name, r->line[a]);
	tell(ini, r->line[b], text);
}

bool config_read(struct config *c, const char *path, config_option *option, void *user)
{
	struct reading r = {.config = c, .option = option, .user = user};
	struct ini_file ini = {.path = path, .user = &r, .value = read_value, .problem = tell};
	*c = (struct config){0};
	keymap_init(&c->keymap);
	r.scratch = need_zeroed(1, sizeof *r.scratch);
	model_init(r.scratch, "");
	bool good = ini_file_read(&ini);
	c->missing = ini.missing;
	if (good)
		check_keys(&ini);
	else
		snprintf(c->problem, sizeof c->problem, "%.150s cannot be read: %.80s", path,
			 ini.reason);
	if (r.problems > MOST_PROBLEMS)
		complain("tbtop", path, "%zu more problems", r.problems - MOST_PROBLEMS);
	if (r.problems > 1) {
		size_t n = strlen(c->problem);
		snprintf(c->problem + n, sizeof c->problem - n, " (and %zu more)", r.problems - 1);
	}
	model_release(r.scratch);
	free(r.scratch);
	return good;
}

void config_release(struct config *c)
{
	for (size_t i = 0; i < CONFIG_SETTINGS; i++)
		free(c->setting[i]);
	*c = (struct config){0};
}

/* --- printing --------------------------------------------------------------------------------- */

static const struct option *find_option(const struct option *options, const char *name)
{
	for (; options->name; options++)
		if (!strcmp(options->name, name))
			return options;
	return NULL;
}

static void print_options(FILE *to, const struct option *options,
			  const char *(*is_default)(int option))
{
	fputs("\n[options]\n", to);
	for (int i = 0; options[i].name; i++) {
		if (!is_default(i))
			continue;
		fprintf(to, "# %s", options[i].help);
		if (options[i].words) {
			fputs(": ", to);
			options_print_words(to, &options[i], ", ");
		} else if (!options[i].value) {
			fputs(": off, on", to);
		}
		fprintf(to, "\n#%s =%s%s\n", options[i].name, *is_default(i) ? " " : "",
			is_default(i));
	}
}

static void print_settings(FILE *to, const struct option *options)
{
	char value[SETTING_BYTES], all[160];
	struct model *usual = need_zeroed(1, sizeof *usual);
	model_init(usual, "");
	fputs("\n# Each of the following is also a command, such as :scale log\n", to);
	for (size_t i = 0; i < n_settings; i++) {
		if (find_option(options, setting_at(i)->name))
			continue;
		setting_get(usual, i, value);
		setting_values(i, all, sizeof all);
		fprintf(to, "# %s: %s\n#%s = %s\n", setting_at(i)->help, all, setting_at(i)->name,
			value);
	}
	model_release(usual);
	free(usual);
}

/* Prints the names of keys; a semicolon would begin a comment. */
static void print_key_names(FILE *to, const int *keys)
{
	if (!keys[0])
		fputs("none", to);
	for (int k = 0; k < BINDING_KEYS && keys[k]; k++) {
		char name[8];
		key_text(keys[k], name);
		fprintf(to, "%s%s", k ? " " : "", keys[k] == ';' ? "Semicolon" : name);
	}
}

static void print_keys(FILE *to)
{
	fputs("\n[keys]\n"
	      "# Up to three keys, separated by blanks: characters, C-a to C-y, Enter, Tab, S-Tab, "
	      "Esc,\n"
	      "# Space, BS, Del, Up, Down, Left, Right, C-Left, C-Right, Home, End, PgUp, PgDn, "
	      "F1, F3,\n"
	      "# F4, F6, F10, Semicolon; or none. Your keys precede the usual keys of others.\n",
	      to);
	for (size_t i = 0; i < n_bindings; i++) {
		bool printed = false;
		for (size_t k = 0; k < i; k++)
			printed |= !strcmp(bindings[k].name, bindings[i].name);
		if (bindings[i].section)
			fprintf(to, "\n# -- %s\n", bindings[i].section);
		if (printed)
			continue;
		fprintf(to, "# %s\n#%s = ", bindings[i].help, bindings[i].name);
		print_key_names(to, bindings[i].keys);
		fputc('\n', to);
	}
}

void config_print(FILE *to, const struct option *options, const char *(*is_default)(int option))
{
	char *path = user_config_path("tbtop.ini");
	fprintf(to,
		"# The config of tbtop, %s: all defaults.\n"
		"# A line that begins with # has no effect: remove the # and change the value.\n"
		"# Options on the command line have precedence.\n"
		"version = %d\n",
		path ? path : "tfevents/tbtop.ini in $XDG_CONFIG_HOME", CONFIG_VERSION);
	print_options(to, options, is_default);
	print_settings(to, options);
	print_keys(to);
	free(path);
}
