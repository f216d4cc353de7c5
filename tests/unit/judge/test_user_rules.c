/* judge: rules of the user: to which runs they apply, what their findings are, and that these do
 * not depend on the order in which points arrive. */
#include "logs.h"

#include <math.h>

#include <tfevents/judge.h>
#include <tfevents/series.h>
#include <tfevents/writer.h>

#include "unit/inject.h"

static tfe_logdir *open_logs(void)
{
	const char *path = logs_folder;
	tfe_logdir *logdir;
	assert_int_equal(tfe_logdir_open(&path, 1, NULL, &logdir, NULL), TFE_OK);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	return logdir;
}

static tfe_status add(tfe_judge *j, const char *name, const char *expression, tfe_error *error)
{
	tfe_user_rule rule = TFE_USER_RULE_INIT;
	rule.name = name;
	rule.expression = expression;
	rule.severity = TFE_SEVERITY_WARNING;
	*error = (tfe_error)TFE_ERROR_INIT;
	return tfe_judge_add_rule(j, &rule, error);
}

static tfe_judge *open_judge(const tfe_logdir *logdir, const char *expression)
{
	tfe_judge *j;
	tfe_error error;
	assert_int_equal(tfe_judge_open(logdir, NULL, &j, NULL), TFE_OK);
	if (add(j, "mine", expression, &error))
		fail_msg("%s: %s", expression, error.message);
	return j;
}

/* Describes the findings of the rule "mine": "RUN TAG FIRST-LAST[+]; " for each, with + while it
 * holds. */
static const char *findings(const tfe_judge *j)
{
	static char text[4096];
	*text = 0;
	for (size_t i = 0, n = 0; i < tfe_judge_finding_count(j); i++) {
		tfe_judge_finding f = TFE_JUDGE_FINDING_INIT;
		assert_int_equal(tfe_judge_get_finding(j, i, &f), TFE_OK);
		if (!strcmp(f.rule, "mine"))
			n += (size_t)snprintf(text + n, sizeof text - n, "%s %s %lld-%lld%s; ",
					      f.run, f.tag, (long long)f.step,
					      (long long)f.last_step, f.active ? "+" : "");
	}
	return text;
}

/* The same with the messages, which have the numbers of points. */
static const char *described(const tfe_judge *j)
{
	static char text[8192];
	size_t n = (size_t)snprintf(text, sizeof text, "%s", findings(j));
	for (size_t i = 0; i < tfe_judge_finding_count(j); i++) {
		tfe_judge_finding f = TFE_JUDGE_FINDING_INIT;
		assert_int_equal(tfe_judge_get_finding(j, i, &f), TFE_OK);
		if (!strcmp(f.rule, "mine"))
			n += (size_t)snprintf(text + n, sizeof text - n, "%s; ", f.message);
	}
	return text;
}

static const char *judged(const char *expression)
{
	tfe_logdir *logdir = open_logs();
	tfe_judge *j = open_judge(logdir, expression);
	assert_int_equal(tfe_judge_run(j), TFE_OK);
	const char *text = findings(j);
	tfe_judge_close(j);
	tfe_logdir_close(logdir);
	return text;
}

/* --- to which runs a rule applies ------------------------------------------------------------- */

static const char one[] = "one/events.out.tfevents.1";
static const char train[] = "fit/train/events.out.tfevents.1";
static const char validation[] = "fit/validation/events.out.tfevents.1";

/* A run `one` with the tags loss, lr and acc/x y; and a training `fit` of two runs. */
static void write_logs(void)
{
	for (int i = 0; i < 20; i++) {
		logs_scalar(one, "loss", i, 1000 + i, (float)i);
		if (i % 5 == 0)
			logs_scalar(one, "lr", i, 1000 + i, i < 10 ? 0.5F : 0.25F);
		if (i < 8)
			logs_scalar(one, "acc/x y", i, 1000 + i, 1);
		logs_scalar(train, "epoch_loss", i, 1000 + i, (float)(20 - i));
		logs_scalar(validation, "epoch_loss", i, 1000 + i, 10);
	}
}

