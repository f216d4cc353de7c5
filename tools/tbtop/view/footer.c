/* view: the footer: the keys that do something now, a message, or the line that is typed with the
 * words that Tab offers. */
#include <stdio.h>
#include <string.h>

#include "tbtop/model/keymap.h"
#include "tbtop/model/offers.h"
#include "tbtop/model/word_menu.h"
#include "tbtop/view/frame.h"

/* Writes the first key of a binding, which the footer shows. */
static void first_key(const struct keymap *map, size_t binding, char keys[KEYS_TEXT])
{
	keymap_text(map, binding, keys);
	keys[strcspn(keys, " ")] = '\0';
}

/* Returns the width of a key with its word; 0 without a key. */
static int key_width(const struct keymap *map, size_t binding)
{
	char keys[KEYS_TEXT];
	first_key(map, binding, keys);
	return *keys ? text_width(keys) + 1 + text_width(bindings[binding].brief) : 0;
}

/* Returns the columns of a key that is always in the footer, with the gap before it. */
static int pinned_width(const struct model *m, size_t binding)
{
	int width = key_width(m->keymap, binding);
	return width && bindings[binding].where & binding_context(m) ? width + 2 : 0;
}

static int draw_key(const struct keymap *map, struct grid *g, int x, int end, int y,
		    const struct binding *b)
{
	char keys[KEYS_TEXT];
	first_key(map, (size_t)(b - bindings), keys);
	int width = key_width(map, (size_t)(b - bindings));
	if (!width || x + width > end)
		return x;
	grid_target(g, (struct rect){x, y, width, 1},
		    (struct target){.kind = TARGET_ACTION, .index = b->action});
	x += grid_text(g, x, y, end - x, keys,
		       (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD});
	x += 1 + grid_text(g, x + 1, y, end - x - 1, b->brief, (struct style){.fg = ROLE_FAINT});
	return x + 2;
}

/* Draws the text so that the cursor is visible: reversed, as is selected text. Returns the number
 * of columns used. */
static int draw_line(struct grid *g, struct rect r, const struct line *line)
{
	size_t from = 0, n = strlen(line->text);
	char until[LINE_BYTES];
	snprintf(until, sizeof until, "%.*s", (int)line->cursor, line->text);
	while (text_width(until + from) > r.w - 2 && from < line->cursor)
		do
			from++;
		while (((unsigned char)until[from] & 0xc0) == 0x80);
	int used = grid_bytes(g, r, line->text + from, n - from, (struct style){0});
	int x = text_width(until + from);
	struct style reverse = {.attr = ATTR_REVERSE};
	grid_tint(g, (struct rect){r.x + (line->selected ? 0 : x), r.y, line->selected ? x : 1, 1},
		  reverse);
	return used > x + 1 ? used : x + 1;
}

/* --- what is typed ---------------------------------------------------------------------------- */

/* Returns the first word of a menu that is drawn in `width` columns: the chosen one is drawn
 * too. */
static size_t first_word(const struct word_menu *c, int width)
{
	size_t first = c->chosen < c->stored ? c->chosen : 0;
	for (int used = 0; first > 0; first--) {
		used += text_width(word_menu_at(c, first)) + 2;
		if (used + text_width(word_menu_at(c, first - 1)) > width)
			break;
	}
	return first;
}

/* Draws the words that Tab offers, as many as fit with the chosen one, and the number of the
 * others. */
static void draw_menu(struct grid *g, struct rect r, const struct word_menu *c)
{
	enum { NUMBER_W = 8 };
	const struct style faint = {.fg = ROLE_FAINT};
	int x = r.x, end = r.x + r.w - NUMBER_W;
	size_t i = first_word(c, r.w - NUMBER_W), drawn = 0;
	for (; i < c->stored; i++, drawn++) {
		const char *word = word_menu_at(c, i);
		struct style style = faint;
		if (drawn && x + text_width(word) > end)
			break;
		if (i == c->chosen)
			style = (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD | ATTR_REVERSE};
		x += grid_text(g, x, r.y, end - x, word, style) + 2;
	}
	if (drawn < c->n)
		grid_printf(g, x, r.y, r.x + r.w - x, faint, "+%zu", c->n - drawn);
}

