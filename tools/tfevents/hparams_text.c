/* tfevents: values of hyperparameters for people. */
#include "tfevents/hparams_text.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "common/number.h"

static_assert((int)HPARAM_TEXT >= (int)NUMBER_BYTES, "a number fits");

/* Shortens a text that is too long, between two characters, and appends "...". */
static void cut(char text[HPARAM_TEXT], tfe_bytes from)
{
	size_t most = HPARAM_TEXT - sizeof "...", n = from.size;
	if (n > most)
		for (n = most; n && (from.data[n] & 0xc0) == 0x80;)
			n--;
	memcpy(text, from.size ? from.data : (const uint8_t *)"", n);
	snprintf(text + n, HPARAM_TEXT - n, "%s", n < from.size ? "..." : "");
}

void hparam_text(char text[HPARAM_TEXT], const tfe_hparam *value)
{
	switch (value->type) {
	case TFE_HPARAM_TYPE_NUMBER:
		number_plain(text, value->number);
		break;
	case TFE_HPARAM_TYPE_TEXT:
		cut(text, value->text);
		break;
	case TFE_HPARAM_TYPE_BOOL:
		snprintf(text, HPARAM_TEXT, "%s", value->number != 0 ? "true" : "false");
		break;
	case TFE_HPARAM_TYPE_NULL:
	case TFE_HPARAM_TYPE_OTHER:
		snprintf(text, HPARAM_TEXT, "-");
		break;
	}
}