static const struct applied {
	const char *expression, *findings;
} applied[] = {
	{"loss > 15", "one loss 16-19+; "},
	{"loss < 3", "one loss 0-2; "},
	{"loss > 15 for 4", "one loss 16-19+; "},
	{"loss > 15 for 5", ""},
	{"loss > 15 for 3 steps", "one loss 16-19+; "},
	{"loss > 15 for 4 steps", ""},
	{"loss > mean(loss, 3) for 18 points", "one loss 2-19+; "},
	{"loss > 7 and lr < 0.3", "one loss 10-19+; "},
	{"lr < 0.3 and loss > 12", "one lr 13-19+; "},
	/* The points of lr are at the steps 10 and 15. */
	{"lr < 0.3 and loss > 7 for 2", "one lr 10-19+; "},
	{"lr < 0.3 and loss > 12 for 2", ""},
	{"change(lr) < 0", "one lr 10-10; "},
	{"flat(lr)", "one lr 5-15+; "},
	{"flat(lr) for 3", ""},
	{"rate(lr) == -0.05", "one lr 10-10; "},
	{"change(lr) < 0 and loss > 0", "one lr 10-14; "},
	{"\"acc/x y\" == 1 and step() > 6", "one acc/x y 7-7+; "},
	{"nothing > 1", ""},
	{"not nothing > 1", ""},
	{"nothing > 1 or loss > 15", "one loss 16-19+; "},
	/* A tag of each run, or one with the part of a run of the training. */
	{"epoch_loss > 12", "fit/train epoch_loss 0-7; "},
	{"epoch_loss == 10", "fit/train epoch_loss 10-10; fit/validation epoch_loss 0-19+; "},
	{"validation/epoch_loss > 2 * train/epoch_loss", "fit/validation epoch_loss 16-19+; "},
	{"train/epoch_loss < 0.5 * validation/epoch_loss", "fit/train epoch_loss 16-19+; "},
	{"epoch_loss > 2 * train/epoch_loss", "fit/validation epoch_loss 16-19+; "},
	{"one/loss > 1", ""},
	/* Absent tags, for each training or for one run. */
	{"absent(lr)", "fit/train lr 0-19+; "},
	{"absent(nothing)", "fit/train nothing 0-19+; one nothing 0-19+; "},
	{"absent(nothing) for 19 steps", "fit/train nothing 0-19+; one nothing 0-19+; "},
	{"absent(nothing) for 20 steps", ""},
	{"absent(nothing) for 20", "fit/train nothing 0-19+; one nothing 0-19+; "},
	{"absent(nothing) for 21", ""},
	{"absent(\"acc/x y\") for 11 steps", "fit/train acc/x y 0-19+; one acc/x y 8-19+; "},
	{"absent(\"acc/x y\") and loss >= 0 for 11 steps", "one loss 8-19+; "},
	{"absent(\"acc/x y\") and loss >= 0 for 12 steps", ""},
	{"absent(nothing) and loss > 15", "one loss 16-19+; "},
	{"absent(nothing) or loss > 15", "fit/train nothing 0-19+; one loss 0-19+; "},
	{"absent(lr) and loss > 15", ""},
	{"absent(train/x) for 19 steps", "fit/train train/x 0-19+; one train/x 0-19+; "},
	{"nothing > 3 or absent(nothing)", "fit/train nothing 0-19+; one nothing 0-19+; "},
};

static void a_rule_applies_to_the_runs_with_its_first_tag(void **state)
{
	(void)state;
	write_logs();
	for (size_t i = 0; i < sizeof applied / sizeof *applied; i++) {
		const struct applied *a = &applied[i];
		if (strcmp(judged(a->expression), a->findings))
			fail_msg("%s: %s", a->expression, judged(a->expression));
	}
}

/* --- the finding ------------------------------------------------------------------------------ */

