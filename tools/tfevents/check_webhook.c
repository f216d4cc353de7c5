/* tfevents check: the hook --webhook, by libcurl. Requests go to the URL alone: redirections are
 * not followed, and certificates are verified. */
#include "tfevents/check_webhook.h"

#ifdef HAVE_CURL

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <tfevents/version.h>

#include "common/complain.h"
#include "common/memory.h"
#include "common/timer.h"
#include "tfevents/check_curl.h"
#include "tfevents/check_payload.h"
#include "tfevents/check_webhook_body.h"
#include "common/stop.h"

/* Seconds: for one request, for all requests of a finding, the first pause between two of them
 * (each further one is twice as long), and without requests after a failure. */
static const double request_s = 10, finding_s = 30, first_pause_s = 0.25, quiet_s = 60;

struct check_webhook {
	const char *program;
	const struct check_curl *curl;
	CURL *handle;
	struct curl_slist *headers;
	struct check_payload *payload;
	double quiet_until; /* clock_monotonic_s */
	uint64_t counted;   /* findings that were not sent because of that */
};

/* --- opening ---------------------------------------------------------------------------------- */

static bool is_usable(const struct check_curl *curl, const char *url)
{
	CURLU *parts = need(curl->url());
	char *scheme = NULL;
	bool usable = !curl->url_set(parts, CURLUPART_URL, url, 0) &&
		      !curl->url_get(parts, CURLUPART_SCHEME, &scheme, 0) &&
		      (!strcmp(scheme, "https") || !strcmp(scheme, "http"));
	curl->free(scheme);
	curl->url_cleanup(parts);
	return usable;
}

static size_t ignore(char *data, size_t size, size_t n, void *context)
{
	(void)data;
	(void)context;
	return size * n;
}

static void set_options(struct check_webhook *w, const char *url)
{
	const struct check_curl *curl = w->curl;
	CURL *h = w->handle;
	w->headers = curl->slist_append(NULL, "Content-Type: application/json");
	w->headers = need(curl->slist_append(w->headers, "Expect:"));
	bool set = !curl->easy_setopt(h, CURLOPT_URL, url);
#if LIBCURL_VERSION_NUM >= 0x075500
	set = set && !curl->easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
#else
	set = set &&
	      !curl->easy_setopt(h, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
	set = set && !curl->easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
	set = set && !curl->easy_setopt(h, CURLOPT_HTTPHEADER, w->headers);
	set = set && !curl->easy_setopt(h, CURLOPT_USERAGENT, "tfevents/" TFE_VERSION_STRING);
	set = set && !curl->easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	set = set && !curl->easy_setopt(h, CURLOPT_WRITEFUNCTION, ignore);
	if (!set)
		need(NULL);
}

struct check_webhook *check_webhook_open(const char *url, const char *program)
{
	const struct check_curl *curl = check_curl_load(program);
	if (!curl)
		return NULL;
	if (!is_usable(curl, url)) {
		complain(program, NULL,
			 "the URL of the webhook is not valid: it has the form "
			 "https://HOST/PATH or http://HOST/PATH");
		return NULL;
	}
	struct check_payload *payload = check_payload_open(program);
	if (!payload)
		return NULL;
	struct check_webhook *w = need_zeroed(1, sizeof *w);
	w->program = program;
	w->curl = curl;
	w->payload = payload;
	w->quiet_until = -INFINITY;
	w->handle = need(curl->easy_init());
	set_options(w, url);
	return w;
}

void check_webhook_free(struct check_webhook *w)
{
	if (!w)
		return;
	if (w->counted)
		complain(w->program, NULL,
			 "webhook: after that failure %" PRIu64 " more %s not sent", w->counted,
			 w->counted == 1 ? "finding was" : "findings were");
	w->curl->easy_cleanup(w->handle);
	w->curl->slist_free_all(w->headers);
	w->curl->global_cleanup();
	check_payload_free(w->payload);
	free(w);
}

/* --- requests --------------------------------------------------------------------------------- */

/* The result of a request. */
struct answer {
	CURLcode error;
	long status;    /* of HTTP, if there is no error */
	double retry_s; /* the pause that the server asks for; 0: none */
};

static struct answer post(struct check_webhook *w, const char *body, size_t bytes, double limit_s)
{
	long limit_ms = (long)fmax(1, 1000 * fmin(limit_s, request_s)); /* 0 is no limit */
	struct answer a = {0};
	curl_off_t retry_s = 0;
	const struct check_curl *curl = w->curl;
	CURL *h = w->handle;
	if (curl->easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)bytes) ||
	    curl->easy_setopt(h, CURLOPT_POSTFIELDS, body) ||
	    curl->easy_setopt(h, CURLOPT_TIMEOUT_MS, limit_ms))
		need(NULL);
	a.error = curl->easy_perform(h);
	if (!a.error)
		curl->easy_getinfo(h, CURLINFO_RESPONSE_CODE, &a.status);
	if (!a.error && !curl->easy_getinfo(h, CURLINFO_RETRY_AFTER, &retry_s))
		a.retry_s = (double)retry_s;
	return a;
}

