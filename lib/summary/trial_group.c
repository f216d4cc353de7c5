/* summary: the name of the group of a trial, as TensorBoard's hparams API derives it: SHA-256 of
 * json.dumps(hparams, sort_keys=True, separators=(",", ":")). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef HAVE_MD
#include <sha256.h>
#endif

#include "base/alloc.h"
#include "base/json_string.h"
#include "base/numeral.h"
#include "summary/trial.h"

#ifdef HAVE_MD
static void append(struct tfe__buf *b, const char *text)
{
	tfe__buf_append(b, text, strlen(text));
}

static void append_value(struct tfe__buf *b, const struct tfe__trial_value *v)
{
	char number[TFE__NUMERAL_BYTES];
	switch (v->type) {
	case TFE__TRIAL_NUMBER:
		tfe__numeral_repr(number, v->number);
		append(b, number);
		break;
	case TFE__TRIAL_INT:
		snprintf(number, sizeof number, "%lld", (long long)v->i);
		append(b, number);
		break;
	case TFE__TRIAL_BOOL:
		append(b, v->number != 0 ? "true" : "false");
		break;
	case TFE__TRIAL_TEXT:
		tfe__json_string(b, v->text);
		break;
	}
}

/* The order of the bytes of UTF-8 is that of the characters, in which Python sorts. */
static int by_name(const void *a, const void *b)
{
	const struct tfe__trial_value *const *x = a, *const *y = b;
	return strcmp((*x)->name, (*y)->name);
}

static tfe_status put_json(struct tfe__buf *b, const tfe_trial *t)
{
	const struct tfe__trial_value **sorted =
		tfe__alloc_zeroed(&t->allocator, t->values ? t->values : 1, sizeof *sorted);
	if (!sorted)
		return TFE_E_NOMEM;
	for (size_t i = 0; i < t->values; i++)
		sorted[i] = &t->value[i];
	qsort(sorted, t->values, sizeof *sorted, by_name);
	append(b, "{");
	for (size_t i = 0; i < t->values; i++) {
		append(b, i ? "," : "");
		tfe__json_string(b, sorted[i]->name);
		append(b, ":");
		append_value(b, sorted[i]);
	}
	append(b, "}");
	tfe__free(&t->allocator, sorted);
	return tfe__buf_status(b);
}

static void hash(const struct tfe__buf *b, char group[TFE_TRIAL_GROUP_BYTES])
{
	uint8_t digest[SHA256_DIGEST_LENGTH];
	SHA256_CTX context;
	SHA256Init(&context);
	SHA256Update(&context, b->data, b->size);
	SHA256Final(digest, &context);
	for (size_t i = 0; i < sizeof digest; i++)
		snprintf(group + 2 * i, 3, "%02x", digest[i]);
}
#endif

tfe_status tfe_trial_get_group(const tfe_trial *t, char group[TFE_TRIAL_GROUP_BYTES])
{
	if (!t || !group)
		return TFE_E_ARG;
	*group = '\0';
	if (t->error.status)
		return t->error.status;
#ifdef HAVE_MD
	struct tfe__buf json;
	tfe__buf_init(&json, &t->allocator, SIZE_MAX);
	tfe_status status = put_json(&json, t);
	if (!status)
		hash(&json, group);
	tfe__buf_release(&json);
	return status;
#else
	return TFE_E_UNSUPPORTED;
#endif
}
