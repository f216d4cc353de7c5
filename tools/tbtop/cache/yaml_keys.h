/* cache: the keys of a YAML text. */
#ifndef TBTOP_CACHE_YAML_KEYS_H
#define TBTOP_CACHE_YAML_KEYS_H

#include "tbtop/cache/text_keys.h"

/* Reads block mappings and block sequences of plain values, the form in which configurations are
 * written. Returns false for any other YAML and for texts that are none; *keys may then have some
 * keys. */
bool yaml_keys_read(const char *text, size_t n, struct text_keys *keys);

#endif
