/* tbtop: what keys ask for beyond a change of the model. */
#include "tbtop/wishes.h"

#include "common/format.h"
#include "tbtop/cache/exports.h"
#include "tbtop/update/update.h"

static void play(struct model *m, struct player *player, const struct export *e)
{
	if (player_start(player, e->path))
		say(m, false, "playing with %s; Space stops it", player->name);
	else
		say(m, true,
		    "no program plays sounds here (paplay, pw-play, aplay, ffplay): e saves it");
}

static void save(struct model *m, const struct export *e)
{
	char bytes[FORMAT_TEXT];
	format_bytes(bytes, e->bytes);
	say(m, false, "saved as %.180s, %s", e->path, bytes);
}

bool wishes_serve(struct model *m, struct caches *caches, struct player *player)
{
	struct wish *w = &m->wish;
	if (!w->kind)
		return false;
	bool playing = w->kind == WISH_PLAY;
	if (playing && (!player || player->pid)) {
		if (player)
			player_stop(player);
		say(m, false, player ? "stopped" : "nothing is played with --once");
		w->kind = WISH_NONE;
		return true;
	}
	const struct export *e = export_find(caches, &w->view, w->entry, w->number, playing);
	if (!e)
		return false;
	if (*e->error)
		say(m, true, "%s", e->error);
	else if (playing)
		play(m, player, e);
	else
		save(m, e);
	w->kind = WISH_NONE;
	return true;
}

void wishes_player_ended(struct model *m, struct player *player)
{
	const char *name = player->name;
	if (player_finish(player))
		m->message[0] = '\0';
	else
		say(m, true, "%s could not play the sound: e saves it", name);
}
