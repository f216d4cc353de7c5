/* tfevents check: the hook --webhook: an HTTP request for each finding. */
#ifndef TFE_TFEVENTS_CHECK_WEBHOOK_H
#define TFE_TFEVENTS_CHECK_WEBHOOK_H

#include <tfevents/judge.h>

struct check_webhook;

/* The URL is copied and never printed. Returns NULL, after a message, if it cannot be used or the
 * program was built without libcurl. Ownership: release with check_webhook_free. */
struct check_webhook *check_webhook_open(const char *url, const char *program);

/* Posts a finding: an object with the member "text", which Slack shows, and "finding", the object
 * of --json. Repeats the request for at most half a minute while the server is overloaded or cannot
 * be reached. Reports a failure; for a minute after one, findings are only counted. */
void check_webhook_send(struct check_webhook *webhook, const tfe_judge_finding *finding);

/* Reports how many findings were only counted. NULL is a no-op. */
void check_webhook_free(struct check_webhook *webhook);

#endif
