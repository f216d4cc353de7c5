/* judge: findings about damaged files. */
#include "judge/damage_finding.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/checked.h"
#include "base/noun.h"

/* The severity, causes and remedies of a kind of damage. */
struct advice {
	tfe_severity severity;
	const char *causes[4], *actions[4];
};

static const struct advice advice_for[] = {
	[TFE_DAMAGE_KIND_BYTES] =
		{TFE_SEVERITY_ERROR,
		 {"the disk was full, or the program was killed during a write",
		  "the file was copied during a write, or as text",
		  "two programs wrote to the same file"},
		 {"only the damaged records are lost: every whole record is read",
		  "tfevents repair FILE -o OUT copies the whole records and reports the rest",
		  "copy the file again from its source, and give each program its own directory"}},
	[TFE_DAMAGE_KIND_RECORD] =
		{TFE_SEVERITY_ERROR,
		 {"the program that wrote the record made the error: the checksums are right",
		  "the file holds other records, such as training data"},
		 {"everything else is still read",
		  "check that the program writes names and texts as UTF-8",
		  "TensorBoard stops at this record: tfevents repair FILE -o OUT removes it"}},
	[TFE_DAMAGE_KIND_VALUE] =
		{TFE_SEVERITY_WARNING,
		 {"the program that wrote the value made the error: the checksums are right",
		  "the tag is a text, not a name"},
		 {"everything else is still read", "tfevents dump FILE shows the record",
		  "update the library that writes the log"}},
	[TFE_DAMAGE_KIND_NO_EVENT_FILE] =
		{TFE_SEVERITY_ERROR,
		 {"something other than an event file has \"tfevents\" in its name"},
		 {"everything else is still read", "ls -l shows what it is",
		  "rename or remove it"}},
	[TFE_DAMAGE_KIND_UNREADABLE] =
		{TFE_SEVERITY_ERROR,
		 {"it belongs to another user, or the target of a link does not exist",
		  "its disk or file server fails"},
		 {"everything else is still read", "ls -lL shows what it is and its permissions"}},
	[TFE_DAMAGE_KIND_LIMIT] =
		{TFE_SEVERITY_ERROR,
		 {"time and memory are limited for every directory"},
		 {"everything else is still read",
		  "open the part that matters as a log directory, or use a larger --memory"}},
	[TFE_DAMAGE_KIND_CLOCK] =
		{TFE_SEVERITY_INFO,
		 {"the clock of a machine was wrong, or was set back between two starts",
		  "an old file was copied into the directory later"},
		 {"all points of these files are shown, including repeated steps",
		  "compare the times of ls -l --full-time with the times in the names",
		  "give each start its own directory"}},
	[TFE_DAMAGE_KIND_SEVERAL_WRITERS] =
		{TFE_SEVERITY_INFO,
		 {"the ranks of a distributed training all write the same tag",
		  "two trainings write to the same directory at the same time"},
		 {"the points of all files are one series, in the order of their steps",
		  "let one rank write, or give each rank a directory of its own",
		  "with --per-file each file is a run of its own"}},
	[TFE_DAMAGE_KIND_CHECKSUM] =
		{TFE_SEVERITY_ERROR,
		 {"the program that wrote the file computes the checksum of the data wrongly: "
		  "every record fails it, and every one is a valid event"},
		 {"tfevents repair --fix-checksums FILE -o OUT copies the records with right "
		  "checksums",
		  "use another version of that program, or report the fault to its authors"}},
	[TFE_DAMAGE_KIND_POINTER] =
		{TFE_SEVERITY_ERROR,
		 {"the repository was cloned without git-lfs, or without the content of its files"},
		 {"git lfs pull, in the repository, fetches the event file"}},
	[TFE_DAMAGE_KIND_TEXT_FILE] =
		{TFE_SEVERITY_INFO,
		 {"a program put a file of its own beside the event files, under a similar name"},
		 {"nothing: all event files are read",
		  "rename the file so that its name does not contain \"tfevents\""}},
};

/* The rules of kinds that are no damage; other kinds have none here. */
static const char *const rules[] = {
	[TFE_DAMAGE_KIND_CLOCK] = "clock",
	[TFE_DAMAGE_KIND_SEVERAL_WRITERS] = "several_writers",
};

static_assert(sizeof advice_for / sizeof *advice_for == TFE_DAMAGE_KIND_TEXT_FILE + 1,
	      "every kind of damage has advice");

static const struct advice advice_for_cut = {
	TFE_SEVERITY_INFO,
	{"the program was killed, the disk was full, or the copy of the file was interrupted"},
	{"only this record is lost: every whole record is read",
	 "if the file was copied, copy it again from its source"}};

