/* Writes every kind of summary, three steps of each kind that has steps.
 *
 *	every_kind logs       writes into this log directory
 *	every_kind --list     prints the same values as JSON, an object per line, writes nothing
 *
 * The tests ask TensorBoard for each value of the list. */
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tfevents.h>

enum { STEPS = 3 };

/* The writer of the log directory and its path; NULL while the values are listed. */
static tfe_writer *writer;
static const char *logdir;

/* Prints a line of the list. */
static void list(const char *format, ...)
{
	va_list args;
	if (writer)
		return;
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

static void scalars(void)
{
	if (writer) {
		tfe_writer_describe(writer, "scalar/described", "Described", "in *Markdown*");
		tfe_writer_set_wall_time(writer, 1700000000);
	}
	for (int step = 0; step < STEPS; step++) {
		const tfe_scalar one[] = {{"scalar/plain", 1.0 / (1 + step)},
					  {"scalar/described", 0.5 * step}};
		const tfe_scalar exact[] = {{"scalar/float64", 1e-300 * (1 + step)}};
		if (writer) {
			tfe_writer_add_scalars(writer, step, one, 2, TFE_DTYPE_FLOAT32);
			tfe_writer_add_scalars(writer, step, exact, 1, TFE_DTYPE_FLOAT64);
		}
		list("{\"kind\": \"scalar\", \"tag\": \"scalar/plain\", \"step\": %d, \"value\": "
		     "%.9g, \"wall_time\": 1700000000}",
		     step, one[0].value);
		list("{\"kind\": \"scalar\", \"tag\": \"scalar/described\", \"step\": %d, "
		     "\"value\": %.9g, \"display_name\": \"Described\", \"wall_time\": 1700000000}",
		     step, one[1].value);
		list("{\"kind\": \"scalar\", \"tag\": \"scalar/float64\", \"step\": %d, \"value\": "
		     "%.17g, \"float64\": true, \"wall_time\": 1700000000}",
		     step, exact[0].value);
	}
	if (writer)
		tfe_writer_set_wall_time(writer, 0);
}

/* --- hyperparameters: three trials, each a run of its own ------------------------------------- */

struct config {
	double rate;
	int32_t batch;
	const char *optimizer;
};

static const double batches[] = {16, 32, 64};
static const char *const optimizers[] = {"adam", "sgd"};

static void experiment(void)
{
	static const tfe_experiment_domain domains[] = {
		{.name = "rate", .type = TFE_HPARAM_TYPE_NUMBER, .has_interval = true, .max = 0.1},
		{.name = "batch", .type = TFE_HPARAM_TYPE_NUMBER, .numbers = batches, .n = 3},
		{.name = "optimizer", .type = TFE_HPARAM_TYPE_TEXT, .texts = optimizers, .n = 2},
	};
	static const tfe_experiment_metric metrics[] = {{.tag = "loss", .display_name = "Loss"}};
	tfe_experiment e = TFE_EXPERIMENT_INIT;
	e.name = "sweep";
	e.domains = domains;
	e.n_domains = 3;
	e.metrics = metrics;
	e.n_metrics = 1;
	tfe_writer_add_experiment(writer, &e);
}

/* The same hyperparameters from a C struct, from the arguments of a program, from texts. */
static void set_hyperparameters(tfe_trial *trial, int i, const struct config *config)
{
	static const tfe_trial_field fields[] = {
		TFE_TRIAL_FIELD(struct config, rate, TFE_DTYPE_FLOAT64),
		TFE_TRIAL_FIELD(struct config, batch, TFE_DTYPE_INT32),
		TFE_TRIAL_FIELD(struct config, optimizer, TFE_DTYPE_STRING),
	};
	static const char *const argv[] = {"train", "--rate=0.02", "--batch", "32",
					   "--optimizer=sgd"};
	switch (i) {
	case 0:
		tfe_trial_set_fields(trial, config, fields, 3);
		break;
	case 1:
		tfe_trial_set_arguments(trial, 5, argv);
		break;
	default:
		tfe_trial_set_pair(trial, "rate=0.03");
		tfe_trial_set_pair(trial, "batch=64");
		tfe_trial_set_pair(trial, "optimizer=adam");
	}
}

/* Writes a trial. The last one has no end, as if it were still running. */
static void write_trial(int i, const tfe_trial *trial)
{
	char path[4096];
	tfe_writer *run;
	snprintf(path, sizeof path, "%s/trial-%d", logdir, i);
	if (tfe_writer_open(path, NULL, &run, NULL) != TFE_OK)
		return;
	tfe_writer_begin_trial(run, trial, NULL);
	for (int step = 0; step < STEPS; step++)
		tfe_writer_add_scalar(run, "loss", step, 1.0 / (1 + i + step));
	if (i < 2)
		tfe_writer_end_trial(run, i ? TFE_TRIAL_STATUS_FAILURE : TFE_TRIAL_STATUS_SUCCESS);
	if (tfe_writer_close(run) != TFE_OK)
		fprintf(stderr, "%s: not all is written\n", path);
}

static void hparams(void)
{
	static const struct config configs[] = {
		{0.01, 16, "adam"}, {0.02, 32, "sgd"}, {0.03, 64, "adam"}};
	static const char *const statuses[] = {"SUCCESS", "FAILURE", "UNKNOWN"};
	if (writer)
		experiment();
	for (int i = 0; i < 3; i++) {
		tfe_trial *trial;
		char group[TFE_TRIAL_GROUP_BYTES] = "";
		if (tfe_trial_open(NULL, &trial) != TFE_OK)
			return;
		set_hyperparameters(trial, i, &configs[i]);
		if (tfe_trial_get_group(trial, group) != TFE_OK)
			fputs("every_kind: no group name\n", stderr);
		if (writer)
			write_trial(i, trial);
		list("{\"kind\": \"hparams\", \"run\": \"trial-%d\", \"hparams\": {\"rate\": %.9g, "
		     "\"batch\": %d, \"optimizer\": \"%s\"}, \"group\": \"%s\", \"status\": "
		     "\"STATUS_%s\", \"loss\": %.9g}",
		     i, configs[i].rate, (int)configs[i].batch, configs[i].optimizer, group,
		     statuses[i], 1.0 / (STEPS + i));
		tfe_trial_close(trial);
	}
}

/* --- precision-recall curves ------------------------------------------------------------------ */

enum { EXAMPLES = 40, THRESHOLDS = 11, CLASSES = 3 };

static const char *const class_names[CLASSES] = {"cat", "dog", "bird"};

/* Prints n numbers as a JSON array. */
static void list_numbers(const char *name, const double *numbers, int n)
{
	if (writer)
		return;
	printf(", \"%s\": [", name);
	for (int i = 0; i < n; i++)
		printf("%s%.17g", i ? ", " : "", numbers[i]);
	printf("]");
}

/* Lists the definition: at a threshold, an example is predicted as positive if floor(10 p) reaches
 * the number of the threshold. */
static void list_pr_curve(const char *tag, int step, const uint8_t *labels, const float *scores)
{
	double tp[THRESHOLDS] = {0}, fp[THRESHOLDS] = {0};
	for (int t = 0; t < THRESHOLDS; t++)
		for (int i = 0; i < EXAMPLES; i++)
			if ((int)floorf(scores[i] * (THRESHOLDS - 1)) >= t)
				*(labels[i] ? &tp[t] : &fp[t]) += 1;
	if (writer)
		return;
	printf("{\"kind\": \"pr_curve\", \"tag\": \"%s\", \"step\": %d", tag, step);
	list_numbers("true_positives", tp, THRESHOLDS);
	list_numbers("false_positives", fp, THRESHOLDS);
	puts("}");
}

static void pr_curves(void)
{
	tfe_pr_curve_options options = TFE_PR_CURVE_OPTIONS_INIT;
	options.thresholds = THRESHOLDS;
	for (int step = 0; step < STEPS; step++) {
		uint8_t labels[EXAMPLES], is_class[CLASSES][EXAMPLES];
		float scores[EXAMPLES], of_class[CLASSES][EXAMPLES];
		int32_t classes[EXAMPLES];
		float all[EXAMPLES][CLASSES];
		for (int i = 0; i < EXAMPLES; i++) {
			classes[i] = i % CLASSES;
			labels[i] = i % 2;
			scores[i] = (float)(i * 7 % 20 + (labels[i] ? 4 * step : 0)) / 32;
			for (int c = 0; c < CLASSES; c++) {
				is_class[c][i] = c == classes[i];
				all[i][c] = of_class[c][i] =
					(float)(i * (5 + c) % 13 + 6 * is_class[c][i]) / 32;
			}
		}
		options.roc = true; /* also an image at pr_curve/binary/roc */
		if (writer)
			tfe_writer_add_pr_curve(writer, "pr_curve/binary", step, labels, scores,
						TFE_DTYPE_FLOAT32, EXAMPLES, &options);
		options.roc = false;
		if (writer)
			tfe_writer_add_pr_curves(writer, "pr_curve", step, classes, all,
						 TFE_DTYPE_FLOAT32, EXAMPLES, CLASSES, class_names,
						 &options);
		list_pr_curve("pr_curve/binary", step, labels, scores);
		for (int c = 0; c < CLASSES; c++) {
			char tag[64];
			snprintf(tag, sizeof tag, "pr_curve/%s", class_names[c]);
			list_pr_curve(tag, step, is_class[c], of_class[c]);
		}
	}
}

/* --- texts ------------------------------------------------------------------------------------ */

/* Prints texts as a JSON array of strings. */
static void list_texts(const char *name, const char *const *texts, int n)
{
	if (writer)
		return;
	printf(", \"%s\": [", name);
	for (int i = 0; i < n; i++) {
		fputs(i ? ", \"" : "\"", stdout);
		for (const char *p = texts[i]; *p; p++)
			if (*p == '"' || *p == '\\')
				printf("\\%c", *p);
			else if ((unsigned char)*p < ' ')
				printf("\\u%04x", (unsigned)*p);
			else
				putchar(*p);
		putchar('"');
	}
	putchar(']');
}

static void list_text(const char *tag, int step, const char *form, const char *const *texts, int n)
{
	if (writer)
		return;
	printf("{\"kind\": \"text\", \"tag\": \"%s\", \"step\": %d, \"form\": \"%s\"", tag, step,
	       form);
	list_texts("texts", texts, n);
	puts("}");
}

static void texts(void)
{
	for (int step = 0; step < STEPS; step++) {
		char number[32];
		const char *const cells[] = {"name",      "value",      "step", number,
					     "a|b `c` d", "*not* bold", "<b>",  "back\\slash"};
		const char *const pairs[] = {"learning_rate", number, "optimizer", "adam & [co]"};
		const char *code = "if (a < b)\n    puts(\"```\");\n````\n", *bold = "strong words";
		char markdown[64];
		snprintf(number, sizeof number, "%d", step);
		snprintf(markdown, sizeof markdown, "**%s** of step %d", bold, step);
		if (writer) {
			tfe_writer_add_text(writer, "text/markdown", step, markdown);
			tfe_writer_add_text_table(writer, "text/table", step, cells, 4, 2);
			tfe_writer_add_text_pairs(writer, "text/pairs", step, pairs, 2);
			tfe_writer_add_text_fenced(writer, "text/code", step, code, "c");
		}
		list_text("text/markdown", step, "strong", &bold, 1);
		list_text("text/table", step, "table", cells, 8);
		list_text("text/pairs", step, "pairs", pairs, 4);
		list_text("text/code", step, "code", &code, 1);
	}
}

/* --- sounds ----------------------------------------------------------------------------------- */

static void sounds(void)
{
	enum { FRAMES = 50, RATE = 8000 };
	for (int step = 0; step < STEPS; step++) {
		int16_t stereo[FRAMES][2];
		float mono[FRAMES];
		double left_right[2 * FRAMES], middle[FRAMES];
		for (int i = 0; i < FRAMES; i++) {
			mono[i] = (float)((i * (3 + step) % 64 - 32) / 32.0);
			middle[i] = fmin((double)mono[i] * 32768, 32767);
			for (int c = 0; c < 2; c++) {
				stereo[i][c] = (int16_t)(i * 100 * (c ? -1 : 1) + step);
				left_right[2 * i + c] = stereo[i][c];
			}
		}
		const tfe_sound both[] = {{stereo, TFE_DTYPE_INT16, 2, FRAMES, "*stereo*"},
					  {mono, TFE_DTYPE_FLOAT32, 1, FRAMES, "mono"}};
		if (writer)
			tfe_writer_add_audio(writer, "audio", step, both, 2, RATE);
		for (int sample = 0; sample < 2 && !writer; sample++) {
			printf("{\"kind\": \"audio\", \"tag\": \"audio\", \"step\": %d, "
			       "\"sample\": "
			       "%d, \"rate\": %d, \"channels\": %d",
			       step, sample, RATE, 2 - sample);
			list_numbers("samples", sample ? middle : left_right,
				     sample ? FRAMES : 2 * FRAMES);
			puts("}");
		}
	}
}

/* --- images ----------------------------------------------------------------------------------- */

/* A grey JPEG file of 8 x 8 pixels. */
static const uint8_t jpeg[] = {
	0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00, 0x01, 0x01, 0x00,
	0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0xff, 0xdb, 0x00, 0x43, 0x00, 0x0d, 0x09, 0x0a,
	0x0b, 0x0a, 0x08, 0x0d, 0x0b, 0x0a, 0x0b, 0x0e, 0x0e, 0x0d, 0x0f, 0x13, 0x20, 0x15,
	0x13, 0x12, 0x12, 0x13, 0x27, 0x1c, 0x1e, 0x17, 0x20, 0x2e, 0x29, 0x31, 0x30, 0x2e,
	0x29, 0x2d, 0x2c, 0x33, 0x3a, 0x4a, 0x3e, 0x33, 0x36, 0x46, 0x37, 0x2c, 0x2d, 0x40,
	0x57, 0x41, 0x46, 0x4c, 0x4e, 0x52, 0x53, 0x52, 0x32, 0x3e, 0x5a, 0x61, 0x5a, 0x50,
	0x60, 0x4a, 0x51, 0x52, 0x4f, 0xff, 0xc0, 0x00, 0x0b, 0x08, 0x00, 0x08, 0x00, 0x08,
	0x01, 0x01, 0x11, 0x00, 0xff, 0xc4, 0x00, 0x14, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x04, 0xff, 0xc4,
	0x00, 0x18, 0x10, 0x00, 0x02, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x06, 0x33, 0x81, 0xff, 0xda, 0x00, 0x08,
	0x01, 0x01, 0x00, 0x00, 0x3f, 0x00, 0x2c, 0x09, 0x75, 0xe1, 0xff, 0xd9,
};

enum { WIDTH = 6, HEIGHT = 4 };

static void list_image(const char *tag, int step, int sample, const char *mode,
		       const double *pixels, int n)
{
	if (writer)
		return;
	printf("{\"kind\": \"image\", \"tag\": \"%s\", \"step\": %d, \"sample\": %d, \"mode\": "
	       "\"%s\", \"size\": [%d, %d]",
	       tag, step, sample, mode, WIDTH, HEIGHT);
	list_numbers("pixels", pixels, n);
	puts("}");
}

/* Two RGB images, once with the channels of a pixel together, once as planes. */
static void image_batches(int step)
{
	enum { N = 2, C = 3 };
	uint8_t nhwc[N][HEIGHT][WIDTH][C];
	float nchw[N][C][HEIGHT][WIDTH];
	for (int i = 0; i < N; i++) {
		double pixels[HEIGHT * WIDTH * C];
		for (int k = 0; k < HEIGHT * WIDTH * C; k++) {
			int c = k % C, x = k / C % WIDTH, y = k / C / WIDTH;
			uint8_t value = (uint8_t)(50 * step + 20 * i + 70 * c + 5 * x + y);
			pixels[k] = nhwc[i][y][x][c] = value;
			nchw[i][c][y][x] = (value + 0.5f) / 255.5f; /* converts to it */
		}
		list_image("image/nhwc", step, i, "RGB", pixels, HEIGHT * WIDTH * C);
		list_image("image/nchw", step, i, "RGB", pixels, HEIGHT * WIDTH * C);
	}
	const tfe_image_batch both[] = {
		{nhwc, TFE_DTYPE_UINT8, TFE_IMAGE_LAYOUT_NHWC, N, HEIGHT, WIDTH, C},
		{nchw, TFE_DTYPE_FLOAT32, TFE_IMAGE_LAYOUT_NCHW, N, HEIGHT, WIDTH, C}};
	if (writer) {
		tfe_writer_add_image_batch(writer, "image/nhwc", step, &both[0]);
		tfe_writer_add_image_batch(writer, "image/nchw", step, &both[1]);
	}
}

/* A video of grey frames, and its first frame with 16 bit. */
static void video(int step)
{
	enum { FRAMES = 3 };
	uint8_t frames[FRAMES][HEIGHT][WIDTH];
	uint16_t deep[HEIGHT][WIDTH];
	double pixels[FRAMES * HEIGHT * WIDTH], deep_pixels[HEIGHT * WIDTH];
	for (int k = 0; k < FRAMES * HEIGHT * WIDTH; k++) {
		int x = k % WIDTH, y = k / WIDTH % HEIGHT, i = k / WIDTH / HEIGHT;
		pixels[k] = frames[i][y][x] = (uint8_t)(60 * step + 30 * i + 7 * x + 20 * y);
		deep[y][x] = (uint16_t)(frames[0][y][x] * 257);
		deep_pixels[y * WIDTH + x] = deep[y][x];
	}
	const tfe_image_batch batch = {
		frames, TFE_DTYPE_UINT8, TFE_IMAGE_LAYOUT_NHWC, FRAMES, HEIGHT, WIDTH, 1};
	const tfe_image image = {deep, TFE_DTYPE_UINT16, WIDTH, HEIGHT, 1};
	if (writer) {
		tfe_writer_add_video(writer, "image/video", step, &batch, 10);
		tfe_writer_add_images(writer, "image/16_bit", step, &image, 1);
	}
	list_image("image/video", step, 0, "L", pixels, FRAMES * HEIGHT * WIDTH);
	list_image("image/16_bit", step, 0, "I;16", deep_pixels, HEIGHT * WIDTH);
}

/* A white image with a green box, whose frame has two pixels, and an encoded file. */
static void boxes(int step)
{
	uint8_t white[HEIGHT][WIDTH];
	double pixels[HEIGHT * WIDTH * 3], bytes[sizeof jpeg];
	memset(white, 255, sizeof white);
	for (int k = 0; k < HEIGHT * WIDTH; k++) {
		bool within = k % WIDTH >= 2 + step && k / WIDTH >= 1;
		pixels[3 * k] = pixels[3 * k + 2] = within ? 0 : 255;
		pixels[3 * k + 1] = 255;
	}
	for (size_t i = 0; i < sizeof jpeg; i++)
		bytes[i] = jpeg[i];
	const tfe_image image = {white, TFE_DTYPE_UINT8, WIDTH, HEIGHT, 1};
	const tfe_box box = {2 + step, 1, WIDTH, HEIGHT, NULL, 0x00ff00};
	const tfe_bytes file = {jpeg, sizeof jpeg};
	if (writer) {
		tfe_writer_add_image_with_boxes(writer, "image/boxes", step, &image, &box, 1);
		tfe_writer_add_encoded_images(writer, "image/jpeg", step, &file, 1);
		return;
	}
	list_image("image/boxes", step, 0, "RGB", pixels, HEIGHT * WIDTH * 3);
	printf("{\"kind\": \"image\", \"tag\": \"image/jpeg\", \"step\": %d, \"sample\": 0", step);
	list_numbers("bytes", bytes, sizeof jpeg);
	puts("}");
}

static void images(void)
{
	for (int step = 0; step < STEPS; step++) {
		image_batches(step);
		video(step);
		boxes(step);
	}
}

/* --- meshes and layouts ----------------------------------------------------------------------- */

/* Two tetrahedra, coloured. */
static void meshes(void)
{
	enum { BATCH = 2, VERTICES = 4, FACES = 4 };
	static const int32_t tetrahedron[FACES][3] = {{0, 1, 2}, {0, 1, 3}, {0, 2, 3}, {1, 2, 3}};
	float vertices[BATCH][VERTICES][3];
	uint8_t colours[BATCH][VERTICES][3];
	int32_t faces[BATCH][FACES][3];
	for (int step = 0; step < STEPS; step++) {
		double all_vertices[VERTICES * 3], all_colours[VERTICES * 3], all_faces[FACES * 3];
		for (int i = 0; i < BATCH; i++) {
			for (int k = 0; k < VERTICES * 3; k++) {
				int v = k / 3, c = k % 3;
				vertices[i][v][c] = (float)(v == c + 1) + 0.25f * (float)step;
				colours[i][v][c] = (uint8_t)(60 * v + 20 * c + i);
				faces[i][v][c] = tetrahedron[v][c];
				all_vertices[k] = (double)vertices[i][v][c];
				all_colours[k] = colours[i][v][c];
				all_faces[k] = faces[i][v][c];
			}
			if (writer)
				continue;
			printf("{\"kind\": \"mesh\", \"tag\": \"mesh\", \"step\": %d, \"sample\": "
			       "%d",
			       step, i);
			list_numbers("VERTEX", all_vertices, VERTICES * 3);
			list_numbers("COLOR", all_colours, VERTICES * 3);
			list_numbers("FACE", all_faces, FACES * 3);
			puts("}");
		}
		tfe_mesh mesh = TFE_MESH_INIT;
		mesh.batch = BATCH;
		mesh.vertices = &vertices[0][0][0];
		mesh.n_vertices = VERTICES;
		mesh.colours = &colours[0][0][0];
		mesh.faces = &faces[0][0][0];
		mesh.n_faces = FACES;
		if (writer)
			tfe_writer_add_mesh(writer, "mesh", step, &mesh);
	}
}

static void layouts(void)
{
	static const char *const tags[] = {"scalar/plain", "scalar/desc.*"};
	static const tfe_margin margin = {"scalar/plain", "scalar/described", "scalar/float64"};
	static const tfe_chart charts[] = {
		{.title = "Lines", .tags = tags, .n_tags = 2},
		{.title = "Margins", .margins = &margin, .n_margins = 1},
	};
	static const tfe_chart_category category = {"All scalars", charts, 2, true};
	if (writer)
		tfe_writer_add_layout(writer, &category, 1);
	list("{\"kind\": \"layout\", \"layout\": [{\"title\": \"All scalars\", \"closed\": true, "
	     "\"chart\": [{\"title\": \"Lines\", \"multiline\": {\"tag\": [\"scalar/plain\", "
	     "\"scalar/desc.*\"]}}, {\"title\": \"Margins\", \"margin\": {\"series\": [{\"value\": "
	     "\"scalar/plain\", \"lower\": \"scalar/described\", \"upper\": "
	     "\"scalar/float64\"}]}}]}], \"match\": \"scalar/desc.*\", \"tags\": "
	     "[\"scalar/described\"]}");
}

/* --- embeddings ------------------------------------------------------------------------------- */

/* Points with a name and a class each, as texts and as raw numbers. */
static void embeddings(void)
{
	enum { POINTS = 5, DIMENSIONS = 3, PIXELS = 4 };
	static const char *const names[] = {"name", "class"};
	static const char *const metadata[2 * POINTS] = {"first",  "a", "second", "b", "third", "a",
							 "fourth", "b", "fifth",  "c"};
	static const uint8_t grey[POINTS][PIXELS] = {{0}, {50}, {100}, {150}, {200}};
	tfe_image sprites[POINTS];
	for (int i = 0; i < POINTS; i++)
		sprites[i] = (tfe_image){grey[i], TFE_DTYPE_UINT8, 2, 2, 1};
	for (int step = 0; step < STEPS; step++) {
		float values[POINTS * DIMENSIONS];
		double all[POINTS * DIMENSIONS];
		for (int k = 0; k < POINTS * DIMENSIONS; k++)
			all[k] = (double)(values[k] = (float)k / 7 + (float)step);
		tfe_embedding e = TFE_EMBEDDING_INIT;
		e.values = values;
		e.n = POINTS;
		e.dimensions = DIMENSIONS;
		e.metadata = metadata;
		e.columns = 2;
		e.names = names;
		e.sprites = sprites;
		for (int raw = 0; raw < 2; raw++) {
			const char *tag = raw ? "embedding/raw" : "embedding/texts";
			e.raw = raw;
			if (writer) {
				tfe_writer_add_embedding(writer, tag, step, &e);
				continue;
			}
			printf("{\"kind\": \"embedding\", \"tag\": \"%s\", \"step\": %d, "
			       "\"shape\": "
			       "[%d, %d]",
			       tag, step, POINTS, DIMENSIONS);
			list_numbers("values", all, POINTS * DIMENSIONS);
			list_texts("metadata", metadata, 2 * POINTS);
			puts("}");
		}
	}
}

/* --- histograms ------------------------------------------------------------------------------- */

static void list_histogram(const char *tag, int step, const double *values, const double *weights,
			   int n)
{
	if (writer)
		return;
	printf("{\"kind\": \"histogram\", \"tag\": \"%s\", \"step\": %d", tag, step);
	list_numbers("values", values, n);
	list_numbers("weights", weights, n);
	puts("}");
}

/* The left half of a matrix, as v1, and with weights as v2; buckets that were counted elsewhere. */
static void histograms(void)
{
	enum { ROWS = 8, COLUMNS = 6, HALF = 3, BUCKETS = 3 };
	static const double limits[BUCKETS] = {1, 2, 4}, counts[BUCKETS] = {5, 0, 2};
	const int64_t shape[] = {ROWS, HALF};
	const int64_t strides[] = {COLUMNS * sizeof(float), sizeof(float)};
	for (int step = 0; step < STEPS; step++) {
		float matrix[ROWS][COLUMNS] = {{0}};
		double weights[ROWS][HALF], values[ROWS * HALF], ones[ROWS * HALF];
		for (int i = 0; i < ROWS * HALF; i++) {
			int row = i / HALF, column = i % HALF;
			matrix[row][column] = (float)(i * (step + 3) % 17 - 8) / 4 + 0.03f;
			weights[row][column] = 0.5 * (i % 4);
			values[i] = (double)matrix[row][column];
			ones[i] = 1;
		}
		const tfe_array half = {matrix, TFE_DTYPE_FLOAT32, 2, shape, strides};
		const tfe_array by = {weights, TFE_DTYPE_FLOAT64, 2, shape, NULL};
		const tfe_histogram_buckets raw = {-1, 3, 7, 6, 20, limits, counts, BUCKETS};
		if (writer) {
			tfe_writer_add_histogram_array(writer, "histogram/v1", step, &half, NULL,
						       0);
			tfe_writer_add_histogram_array(writer, "histogram/v2", step, &half, &by, 5);
			tfe_writer_add_histogram_buckets(writer, "histogram/raw", step, &raw);
		}
		list_histogram("histogram/v1", step, values, ones, ROWS * HALF);
		list_histogram("histogram/v2", step, values, &weights[0][0], ROWS * HALF);
		list("{\"kind\": \"histogram\", \"tag\": \"histogram/raw\", \"step\": %d, "
		     "\"buckets\": [[-1, 1, 5], [1, 2, 0], [2, 3, 2]]}",
		     step);
	}
}

/* --- tensors ---------------------------------------------------------------------------------- */

static void list_tensor(const char *tag, int step, const char *shape, const double *values, int n)
{
	if (writer)
		return;
	printf("{\"kind\": \"tensor\", \"tag\": \"%s\", \"step\": %d, \"shape\": %s", tag, step,
	       shape);
	list_numbers("values", values, n);
	puts("}");
}

/* Half floats and a transposed matrix of integers, under a plugin that TensorBoard does not
 * have. */
static void tensors(void)
{
	static const tfe_plugin plugin = {"my_plugin", "its content", 11};
	static const uint16_t halves[] = {0x3c00, 0xc000, 0x3800}; /* 1, -2, 0.5 */
	static const double half_values[] = {1, -2, 0.5};
	const int64_t three = 3, transposed[] = {3, 2};
	const int64_t strides[] = {sizeof(int64_t), 3 * sizeof(int64_t)};
	for (int step = 0; step < STEPS; step++) {
		int64_t matrix[2][3];
		double values[6];
		for (int i = 0; i < 6; i++) {
			matrix[i / 3][i % 3] = 10 * step + i;
			values[i % 3 * 2 + i / 3] = 10 * step + i;
		}
		const tfe_array a = {halves, TFE_DTYPE_FLOAT16, 1, &three, NULL};
		const tfe_array b = {matrix, TFE_DTYPE_INT64, 2, transposed, strides};
		if (writer) {
			tfe_writer_add_tensor(writer, "tensor/half", step, &a, &plugin);
			tfe_writer_add_tensor(writer, "tensor/transposed", step, &b, &plugin);
		}
		list_tensor("tensor/half", step, "[3]", half_values, 3);
		list_tensor("tensor/transposed", step, "[3, 2]", values, 6);
	}
}

/* --- confusion matrices, and the scores of their classes -------------------------------------- */

/* Counts two batches at each step. */
static void confusion(void)
{
	int64_t counts[CLASSES * CLASSES] = {0};
	for (int step = 0; step < STEPS; step++) {
		double values[CLASSES * CLASSES];
		for (int batch = 0; batch < 2; batch++) {
			int32_t labels[EXAMPLES], predictions[EXAMPLES];
			for (int i = 0; i < EXAMPLES; i++) {
				labels[i] = i % CLASSES;
				predictions[i] = i % 7 ? labels[i] : (i + batch) % CLASSES;
			}
			if (tfe_confusion_count(labels, predictions, EXAMPLES, CLASSES, counts) !=
			    TFE_OK)
				return;
		}
		if (writer) {
			tfe_writer_add_confusion_matrix(writer, "confusion", step, counts, CLASSES,
							class_names);
			tfe_writer_add_class_scores(writer, "confusion", step, counts, CLASSES,
						    class_names);
		}
		for (int i = 0; i < CLASSES * CLASSES; i++)
			values[i] = (double)counts[i];
		list_tensor("confusion/counts", step, "[3, 3]", values, CLASSES * CLASSES);
		for (int c = 0; c < CLASSES; c++) {
			double row = 0, column = 0, right = values[c * CLASSES + c];
			for (int i = 0; i < CLASSES; i++) {
				row += values[c * CLASSES + i];
				column += values[i * CLASSES + c];
			}
			const double scores[] = {right / column, right / row,
						 2 * right / (row + column)};
			static const char *const names[] = {"precision", "recall", "f1"};
			for (int k = 0; k < 3; k++)
				list("{\"kind\": \"scalar\", \"tag\": \"confusion/%s/%s\", "
				     "\"step\": "
				     "%d, \"value\": %.17g}",
				     names[k], class_names[c], step, scores[k]);
		}
	}
}

/* --- graphs ----------------------------------------------------------------------------------- */

/* Sets an attribute of each kind for the last node. */
static void set_attributes(tfe_graph *g)
{
	static const char *const texts[] = {"a", "b"}, *const functions[] = {"block"};
	static const int64_t numbers[] = {1, -2}, dims[] = {-1, 3};
	static const float fractions[] = {0.5f, 2}, kernel[] = {1, 2, 3};
	static const bool truths[] = {true, false};
	static const tfe_dtype types[] = {TFE_DTYPE_FLOAT32, TFE_DTYPE_INT64};
	static const tfe_graph_shape shapes[] = {{dims, 2}, {dims, 0}};
	const tfe_array tensor = {kernel, TFE_DTYPE_FLOAT32, 1, &dims[1], NULL};
	tfe_graph_set_string(g, "string", "text");
	tfe_graph_set_int(g, "int", -7);
	tfe_graph_set_float(g, "float", 0.25f);
	tfe_graph_set_bool(g, "bool", true);
	tfe_graph_set_dtype(g, "type", TFE_DTYPE_BFLOAT16);
	tfe_graph_set_shape(g, "shape", dims, 2);
	tfe_graph_set_tensor(g, "tensor", &tensor);
	tfe_graph_set_placeholder(g, "placeholder", "T");
	tfe_graph_set_function(g, "function", "block");
	tfe_graph_set_strings(g, "strings", texts, 2);
	tfe_graph_set_ints(g, "ints", numbers, 2);
	tfe_graph_set_floats(g, "floats", fractions, 2);
	tfe_graph_set_bools(g, "bools", truths, 2);
	tfe_graph_set_dtypes(g, "types", types, 2);
	tfe_graph_set_shapes(g, "shapes", shapes, 2);
	tfe_graph_set_tensors(g, "tensors", &tensor, 1);
	tfe_graph_set_functions(g, "functions", functions, 1);
}

static const char attributes[] =
	"\"string\": {\"s\": \"dGV4dA==\"}, \"int\": {\"i\": \"-7\"}, \"float\": {\"f\": 0.25}, "
	"\"bool\": {\"b\": true}, \"type\": {\"type\": \"DT_BFLOAT16\"}, \"shape\": {\"shape\": "
	"{\"dim\": [{\"size\": \"-1\"}, {\"size\": \"3\"}]}}, \"tensor\": {\"tensor\": {\"dtype\": "
	"\"DT_FLOAT\", \"tensorShape\": {\"dim\": [{\"size\": \"3\"}]}, \"tensorContent\": "
	"\"AACAPwAAAEAAAEBA\"}}, \"placeholder\": {\"placeholder\": \"T\"}, \"function\": "
	"{\"func\": {\"name\": \"block\"}}, \"strings\": {\"list\": {\"s\": [\"YQ==\", "
	"\"Yg==\"]}}, \"ints\": {\"list\": {\"i\": [\"1\", \"-2\"]}}, \"floats\": {\"list\": "
	"{\"f\": [0.5, 2.0]}}, \"bools\": {\"list\": {\"b\": [true, false]}}, \"types\": "
	"{\"list\": {\"type\": [\"DT_FLOAT\", \"DT_INT64\"]}}, \"shapes\": {\"list\": {\"shape\": "
	"[{\"dim\": [{\"size\": \"-1\"}, {\"size\": \"3\"}]}, {}]}}, \"tensors\": {\"list\": "
	"{\"tensor\": [{\"dtype\": \"DT_FLOAT\", \"tensorShape\": {\"dim\": [{\"size\": \"3\"}]}, "
	"\"tensorContent\": \"AACAPwAAAEAAAEBA\"}]}}, \"functions\": {\"list\": {\"func\": "
	"[{\"name\": \"block\"}]}}";

static void list_graph(void)
{
	list("{\"kind\": \"graph\", \"nodes\": [{\"name\": \"input\", \"op\": \"Placeholder\"}, "
	     "{\"name\": \"dense/bias\", \"op\": \"Const\"}, {\"name\": \"dense/MatMul\", \"op\": "
	     "\"MatMul\", \"input\": [\"input\"], \"device\": \"/device:CPU:0\"}, {\"name\": "
	     "\"dense/BiasAdd\", \"op\": \"BiasAdd\", \"input\": [\"dense/MatMul\", "
	     "\"dense/bias\", \"^input\"], \"attr\": {%s}}, {\"name\": \"block\", \"op\": "
	     "\"block\", \"input\": [\"dense/BiasAdd\"]}], \"functions\": [{\"signature\": "
	     "{\"name\": \"block\", \"inputArg\": [{\"name\": \"x\", \"type\": \"DT_FLOAT\"}], "
	     "\"outputArg\": [{\"name\": \"y\", \"type\": \"DT_FLOAT\"}]}, \"nodeDef\": "
	     "[{\"name\": \"relu\", \"op\": \"Relu\", \"input\": [\"x\"]}], \"ret\": {\"y\": "
	     "\"relu:activations:0\"}}]}",
	     attributes);
}

/* A layer with nodes in a scope, and a call of a function. */
static void graph(void)
{
	static const char *const input[] = {"input"},
				 *const both[] = {"dense/MatMul", "dense/bias", "^input"},
				 *const dense[] = {"dense/BiasAdd"}, *const x[] = {"x"};
	static const tfe_graph_argument in = {.name = "x", .dtype = TFE_DTYPE_FLOAT32},
					out = {"y", TFE_DTYPE_FLOAT32, "relu:activations:0"};
	tfe_graph *g;
	list_graph();
	if (!writer || tfe_graph_open(NULL, &g) != TFE_OK)
		return;
	tfe_graph_add_node(g, "input", "Placeholder", NULL, 0, NULL);
	tfe_graph_add_node(g, "dense/bias", "Const", NULL, 0, NULL);
	tfe_graph_add_node(g, "dense/MatMul", "MatMul", input, 1, "/device:CPU:0");
	tfe_graph_add_node(g, "dense/BiasAdd", "BiasAdd", both, 3, NULL);
	set_attributes(g);
	tfe_graph_begin_function(g, "block", &in, 1, &out, 1);
	tfe_graph_add_node(g, "relu", "Relu", x, 1, NULL);
	tfe_graph_end_function(g);
	tfe_graph_add_node(g, "block", "block", dense, 1, NULL);
	tfe_writer_add_graph(writer, g);
	tfe_graph_close(g);
}

/* What each node cost at each step. */
static void costs(void)
{
	for (int step = 0; step < STEPS; step++) {
		char tag[32];
		const tfe_node_cost nodes[] = {
			{"dense/MatMul", NULL, 1700000000000000 + step, 120 + step, 4096},
			{"dense/BiasAdd", NULL, 1700000000000200 + step, 15, 1024 * step},
			{"block", "/device:GPU:0", 1700000000000300 + step, 30, 0}};
		snprintf(tag, sizeof tag, "step%d", step);
		if (writer)
			tfe_writer_add_run_metadata(writer, tag, step, nodes, 3);
		for (int i = 0; i < 3; i++)
			list("{\"kind\": \"costs\", \"tag\": \"%s\", \"step\": %d, \"node\": "
			     "\"%s\", \"device\": \"%s\", \"start_us\": %lld, \"compute_us\": "
			     "%lld, "
			     "\"memory_bytes\": %lld}",
			     tag, step, nodes[i].node,
			     nodes[i].device ? nodes[i].device : "/device:CPU:0",
			     (long long)nodes[i].start_us, (long long)nodes[i].compute_us,
			     (long long)nodes[i].memory_bytes);
	}
}

/* The same model as layers, as Keras writes it. */
static void keras_model(void)
{
	static const char *const image[] = {"image"}, *const both[] = {"left", "right"};
	static const tfe_keras_layer layers[] = {
		{"image", "InputLayer", NULL, 0, NULL},
		{"left", "Dense", image, 1, "float64"},
		{"right", "Dense", image, 1, NULL},
		{"sum", "Add", both, 2, NULL},
	};
	if (writer)
		tfe_writer_add_keras_model(writer, "model", layers, 4);
	list("{\"kind\": \"keras\", \"nodes\": {\"model/image\": [\"InputLayer\", \"DT_FLOAT\", "
	     "[]], \"model/left\": [\"Dense\", \"DT_DOUBLE\", [\"model/image\"]], "
	     "\"model/right\": [\"Dense\", \"DT_FLOAT\", [\"model/image\"]], \"model/sum\": "
	     "[\"Add\", \"DT_FLOAT\", [\"model/left\", \"model/right\"]]}}");
}

/* --- a profile -------------------------------------------------------------------------------- */

/* Writes the files plugins/profile/every_kind/HOST.xplane.pb and .trace.json.gz. */
static void profile(void)
{
	tfe_profile *p;
	list("{\"kind\": \"profile\", \"name\": \"every_kind\", \"spans\": {\"step\": %d, "
	     "\"forward\": %d}, \"counters\": {\"examples\": %d, \"resident memory\": %d}}",
	     STEPS, STEPS, STEPS, STEPS);
	if (!writer || tfe_profile_open(NULL, &p) != TFE_OK)
		return;
	for (int step = 0; step < STEPS; step++) {
		tfe_profile_begin(p, "step");
		tfe_profile_begin(p, "forward");
		tfe_profile_end(p);
		tfe_profile_add_counter(p, "examples", 64 * step);
		tfe_profile_add_memory(p);
		tfe_profile_end(p);
	}
	tfe_writer_add_profile(writer, "every_kind", p);
	tfe_profile_close(p);
}

int main(int argc, char **argv)
{
	tfe_error error = TFE_ERROR_INIT;
	bool listing = argc == 2 && !strcmp(argv[1], "--list");
	if (argc != 2 || (*argv[1] == '-' && !listing)) {
		fputs("usage: every_kind LOGDIR | --list\n", stderr);
		return 2;
	}
	if (!listing && tfe_writer_open(argv[1], NULL, &writer, &error) != TFE_OK) {
		fprintf(stderr, "%s: %s\n", error.path, error.message);
		return 2;
	}
	logdir = argv[1];
	hparams();
	pr_curves();
	texts();
	sounds();
	images();
	meshes();
	layouts();
	embeddings();
	histograms();
	tensors();
	confusion();
	graph();
	costs();
	keras_model();
	profile();
	scalars();
	if (listing)
		return 0;
	tfe_status status = tfe_writer_finish(writer);
	if (status != TFE_OK) {
		tfe_writer_get_error(writer, &error);
		fprintf(stderr, "%s: %s\n", error.path, error.message);
	}
	return tfe_writer_close(writer) == TFE_OK ? 0 : 2;
}
