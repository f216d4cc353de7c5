/* model: values in the names of runs. */
#include "tbtop/model/trials_names.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

struct word {
	const char *text;
	size_t length;
};

static bool is_letter(char c)
{
	return isalpha((unsigned char)c) != 0;
}

/* Parses a whole word as a number. */
static bool parse_number(const char *text, size_t length, double *number)
{
	char copy[64], *end;
	if (!length || length >= sizeof copy)
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	if (strspn(copy, "0123456789+-.eE") != length)
		return false;
	*number = strtod(copy, &end);
	return end == copy + length;
}

static bool equals(const char *text, size_t length, const char *word)
{
	return length == strlen(word) && !strncmp(text, word, length);
}

struct trial_value trial_parse(const char *text, size_t length)
{
	struct trial_value v = {.type = TRIAL_NUMBER};
	if (parse_number(text, length, &v.number))
		return v;
	bool yes = equals(text, length, "true") || equals(text, length, "True");
	if (yes || equals(text, length, "false") || equals(text, length, "False"))
		return (struct trial_value){TRIAL_BOOL, yes, NULL};
	char *copy = need_zeroed(length + 1, 1);
	memcpy(copy, text, length);
	return (struct trial_value){TRIAL_TEXT, 0, copy};
}

/* Returns whether a word is the end of a name of two words, such as "batch_size". */
static bool is_second(const char *text, size_t length)
{
	static const char *const words[] = {"size",   "rate",   "decay",  "dim",   "dims",
					    "rank",   "steps",  "ratio",  "scale", "factor",
					    "type",   "name",   "layers", "heads", "units",
					    "epochs", "length", "prob",   "norm",  "eps"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (equals(text, length, words[i]))
			return true;
	return false;
}

/* Returns whether a word before a number only counts runs: "run3". */
static bool is_counter(const char *text, size_t length)
{
	static const char *const words[] = {"run", "exp",  "experiment", "trial",  "version",
					    "v",   "job",  "test",       "train",  "worker",
					    "gpu", "node", "events",     "session"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (equals(text, length, words[i]))
			return true;
	return false;
}

/* Reads "KEY=VALUE" or letters before a number. `before`: the word before, after an underscore. */
static bool read_word(struct word w, struct word before, struct name_value *out)
{
	const char *equal = memchr(w.text, '=', w.length);
	double number;
	size_t letters = 0;
	if (equal && equal > w.text) {
		size_t key = (size_t)(equal - w.text);
		bool joined = before.length && is_second(w.text, key);
		out->key = joined ? before.text : w.text;
		out->key_length = key + (joined ? before.length + 1 : 0);
		out->value = equal + 1;
		out->value_length = w.length - key - 1;
		return out->value_length > 0;
	}
	while (letters < w.length && is_letter(w.text[letters]))
		letters++;
	if (!letters || is_counter(w.text, letters) ||
	    !parse_number(w.text + letters, w.length - letters, &number))
		return false;
	*out = (struct name_value){w.text, w.text + letters, letters, w.length - letters};
	return true;
}

size_t trial_name_values(const char *name, struct name_value values[NAME_VALUES], size_t *length)
{
	size_t n = 0;
	struct word before = {0};
	*length = 0;
	for (const char *at = name; *at && n < NAME_VALUES;) {
		size_t word = strcspn(at, "_,;/ ");
		struct word w = {at, word};
		if (read_word(w, before, &values[n])) {
			n++;
			*length = (size_t)(at - name) + strcspn(at, "/");
		}
		before = at[word] == '_' && !memchr(at, '=', word) ? w : (struct word){0};
		at += word + (at[word] != '\0');
	}
	return n;
}
