/* summary: texts, file version and session records. */
#include "summary/summary_put.h"
#include "wire/put.h"

void tfe__put_file_version(struct tfe__buf *b, double wall_time)
{
	struct tfe__event e;
	tfe__event_begin(&e, b, wall_time, 0);
	tfe__put_text(b, 3, "brain.Event:2");
	size_t metadata = tfe__put_begin(b, 10);
	tfe__put_text(b, 1, "tfevents");
	tfe__put_end(b, metadata);
	tfe__event_end(&e);
}

void tfe__put_session_start(struct tfe__buf *b, double wall_time, int64_t step)
{
	struct tfe__event e;
	tfe__event_begin(&e, b, wall_time, step);
	size_t session = tfe__put_begin(b, 7);
	tfe__put_int(b, 1, 1); /* START */
	tfe__put_end(b, session);
	tfe__event_end(&e);
}

void tfe__put_text_summary(struct tfe__buf *b, const struct tfe__value_header *header,
			   const void *text, size_t bytes)
{
	struct tfe__value v;
	tfe__value_begin(&v, b, header);
	size_t tensor = tfe__tensor_begin(b, TFE_DTYPE_STRING, NULL, 0);
	tfe__put_bytes(b, 8, text, bytes);
	tfe__put_end(b, tensor);
	tfe__value_end(&v, "text", NULL);
}
