/* tfevents check: the report of --junit, in the dialect of Jenkins' schema junit-10. */
#include "tfevents/check_junit.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/complain.h"
#include "common/xml.h"
#include "tfevents/logs.h"

/* The findings of one run. */
struct suite {
	const struct check *check;
	const char *run;
	const tfe_judge_finding *finding;
	size_t findings;
};

static int tell_unwritable(const char *path, int error, const char *program)
{
	complain(program, path, "cannot be written: %s", strerror(error));
	return 2;
}

/* Returns whether a regular file has data that are not XML. */
static bool has_other_data(const char *path)
{
	struct stat status;
	char first = 0;
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool other = !fstat(fd, &status) && S_ISREG(status.st_mode) && read(fd, &first, 1) == 1 &&
		     first != '<';
	close(fd);
	return other;
}

int check_junit_create(const char *path, const char *program)
{
	if (has_other_data(path)) {
		complain(program, path, "is not an XML file, and is not replaced");
		return -1;
	}
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0)
		tell_unwritable(path, errno, program);
	return fd;
}

static void put_attribute(struct out *out, const char *name, const char *value)
{
	out_format(out, " %s=\"", name);
	xml_text(out, value);
	out_text(out, "\"");
}

static bool is_of(const struct suite *s, const tfe_judge_finding *f, size_t rule)
{
	return !strcmp(f->rule, s->check->names.name[rule]);
}

static bool fails(const struct suite *s, size_t rule)
{
	for (size_t i = 0; i < s->findings; i++)
		if (is_of(s, &s->finding[i], rule) && check_counts(s->check, &s->finding[i]))
			return true;
	return false;
}

static void put_finding(struct out *out, const tfe_judge_finding *f)
{
	out_text(out, tfe_severity_name(f->severity));
	if (*f->tag) {
		out_text(out, " in ");
		xml_text(out, f->tag);
		if (f->step == f->last_step)
			out_format(out, ", step %" PRId64, f->step);
		else
			out_format(out, ", steps %" PRId64 " to %" PRId64, f->step, f->last_step);
	}
	out_text(out, check_is_pending(f) ? ", pending: " : ": ");
	xml_text(out, f->message);
	out_text(out, "\n");
	for (size_t i = 0; i < f->tag_count && f->tag_count > 1; i++) {
		out_text(out, "in ");
		xml_text(out, f->tags[i]);
		out_text(out, "\n");
	}
}

static void put_advice(struct out *out, const char *head, const char *const *advice)
{
	for (; *advice; advice++) {
		out_text(out, head);
		xml_text(out, *advice);
		out_text(out, "\n");
	}
}

/* Prints an element with the findings of a rule that fail the check, or with the others. Prints
 * nothing if there are none. */
static void put_findings(struct out *out, const struct suite *s, size_t rule, bool failing)
{
	const tfe_judge_finding *first = NULL;
	for (size_t i = 0; i < s->findings; i++) {
		const tfe_judge_finding *f = &s->finding[i];
		if (!is_of(s, f, rule) || check_counts(s->check, f) != failing)
			continue;
		if (!first) {
			first = f;
			out_text(out, failing ? "<failure" : "<system-out>");
			if (failing) {
				put_attribute(out, "type", tfe_severity_name(f->severity));
				put_attribute(out, "message", f->message);
				out_text(out, ">");
			}
		}
		put_finding(out, f);
	}
	if (!first)
		return;
	put_advice(out, "likely: ", first->causes);
	put_advice(out, "try: ", first->actions);
	out_text(out, failing ? "</failure>\n" : "</system-out>\n");
}

static void put_case(struct out *out, const struct suite *s, size_t rule)
{
	out_text(out, "<testcase");
	put_attribute(out, "classname", *s->run ? s->run : "(no run)");
	put_attribute(out, "name", s->check->names.name[rule]);
	out_text(out, ">\n");
	put_findings(out, s, rule, true);
	put_findings(out, s, rule, false);
	out_text(out, "</testcase>\n");
}

static void put_suite(struct out *out, const struct suite *s)
{
	size_t tests = 0, failures = 0;
	for (size_t rule = 0; rule < s->check->names.n; rule++) {
		tests += s->check->names.chosen[rule];
		failures += fails(s, rule);
	}
	out_text(out, "<testsuite");
	put_attribute(out, "name", *s->run ? s->run : "(no run)");
	out_format(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n", tests, failures);
	for (size_t rule = 0; rule < s->check->names.n; rule++)
		if (s->check->names.chosen[rule])
			put_case(out, s, rule);
	out_text(out, "</testsuite>\n");
}

static void put_problem(struct out *out, const char *problem)
{
	out_text(out, "<testsuite name=\"tfevents check\" tests=\"1\" failures=\"0\" errors=\"1\">"
		      "\n<testcase classname=\"tfevents check\" name=\"all data are judged\">\n"
		      "<error");
	put_attribute(out, "message", problem);
	out_text(out, "/>\n</testcase>\n</testsuite>\n");
}

/* Prints the suite of `run`, and before it those of lesser names that only findings have, as damage
 * without a run has "". A run of NULL is after all others. Advances *next to the findings of later
 * runs. */
static void put_suites_to(struct out *out, const struct check *c, const char *run, size_t *next)
{
	struct suite s = {.check = c};
	do {
		size_t i = *next;
		bool more = i < c->findings;
		const char *found = more ? c->finding[i].run : NULL;
		if (!run && !more)
			return;
		s.run = run && (!more || strcmp(run, found) <= 0) ? run : found;
		s.finding = c->finding + i;
		while (i < c->findings && !strcmp(c->finding[i].run, s.run))
			i++;
		s.findings = i - *next;
		*next = i;
		put_suite(out, &s);
	} while (s.run != run);
}

int check_junit_write(int fd, const char *path, const struct check *c, const char *program)
{
	static struct out out;
	size_t runs = 0, next = 0;
	const tfe_run **run = c->logdir ? logs_runs(c->logdir, &runs) : NULL;
	out_init(&out, fd);
	out_text(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		       "<testsuites name=\"tfevents check\">\n");
	for (size_t i = 0; i < runs; i++)
		put_suites_to(&out, c, logs_run_name(run[i]), &next);
	if (c->logdir)
		put_suites_to(&out, c, NULL, &next);
	if (c->problem)
		put_problem(&out, c->problem);
	out_text(&out, "</testsuites>\n");
	free(run);
	out_flush(&out);
	if (close(fd) && !out.error)
		out.error = errno;
	return out.error ? tell_unwritable(path, out.error, program) : 0;
}
