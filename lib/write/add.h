/* write: an add from the check of its arguments to the queued records. */
#ifndef TFE_WRITE_ADD_H
#define TFE_WRITE_ADD_H

#include "base/buf.h"
#include "summary/value.h"
#include "write/writer.h"

/* The maximum size of a record, below what readers accept. */
#define TFE__RECORD_LIMIT ((size_t)1 << 30)

/* The state of one add: its records are appended to `buf`. */
struct tfe__add {
	tfe_writer *writer;
	struct tfe__value_header header;
	struct tfe__buf buf;
	unsigned events;
	const char *wrong; /* the error message for a bad argument that is found while encoding */
};

/* The wall time of a new event. *system_ns is the same in nanoseconds, which order the adds of all
 * threads, or 0 if the time is not that of the system. */
double tfe__add_time(tfe_writer *w, uint64_t *system_ns);

/* Gets the display name and the description of the tag of a header. */
void tfe__add_describe(tfe_writer *w, struct tfe__value_header *header);

/* Checks a tag and fills a header for it. */
tfe_status tfe__add_header(struct tfe__value_header *header, tfe_writer *w, const char *tag,
			   int64_t step) TFE_MUST_CHECK;

/* Fills a header for another tag of the add, TAG/part followed by `ending`; an empty part has no
 * "/". Ownership: the caller frees the tag with the allocator of the writer. Returns
 * TFE_E_NOMEM; then there is nothing to free. */
tfe_status tfe__add_tag(struct tfe__add *a, struct tfe__value_header *header, const char *part,
			const char *ending) TFE_MUST_CHECK;

/* Begins an add of one event. After a failure there is nothing to end. */
tfe_status tfe__add_begin(struct tfe__add *a, tfe_writer *w, const char *tag, int64_t step,
			  const char *wrong) TFE_MUST_CHECK;

/* Copies an option struct of the caller, as tfe__options_copy does. On failure the add has
 * ended. */
tfe_status tfe__add_options(struct tfe__add *a, void *to, size_t bytes, const void *given,
			    const char *type) TFE_MUST_CHECK;

/* Ends an add whose arguments are bad: the message after the tag names the argument. Returns
 * TFE_E_ARG. */
tfe_status tfe__add_refuse(struct tfe__add *a, const char *format, ...) TFE__PRINTF(2, 3);

/* Ends an add that needs an optional library which this build lacks; the message names it and what
 * to do instead. Returns TFE_E_UNSUPPORTED. */
tfe_status tfe__add_lacks(struct tfe__add *a, const char *library, const char *instead);

/* Ends an add: queues the encoded records if encoding succeeded. Returns the status of the add. */
tfe_status tfe__add_end(struct tfe__add *a, tfe_status status);

#endif