static void a_finding_has_the_numbers(void **state)
{
	(void)state;
	static const char *const actions[] = {"stop", "look", NULL};
	write_logs();
	tfe_logdir *logdir = open_logs();
	tfe_judge *j = open_judge(logdir, "loss > 1 + 0.5 * max(loss) for 2");
	tfe_user_rule rule = TFE_USER_RULE_INIT;
	tfe_judge_finding f = TFE_JUDGE_FINDING_INIT;
	tfe_error error = TFE_ERROR_INIT;
	rule.name = "own-text_1.0";
	rule.expression = "loss > 18 or loss < 0";
	rule.severity = TFE_SEVERITY_ERROR;
	rule.message = "it is high";
	rule.actions = actions;
	assert_int_equal(tfe_judge_add_rule(j, &rule, &error), TFE_OK);
	assert_int_equal(tfe_judge_run(j), TFE_OK);
	assert_int_equal(tfe_judge_get_finding(j, 0, &f), TFE_OK);
	assert_string_equal(f.rule, "own-text_1.0");
	assert_string_equal(f.message, "it is high");
	assert_string_equal(f.actions[1], "look");
	assert_null(f.actions[2]);
	assert_null(f.causes[0]);
	assert_true(isnan(f.value));
	assert_true(isnan(f.limit));
	assert_int_equal(f.severity, TFE_SEVERITY_ERROR);
	assert_string_equal(f.file, logs_path(one));
	for (size_t i = 0; strcmp(f.rule, "mine"); i++)
		assert_int_equal(tfe_judge_get_finding(j, i, &f), TFE_OK);
	assert_string_equal(f.message,
			    "loss > 1 + 0.5 * max(loss) for 2: holds at 17 of 20 points, first at "
			    "step 3; most at step 19: 19 against 10.5");
	assert_true(f.value == 19);
	assert_true(f.limit == 10.5);
	assert_null(f.actions[0]);
	assert_int_equal(add(j, "late", "loss > 1", &error), TFE_E_ARG);
	assert_string_equal(error.message, "a rule is added before the judge first judges");
	tfe_judge_close(j);
	tfe_logdir_close(logdir);
}

/* A condition that holds, but has never held for long enough, is pending. */
static void a_short_hold_is_pending(void **state)
{
	(void)state;
	static const struct {
		const char *expression, *message;
		tfe_finding_state state;
		int64_t step, last_step;
	} cases[] = {
		{"loss > 16 for 4", "holds at 3 of 20 points, first at step 17; most at step 19",
		 TFE_FINDING_STATE_PENDING, 17, 19},
		{"loss > 16 for 3", "holds at 3 of 20 points, first at step 17; most at step 19",
		 TFE_FINDING_STATE_FIRING, 17, 19},
		{"loss < 3 or loss > 17 for 3", "holds at 3 of 20 points, first at step 0",
		 TFE_FINDING_STATE_CLEARED, 0, 2},
	};
	write_logs();
	tfe_logdir *logdir = open_logs();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		tfe_judge_options options = TFE_JUDGE_OPTIONS_INIT;
		tfe_judge_finding f = TFE_JUDGE_FINDING_INIT;
		tfe_judge *j;
		tfe_error error;
		options.list_pending = true;
		assert_int_equal(tfe_judge_open(logdir, &options, &j, NULL), TFE_OK);
		assert_int_equal(add(j, "mine", cases[i].expression, &error), TFE_OK);
		assert_int_equal(tfe_judge_run(j), TFE_OK);
		for (size_t k = 0; !f.rule || strcmp(f.rule, "mine"); k++)
			assert_int_equal(tfe_judge_get_finding(j, k, &f), TFE_OK);
		assert_int_equal(f.state, cases[i].state);
		assert_int_equal(f.step, cases[i].step);
		assert_int_equal(f.last_step, cases[i].last_step);
		assert_non_null(strstr(f.message, cases[i].message));
		tfe_judge_close(j);
	}
	tfe_logdir_close(logdir);
}

/* A condition is judged where it is true or false. */
static void unknown_conditions_are_counted(void **state)
{
	(void)state;
	static const struct {
		const char *expression;
		uint64_t points;
	} cases[] = {
		{"loss > 100", 20},
		{"epoch_loss > 100", 40},
		{"los > 1", 0},
		{"loss > 1 and val_los > 1", 2}, /* false while loss is at most 1 */
		{"loss > median(los, 3)", 0},
		{"median(loss, 18) > 100", 3},
		{"mean(loss, 21) > 1", 0},
		{"absent(nothing)", 40},
	};
	write_logs();
	tfe_logdir *logdir = open_logs();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		tfe_judge *j = open_judge(logdir, cases[i].expression);
		assert_int_equal(tfe_judge_run(j), TFE_OK);
		assert_int_equal(tfe_judge_rule_points(j, "mine"), cases[i].points);
		assert_int_equal(tfe_judge_rule_points(j, "other"), 0);
		tfe_judge_close(j);
	}
	tfe_logdir_close(logdir);
}

static void refuse(tfe_judge *j, const char *name, const char *expression, int64_t offset,
		   const char *message)
{
	tfe_error error;
	assert_int_equal(add(j, name, expression, &error), TFE_E_ARG);
	assert_non_null(strstr(error.message, message));
	assert_int_equal(error.offset, offset);
}

