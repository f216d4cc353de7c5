/* tfevents check: the body of a request for a finding. */
#ifndef TFE_TFEVENTS_CHECK_WEBHOOK_BODY_H
#define TFE_TFEVENTS_CHECK_WEBHOOK_BODY_H

#include <stddef.h>

#include <tfevents/judge.h>

#include "tfevents/check_payload.h"

/* Returns an object with the members "text", which Slack shows, and "finding", the object of
 * --json. *bytes is its length. Returns NULL, with errno set, if the payload cannot be written.
 * Ownership: release with free. */
char *check_webhook_body(struct check_payload *payload, const tfe_judge_finding *finding,
			 size_t *bytes);

#endif
