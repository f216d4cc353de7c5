/* base: filling in a tfe_error. */
#ifndef TFE_BASE_ERROR_H
#define TFE_BASE_ERROR_H

#include <stdint.h>

#include <tfevents/status.h>

#include "base/compiler.h"

/* Fills *error (may be NULL), as much of it as its caller has, and returns `status`. `path` may be
 * NULL; `offset` is -1 where it means nothing; `sys_errno` 0 likewise, else its text is appended
 * to the message. */
tfe_status tfe__error(tfe_error *error, tfe_status status, int sys_errno, const char *path,
		      int64_t offset, const char *format, ...) TFE__PRINTF(6, 7);

/* A name as a message shows it. */
struct tfe__shown {
	char text[96];
};

/* Prepares a name that a caller gave for a message: control characters become "?", a name that
 * is too long ends in "...". NULL is shown as "(null)", a name that is not UTF-8 as "(not
 * UTF-8)". */
struct tfe__shown tfe__error_show(const char *name);

#endif
