/* update: commands: the settings by name, the forms of vim, steps, completion, and the help.
 *
 * wraps: tfe_series_view tfe_view_get_extent tfe_view_nearest tfe_view_get_points
 * wraps: tfe_view_get_smoothed tfe_view_get_columns tfe_view_get_info tfe_view_get_restarts */
#include "unit/tbtop/pressed.h"

#include "tbtop/cache/caches.h"
#include "tbtop/model/word_menu.h"
#include "tbtop/update/commands.h"

static void every_setting_accepts_its_values(void **state)
{
	(void)state;
	char before[SETTING_BYTES], text[SETTING_BYTES], error[160];
	for (size_t i = 0; i < n_settings; i++) {
		const struct setting *s = setting_at(i);
		assert_int_equal(setting_find(s->name, strlen(s->name)), i);
		setting_get(&m, i, before);
		for (size_t w = 0; s->words && s->words[w]; w++) {
			assert_true(setting_set(&m, i, s->words[w], error));
			setting_get(&m, i, text);
			assert_string_equal(text, s->words[w]);
		}
		if (strcmp(s->name, "group") != 0) /* which accepts any expression */
			assert_false(setting_set(&m, i, "\x01", error));
		assert_true(setting_set(&m, i, before, error));
		setting_get(&m, i, text);
		assert_string_equal(text, before);
		assert_null(settings_applied(&m));
	}
}

static void settings_are_set_by_name(void **state)
{
	(void)state;
	command("set smooth .9"); /* the name and the words may be abbreviated */
	assert_setting("smoothing", "0.9");
	command("smoothing=.3");
	assert_non_null(strstr(m.message, "no command"));
	command("set smoothing=.3");
	assert_setting("smoothing", "0.3");
	command("scale sym");
	assert_setting("scale", "symlog");
	command("set y 0..");
	assert_setting("y", "0..");
	command("y -1..4.5");
	assert_setting("y", "-1..4.5");
	command("columns 3");
	assert_setting("columns", "3");
	command("set columns");
	assert_string_equal(m.message, "columns is 3");
	command("set");
	assert_non_null(strstr(m.message, "columns 3"));
	command("set columns 13");
	assert_true(m.message_is_error);
	assert_setting("columns", "3");
	command("set smoothing nan");
	assert_true(m.message_is_error);
	command("s 1"); /* several commands and settings begin so */
	assert_true(m.message_is_error);
	command("set axis wall");
	assert_int_equal(m.settings.axis, TFE_AXIS_WALL);
	command("view find");
	assert_int_equal(m.view, VIEW_FINDINGS);
	command("q");
	assert_true(m.quit);
}

static void commands_of_vim_are_understood(void **state)
{
	(void)state;
	command("set smooth?");
	assert_string_equal(m.message, "smoothing is 0.6");
	command("set noraw");
	assert_setting("raw", "off");
	command("set raw!");
	assert_setting("raw", "on");
	assert_string_equal(m.message, "raw is on");
	command("set nosmoothing"); /* which is no switch */
	assert_true(m.message_is_error);
	command("set smooth!");
	assert_true(m.message_is_error);
	command("w");
	assert_non_null(strstr(m.message, ":export FILE"));
	command("smothing 0.3");
	assert_string_equal(m.message, "no command \"smothing\"; did you mean :smoothing?");
	command("set scael log");
	assert_string_equal(m.message, "no setting \"scael\"; did you mean scale?");
	command("view fidings");
	assert_string_equal(m.message, "no view \"fidings\"; did you mean findings?");
	command("$");
	assert_true(m.cross_x == 59 * 50);
	assert_string_equal(m.message, "");
	command("help zoom");
	assert_int_equal(m.view, VIEW_HELP);
	assert_string_equal(m.help_query, "zoom");
	press("q");
	assert_int_equal(m.view, VIEW_SCALARS);
	command("q!");
	assert_true(m.quit);
}