static bool is_success(const struct answer *a)
{
	return !a->error && a->status >= 200 && a->status < 300;
}

/* Returns whether a later request may succeed. */
static bool may_recover(const struct answer *a)
{
	switch (a->error) {
	case CURLE_OK:
		return a->status == 408 || a->status == 429 || a->status >= 500;
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
	case CURLE_PARTIAL_FILE:
	case CURLE_OPERATION_TIMEDOUT:
	case CURLE_GOT_NOTHING:
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_SSL_CONNECT_ERROR:
		return true;
	default:
		return false;
	}
}

/* Posts until the server accepts, the time is over, or the user asks to end. */
static struct answer post_repeatedly(struct check_webhook *w, const char *body, size_t bytes)
{
	double deadline = clock_monotonic_s() + finding_s, pause_s = first_pause_s;
	for (;; pause_s *= 2) {
		struct answer a = post(w, body, bytes, deadline - clock_monotonic_s());
		double wait_s = fmax(a.retry_s, pause_s);
		if (is_success(&a) || !may_recover(&a) || clock_monotonic_s() + wait_s >= deadline)
			return a;
		stop_wait(-1, wait_s);
		if (stop_asked())
			return a;
	}
}

void check_webhook_send(struct check_webhook *w, const tfe_judge_finding *f)
{
	size_t bytes;
	if (clock_monotonic_s() < w->quiet_until) {
		w->counted++;
		return;
	}
	char *body = check_webhook_body(w->payload, f, &bytes);
	if (!body) {
		complain(w->program, NULL, "webhook: cannot write the data of a finding: %s",
			 strerror(errno));
		return;
	}
	struct answer a = post_repeatedly(w, body, bytes);
	free(body);
	if (is_success(&a))
		return;
	w->quiet_until = clock_monotonic_s() + quiet_s;
	if (a.error)
		complain(w->program, NULL, "webhook: %s in %s was not sent: %s", f->rule, f->run,
			 w->curl->easy_strerror(a.error));
	else
		complain(w->program, NULL,
			 "webhook: %s in %s was not sent: the server answered with status %ld",
			 f->rule, f->run, a.status);
}

#else

#include <stddef.h>

#include "common/complain.h"

struct check_webhook *check_webhook_open(const char *url, const char *program)
{
	(void)url;
	complain(program, NULL,
		 "this program was built without libcurl, which a webhook needs: "
		 "`make deps` installs it, `make` builds the program with it");
	return NULL;
}

void check_webhook_send(struct check_webhook *w, const tfe_judge_finding *f)
{
	(void)w;
	(void)f;
}

void check_webhook_free(struct check_webhook *w)
{
	(void)w;
}

#endif
