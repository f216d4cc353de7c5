/* Measures the CPU time from a key to a frame of the screens of texts, sounds, distributions, PR
 * curves, trials, graphs and embeddings, without a terminal: 10,000 steps of a text, 200 sounds of
 * ten seconds, 1,000 steps of histograms and of PR curves, 500 trials, a graph of 100,000 nodes,
 * 10,000 points. "whole" includes the work of the thread that reads and decodes values. */
#include <string.h>

#include <tfevents/writer.h>

#include "bench/frames.h"
#include "folder.h"

enum { TEXTS = 10000, SOUNDS = 200, RATE = 22050, SOUND_S = 10, TRIALS = 500, POINTS = 100 };
enum { STEPS = 1000, TAGS = 4, EXAMPLES = 500, NODES = 100000, BLOCK = 50 };

static void write_texts(tfe_writer *w)
{
	char text[4000];
	for (int i = 0; i < TEXTS; i++) {
		int n = snprintf(text, sizeof text, "# Sample %d\n\n| key | value |\n|-|-|\n", i);
		for (int k = 0; k < 80; k++)
			n += snprintf(text + n, sizeof text - (size_t)n,
				      k < 20 ? "| **k%d** | %d |\n" : "word%d *number* %d ", k,
				      i * k % 1000);
		tfe_writer_add_text(w, "samples", i, text);
	}
}

static void write_sounds(tfe_writer *w)
{
	static float samples[RATE * SOUND_S];
	for (int i = 0; i < SOUNDS; i++) {
		for (int k = 0; k < RATE * SOUND_S; k++)
			samples[k] = (float)(0.5 * sin(k * (0.02 + i * 1e-4) + k * k * 1e-9));
		tfe_sound sound = {samples, TFE_DTYPE_FLOAT32, 1, RATE * SOUND_S, NULL};
		tfe_writer_add_audio(w, "sounds", i, &sound, 1, RATE);
	}
}

static void write_numbers(tfe_writer *w)
{
	static float values[EXAMPLES], scores[EXAMPLES];
	static uint8_t labels[EXAMPLES];
	char tag[32];
	for (int step = 0; step < STEPS; step++)
		for (int i = 0; i < TAGS; i++) {
			for (int k = 0; k < EXAMPLES; k++) {
				labels[k] = k % 3 == 0;
				values[k] = (float)sin(k * (1 + i) + step * 0.01 * k);
				scores[k] = 0.3F + 0.3F * values[k] +
					    0.3F * (float)(labels[k] * step) / STEPS;
			}
			snprintf(tag, sizeof tag, "layer_%d", i);
			tfe_writer_add_histogram(w, tag, step, values, TFE_DTYPE_FLOAT32, EXAMPLES);
			snprintf(tag, sizeof tag, "class_%d", i);
			tfe_writer_add_pr_curve(w, tag, step, labels, scores, TFE_DTYPE_FLOAT32,
						EXAMPLES, NULL);
		}
}

/* Blocks of layers, each of which reads the one before. */
static bool write_graph(const char *dir)
{
	static const char *const ops[] = {"MatMul", "Add", "Relu", "Mul", "Identity"};
	char names[2][64] = {"", ""};
	tfe_graph *graph;
	tfe_writer *w;
	if (tfe_graph_open(NULL, &graph) || tfe_writer_open(dir, NULL, &w, NULL))
		return false;
	for (int i = 0; i < NODES; i++) {
		const char *input = names[(i + 1) % 2];
		snprintf(names[i % 2], sizeof names[0], "stack_%d/block_%d/op_%d",
			 i / BLOCK / BLOCK, i / BLOCK % BLOCK, i % BLOCK);
		tfe_graph_add_node(graph, names[i % 2], ops[i % 5], &input, i > 0, NULL);
	}
	bool good = !tfe_writer_add_graph(w, graph);
	tfe_graph_close(graph);
	return !tfe_writer_close(w) && good;
}

static bool measure_graph(const char *dir)
{
	struct program p;
	if (!write_graph(dir))
		return false;
	program_open(&p, dir);
	measure(&p, "100,000 nodes: the tree", "8");
	measure(&p, "scopes and nodes", "j Enter j Enter j j G g");
	measure(&p, "a search", "/ b l o c k _ 7 / o p _ 3 Enter n n n");
	measure(&p, "inputs and outputs, and back", "i j Enter i Enter C-o C-o");
	measure(&p, "colours", "t t t t t");
	program_close(&p);
	return true;
}

