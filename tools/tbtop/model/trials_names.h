/* model: values in the names of runs. */
#ifndef TBTOP_MODEL_TRIALS_NAMES_H
#define TBTOP_MODEL_TRIALS_NAMES_H

#include <stddef.h>

#include "tbtop/model/trials.h"

/* A value in a name: parts of the name. */
struct name_value {
	const char *key, *value;
	size_t key_length, value_length;
};

enum { NAME_VALUES = 16 };

/* Finds the values in a name such as "sweep/lr=1e-3_bs32,optimizer=adam/train": "KEY=VALUE" and
 * letters before a number, between "_", ",", ";", "/" and blanks. "_" belongs to a key whose last
 * word is one of the usual second words: "batch_size=32". Returns how many, at most NAME_VALUES;
 * *length is the length of the name up to the end of the path component with the last value. */
size_t trial_name_values(const char *name, struct name_value values[NAME_VALUES], size_t *length);

/* Returns the value of a text: a number, a bool ("true", "false") or a text, which is copied. */
struct trial_value trial_parse(const char *text, size_t length);

#endif
