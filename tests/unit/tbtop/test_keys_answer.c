/* Every key of the table of bindings changes the frame or is explained, in every view: on its page,
 * in full size, in the lists, over logs with several values of each kind, with one, and with none.
 * The footer offers only keys that change something. */
#include "unit/loaded.h"
#include "unit/logs_screens.h"

#include "tbtop/answer.h"
#include "tbtop/cache/read_thread.h"
#include "tbtop/embeddings_sync.h"
#include "tbtop/layouts.h"
#include "tbtop/model/key_names.h"
#include "tbtop/model/keymap.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/trials_sync.h"
#include "tbtop/update/findings_sync.h"
#include "tbtop/update/load.h"
#include "tbtop/update/update.h"
#include "tbtop/view/frame.h"

enum { W = 160, H = 30, PRESSES = 3 };

/* The screen of a log directory. */
static tfe_logdir *logdir;
static tfe_judge *judge;
static struct loader loader;
static struct caches caches;
static struct model m;
static struct grid g;
static struct geometry seen;
static struct answer answer;
static int wrong;

static void draw(void)
{
	for (bool more = true; more;) {
		frame_draw(&m, &caches, &g, &seen);
		more = layouts_serve(&m, &caches);
		more |= trials_sync(&m, &caches);
		more |= embeddings_sync(&m, &caches);
		more |= read_missed(&caches);
	}
}

static void open_screen(void)
{
	struct findings_seen findings = {0};
	model_init(&m, "logs");
	m.now = screens_now + 5;
	loader_init(&loader, logdir);
	loader_sync(&loader, &m);
	findings_sync(judge, &m, &findings);
}

static void close_screen(void)
{
	loader_release(&loader);
	model_release(&m);
}

static void open_log(void)
{
	logdir = load_logs((tfe_logdir_options){0});
	judge = findings_open(logdir, &m);
	assert_int_equal(tfe_judge_run(judge), TFE_OK);
	caches_open(&caches);
	grid_init(&g, W, H, GLYPHS_BRAILLE);
}

static void close_log(void)
{
	grid_release(&g);
	caches_close(&caches);
	tfe_judge_close(judge);
	tfe_logdir_close(logdir);
}

static void press(int key)
{
	answer_key(&answer, &m, &seen, key);
	draw();
	if (answer_frame(&answer, &m, &seen, &g))
		draw();
}

/* --- the places where a key is pressed -------------------------------------------------------- */

enum place { ON_PAGE, IN_FULL_SIZE, ON_RUNS, ON_TAGS, PLACES };
static const char *const place_names[PLACES] = {"on its page", "in full size", "in the runs",
						"in the tags"};

/* Shows a view at a place. Returns false if it has no such place. */
static bool go(enum view_id view, enum place place)
{
	open_screen();
	m.view = view;
	m.view_chosen = true;
	answer = (struct answer){0};
	draw();
	if (place == IN_FULL_SIZE) {
		m.focused = IN_TAG_FULL & IN_FULL(view) && model_focus(&m);
		draw();
	}
	answer_frame(&answer, &m, &seen, &g);
	for (int i = 0; i < (int)place - IN_FULL_SIZE; i++)
		press(TK_TAB);
	return m.focused || place != IN_FULL_SIZE;
}

/* Returns whether a binding has a meaning at a place of a view. */
static bool means_there(const struct binding *b, enum view_id view, enum place place)
{
	const unsigned contexts[PLACES] = {IN_PAGE(view), IN_FULL(view), IN_RUNS, IN_TAGS};
	return b->keys[0] && b->where & contexts[place] && b->action != DO_QUIT;
}

/* Returns whether a key that was pressed has an effect: on the frame, on the mark that a later
 * difference needs, outside of the frame, or it opened a line of input. */
static bool has_effect(enum action action, uint64_t before)
{
	return answer.before != before || m.prompt.kind != PROMPT_NONE ||
	       m.wish.kind != WISH_NONE || action == DO_REDRAW || action == DO_MARK;
}

