/* tfevents check: libcurl, which is loaded when it is needed: loading it takes longer than most
 * commands do. Only for a build that has HAVE_CURL. */
#ifndef TFE_TFEVENTS_CHECK_CURL_H
#define TFE_TFEVENTS_CHECK_CURL_H

#include <curl/curl.h>

/* X(result, name, arguments): the functions curl_NAME that are used. */
#define CHECK_CURL_FUNCTIONS(X)                                                                    \
	X(CURLcode, global_init, (long))                                                           \
	X(void, global_cleanup, (void))                                                            \
	X(CURL *, easy_init, (void))                                                               \
	X(CURLcode, easy_setopt, (CURL *, CURLoption, ...))                                        \
	X(CURLcode, easy_perform, (CURL *))                                                        \
	X(CURLcode, easy_getinfo, (CURL *, CURLINFO, ...))                                         \
	X(const char *, easy_strerror, (CURLcode))                                                 \
	X(void, easy_cleanup, (CURL *))                                                            \
	X(struct curl_slist *, slist_append, (struct curl_slist *, const char *))                  \
	X(void, slist_free_all, (struct curl_slist *))                                             \
	X(CURLU *, url, (void))                                                                    \
	X(CURLUcode, url_set, (CURLU *, CURLUPart, const char *, unsigned))                        \
	X(CURLUcode, url_get, (const CURLU *, CURLUPart, char **, unsigned))                       \
	X(void, url_cleanup, (CURLU *))                                                            \
	X(void, free, (void *))

struct check_curl {
#define CHECK_CURL_MEMBER(result, name, arguments) result(*name) arguments;
	CHECK_CURL_FUNCTIONS(CHECK_CURL_MEMBER)
#undef CHECK_CURL_MEMBER
};

/* Loads libcurl and initialises it. Returns NULL, after a message, if it is not on this machine.
 * It stays loaded. */
const struct check_curl *check_curl_load(const char *program);

#endif