static void draw_prompt(const struct model *m, struct grid *g, struct rect r)
{
	static const char *const titles[PROMPTS] = {[PROMPT_RUNS] = "runs matching: ",
						    [PROMPT_TAGS] = "tags matching: ",
						    [PROMPT_COMMAND] = ":",
						    [PROMPT_NODES] = "search: ",
						    [PROMPT_TRIALS] = "rows where: ",
						    [PROMPT_LABELS] = "search: ",
						    [PROMPT_FIND] = "search: ",
						    [PROMPT_HELP] = "search: "};
	static const char *const notes[PROMPTS] = {
		[PROMPT_RUNS] = "Enter keep  Esc undo  !REGEX leaves out",
		[PROMPT_TAGS] = "Enter keep  Esc undo  !REGEX leaves out",
		[PROMPT_COMMAND] = "Enter run  Esc leave  Tab commands",
		[PROMPT_NODES] = "Enter keep  Esc undo",
		[PROMPT_TRIALS] = "lr<1e-2 & optimizer=adam | run~seed1",
		[PROMPT_LABELS] = "Enter keep  Esc undo",
		[PROMPT_FIND] = "Enter keep  Esc undo",
		[PROMPT_HELP] = "Enter keep  Esc undo"};
	const char *what = titles[m->prompt.kind];
	int x = r.x + 1;
	x += grid_text(g, x, r.y, r.w, what, (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD});
	x += draw_line(g, (struct rect){x, r.y, r.x + r.w - x - 1, 1}, &m->prompt.line);
	const struct rect beside = {x + 2, r.y, r.x + r.w - x - 3, 1};
	if (!*m->message && word_menu_is_shown(&m->prompt.menu, &m->prompt.line)) {
		draw_menu(g, beside, &m->prompt.menu);
		return;
	}
	const char *note = *m->message ? m->message : notes[m->prompt.kind];
	enum role role = *m->message && m->message_is_error ? ROLE_ERROR : ROLE_FAINT;
	grid_text(g, beside.x, r.y, beside.w, note, (struct style){.fg = role});
}

/* Returns whether a key has its meaning in most views. */
static bool is_common(const struct binding *b)
{
	return b->where & IN_VIEW(VIEW_SCALARS) && b->action != DO_FOLD;
}

/* A key that the footer offers. */
struct offered {
	const struct binding *binding;
	size_t rank; /* of offer_rank */
	int width;
	bool fits;
};

/* The keys that the footer offers, in their order. */
struct keys {
	struct offered key[MOST_BINDINGS];
	size_t n;
};

/* The keys of few views come first. */
static void collect_keys(struct keys *keys, const struct model *m, const struct geometry *seen)
{
	keys->n = 0;
	for (int common = 0; common < 2; common++)
		for (size_t i = 0; i < n_bindings - PINNED_BINDINGS; i++)
			if (binding_is_offered(m, seen, &bindings[i]) &&
			    is_common(&bindings[i]) == common)
				keys->key[keys->n++] =
					(struct offered){.binding = &bindings[i],
							 .rank = offer_rank(m, &bindings[i]),
							 .width = key_width(m->keymap, i)};
}

/* Chooses the most useful keys that fit into a width. */
static void choose_keys(struct keys *keys, int width)
{
	int used = -2;
	for (size_t rank = 0; rank < OFFER_RANKS; rank++)
		for (size_t i = 0; i < keys->n; i++) {
			struct offered *key = &keys->key[i];
			if (key->rank != rank || used + key->width + 2 > width)
				continue;
			key->fits = true;
			used += key->width + 2;
		}
}

void footer_draw(const struct model *m, struct grid *g, struct rect r, const struct geometry *seen)
{
	if (m->prompt.kind) {
		draw_prompt(m, g, r);
		return;
	}
	int end = r.x + r.w - 1, pinned = end + 2;
	for (size_t i = n_bindings - PINNED_BINDINGS; i < n_bindings; i++)
		pinned -= pinned_width(m, i);
	int x = r.x + 1;
	if (*m->message) {
		enum role role = m->message_is_error ? ROLE_ERROR : COLOUR_DEFAULT;
		x += grid_text(g, x, r.y, end - x, m->message, (struct style){.fg = role});
		if (x + 2 > pinned) /* a long message is more important */
			return;
	}
	int first = pinned;
	for (size_t i = n_bindings - PINNED_BINDINGS; i < n_bindings; i++)
		if (pinned_width(m, i))
			pinned = draw_key(m->keymap, g, pinned, end, r.y, &bindings[i]);
	if (*m->message)
		return;
	struct keys keys;
	collect_keys(&keys, m, seen);
	choose_keys(&keys, first - 2 - x);
	for (size_t i = 0; i < keys.n; i++)
		if (keys.key[i].fits)
			x = draw_key(m->keymap, g, x, first - 2, r.y, keys.key[i].binding);
}
