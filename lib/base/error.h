/* base: error details. */
#ifndef TFE_BASE_ERROR_H
#define TFE_BASE_ERROR_H

#include <stdint.h>

#include <tfevents/status.h>

#include "base/compiler.h"

/* Fills the fields of *error (may be NULL) that its size covers, and returns `status`. `path` may
 * be NULL; `offset` is -1 if there is none; `sys_errno` is 0 if there is none, else its text is
 * appended to the message. */
tfe_status tfe__error(tfe_error *error, tfe_status status, int sys_errno, const char *path,
		      int64_t offset, const char *format, ...) TFE__PRINTF(6, 7);

/* A name, prepared for a message. */
struct tfe__shown {
	char text[96];
};

/* Prepares a name from a caller for a message: control characters become "?", and a name that is
 * too long ends in "...". NULL becomes "(null)", and a name that is not UTF-8 "(not UTF-8)". */
struct tfe__shown tfe__error_show(const char *name);

#endif