static void a_number_goes_to_a_step(void **state)
{
	(void)state;
	command("1000");
	assert_true(m.focused);
	assert_true(m.crosshair);
	assert_true(m.cross_x == 1000);
	assert_string_equal(m.message, "");
	command("step 1010"); /* steps are 50 apart */
	assert_true(m.cross_x == 1000);
	assert_non_null(strstr(m.message, "step 1000 is the nearest to 1010"));
	press("+ + + +");
	assert_int_equal(m.zooms.n, 1);
	command("1050");
	assert_int_equal(m.zooms.n, 1);
	command("0"); /* which the zoom does not show */
	assert_true(m.cross_x == 0);
	assert_int_equal(m.zooms.n, 0);
	press("U");
	assert_int_equal(m.zooms.n, 1);
	command("99999999999999999999");
	assert_true(m.message_is_error);
	command("step x");
	assert_true(m.message_is_error);
	command("view findings");
	command("5");
	assert_true(m.message_is_error);
}

static const char *completed(const char *line)
{
	update_key(&m, &seen, ':');
	for (; *line; line++)
		update_key(&m, &seen, (unsigned char)*line);
	update_key(&m, &seen, TK_TAB);
	static char text[LINE_BYTES];
	memcpy(text, m.prompt.line.text, sizeof text);
	return text;
}

/* Returns the message, or all words that Tab offers. */
static const char *offered(void)
{
	static char all[4096];
	const struct word_menu *c = &m.prompt.menu;
	if (!word_menu_is_shown(c, &m.prompt.line))
		return m.message;
	all[0] = '\0';
	for (size_t i = 0; i < c->stored; i++) {
		size_t n = strlen(all);
		snprintf(all + n, sizeof all - n, "%s ", word_menu_at(c, i));
	}
	return all;
}

static void tab_completes(void **state)
{
	(void)state;
	static const char *const cases[][3] = {
		{"", "", "set step view"},
		{"st", "step ", "step N: go to a step"},
		{"smo", "smoothing ", "0 to 0.9999"},
		{"set smo", "set smoothing ", "0 to 0.9999"},
		{"set sc", "set scale ", "linear, log, symlog"},
		{"set scale l", "set scale l", "linear log"},
		{"set scale s", "set scale symlog ", ""},
		{"scale li", "scale linear ", ""},
		{"view h", "view h", "histograms hparams"},
		{"x train/l", "x train/loss ", ""},
		{"x optimizer/", "x optimizer/", "optimizer/accuracy optimizer/grad_norm"},
		{"nonsense", "nonsense", "no such command"},
		{"nonsense ", "nonsense ", "no such command"},
		{"top ", "top ", "top N: draw the N best"},
		{"set smoothing .", "set smoothing .", "0 to 0.9999"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_string_equal(completed(cases[i][0]), cases[i][1]);
		if (!strstr(offered(), cases[i][2]))
			fail_msg("%s: \"%s\", not \"%s\"", cases[i][0], offered(), cases[i][2]);
		press("Esc");
	}
}

/* Returns whether the help has a text, in all of its columns. */
static bool help_has(struct grid *g, struct caches *caches, const char *text)
{
	char shown[400];
	frame_draw(&m, caches, g, &seen);
	for (int y = 0; y < g->h; y++) {
		size_t n = 0;
		for (int x = 0; x < g->w && n + 1 < sizeof shown; x++)
			shown[n++] = grid_at(g, x, y)->cp[0] < 0x80 ? (char)grid_at(g, x, y)->cp[0]
								    : '?';
		shown[n] = '\0';
		if (strstr(shown, text))
			return true;
	}
	return false;
}

/* The help has the commands with their arguments, all of their texts, and finds them. */
static void commands_are_in_the_help(void **state)
{
	(void)state;
	struct caches caches;
	struct grid g;
	char text[LINE_BYTES];
	caches_open(&caches);
	grid_init(&g, 120, 40, GLYPHS_BRAILLE);
	for (size_t i = 0; i < n_commands; i++) {
		const struct command_words *c = &command_words[i];
		snprintf(text, sizeof text, "help :%s %s", c->word, c->argument);
		command(text);
		snprintf(text, sizeof text, ":%s %s", c->word, c->argument);
		assert_true(help_has(&g, &caches, text));
		assert_true(help_has(&g, &caches, c->help));
		press("q");
	}
	command("help shift");
	assert_true(help_has(&g, &caches, "select text, as without tbtop"));
	press("q");
	command("help nosuchword");
	assert_true(help_has(&g, &caches, "nothing is found"));
	grid_release(&g);
	caches_close(&caches);
}

/* Tab goes through the words; what was typed comes after the last one. */
static void tab_goes_on_to_the_next_word(void **state)
{
	(void)state;
	static const struct {
		const char *keys, *line;
	} cases[] = {
		{"Tab", "view histograms"},
		{"Tab", "view hparams"},
		{"Tab", "view h"},
		{"S-Tab", "view hparams"},
		{"S-Tab", "view histograms"},
		{"S-Tab", "view h"},
		{"Tab BS Tab", "view histograms "},
	};
	assert_string_equal(completed("view h"), "view h");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		press(cases[i].keys);
		assert_string_equal(m.prompt.line.text, cases[i].line);
	}
	press("Esc :");
	assert_false(word_menu_is_shown(&m.prompt.menu, &m.prompt.line));
}

