/* term and model: events of the mouse: their sequences, and their names as keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tbtop/model/key_names.h"
#include "tbtop/term/mouse.h"

static void events_are_parsed(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		char end;
		int want;
	} cases[] = {
		{"0;1;1", 'M', MOUSE_PRESS},
		{"0;1;1", 'm', MOUSE_RELEASE},
		{"32;1;1", 'M', MOUSE_DRAG},
		{"35;1;1", 'M', MOUSE_HOVER},
		{"2;1;1", 'M', MOUSE_BACK},
		{"64;1;1", 'M', MOUSE_WHEEL_UP},
		{"65;1;1", 'M', MOUSE_WHEEL_DOWN},
		{"66;1;1", 'M', MOUSE_WHEEL_LEFT},
		{"67;1;1", 'M', MOUSE_WHEEL_RIGHT},
		/* With Ctrl and Alt. */
		{"16;1;1", 'M', MOUSE_PRESS},
		{"89;1;1", 'M', MOUSE_WHEEL_DOWN},
		/* Other buttons, and no events. */
		{"1;1;1", 'M', -1},
		{"2;1;1", 'm', -1},
		{"33;1;1", 'M', -1},
		{"128;1;1", 'M', -1},
		{"0;0;1", 'M', -1},
		{"0;1;0", 'M', -1},
		{"0;1", 'M', -1},
		{"0;1;1;1", 'M', -1},
		{"", 'M', -1},
		{"0;1;1", '\0', -1},
		{"0;-1;1", 'M', -1},
		{"0;99999;1", 'M', -1},
		{"99999999999999999999;1;1", 'M', -1},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int want = cases[i].want < 0 ? TK_IGNORED
					     : mouse_key((enum mouse_event)cases[i].want, 0, 0);
		assert_int_equal(mouse_event_key(cases[i].text, cases[i].end), want);
	}
	assert_int_equal(mouse_event_key("0;120;40", 'M'), mouse_key(MOUSE_PRESS, 119, 39));
}

static void the_older_form_is_parsed(void **state)
{
	(void)state;
	assert_int_equal(mouse_old_event_key(' ', '!', '"'), mouse_key(MOUSE_PRESS, 0, 1));
	assert_int_equal(mouse_old_event_key('#', '!', '!'), mouse_key(MOUSE_RELEASE, 0, 0));
	assert_int_equal(mouse_old_event_key('C', '!', '!'), mouse_key(MOUSE_HOVER, 0, 0));
	assert_int_equal(mouse_old_event_key('`', '!', '!'), mouse_key(MOUSE_WHEEL_UP, 0, 0));
	assert_int_equal(mouse_old_event_key(' ', ' ', '!'), TK_IGNORED);
	assert_int_equal(mouse_old_event_key('q', 'q', 'q'),
			 mouse_key(MOUSE_WHEEL_DOWN, 'q' - 33, 'q' - 33));
	assert_int_equal(mouse_old_event_key(0, 0, 0), TK_IGNORED);
}

static void events_are_keys(void **state)
{
	(void)state;
	enum mouse_event event;
	int x, y;
	for (int i = 0; i < MOUSE_EVENTS; i++) {
		int key = mouse_key((enum mouse_event)i, MOUSE_MOST, 7);
		assert_true(key > 0);
		assert_true(mouse_of_key(key, &event, &x, &y));
		assert_int_equal(event, i);
		assert_int_equal(x, MOUSE_MOST);
		assert_int_equal(y, 7);
	}
	assert_false(mouse_of_key('q', &event, &x, &y));
	assert_false(mouse_of_key(TK_PASTE_END, &event, &x, &y));
	assert_false(mouse_of_key(TK_IGNORED, &event, &x, &y));
}

static void events_have_names(void **state)
{
	(void)state;
	const char *at = "Press:3,4 WheelRight:1,1 j Hover:8191,8191";
	assert_int_equal(key_parse(&at), mouse_key(MOUSE_PRESS, 2, 3));
	assert_int_equal(key_parse(&at), mouse_key(MOUSE_WHEEL_RIGHT, 0, 0));
	assert_int_equal(key_parse(&at), 'j');
	assert_int_equal(key_parse(&at), mouse_key(MOUSE_HOVER, 8190, 8190));
	assert_int_equal(key_parse(&at), KEY_NONE);
	static const char *const wrong[] = {"Press:",     "Press:1", "Press:0,1", "Press:1,0",
					    "Press:1,2x", "Press",   "Pres:1,1",  "Press:1,9000"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		at = wrong[i];
		assert_int_equal(key_parse(&at), TK_IGNORED);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_are_parsed),
		cmocka_unit_test(the_older_form_is_parsed),
		cmocka_unit_test(events_are_keys),
		cmocka_unit_test(events_have_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
