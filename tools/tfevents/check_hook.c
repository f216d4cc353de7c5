/* tfevents check: sends each finding once to the hooks, with a sorted array of those that were
 * sent. */
#include "tfevents/check_hook.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tfevents/check.h"
#include "tfevents/check_exec.h"
#include "tfevents/check_webhook.h"

enum { RUN, RULE, TAG, FILE_PATH, TEXTS };

struct identity {
	const char *text[TEXTS]; /* the file is "" except for damage */
	int64_t offset;
};

/* A finding that was sent, or one of its layers. Its first step may move while it holds, because
 * the rules see more points. After it was cleared, another first step is another finding. */
struct sent {
	struct identity id;
	char *block; /* the texts of the identity */
	int64_t step;
	bool active;
	uint64_t pass; /* the last one that had the finding */
};

struct check_hooks {
	struct check_exec *exec;       /* NULL: there is none */
	struct check_webhook *webhook; /* NULL: there is none */
	struct sent *sent;
	size_t n, capacity;
	uint64_t pass;
};

bool check_hooks_open(const char *exec, const char *webhook, const struct arguments *arguments,
		      const char *program, struct check_hooks **hooks)
{
	const char *url = webhook ? webhook : getenv("TFEVENTS_WEBHOOK");
	*hooks = NULL;
	if (!exec && !(url && *url))
		return true;
	struct check_hooks *h = need_zeroed(1, sizeof *h);
	bool opened = true;
	if (exec) {
		h->exec = check_exec_open(exec, arguments->repeated, arguments->repeats, program);
		opened = h->exec;
	}
	if (opened && url && *url) {
		h->webhook = check_webhook_open(url, program);
		opened = h->webhook;
	}
	if (opened)
		*hooks = h;
	else
		check_hooks_free(h);
	return opened;
}

void check_hooks_free(struct check_hooks *h)
{
	if (!h)
		return;
	check_exec_free(h->exec);
	check_webhook_free(h->webhook);
	for (size_t i = 0; i < h->n; i++)
		free(h->sent[i].block);
	free(h->sent);
	free(h);
}

/* --- findings that were sent ------------------------------------------------------------------ */

static int compare(const void *pa, const void *pb)
{
	const struct identity *a = pa, *b = pb;
	for (size_t i = 0; i < TEXTS; i++) {
		int order = strcmp(a->text[i], b->text[i]);
		if (order)
			return order;
	}
	return (a->offset > b->offset) - (a->offset < b->offset);
}

/* Returns entry i of a finding: one for each of its layers. */
static struct sent entry_of(const struct check_hooks *h, const tfe_judge_finding *f, size_t i)
{
	bool damage = check_is_damage(f);
	const char *tag = f->tag_count ? f->tags[i] : f->tag;
	return (struct sent){
		.id = {{f->run, f->rule, tag, damage ? f->file : ""}, f->offset},
		.step = f->step,
		.active = f->active,
		.pass = h->pass,
	};
}

static void add(struct check_hooks *h, struct sent s)
{
	size_t bytes = 0, used = 0;
	for (size_t i = 0; i < TEXTS; i++)
		bytes += strlen(s.id.text[i]) + 1;
	s.block = need_zeroed(bytes, 1);
	for (size_t i = 0; i < TEXTS; i++) {
		size_t n = strlen(s.id.text[i]) + 1;
		s.id.text[i] = memcpy(s.block + used, s.id.text[i], n);
		used += n;
	}
	h->sent = need_room(h->sent, h->n, &h->capacity, sizeof *h->sent);
	h->sent[h->n++] = s;
}

/* Notes a finding. Returns whether it is to be sent: none of its layers is that of a finding that
 * was sent and still holds, or had the same first step. `known` is the number of sorted entries. */
static bool is_new(struct check_hooks *h, size_t known, const tfe_judge_finding *f)
{
	static_assert(offsetof(struct sent, id) == 0, "an entry is found by its identity");
	size_t n = f->tag_count ? f->tag_count : 1;
	bool found = false, same = false;
	for (size_t i = 0; i < n; i++) {
		struct sent now = entry_of(h, f, i);
		struct sent *s =
			known ? bsearch(&now.id, h->sent, known, sizeof now, compare) : NULL;
		if (!s) {
			add(h, now);
			continue;
		}
		found = true;
		same |= (s->active && s->pass + 1 >= h->pass) || s->step == f->step;
		s->step = f->step;
		s->active = f->active;
		s->pass = h->pass;
	}
	return !found || (!same && f->active);
}

void check_hooks_send(struct check_hooks *h, const tfe_judge_finding *finding, size_t n)
{
	if (!h)
		return;
	h->pass++;
	size_t known = h->n;
	for (size_t i = 0; i < n; i++) {
		if (check_is_pending(&finding[i]) || !is_new(h, known, &finding[i]))
			continue;
		if (h->exec)
			check_exec_send(h->exec, &finding[i]);
		if (h->webhook)
			check_webhook_send(h->webhook, &finding[i]);
	}
	if (h->n > known)
		qsort(h->sent, h->n, sizeof *h->sent, compare);
}