/* A log may have more tags than are stored: they are counted. */
static void words_without_end_are_counted(void **state)
{
	(void)state;
	char name[32];
	enum { MANY = 1000 };
	for (int i = 0; i < MANY; i++) {
		snprintf(name, sizeof name, "weights/layer_%04d", i);
		model_add_curve(&m, TAG_SCALARS, name, 0, NULL);
	}
	assert_string_equal(completed("x w"), "x weights/layer_0");
	assert_int_equal(m.prompt.menu.n, MANY);
	assert_in_range(m.prompt.menu.stored, 50, MANY - 1);
	press("S-Tab Tab Tab");
	assert_string_equal(m.prompt.line.text, "x weights/layer_0000");
}

static void no_line_of_commands_is_harmful(void **state)
{
	(void)state;
	static const char *const words[] = {
		"set",  "group", "x",      "top",       "step",    "merge", "view", "y",
		"sort", "regex", "column", "(",         "..",      "1e400", "-",    "9",
		"\xff", "lr",    "seeds",  "smoothing", "columns", "="};
	enum { WORDS = sizeof words / sizeof *words };
	srandom(5);
	for (int i = 0; i < 3000; i++) {
		char line[LINE_BYTES] = "";
		size_t n = 0;
		for (long k = random() % 5; k >= 0; k--)
			n += (size_t)snprintf(line + n, sizeof line - n, "%s%s",
					      words[random() % WORDS], random() % 3 ? " " : "");
		command_run(&m, line);
		press(": Tab Esc");
	}
	assert_true(m.settings.smoothing >= 0);
	assert_true(m.settings.smoothing < 1);
}

/* A line that does not hold all characters is not run: its begin may mean something else. */
static void a_cut_line_is_not_run(void **state)
{
	(void)state;
	update_key(&m, &seen, ':');
	for (int i = 0; i < 300; i++)
		update_key(&m, &seen, i < 7 ? "notify "[i] : i % 30 ? ' ' : '(');
	assert_true(m.message_is_error);
	assert_non_null(strstr(m.message, "at most 255 bytes"));
	update_key(&m, &seen, TK_ENTER);
	assert_int_equal(m.prompt.kind, PROMPT_COMMAND);
	assert_non_null(strstr(m.message, "not run: it was cut at 255 bytes"));
	update_key(&m, &seen, TK_BACKSPACE);
	update_key(&m, &seen, TK_ENTER);
	assert_int_equal(m.prompt.kind, PROMPT_NONE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_model, close_model)
	const struct CMUnitTest tests[] = {
		TEST(a_cut_line_is_not_run),         TEST(every_setting_accepts_its_values),
		TEST(settings_are_set_by_name),      TEST(commands_of_vim_are_understood),
		TEST(a_number_goes_to_a_step),       TEST(tab_completes),
		TEST(commands_are_in_the_help),      TEST(tab_goes_on_to_the_next_word),
		TEST(words_without_end_are_counted), TEST(no_line_of_commands_is_harmful),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