static void wrong_rules_are_refused(void **state)
{
	(void)state;
	tfe_logdir *logdir = open_logs();
	tfe_judge *j = open_judge(logdir, "loss > 1");
	static const char *const built_in[] = {"overfit",      "nonfinite", "similar_runs",
					       "damaged_file", "clock",     "several_writers",
					       "stalled"};
	for (size_t i = 0; i < sizeof built_in / sizeof *built_in; i++)
		refuse(j, built_in[i], "loss > 1", -1, "is the name of a built-in rule");
	refuse(j, "mine", "loss > 2", -1, "there are two rules \"mine\"");
	refuse(j, "", "loss > 2", -1, "letters, digits, _, - and . only, not \"\"");
	refuse(j, NULL, "loss > 2", -1, "letters, digits, _, - and . only, not \"(null)\"");
	refuse(j, "a b", "loss > 2", -1, "letters, digits");
	refuse(j, "a\x1b", "loss > 2", -1, "not \"a?\"");
	refuse(j, "other", NULL, -1, "the expression is missing");
	refuse(j, "other", "loss >", 6, "character 7: expected");
	tfe_user_rule rule = {.name = "unsized", .expression = "loss > 1"};
	assert_int_equal(tfe_judge_add_rule(j, &rule, NULL), TFE_E_ARG);
	assert_int_equal(tfe_judge_add_rule(j, NULL, NULL), TFE_E_ARG);
	tfe_judge_close(j);
	tfe_logdir_close(logdir);
}

/* --- the order of arrival --------------------------------------------------------------------- */

static uint32_t next_random(void)
{
	static uint64_t random = 1;
	random = random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(random >> 33);
}

static const char *const live_rules[] = {
	"validation/x > train/x for 3",
	"train/x > 1.2 * mean(train/x) and validation/x > min(validation/x, 3) for 20 steps",
	"absent(validation/x) for 30 steps",
	"absent(validation/y)",
	"train/x > mean(validation/x) and once > 0 for 2",
};

/* Compares the findings of a judge that has seen the log grow with those of a fresh one. */
static void compare(const tfe_logdir *logdir, const tfe_judge *live, const char *expression, int at)
{
	char seen[8192];
	tfe_judge *fresh = open_judge(logdir, expression);
	snprintf(seen, sizeof seen, "%s", described(live));
	assert_int_equal(tfe_judge_run(fresh), TFE_OK);
	if (strcmp(seen, described(fresh)))
		fail_msg("%s, after %d: %s, in one pass %s", expression, at, seen,
			 described(fresh));
	tfe_judge_close(fresh);
}

/* Two runs advance in turns of random length, one of them far ahead at times; a third series has
 * one point; the log is judged in slices. */
static void findings_do_not_depend_on_the_order_of_arrival(void **state)
{
	enum { MOST = 1200 };
	size_t found = 0;
	for (size_t r = 0; r < sizeof live_rules / sizeof *live_rules; r++) {
		int at[2] = {0, 0};
		tfe_writer *w[2];
		assert_int_equal(logs_make(state), 0);
		assert_int_equal(tfe_writer_open(logs_path("r/train"), NULL, &w[0], NULL), TFE_OK);
		assert_int_equal(tfe_writer_open(logs_path("r/validation"), NULL, &w[1], NULL),
				 TFE_OK);
		tfe_writer_add_scalar(w[0], "once", 0, 1);
		assert_int_equal(tfe_writer_flush(w[0]), TFE_OK);
		tfe_logdir *logdir = open_logs();
		tfe_judge *j = open_judge(logdir, live_rules[r]);
		while (at[0] < MOST || at[1] < MOST) {
			int which = next_random() % 2, n = 1 + next_random() % 90;
			bool done = false;
			for (; n > 0 && at[which] < MOST; n--, at[which]++)
				tfe_writer_add_scalar(
					w[which], "x",
					at[which] * (which ? 5 : 1) +
						(which && at[which] % 50 < 5 ? 40 : 0),
					next_random() % 10);
			assert_int_equal(tfe_writer_flush(w[which]), TFE_OK);
			assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
			while (!done)
				assert_int_equal(tfe_judge_step(j, 0, &done), TFE_OK);
			compare(logdir, j, live_rules[r], at[0] + at[1]);
		}
		found += *findings(j) != 0;
		tfe_judge_close(j);
		tfe_logdir_close(logdir);
		assert_int_equal(tfe_writer_close(w[0]), TFE_OK);
		assert_int_equal(tfe_writer_close(w[1]), TFE_OK);
		assert_int_equal(logs_remove(state), 0);
	}
	assert_int_equal(found, sizeof live_rules / sizeof *live_rules);
}

