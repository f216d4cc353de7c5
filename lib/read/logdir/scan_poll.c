/* read/logdir: polling: checks at intervals the files, folders and links for which the system sends
 * no notifications. */
#include <sys/stat.h>

#include "base/clock.h"
#include "read/logdir/scan.h"

/* Whether entries were added or removed: then the modification time of the folder differs. If that
 * time is recent, the folder counts as changed, because a further change may have the same time. */
static bool is_folder_changed(struct tfe__scan *s, const struct tfe__folder *folder)
{
	struct stat st;
	tfe__folder_path(folder, &s->path);
	if (tfe__buf_status(&s->path) || stat((const char *)s->path.data, &st))
		return true;
	return (folder->directory && st.st_ino != folder->directory->id.inode) ||
	       !tfe__same_time(st.st_mtim, folder->modified) ||
	       tfe__wall_seconds() - (double)st.st_mtim.tv_sec < 3;
}

static tfe_status poll_logs(struct tfe__scan *s)
{
	tfe_status status = TFE_OK;
	for (size_t i = 0; i < tfe__list_count(&s->polled_logs) && !status; i++) {
		struct tfe__log *log = tfe__list_at(&s->polled_logs, i);
		if (tfe__folder_is_searched(log->folder) && !log->folder->polled)
			status = tfe__logs_poll(s, log);
	}
	return status;
}

static tfe_status poll_folder(struct tfe__scan *s, struct tfe__folder *folder)
{
	tfe_status status = TFE_OK;
	for (struct tfe__log *log = folder->logs; log && !status; log = log->next)
		status = tfe__logs_poll(s, log);
	if (!status && is_folder_changed(s, folder))
		status = tfe__scan_folder(s, folder);
	return status;
}

static tfe_status poll_folders(struct tfe__scan *s)
{
	struct tfe__folder *todo = s->polled, *folder;
	tfe_status status = TFE_OK;
	s->polled = NULL;
	while ((folder = todo)) {
		todo = folder->next_polled;
		folder->in_polled = false;
		if (folder->polled)
			tfe__scan_set_polled(s, folder, true);
		if (folder->polled && !status)
			status = poll_folder(s, folder);
	}
	return status;
}

static tfe_status poll_roots(struct tfe__scan *s)
{
	tfe_status status = TFE_OK;
	for (size_t i = 0; s->n_missing_roots && i < s->n_roots && !status; i++) {
		struct tfe__folder *root = tfe__list_at(&s->folders, i);
		if (!root->owner)
			status = tfe__scan_folder(s, root);
	}
	return status;
}

static void poll_links(struct tfe__scan *s)
{
	struct stat st;
	for (size_t i = 0; s->n_dangling && !s->dirty && i < tfe__list_count(&s->links); i++) {
		const struct tfe__folder *link = tfe__list_at(&s->links, i);
		if (!link->dangling)
			continue;
		tfe__folder_path(link, &s->path);
		s->dirty = tfe__buf_status(&s->path) || !stat((const char *)s->path.data, &st);
	}
}

tfe_status tfe__scan_poll(struct tfe__scan *s)
{
	tfe_status status = tfe__scan_waiting(s);
	if (!status)
		status = poll_logs(s);
	if (!status)
		status = poll_folders(s);
	if (!status)
		status = poll_roots(s);
	poll_links(s);
	return status;
}
