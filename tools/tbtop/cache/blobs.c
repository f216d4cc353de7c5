/* cache: the values of entries as they are in the file. */
#include "tbtop/cache/blobs.h"

void blob_read(const struct read_key *key, struct blob *blob)
{
	*blob = (struct blob){.error = TFE_ERROR_INIT};
	if (tfe_view_fetch(&key->view, key->entry, &blob->fetched, &blob->error))
		blob->fetched = NULL;
}

void blob_release(struct blob *blob)
{
	tfe_fetched_release(blob->fetched);
	blob->fetched = NULL;
}

tfe_bytes blob_at(const struct blob *blob, size_t n)
{
	tfe_blobs blobs;
	tfe_bytes found = {0};
	if (!blob->fetched)
		return found;
	tfe_blobs_init(&blobs, tfe_fetched_value(blob->fetched));
	for (size_t i = 0; i <= n; i++)
		if (!tfe_blobs_next(&blobs, &found))
			return (tfe_bytes){0};
	return found;
}

tfe_bytes blob_nearest(const struct blob *blob, size_t n, size_t *count, size_t *at)
{
	enum { MOST = 1000 };
	for (*count = 0; *count < MOST && blob_at(blob, *count).data;)
		++*count;
	*at = n < *count ? n : *count ? *count - 1 : 0;
	return blob_at(blob, *at);
}