static bool write_trial(const char *dir, int i)
{
	static const char *const optimizers[] = {"adam", "sgd", "rmsprop"};
	char path[600], group[16];
	tfe_trial *trial;
	tfe_writer *w;
	snprintf(path, sizeof path, "%s/trial_%03d", dir, i);
	snprintf(group, sizeof group, "%d", i);
	if (tfe_trial_open(NULL, &trial) || tfe_writer_open(path, NULL, &w, NULL))
		return false;
	tfe_trial_set_number(trial, "lr", pow(10, -1 - i % 7 / 2.0));
	tfe_trial_set_int(trial, "batch_size", 16 << i % 5);
	tfe_trial_set_text(trial, "optimizer", optimizers[i % 3]);
	tfe_trial_set_number(trial, "dropout", i % 11 / 20.0);
	const tfe_trial_options options = {.size = sizeof options, .group = group};
	bool good = !tfe_writer_begin_trial(w, trial, &options);
	for (int step = 0; step < POINTS; step++) {
		tfe_writer_add_scalar(w, "val/accuracy", step, 1 - exp(-step / (20.0 + i % 17)));
		tfe_writer_add_scalar(w, "val/loss", step, exp(-step / (20.0 + i % 17)));
	}
	tfe_trial_close(trial);
	return !tfe_writer_close(w) && good;
}

static bool write_trials(const char *dir)
{
	for (int i = 0; i < TRIALS; i++)
		if (!write_trial(dir, i))
			return false;
	return true;
}

static bool measure_trials(const char *dir)
{
	struct program p;
	if (!write_trials(dir))
		return false;
	program_open(&p, dir);
	measure(&p, "500 trials: the table", "9");
	measure(&p, "rows and columns", "j j j PgDn G g l l l h");
	measure(&p, "order, metric, colours", "T T l T W W # #");
	measure(&p, "types of plots", "t t t t");
	measure(&p, "a filter", "& l r < . 0 5 & o p t i m i z e r = a d a m Enter");
	measure(&p, "curves of a row, and back", "Enter Esc j Enter Esc");
	program_close(&p);
	return true;
}

/* As many points and numbers as are kept of a large file. */
static bool measure_points(const char *dir)
{
	enum { N = 10000, DIMS = 200 };
	float *values = malloc(sizeof *values * N * DIMS);
	tfe_embedding e = TFE_EMBEDDING_INIT;
	struct program p;
	tfe_writer *w;
	if (!values || tfe_writer_open(dir, NULL, &w, NULL))
		return false;
	for (int i = 0; i < N * DIMS; i++)
		values[i] = (float)sin(i * 0.7 + i % DIMS * i / DIMS * 1e-3);
	e.values = values;
	e.n = N;
	e.dimensions = DIMS;
	bool good = !tfe_writer_add_embedding(w, "points", 1, &e);
	good &= !tfe_writer_close(w);
	free(values);
	program_open(&p, dir);
	measure(&p, "10,000 points of 200 numbers", "<");
	measure(&p, "another point, its neighbours", "n n j l h k Enter Enter W");
	program_close(&p);
	return good;
}

int main(int argc, char **argv)
{
	char made[512], command[600];
	struct program p;
	tfe_writer *w;
	if (argc == 3 && !strcmp(argv[1], "trials")) /* for peers.sh */
		return !write_trials(argv[2]);
	if (!folder_make(made, sizeof made, "screens") || tfe_writer_open(made, NULL, &w, NULL))
		return 1;
	write_texts(w);
	write_sounds(w);
	write_numbers(w);
	if (tfe_writer_close(w))
		return 1;
	program_open(&p, made);
	measure(&p, "one text, another step", "Enter [ [ [ { { { ]");
	measure(&p, "scroll in a text", "j j j PgDn PgDn k g G");
	measure(&p, "difference to another step", "m d [ [ {");
	measure(&p, "as it is in the file", "t t Esc");
	measure(&p, "distributions, another step", "3 [ { Enter [ { h h");
	measure(&p, "histograms, types, another step", "Esc 2 [ t [ t [ t [ t Enter [ {");
	measure(&p, "PR curves, types, another step", "Esc 6 [ { t t t Enter [ { h h l F");
	measure(&p, "sounds", "Esc 1 <");
	measure(&p, "one sound, another step", "Enter [ [ [ { ]");
	measure(&p, "cursor, zoom and pan", "h h h + + + L L H =");
	program_close(&p);
	snprintf(command, sizeof command, "rm -rf '%s'/*", made);
	bool good = system(command) == 0 && measure_trials(made);
	good = good && system(command) == 0 && measure_graph(made);
	good = good && system(command) == 0 && measure_points(made);
	snprintf(command, sizeof command, "rm -rf '%s'", made);
	return system(command) != 0 || !good;
}
