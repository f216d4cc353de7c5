/* Writes each image of a log directory to its own file.
 *
 *	read_images runs/train pictures
 *
 * The program creates pictures/000000_step_10_0.png, ..., and prints run, tag, step and file of
 * each image, separated by tabs. Tags come from the logs and may contain any bytes, so file names
 * do not contain them. */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <tfevents.h>

static const char *folder;
static unsigned written;

static const char *ending_of(tfe_bytes image)
{
	static const struct {
		const char *begins, *ending;
	} known[] = {{"\x89PNG", "png"}, {"\xff\xd8\xff", "jpg"}, {"GIF8", "gif"}, {"BM", "bmp"}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		size_t n = strlen(known[i].begins);
		if (image.size >= n && !memcmp(image.data, known[i].begins, n))
			return known[i].ending;
	}
	return "image";
}

/* Control bytes would affect the terminal, so they are replaced. */
static void print_plain(const char *text)
{
	for (; *text; text++)
		putchar(iscntrl((unsigned char)*text) ? '?' : *text);
	putchar('\t');
}

static int write_file(const char *name, tfe_bytes image)
{
	FILE *f = fopen(name, "wbx");
	size_t n = f ? fwrite(image.data, 1, image.size, f) : 0;
	if (f && !fclose(f) && n == image.size)
		return 0;
	fprintf(stderr, "read_images: %s: %s\n", name, strerror(errno));
	return 2;
}

/* One entry may hold several images. */
static int write_entry(const tfe_view *view, uint64_t i, const char *run)
{
	tfe_fetched *held;
	tfe_error error = TFE_ERROR_INIT;
	tfe_point at;
	if (tfe_view_get_points(view, i, &at, 1) != 1)
		return 0;
	if (tfe_view_fetch(view, i, &held, &error)) {
		fprintf(stderr, "read_images: %s: %s\n", error.path, error.message);
		return 2;
	}
	tfe_blobs blobs;
	tfe_bytes image;
	int status = 0;
	tfe_blobs_init(&blobs, tfe_fetched_value(held));
	for (unsigned k = 0; !status && tfe_blobs_next(&blobs, &image); k++) {
		char name[4096];
		snprintf(name, sizeof name, "%s/%06u_step_%" PRId64 "_%u.%s", folder, written,
			 at.step, k, ending_of(image));
		print_plain(run);
		print_plain(tfe_series_tag(view->series));
		printf("%" PRId64 "\t%s\n", at.step, name);
		status = write_file(name, image);
	}
	written++;
	tfe_fetched_release(held);
	return status;
}

/* Reports damage, because of which images may be missing. */
static void print_damage(const tfe_run *run)
{
	for (size_t i = 0; i < tfe_run_damage_count(run); i++) {
		tfe_damage damage = TFE_DAMAGE_INIT;
		char text[256];
		tfe_run_get_damage(run, i, &damage);
		tfe_damage_get_text(&damage, text, sizeof text);
		fprintf(stderr, "read_images: %s: %s\n", damage.path, text);
	}
}

static int write_all(const tfe_logdir *logdir)
{
	int status = 0;
	for (size_t r = 0; r < tfe_logdir_run_count(logdir); r++) {
		const tfe_run *run = tfe_logdir_run_at(logdir, r);
		tfe_run_info info = TFE_RUN_INFO_INIT;
		tfe_run_get_info(run, &info);
		print_damage(run);
		for (size_t s = 0; s < tfe_run_series_count(run); s++) {
			tfe_view view = tfe_series_view(tfe_run_series_at(run, s));
			if (tfe_series_kind(view.series) != TFE_KIND_IMAGE)
				continue;
			/* An entry that cannot be read does not prevent reading the others. */
			for (uint64_t i = 0; i < view.count; i++)
				status |= write_entry(&view, i, info.name);
		}
	}
	return status;
}

int main(int argc, char **argv)
{
	if (argc != 3 || *argv[1] == '-' || *argv[2] == '-') {
		fprintf(stderr, "usage: read_images LOGDIR FOLDER\n");
		return 2;
	}
	folder = argv[2];
	if (mkdir(folder, 0777) && errno != EEXIST) {
		fprintf(stderr, "read_images: %s: %s\n", folder, strerror(errno));
		return 2;
	}
	const char *path = argv[1];
	tfe_logdir *logdir;
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe_logdir_open(&path, 1, NULL, &logdir, &error);
	if (status) {
		fprintf(stderr, "read_images: %s: %s\n", path, error.message);
		return 2;
	}
	int result = 2;
	status = tfe_logdir_load(logdir);
	if (status)
		fprintf(stderr, "read_images: %s: %s\n", path, tfe_status_text(status));
	else
		result = write_all(logdir);
	tfe_logdir_close(logdir);
	return result;
}
