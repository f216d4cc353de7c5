/* cache: the files of TensorBoard's projector. */
#include "tbtop/cache/embedding_reads.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/utf8_decode.h"
#include "tbtop/cache/reads.h"
#include "tbtop/cache/run_file.h"
#include "tbtop/cache/shared.h"
#include "tbtop/embed/tsne.h"

static const char *const config_name = "projector_config.pbtxt";

/* What is read and kept at most. */
enum {
	CONFIG_BYTES = 1 << 20,
	TENSOR_BYTES = 256 << 20,
	METADATA_BYTES = 64 << 20,
	POINTS = 10000,
	NUMBERS = 2 << 20
};

/* Reads the configuration in the directory of a run. Release config->entry with free. */
static void read_config(const char *directory, struct projector *config)
{
	size_t bytes;
	const char *error;
	*config = (struct projector){0};
	char *text = directory ? run_file_read(directory, config_name, CONFIG_BYTES, &bytes, &error)
			       : NULL;
	if (text)
		projector_parse(text, bytes, config);
	free(text);
}

/* --- the list --------------------------------------------------------------------------------- */

static void *read_projector(const struct read_key *key, size_t *bytes)
{
	struct projector_files *files = need_zeroed(1, sizeof *files);
	char *directory = run_directory(key->run);
	read_config(directory, &files->config);
	size_t n = files->config.n;
	files->stamp = need_zeroed(n + 1, sizeof *files->stamp);
	for (size_t i = 0; i < n; i++) {
		const tfe_projector_entry *p = &files->config.entry[i];
		files->stamp[i] = run_file_stamp(directory, p->tensor_path) * 31;
		if (*p->metadata_path)
			files->stamp[i] ^= run_file_stamp(directory, p->metadata_path);
	}
	free(directory);
	*bytes = sizeof *files + n * (sizeof *files->config.entry + sizeof *files->stamp);
	return files;
}

static void release_projector(void *value)
{
	struct projector_files *files = value;
	free(files->config.entry);
	free(files->stamp);
	free(files);
}

static const struct read_kind projector_kind = {read_projector, release_projector};

const struct projector_files *projector_find(struct caches *c, const tfe_run *run, uint64_t check)
{
	return reads_find(c,
			  &(struct read_key){.kind = &projector_kind, .run = run, .detail = check});
}

/* --- points ----------------------------------------------------------------------------------- */

/* As TensorBoard does, bytes that are UTF-8 are taken for text. */
static bool is_text(const char *p, size_t n)
{
	uint32_t cp = 0;
	for (size_t i = 0; i < n && cp != UTF8_NONE;)
		i += utf8_step((const uint8_t *)p + i, n - i, &cp);
	return cp != UTF8_NONE;
}

static void read_tensor(const char *directory, const tfe_projector_entry *p, size_t points,
			struct embedding_value *v)
{
	size_t bytes;
	const char *error;
	char *content = run_file_read(directory, p->tensor_path, TENSOR_BYTES, &bytes, &error);
	if (content && is_text(content, bytes))
		error = embedding_read_tsv(&v->e, content, bytes, points, NUMBERS);
	else if (content)
		error = embedding_read_raw(&v->e, (const uint8_t *)content, bytes, p->shape, points,
					   NUMBERS);
	free(content);
	if (error)
		snprintf(v->error, sizeof v->error, "%.60s: %s", p->tensor_path, error);
}

static void read_metadata(const char *directory, const tfe_projector_entry *p,
			  struct embedding_value *v)
{
	size_t bytes;
	const char *error;
	if (*v->error || !*p->metadata_path)
		return;
	char *text = run_file_read(directory, p->metadata_path, METADATA_BYTES, &bytes, &error);
	if (text)
		embedding_read_labels(&v->e, text, bytes);
	else
		snprintf(v->note, sizeof v->note, "%.60s: %s", p->metadata_path, error);
	free(text);
}

/* The principal components, which t-SNE begins with, take little of its time. */
static bool report(void *context, double share)
{
	return read_queue_report(context, share);
}

static bool report_none(void *context, double share)
{
	return read_queue_report(context, 0 * share);
}

static void read_entry(const struct read_key *key, bool tsne, struct embedding_value *v)
{
	struct projector config;
	struct read_key copy = *key;
	char *directory = run_directory(key->run);
	read_config(directory, &config);
	if (key->entry >= config.n) {
		snprintf(v->error, sizeof v->error, "%s has changed", config_name);
	} else {
		const tfe_projector_entry *p = &config.entry[key->entry];
		read_tensor(directory, p, tsne ? TSNE_MOST : POINTS, v);
		read_metadata(directory, p, v);
	}
	free(config.entry);
	free(directory);
	if (*v->error)
		return;
	embedding_pca(&v->e, tsne ? report_none : report, &copy);
	if (tsne)
		embedding_tsne(&v->e, report, &copy);
}

/* The frame cache and the requests of neighbours own it. */
struct points {
	struct shared shared;
	struct embedding_value value;
};

static void free_points(struct shared *shared)
{
	struct points *points = (struct points *)shared;
	embedding_release(&points->value.e);
	free(points);
}

static void *read_points(const struct read_key *key, bool tsne, size_t *bytes)
{
	enum { LABEL_BYTES = 64 };
	static _Atomic(uint64_t) number = 1;
	struct points *points = need_zeroed(1, sizeof *points);
	struct embedding_value *v = &points->value;
	points->shared.release = free_points;
	atomic_init(&points->shared.owners, 1);
	v->owned = &points->shared;
	v->number = atomic_fetch_add_explicit(&number, 1, memory_order_relaxed);
	read_entry(key, tsne, v);
	if (*v->error)
		embedding_release(&v->e);
	*bytes = sizeof *v + v->e.n * (v->e.dims * sizeof *v->e.values + LABEL_BYTES);
	return v;
}

static void *read_pca(const struct read_key *key, size_t *bytes)
{
	return read_points(key, false, bytes);
}

static void *read_tsne(const struct read_key *key, size_t *bytes)
{
	return read_points(key, true, bytes);
}

static void release_points(void *value)
{
	shared_drop(((struct embedding_value *)value)->owned);
}

static const struct read_kind pca_kind = {read_pca, release_points};
static const struct read_kind tsne_kind = {read_tsne, release_points};

const struct embedding_value *embedding_find(struct caches *c, const tfe_run *run, size_t entry,
					     uint64_t stamp, bool tsne, double *progress)
{
	const struct read_key key = {
		.kind = tsne ? &tsne_kind : &pca_kind, .run = run, .entry = entry, .detail = stamp};
	const struct embedding_value *v = reads_find(c, &key);
	*progress = v ? 1 : reads_progress(c, &key);
	return v;
}

/* --- neighbours ------------------------------------------------------------------------------- */

static void *read_neighbours(const struct read_key *key, size_t *bytes)
{
	const struct points *points = (const struct points *)key->from;
	struct neighbours *n = need_zeroed(1, sizeof *n);
	embedding_nearest(&points->value.e, key->entry, key->detail, n);
	*bytes = sizeof *n;
	return n;
}

static const struct read_kind neighbours_kind = {read_neighbours, free};

const struct neighbours *embedding_neighbours(struct caches *c, const struct embedding_value *v,
					      size_t point, bool euclidean)
{
	return reads_find(c, &(struct read_key){.kind = &neighbours_kind,
						.from = v->owned,
						.entry = point,
						.other_entry = v->number,
						.detail = euclidean});
}
