/* Scalars: the numbers of one step. */
#ifndef TFEVENTS_SCALAR_H
#define TFEVENTS_SCALAR_H

#include <tfevents/api.h>

TFE_BEGIN_DECLS

/* A number and the series that it belongs to. Ownership: the tag belongs to the caller. */
typedef struct tfe_scalar {
	const char *tag; /* UTF-8, not empty */
	double value;
} tfe_scalar;

TFE_END_DECLS

#endif
