/* One value of an event file, decoded. */
#ifndef TFEVENTS_EVENT_H
#define TFEVENTS_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/dtype.h>
#include <tfevents/kind.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* A piece of memory that somebody else owns; may hold any byte. */
typedef struct tfe_bytes {
	const uint8_t *data;
	size_t size;
} tfe_bytes;

TFE_END_DECLS

#endif
