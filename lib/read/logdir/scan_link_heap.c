/* read/logdir: the binary heap of symbolic links, in the order of their paths. */
#include "base/alloc.h"
#include "read/logdir/scan.h"

tfe_status tfe__links_push(struct tfe__scan *s, struct tfe__folder *link)
{
	tfe_status status = TFE__GROW(&s->logdir->store.allocator, s->heap, s->heap_capacity,
				      s->heap_count + 1);
	if (status)
		return status;
	size_t at = s->heap_count++;
	for (; at && tfe__folder_compare(link, s->heap[(at - 1) / 2]) < 0; at = (at - 1) / 2)
		s->heap[at] = s->heap[(at - 1) / 2];
	s->heap[at] = link;
	return TFE_OK;
}

struct tfe__folder *tfe__links_pop(struct tfe__scan *s)
{
	struct tfe__folder *top = s->heap[0], *last = s->heap[--s->heap_count];
	size_t at = 0;
	for (size_t child; (child = 2 * at + 1) < s->heap_count; at = child) {
		if (child + 1 < s->heap_count &&
		    tfe__folder_compare(s->heap[child + 1], s->heap[child]) < 0)
			child++;
		if (tfe__folder_compare(last, s->heap[child]) <= 0)
			break;
		s->heap[at] = s->heap[child];
	}
	s->heap[at] = last;
	return top;
}

tfe_status tfe__links_add(struct tfe__scan *s, struct tfe__folder *folder)
{
	if (!folder->listed_link) {
		tfe_status status = tfe__list_add(&s->links, &s->logdir->arena, folder);
		if (status)
			return status;
		folder->listed_link = true;
	}
	if (s->resolving)
		return tfe__links_push(s, folder);
	s->dirty = true;
	return TFE_OK;
}