/* Returns "path: text"; the text of a limit with a count has the path already. NULL if there is no
 * memory. */
static char *message_of(const tfe_damage *d, struct tfe__arena *texts)
{
	bool names_path = d->count && d->offset < 0;
	size_t path = names_path ? 0 : strlen(d->path) + 2;
	size_t text = tfe_damage_get_text(d, NULL, 0), bytes;
	if (tfe__add_overflows(path, text, &bytes) || tfe__add_overflows(bytes, 1, &bytes))
		return NULL;
	char *message = tfe__arena_alloc(texts, bytes);
	if (!message)
		return NULL;
	if (path)
		snprintf(message, bytes, "%s: ", d->path);
	tfe_damage_get_text(d, message + path, bytes - path);
	return message;
}

static tfe_status describe(const tfe_damage *damage, const struct advice *advice, const char *run,
			   struct tfe__arena *texts, struct tfe__single *finding)
{
	size_t kind = damage->kind;
	const char *rule = kind < sizeof rules / sizeof *rules ? rules[kind] : NULL;
	const tfe_finding of_damage = {
		.size = sizeof of_damage,
		.tag = damage->tag ? damage->tag : "",
		.rule = rule ? rule : "damaged_file",
		.severity = advice->severity,
		.active = true,
		.value = (double)damage->bytes,
		.limit = NAN,
		.message = message_of(damage, texts),
		.causes = advice->causes,
		.actions = advice->actions,
		.state = TFE_FINDING_STATE_FIRING,
	};
	*finding = (struct tfe__single){
		.found = {of_damage, TFE__SUBJECT_OTHER, NULL},
		.run = run,
		.file = damage->path,
		.unread = tfe_damage_is_unread(damage),
		.is_file = true,
		.offset = damage->offset,
		.count = damage->count ? damage->count : 1,
	};
	return of_damage.message ? TFE_OK : TFE_E_NOMEM;
}

tfe_status tfe__damage_finding(const tfe_damage *damage, const char *run, struct tfe__arena *texts,
			       struct tfe__single *finding)
{
	return describe(damage, &advice_for[damage->kind], run, texts, finding);
}

tfe_status tfe__cut_finding(const tfe_damage *damage, const char *run, struct tfe__arena *texts,
			    struct tfe__single *finding)
{
	return describe(damage, &advice_for_cut, run, texts, finding);
}

double tfe__run_quiet_at(const tfe_run_info *info, const tfe_damage *cut)
{
	enum { INTERVALS = 10, MIN_S = 3600 };
	struct stat st;
	if (info->last_wall_time <= 0)
		return stat(cut->path, &st) ? INFINITY : (double)st.st_mtime + MIN_S;
	double span_s = info->last_wall_time - info->first_wall_time, intervals = 1;
	if (info->records > 2)
		intervals = (double)(info->records - 1);
	return info->last_wall_time + fmax(MIN_S, INTERVALS * span_s / intervals);
}

bool tfe__run_is_truncated(const tfe_run *run, tfe_damage *damage)
{
	/* A writer creates an empty file and then writes whole records. So a file with only a part
	 * of the 12 bytes of a record header is the result of a crash, or is no event file. */
	enum { HEADER_BYTES = 12 };
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_run_get_info(run, &info);
	if (info.records || !info.bytes_total || info.bytes_total >= HEADER_BYTES ||
	    tfe_run_damage_count(run))
		return false;
	*damage = (tfe_damage){.size = sizeof *damage,
			       .kind = TFE_DAMAGE_KIND_BYTES,
			       .path = info.name,
			       .offset = -1,
			       .bytes = info.bytes_total,
			       .reason = "the run ends inside its first record"};
	return true;
}

tfe_status tfe__unlisted_finding(uint64_t n, const char *run, struct tfe__arena *texts,
				 struct tfe__single *finding)
{
	static const char format[] =
		"%" PRIu64 " more damaged %s; `tfevents check` lists the first of each file";
	const tfe_damage damage = {.size = sizeof damage,
				   .kind = TFE_DAMAGE_KIND_LIMIT,
				   .path = "",
				   .offset = -1,
				   .reason = ""};
	char text[112];
	int length = snprintf(text, sizeof text, format, n, tfe__noun(n, "place", "places"));
	tfe_status status = tfe__damage_finding(&damage, run, texts, finding);
	finding->count = n;
	if (status)
		return status;
	finding->found.finding.message = tfe__arena_strndup(texts, text, (size_t)length);
	return finding->found.finding.message ? TFE_OK : TFE_E_NOMEM;
}
