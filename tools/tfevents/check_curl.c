/* tfevents check: loads libcurl. */
#ifdef HAVE_CURL
#include "tfevents/check_curl.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "common/complain.h"
#include "common/memory.h"

/* Returns whether the library has the function; *function is its address. */
static bool find(void *library, const char *name, void *function)
{
	void *address = dlsym(library, name);
	memcpy(function, &address, sizeof address);
	return address;
}

const struct check_curl *check_curl_load(const char *program)
{
	static struct check_curl curl;
	/* Debian has a build with OpenSSL and one with GnuTLS. */
	static const char *const files[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
	void *library = NULL;
	for (size_t i = 0; i < sizeof files / sizeof *files && !library; i++)
		library = dlopen(files[i], RTLD_NOW | RTLD_LOCAL);
	bool found = library;
#define FIND(result, name, arguments) found = found && find(library, "curl_" #name, &curl.name);
	CHECK_CURL_FUNCTIONS(FIND)
#undef FIND
	if (!found) {
		complain(program, NULL,
			 "libcurl (libcurl.so.4), which a webhook needs, is not on this machine");
		return NULL;
	}
	if (curl.global_init(CURL_GLOBAL_DEFAULT))
		need(NULL);
	return &curl;
}
#else
/* A build without libcurl. ISO C forbids an empty file. */
typedef int check_curl_is_not_built;
#endif
