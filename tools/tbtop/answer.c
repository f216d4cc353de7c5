/* tbtop: keys and their answers. */
#include "tbtop/answer.h"

#include "common/hash.h"
#include "tbtop/model/key_names.h"
#include "tbtop/model/keymap.h"
#include "tbtop/update/explain.h"
#include "tbtop/update/update.h"

bool answer_key(struct answer *a, struct model *m, const struct geometry *seen, int key)
{
	enum mouse_event event;
	int x, y;
	if (mouse_of_key(key, &event, &x, &y)) {
		a->silent = false;
		return update_input(m, seen, key);
	}
	a->key = key;
	a->action = keymap_find(m->keymap, key, binding_context(m));
	a->keys++;
	update_input(m, seen, key);
	a->silent = !*m->message && !m->prompt.kind && !m->pasting && !m->redraw && !m->quit &&
		    m->wish.kind == WISH_NONE;
	return true;
}

/* Returns a hash of all cells above the last row, which has the message. */
static uint64_t hash_cells(const struct grid *g)
{
	uint64_t hash = hash_of_nothing;
	for (int y = 0; y < g->h - 1; y++)
		for (int x = 0; x < g->w; x++) {
			const struct cell *c = grid_at(g, x, y);
			uint64_t style = (uint64_t)c->style.fg << 32 ^ (uint64_t)c->style.bg << 8 ^
					 c->style.attr;
			uint64_t text = (uint64_t)c->cp[0] << 32 ^ c->cp[1];
			hash = hash_add(hash_add(hash, text), style);
		}
	for (int i = 0; i < g->overlays; i++)
		hash = hash_add(hash, g->overlay[i].number);
	return hash;
}

bool answer_frame(struct answer *a, struct model *m, const struct geometry *seen,
		  const struct grid *g)
{
	uint64_t now = hash_cells(g);
	bool same = now == a->before, asked = a->keys == 1 && a->silent && !*m->message;
	a->before = now;
	a->keys = 0;
	if (same && asked)
		explain_key(m, seen, a->key, a->action);
	return same && asked;
}
