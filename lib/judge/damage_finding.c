/* judge: findings about damaged files. */
#include "judge/damage_finding.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/checked.h"
#include "base/noun.h"

/* The causes and remedies of a kind of damage. */
struct advice {
	const char *causes[4], *actions[4];
};

static const struct advice advice_for[] = {
	[TFE_DAMAGE_KIND_BYTES] =
		{{"the disk was full, or the program was killed during a write",
		  "the file was copied during a write, or as text",
		  "two programs wrote to the same file"},
		 {"the records around the damage are still read",
		  "tfevents repair FILE -o OUT copies the whole records and reports the rest",
		  "copy the file again from its source, and give each program its own directory"}},
	[TFE_DAMAGE_KIND_RECORD] =
		{{"the program that wrote the record made the error: the checksums are right",
		  "the file holds other records, such as training data"},
		 {"everything else is still read",
		  "check that the program writes names and texts as UTF-8",
		  "TensorBoard stops at this record: tfevents repair FILE -o OUT removes it"}},
	[TFE_DAMAGE_KIND_VALUE] =
		{{"the program that wrote the value made the error: the checksums are right",
		  "the tag is a text, not a name"},
		 {"everything else is still read", "tfevents dump FILE shows the record",
		  "update the library that writes the log"}},
	[TFE_DAMAGE_KIND_NO_EVENT_FILE] =
		{{"something other than an event file has \"tfevents\" in its name"},
		 {"everything else is still read", "ls -l shows what it is",
		  "rename or remove it"}},
	[TFE_DAMAGE_KIND_UNREADABLE] =
		{{"it belongs to another user, or the target of a link does not exist",
		  "its disk or file server fails"},
		 {"everything else is still read", "ls -lL shows what it is and its permissions"}},
	[TFE_DAMAGE_KIND_LIMIT] =
		{{"time and memory are limited for every directory"},
		 {"everything else is still read",
		  "open the part that matters as a log directory, or use a larger --memory"}},
	[TFE_DAMAGE_KIND_CLOCK] =
		{{"the clock of a machine was wrong, or was set back between two starts",
		  "an old file was copied into the directory later"},
		 {"all points of these files are shown, including repeated steps",
		  "compare the times of ls -l --full-time with the times in the names",
		  "give each start its own directory"}},
	[TFE_DAMAGE_KIND_SEVERAL_WRITERS] =
		{{"the ranks of a distributed training all write the same tag",
		  "two trainings write to the same directory at the same time"},
		 {"the points of all files are one series, in the order of their steps",
		  "let one rank write, or give each rank a directory of its own",
		  "tfevents ls FILE shows the series of one file"}},
};

/* The rules of kinds that are no damage; other kinds have none here. */

static const char *const rules[] = {
	[TFE_DAMAGE_KIND_CLOCK] = "clock",
	[TFE_DAMAGE_KIND_SEVERAL_WRITERS] = "several_writers",
};

static_assert(sizeof advice_for / sizeof *advice_for == TFE_DAMAGE_KIND_SEVERAL_WRITERS + 1,
	      "every kind of damage has advice");

/* Returns "path: text"; the text of a limit with a count has the path already. NULL if there is no
 * memory. */
static char *message_of(const tfe_damage *d, struct tfe__arena *texts)
{
	size_t path = d->count ? 0 : strlen(d->path) + 2, text = tfe_damage_get_text(d, NULL, 0),
	       bytes;
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

tfe_status tfe__damage_finding(const tfe_damage *damage, const char *run, struct tfe__arena *texts,
			       tfe_judge_finding *finding)
{
	const struct advice *advice = &advice_for[damage->kind];
	size_t kind = damage->kind;
	const char *info = kind < sizeof rules / sizeof *rules ? rules[kind] : NULL;
	bool value = kind == TFE_DAMAGE_KIND_VALUE;
	*finding = (tfe_judge_finding){
		.size = sizeof *finding,
		.run = run,
		.tag = damage->tag ? damage->tag : "",
		.file = damage->path,
		.rule = info ? info : "damaged_file",
		.severity = info    ? TFE_SEVERITY_INFO
			    : value ? TFE_SEVERITY_WARNING
				    : TFE_SEVERITY_ERROR,
		.active = true,
		.unread = tfe_damage_is_unread(damage),
		.value = (double)damage->bytes,
		.limit = NAN,
		.message = message_of(damage, texts),
		.causes = advice->causes,
		.actions = advice->actions,
	};
	return finding->message ? TFE_OK : TFE_E_NOMEM;
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

tfe_status tfe__unlisted_finding(size_t n, const char *run, struct tfe__arena *texts,
				 tfe_judge_finding *finding)
{
	static const char format[] = "%zu more damaged %s; `tfevents check` lists %s";
	const tfe_damage damage = {.size = sizeof damage,
				   .kind = TFE_DAMAGE_KIND_LIMIT,
				   .path = "",
				   .offset = -1,
				   .reason = ""};
	char text[96];
	int length = snprintf(text, sizeof text, format, n, tfe__noun(n, "place", "places"),
			      tfe__noun(n, "it", "all of them"));
	tfe_status status = tfe__damage_finding(&damage, run, texts, finding);
	if (!status)
		finding->message = tfe__arena_strndup(texts, text, (size_t)length);
	return status ? status : finding->message ? TFE_OK : TFE_E_NOMEM;
}