/* Points settle although one series is never logged again; a late one is still put in its place. */
static void a_late_point_is_put_in_its_place(void **state)
{
	enum { MANY = 10000 };
	tfe_writer *a, *b;
	assert_int_equal(logs_make(state), 0);
	assert_int_equal(tfe_writer_open(logs_path("r/train"), NULL, &a, NULL), TFE_OK);
	assert_int_equal(tfe_writer_open(logs_path("r/test"), NULL, &b, NULL), TFE_OK);
	for (int i = 0; i < MANY; i++)
		tfe_writer_add_scalar(a, "x", i, 1);
	tfe_writer_add_scalar(b, "limit", 10, 2);
	assert_int_equal(tfe_writer_flush(a), TFE_OK);
	assert_int_equal(tfe_writer_flush(b), TFE_OK);
	tfe_logdir *logdir = open_logs();
	tfe_judge *j = open_judge(logdir, "train/x > test/limit");
	assert_int_equal(tfe_judge_run(j), TFE_OK);
	assert_string_equal(findings(j), "");
	tfe_writer_add_scalar(b, "limit", 500, 0);
	tfe_writer_add_scalar(b, "limit", 600, 3);
	tfe_writer_add_scalar(a, "x", MANY, 4);
	assert_int_equal(tfe_writer_flush(a), TFE_OK);
	assert_int_equal(tfe_writer_flush(b), TFE_OK);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	assert_int_equal(tfe_judge_run(j), TFE_OK);
	assert_string_equal(findings(j), "r/train x 500-10000+; ");
	assert_non_null(strstr(described(j), "holds at 101 of 10001 points"));
	tfe_judge_close(j);
	tfe_logdir_close(logdir);
	assert_int_equal(tfe_writer_close(a), TFE_OK);
	assert_int_equal(tfe_writer_close(b), TFE_OK);
	assert_int_equal(logs_remove(state), 0);
}

/* The clock of absent() is a tag that the expression does not name, also if it has fewer points. */
static void the_clock_is_another_tag(void **state)
{
	(void)state;
	for (int i = 0; i < 10; i++)
		logs_scalar(one, "often", i, 1000 + i, 1);
	for (int i = 1; i < 4; i++)
		logs_scalar(one, "seldom", 10 * i, 1010 + i, 1);
	assert_string_equal(judged("absent(often) for 10 steps"), "one often 10-30+; ");
	assert_string_equal(judged("absent(often) for 4"), "");
}

/* All points at one step count one by one. */
static void equal_steps_are_points(void **state)
{
	(void)state;
	for (int i = 0; i < 9; i++) {
		logs_scalar(one, "a", 0, 1000 + i, i < 5 ? 0 : 1);
		logs_scalar(one, "b", 0, 1000 + i, i < 7 ? 0 : 1);
	}
	assert_string_equal(judged("a > 0 for 4"), "one a 0-0+; ");
	assert_string_equal(judged("a > 0 for 5"), "");
	assert_string_equal(judged("a > b for 2"), "one a 0-0; ");
	assert_string_equal(judged("a > b for 3"), "");
}

/* After a restart, the superseded points are no longer part of the run. */
static void superseded_points_do_not_count(void **state)
{
	(void)state;
	for (int i = 0; i < 20; i++)
		logs_scalar(one, "loss", i, 1000 + i, i < 15 ? 1 : 9);
	tfe_logdir *logdir = open_logs();
	tfe_judge *j = open_judge(logdir, "loss > 5");
	assert_int_equal(tfe_judge_run(j), TFE_OK);
	assert_string_equal(findings(j), "one loss 15-19+; ");
	for (int i = 10; i < 30; i++)
		logs_scalar("one/events.out.tfevents.2", "loss", i, 2000 + i, i < 29 ? 1 : 9);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	assert_int_equal(tfe_judge_run(j), TFE_OK);
	assert_string_equal(findings(j), "one loss 29-29+; ");
	tfe_judge_close(j);
	tfe_logdir_close(logdir);
}