static void check_binding(const struct binding *b, enum view_id view, enum place place)
{
	char name[8];
	key_text(b->keys[0], name);
	for (int i = 0; i < PRESSES && m.prompt.kind == PROMPT_NONE; i++) {
		uint64_t before = answer.before;
		m.wish.kind = WISH_NONE;
		press(b->keys[0]);
		bool explained = *m.message && strcmp(m.message, "there is nothing further") != 0;
		if (explained || has_effect(b->action, before))
			continue;
		print_message("%s, %s: %s, pressed %d times: %s\n", view_facts[view].name,
			      place_names[place], name, i + 1,
			      *m.message ? m.message : "no message");
		wrong++;
		return;
	}
}

static void every_key_is_answered(void)
{
	for (int view = 0; view < TABS; view++)
		for (int place = 0; place < PLACES; place++)
			for (size_t i = 0; i < n_bindings; i++) {
				if (!means_there(&bindings[i], view, place))
					continue;
				if (go(view, place))
					check_binding(&bindings[i], view, place);
				close_screen();
			}
}

/* --- what the footer offers ------------------------------------------------------------------- */

/* Returns whether the footer has the key with its word. */
static bool is_offered(const struct binding *b)
{
	char keys[KEYS_TEXT], row[4 * W + 1], offer[64];
	int n = 0;
	keymap_text(NULL, (size_t)(b - bindings), keys);
	keys[strcspn(keys, " ")] = '\0';
	snprintf(offer, sizeof offer, " %s %s ", keys, b->brief);
	for (int x = 0; x < g.w; x++) {
		uint32_t cp = grid_at(&g, x, g.h - 1)->cp[0];
		row[n++] = cp < 128 ? (char)cp : '?';
	}
	row[n] = '\0';
	return strstr(row, offer);
}

static void check_offers(enum view_id view, enum place place)
{
	for (size_t i = 0; i < n_bindings; i++) {
		const struct binding *b = &bindings[i];
		if (!b->brief || !means_there(b, view, place))
			continue;
		if (go(view, place) && is_offered(b)) {
			uint64_t before = answer.before;
			press(b->keys[0]);
			if (!has_effect(b->action, before)) {
				print_message("%s, %s: the footer offers %s: %s\n",
					      view_facts[view].name, place_names[place], b->brief,
					      m.message);
				wrong++;
			}
		}
		close_screen();
	}
}

static void offered_keys_do_something(void)
{
	for (int view = 0; view < TABS; view++)
		for (int place = 0; place < PLACES; place++)
			check_offers(view, place);
}

/* --- logs ------------------------------------------------------------------------------------- */

static void check_log(void)
{
	wrong = 0;
	open_log();
	every_key_is_answered();
	offered_keys_do_something();
	close_log();
	assert_int_equal(wrong, 0);
}

static void with_several_values(void **state)
{
	(void)state;
	for (int step = 0; step < 3; step++)
		for (int run = 0; run < 2; run++)
			for (int group = 0; group < 2; group++)
				assert_true(screens_step(run ? "two_seed1" : "one_seed0",
							 group ? "b" : "a", 12 * step + group));
	for (int i = 0; i < 3; i++)
		assert_true(screens_trial(i ? i > 1 ? "trial2" : "trial1" : "trial0", i));
	for (int i = 0; i < 60; i++)
		logs_scalar("two_seed1/events.out.tfevents.9.host", "bad/loss", i,
			    screens_now + i / 60.0, i < 30 ? (float)exp(i / 5.0) : NAN);
	check_log();
}

static void with_one_value(void **state)
{
	(void)state;
	assert_true(screens_step("one", "", 3));
	check_log();
}

static void with_none(void **state)
{
	(void)state;
	logs_version("one/events.out.tfevents.1.host", screens_now);
	check_log();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(with_several_values, logs_make, logs_remove),
		cmocka_unit_test_setup_teardown(with_one_value, logs_make, logs_remove),
		cmocka_unit_test_setup_teardown(with_none, logs_make, logs_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
