/* write: recordings as files of a run. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/error.h"
#include "summary/profile.h"
#include "write/add.h"
#include "write/asset.h"

enum { MOST_NAME_BYTES = 128 };

/* Whether a name is one of a directory: letters, digits, "_", "-" and points, none at its begin. */
static bool is_folder(const char *s)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
	const size_t n = strspn(s, plain);
	return n && !s[n] && n <= MOST_NAME_BYTES && *s != '.';
}

/* Encodes both files. */
static tfe_status encode(struct tfe__buf *xspace, struct tfe__buf *trace, tfe_profile *p,
			 const char *host)
{
	pthread_mutex_lock(&p->lock);
	const int64_t now_ns = tfe__profile_now(p);
	tfe__put_xspace(xspace, p, host, now_ns);
	tfe_status status = tfe__put_trace(trace, p, host, now_ns);
	pthread_mutex_unlock(&p->lock);
	return status ? status : tfe__buf_status(xspace);
}

static tfe_status write_files(tfe_writer *w, char *path, size_t base, size_t room,
			      tfe_profile *profile, tfe_error *error)
{
	const char *const endings[] = {"xplane.pb", "trace.json.gz"};
	struct tfe__buf files[2];
	for (int i = 0; i < 2; i++)
		tfe__buf_init(&files[i], &w->allocator, TFE__RECORD_LIMIT);
	tfe_status status = encode(&files[0], &files[1], profile, w->options.hostname);
	if (status)
		tfe__error(error, status, 0, path, -1, "%s", tfe_status_text(status));
	for (int i = 0; i < 2 && !status; i++) {
		snprintf(path + base, room - base, "%s.%s", w->options.hostname, endings[i]);
		status = tfe__asset_write(path, strlen(w->logdir), files[i].data, files[i].size,
					  error);
	}
	for (int i = 0; i < 2; i++)
		tfe__buf_release(&files[i]);
	return status;
}

tfe_status tfe_writer_add_profile(tfe_writer *w, const char *name, tfe_profile *profile)
{
	char now[32];
	tfe_error error = TFE_ERROR_INIT;
	if (!w)
		return TFE_E_ARG;
	if (!profile)
		return tfe__writer_refuse(w, TFE_E_ARG, "profile: the recording is missing");
	if (name && !is_folder(name))
		return tfe__writer_refuse(w, TFE_E_ARG,
					  "profile: the name has other characters than letters, "
					  "digits and _-. or more than %d bytes",
					  MOST_NAME_BYTES);
	if (tfe__writer_is_closed(w))
		return TFE_E_CLOSED;
	uint64_t system_ns;
	const time_t seconds = (time_t)tfe__add_time(w, &system_ns);
	struct tm t;
	if (!gmtime_r(&seconds, &t) || !strftime(now, sizeof now, "%Y_%m_%d_%H_%M_%S", &t))
		return tfe__writer_refuse(w, TFE_E_ARG, "profile: the clock is out of range");
	const size_t room = strlen(w->logdir) + strlen(w->options.hostname) + MOST_NAME_BYTES + 64;
	char *path = tfe__alloc(&w->allocator, room);
	if (!path)
		return tfe__writer_refuse(w, TFE_E_NOMEM, "profile: out of memory");
	int base = snprintf(path, room, "%s/plugins/profile/%s/", w->logdir, name ? name : now);
	tfe_status status = write_files(w, path, (size_t)base, room, profile, &error);
	tfe__free(&w->allocator, path);
	return status ? tfe__writer_refuse(w, status, "profile: %s: %s", error.path, error.message)
		      : TFE_OK;
}