/* A tag that a run gets later changes to which runs the rule applies. */
static void a_tag_may_come_later(void **state)
{
	(void)state;
	for (int i = 0; i < 10; i++)
		logs_scalar(train, "loss", i, 1000 + i, 1);
	tfe_logdir *logdir = open_logs();
	tfe_judge *j = open_judge(logdir, "absent(val_loss) or val_loss > 5");
	assert_int_equal(tfe_judge_run(j), TFE_OK);
	assert_string_equal(findings(j), "fit/train val_loss 0-9+; ");
	logs_scalar(validation, "val_loss", 9, 1009, 1);
	logs_scalar(validation, "val_loss", 10, 1010, 7);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	assert_int_equal(tfe_judge_run(j), TFE_OK);
	assert_string_equal(findings(j), "fit/validation val_loss 10-10+; ");
	tfe_judge_close(j);
	tfe_logdir_close(logdir);
}

static tfe_status judge_with(const tfe_allocator *a, void *context)
{
	tfe_judge_options options = TFE_JUDGE_OPTIONS_INIT;
	tfe_judge *j;
	tfe_error error;
	options.allocator = a;
	tfe_status status = tfe_judge_open(context, &options, &j, NULL);
	if (!status)
		status = add(j, "mine", "validation/epoch_loss > median(train/epoch_loss, 2)",
			     &error);
	if (!status)
		status = tfe_judge_run(j);
	tfe_judge_close(j);
	return status;
}

static void lack_of_memory_is_an_error(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		logs_scalar(train, "epoch_loss", i, 1000 + i, 1);
		logs_scalar(validation, "epoch_loss", i, 1000 + i, 2);
	}
	tfe_logdir *logdir = open_logs();
	assert_true(inject_every_allocation(judge_with, logdir) > 20);
	tfe_logdir_close(logdir);
}

static void tags_of_a_rule_are_named(void **state)
{
	(void)state;
	char name[8];
	tfe_user_rule rule = TFE_USER_RULE_INIT;
	rule.name = "mine";
	rule.expression = "loss > min(val/loss) and \"a b\" < loss for 5";
	assert_int_equal(tfe_user_rule_tag(&rule, 0, name, sizeof name), 4);
	assert_string_equal(name, "loss");
	assert_int_equal(tfe_user_rule_tag(&rule, 1, name, sizeof name), 8); /* it is cut */
	assert_string_equal(name, "val/los");
	assert_int_equal(tfe_user_rule_tag(&rule, 2, name, sizeof name), 3);
	assert_string_equal(name, "a b");
	assert_int_equal(tfe_user_rule_tag(&rule, 3, name, sizeof name), 0);
	assert_string_equal(name, "");
	assert_int_equal(tfe_user_rule_tag(&rule, 0, NULL, 0), 4);
	rule.expression = "loss <";
	assert_int_equal(tfe_user_rule_tag(&rule, 0, name, sizeof name), 0);
	assert_int_equal(tfe_user_rule_tag(NULL, 0, name, sizeof name), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tags_of_a_rule_are_named),
		cmocka_unit_test_setup_teardown(a_rule_applies_to_the_runs_with_its_first_tag,
						logs_make, logs_remove),
		cmocka_unit_test_setup_teardown(a_finding_has_the_numbers, logs_make, logs_remove),
		cmocka_unit_test_setup_teardown(a_short_hold_is_pending, logs_make, logs_remove),
		cmocka_unit_test_setup_teardown(unknown_conditions_are_counted, logs_make,
						logs_remove),
		cmocka_unit_test_setup_teardown(wrong_rules_are_refused, logs_make, logs_remove),
		cmocka_unit_test(findings_do_not_depend_on_the_order_of_arrival),
		cmocka_unit_test(a_late_point_is_put_in_its_place),
		cmocka_unit_test_setup_teardown(the_clock_is_another_tag, logs_make, logs_remove),
		cmocka_unit_test_setup_teardown(equal_steps_are_points, logs_make, logs_remove),
		cmocka_unit_test_setup_teardown(superseded_points_do_not_count, logs_make,
						logs_remove),
		cmocka_unit_test_setup_teardown(a_tag_may_come_later, logs_make, logs_remove),
		cmocka_unit_test_setup_teardown(lack_of_memory_is_an_error, logs_make, logs_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
