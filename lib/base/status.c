/* base: statuses, element types and kinds by number. */
#include <tfevents/status.h>

#include <tfevents/dtype.h>
#include <tfevents/kind.h>

const char *tfe_status_text(tfe_status status)
{
	switch (status) {
#define TEXT(number, name, text)                                                                   \
	case name:                                                                                 \
		return text;
		TFE_STATUS_MAP(TEXT)
#undef TEXT
	}
	return "unknown status";
}

const char *tfe_status_name(tfe_status status)
{
	switch (status) {
#define NAME(number, name, text)                                                                   \
	case name:                                                                                 \
		return #name;
		TFE_STATUS_MAP(NAME)
#undef NAME
	}
	return "unknown status";
}

const char *tfe_dtype_name(int dtype)
{
	switch (dtype) {
#define NAME(number, name, text, bytes)                                                            \
	case number:                                                                               \
		return text;                                                                       \
	case number + 100:                                                                         \
		return text "_REF";
#define OTHER_NAME(number, text) NAME(number, , text, 0)
		TFE_DTYPE_MAP(NAME)
		TFE_OTHER_DTYPE_MAP(OTHER_NAME)
#undef NAME
#undef OTHER_NAME
	}
	return NULL;
}

size_t tfe_dtype_bytes(int dtype)
{
	switch (dtype) {
#define BYTES(number, name, text, bytes)                                                           \
	case number:                                                                               \
		return bytes;
		TFE_DTYPE_MAP(BYTES)
#undef BYTES
	}
	return 0;
}

const char *tfe_kind_name(tfe_kind kind)
{
	switch (kind) {
#define NAME(number, name, text)                                                                   \
	case name:                                                                                 \
		return text;
		TFE_KIND_MAP(NAME)
#undef NAME
	}
	return "unknown";
}
