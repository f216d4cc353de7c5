/* A model with charts of scalars without a log, for tests that press keys. A test that uses it
 * wraps tfe_series_view, tfe_view_get_extent, tfe_view_nearest, tfe_view_get_points,
 * tfe_view_get_smoothed, tfe_view_get_columns, tfe_view_get_info and tfe_view_get_restarts. */
#ifndef TESTS_UNIT_TBTOP_PRESSED_H
#define TESTS_UNIT_TBTOP_PRESSED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tbtop/model/key_names.h"
#include "tbtop/update/settings.h"
#include "tbtop/view/frame.h"
#include "tui/fake.h"

static struct model m;
static struct geometry seen;

static inline int open_model(void **state)
{
	(void)state;
	fake_init(&m, 4, 9, 60);
	frame_measure(&m, 120, 40, &seen);
	return 0;
}

static inline int close_model(void **state)
{
	(void)state;
	fake_release(&m);
	return 0;
}

static inline void press(const char *keys)
{
	int key;
	while ((key = key_parse(&keys)) != KEY_NONE) {
		assert_true(key > KEY_NONE);
		update_key(&m, &seen, key);
		frame_measure(&m, 120, 40, &seen);
	}
}

/* Types a line, and Enter. */
static inline void command(const char *line)
{
	update_key(&m, &seen, ':');
	for (; *line; line++)
		update_key(&m, &seen, (unsigned char)*line);
	update_key(&m, &seen, TK_ENTER);
	frame_measure(&m, 120, 40, &seen);
}

static inline void assert_setting(const char *name, const char *want)
{
	char text[SETTING_BYTES];
	setting_get(&m, setting_find(name, strlen(name)), text);
	assert_string_equal(text, want);
}

#endif
