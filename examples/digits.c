/* Trains a network on handwritten digits with FANN, and logs the training as Keras does.
 *
 *   digits --logdir logs/first --epochs 30
 *   tbtop logs            (or: tensorboard --logdir logs)
 *
 * The parts that log are marked LOG; the rest is the network and its training. */
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <floatfann.h>
#include <tfevents.h>

#include "digits_data.h"

enum { LAYERS = 4, BATCH = 32, VALIDATION = 357, MOST_MISTAKES = 12, ZOOM = 8, REPORT_EPOCHS = 5 };
static const unsigned layer_size[LAYERS] = {PIXELS, 48, 24, CLASSES};

struct options {
	const char *logdir, *data;
	long epochs, seconds, seed, pace_ms; /* 0 epochs or seconds: no limit */
	bool sick;
};

/* The network, with its weights as the matrices and vectors that are logged. */
struct network {
	struct fann *ann;
	struct fann_connection *connections;
	unsigned n_connections;
	struct layer {
		char kernel_name[32], bias_name[32];
		float *kernel; /* [inputs, outputs] */
		float *bias;   /* [outputs] */
	} layer[LAYERS];       /* from 1 on; layer 0 is the input */
};

struct score {
	double loss, accuracy;
	int64_t confusion[CLASSES * CLASSES];
	size_t n_mistakes;
	struct {
		const struct digit *digit;
		int32_t taken_for;
	} mistake[MOST_MISTAKES];
};

static volatile sig_atomic_t stopped;

static void stop(int signal_number)
{
	stopped = signal_number;
}

static void *need(void *memory)
{
	if (!memory) {
		fputs("digits: out of memory\n", stderr);
		exit(2);
	}
	return memory;
}

/* --- the network ------------------------------------------------------------------------------ */

/* Returns the address of a connection's weight in our matrices. FANN numbers the neurons layer by
 * layer. The last neuron of a layer is its bias neuron, the source of the biases of the next
 * layer. */
static float *weight_of(struct network *net, const struct fann_connection *c)
{
	unsigned l = 1, source = 0, target = layer_size[0] + 1;
	while (c->to_neuron >= target + layer_size[l] + 1) {
		source = target;
		target += layer_size[l++] + 1;
	}
	unsigned in = c->from_neuron - source, out = c->to_neuron - target;
	if (in == layer_size[l - 1])
		return &net->layer[l].bias[out];
	return &net->layer[l].kernel[in * layer_size[l] + out];
}

/* Copies FANN's weights into our matrices. */
static void read_weights(struct network *net)
{
	fann_get_connection_array(net->ann, net->connections);
	for (unsigned i = 0; i < net->n_connections; i++)
		*weight_of(net, &net->connections[i]) = net->connections[i].weight;
}

/* Initialises the weights by Glorot's rule. With `sick` they are far too large: neurons saturate,
 * and their gradients vanish. */
static void init_weights(struct network *net, uint64_t *random, bool sick)
{
	for (unsigned l = 1; l < LAYERS; l++) {
		double limit = sqrt(6.0 / (layer_size[l - 1] + layer_size[l])) * (sick ? 50 : 1);
		for (size_t i = 0; i < (size_t)layer_size[l - 1] * layer_size[l]; i++)
			net->layer[l].kernel[i] = random_uniform(random, limit);
	}
	for (unsigned i = 0; i < net->n_connections; i++)
		net->connections[i].weight = *weight_of(net, &net->connections[i]);
	fann_set_weight_array(net->ann, net->connections, net->n_connections);
}

static void open_network(struct network *net, uint64_t *random, bool sick)
{
	net->ann = need(fann_create_standard_array(LAYERS, layer_size));
	fann_set_activation_function_hidden(net->ann, FANN_SIGMOID_SYMMETRIC);
	fann_set_activation_function_output(net->ann, FANN_SIGMOID);
	fann_set_training_algorithm(net->ann, FANN_TRAIN_INCREMENTAL);
	net->n_connections = fann_get_total_connections(net->ann);
	net->connections = need(calloc(net->n_connections, sizeof *net->connections));
	fann_get_connection_array(net->ann, net->connections);
	for (unsigned l = 1; l < LAYERS; l++) {
		struct layer *layer = &net->layer[l];
		snprintf(layer->kernel_name, sizeof layer->kernel_name, "dense_%u/kernel", l);
		snprintf(layer->bias_name, sizeof layer->bias_name, "dense_%u/bias", l);
		layer->kernel =
			need(calloc((size_t)layer_size[l - 1] * layer_size[l], sizeof(float)));
		layer->bias = need(calloc(layer_size[l], sizeof(float)));
	}
	init_weights(net, random, sick);
}

static void close_network(struct network *net)
{
	for (unsigned l = 1; l < LAYERS; l++) {
		free(net->layer[l].kernel);
		free(net->layer[l].bias);
	}
	free(net->connections);
	fann_destroy(net->ann);
}

/* Returns the class that the network predicts for a digit. */
static int32_t classify(struct network *net, struct digit *d)
{
	const fann_type *output = fann_run(net->ann, d->pixel);
	int32_t best = 0;
	for (int32_t c = 1; c < CLASSES; c++)
		if (output[c] > output[best])
			best = c;
	return best;
}

static void validate(struct network *net, struct digit *digits, size_t n, struct score *score)
{
	*score = (struct score){0};
	fann_reset_MSE(net->ann);
	for (size_t i = 0; i < n; i++) {
		struct digit *d = &digits[i];
		int32_t found = classify(net, d);
		fann_test(net->ann, d->pixel, d->target);
		score->confusion[d->label * CLASSES + found]++;
		score->accuracy += (found == d->label) / (double)n;
		if (found != d->label && score->n_mistakes < MOST_MISTAKES) {
			score->mistake[score->n_mistakes].digit = d;
			score->mistake[score->n_mistakes++].taken_for = found;
		}
	}
	score->loss = (double)fann_get_MSE(net->ann);
}

/* --- logging ---------------------------------------------------------------------------------- */

/* LOG: supplies the weights one by one; the callback asks for them at the end of an epoch. */
static bool next_weight(void *context, size_t i, tfe_weight *weight)
{
	const struct network *net = context;
	size_t l = 1 + i / 2;
	if (l >= LAYERS)
		return false;
	const struct layer *layer = &net->layer[l];
	if (i % 2 == 0)
		*weight = (tfe_weight){layer->kernel_name,
				       layer->kernel,
				       TFE_DTYPE_FLOAT32,
				       {layer_size[l - 1], layer_size[l]},
				       2};
	else
		*weight = (tfe_weight){
			layer->bias_name, layer->bias, TFE_DTYPE_FLOAT32, {layer_size[l]}, 1};
	return true;
}

/* LOG: supplies the embedding: a point for each pixel, whose coordinates are its weights. */
static bool next_embedding(void *context, size_t i, tfe_weight *weight)
{
	const struct network *net = context;
	*weight = (tfe_weight){
		"pixels", net->layer[1].kernel, TFE_DTYPE_FLOAT32, {PIXELS, layer_size[1]}, 2};
	return i == 0;
}

/* LOG: writes the metadata of the embedding, the row and column of each pixel. */
static void write_pixels(const char *logdir)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/pixels.tsv", logdir);
	FILE *f = fopen(path, "w");
	if (!f) {
		fprintf(stderr, "digits: %s: %s\n", path, strerror(errno));
		exit(2);
	}
	fputs("row\tcolumn\n", f);
	for (int i = 0; i < PIXELS; i++)
		fprintf(f, "%d\t%d\n", i / SIDE, i % SIDE);
	fclose(f);
}

/* Adds a node with up to two inputs. Its name and inputs are within `scope`, unless they begin with
 * "/". */
static void add_node(tfe_graph *graph, const char *scope, const char *name, const char *op,
		     const char *a, const char *b, int64_t outputs)
{
	char full[3][64];
	const char *part[3] = {name, a, b};
	for (int i = 0; i < 3; i++)
		if (part[i] && *part[i] == '/')
			snprintf(full[i], sizeof full[i], "%s", part[i] + 1);
		else
			snprintf(full[i], sizeof full[i], "%s/%s", scope, part[i] ? part[i] : "");
	const char *inputs[2] = {full[1], full[2]};
	tfe_graph_add_node(graph, full[0], op, inputs, (size_t)((a != NULL) + (b != NULL)),
			   "/device:CPU:0");
	tfe_graph_set_dtype(graph, "dtype", TFE_DTYPE_FLOAT32);
	tfe_graph_set_output_shape(graph, (int64_t[]){-1, outputs}, 2);
}

/* LOG: describes the computation for TensorBoard's graph page. Errors of the graph are reported
 * when it is written. */
static void build_graph(tfe_graph *graph)
{
	char below[64] = "/input";
	add_node(graph, "", "/input", "Placeholder", NULL, NULL, PIXELS);
	add_node(graph, "", "/label", "Placeholder", NULL, NULL, CLASSES);
	for (unsigned l = 1; l < LAYERS; l++) {
		const char *activation = l + 1 < LAYERS ? "Tanh" : "Sigmoid";
		char scope[32];
		snprintf(scope, sizeof scope, "dense_%u", l);
		add_node(graph, scope, "kernel", "VarHandleOp", NULL, NULL, layer_size[l]);
		add_node(graph, scope, "bias", "VarHandleOp", NULL, NULL, layer_size[l]);
		add_node(graph, scope, "MatMul", "MatMul", below, "kernel", layer_size[l]);
		add_node(graph, scope, "BiasAdd", "BiasAdd", "MatMul", "bias", layer_size[l]);
		add_node(graph, scope, activation, activation, "BiasAdd", NULL, layer_size[l]);
		snprintf(below, sizeof below, "/dense_%u/%s", l, activation);
	}
	add_node(graph, "loss", "SquaredDifference", "SquaredDifference", below, "/label", CLASSES);
	add_node(graph, "loss", "Mean", "Mean", "SquaredDifference", NULL, 1);
}

/* LOG: writes the misclassified digits as enlarged images, and their predicted classes as text. */
static void log_mistakes(tfe_writer *writer, int64_t epoch, const struct score *score)
{
	static float pixels[MOST_MISTAKES][SIDE * ZOOM][SIDE * ZOOM];
	tfe_image image[MOST_MISTAKES];
	char text[1024] = "| written | taken for |\n|---|---|\n";
	for (size_t i = 0; i < score->n_mistakes; i++) {
		const struct digit *d = score->mistake[i].digit;
		for (int y = 0; y < SIDE * ZOOM; y++)
			for (int x = 0; x < SIDE * ZOOM; x++)
				pixels[i][y][x] = (1 - d->pixel[y / ZOOM * SIDE + x / ZOOM]) / 2;
		image[i] = (tfe_image){pixels[i], TFE_DTYPE_FLOAT32, SIDE * ZOOM, SIDE * ZOOM, 1};
		size_t used = strlen(text);
		snprintf(text + used, sizeof text - used, "| %d | %d |\n", (int)d->label,
			 (int)score->mistake[i].taken_for);
	}
	if (score->n_mistakes) {
		tfe_writer_add_images(writer, "mistakes", epoch, image, score->n_mistakes);
		tfe_writer_add_text(writer, "mistakes/labels", epoch, text);
	}
}

/* LOG: writes the settings as a Markdown table. */
static void log_settings(tfe_writer *writer, const struct options *o)
{
	char text[512];
	snprintf(text, sizeof text,
		 "| setting | value |\n|---|---|\n| layers | %u - %u - %u - %u |\n| batch | %d |\n"
		 "| initial weights | %s |\n| seed | %ld |\n",
		 layer_size[0], layer_size[1], layer_size[2], layer_size[3], BATCH,
		 o->sick ? "**50 times too large**" : "Glorot uniform", o->seed);
	tfe_writer_add_text(writer, "settings", 0, text);
}

/* LOG: prints the findings of the health rules about the training. */
static void print_findings(tfe_callback *callback)
{
	tfe_finding finding = TFE_FINDING_INIT;
	if (tfe_callback_judge(callback) != TFE_OK)
		return;
	for (size_t i = 0; tfe_callback_get_finding(callback, i, &finding) == TFE_OK; i++)
		printf("%s: %s: %s\n", tfe_severity_name(finding.severity), finding.tag,
		       finding.message);
}

/* --- the training ----------------------------------------------------------------------------- */

static void sleep_ms(long ms)
{
	if (!ms)
		return;
	struct timespec t = {ms / 1000, ms % 1000 * 1000000};
	nanosleep(&t, NULL);
}

/* Trains on a batch: one step of gradient descent for each digit. */
static void train_batch(struct network *net, struct digit *digits, size_t n, tfe_metric metrics[2])
{
	size_t right = 0;
	fann_reset_MSE(net->ann);
	for (size_t i = 0; i < n; i++) {
		right += classify(net, &digits[i]) == digits[i].label;
		fann_train(net->ann, digits[i].pixel, digits[i].target);
	}
	metrics[0] = (tfe_metric){"accuracy", (double)right / (double)n};
	metrics[1] = (tfe_metric){"loss", (double)fann_get_MSE(net->ann)};
}

/* Trains one epoch over the shuffled digits, then validates and logs the epoch. */
static void train_epoch(struct network *net, struct digit *train, size_t n_train,
			struct digit *validation, int64_t epoch, long pace_ms,
			tfe_callback *callback)
{
	double loss = 0, accuracy = 0, rate = fmax(0.05 * pow(0.97, (double)epoch), 0.002);
	fann_set_learning_rate(net->ann, (float)rate);
	tfe_callback_epoch_begin(callback, epoch); /* LOG */
	for (size_t i = 0; i < n_train && !stopped; i += BATCH) {
		size_t n = n_train - i < BATCH ? n_train - i : BATCH;
		tfe_metric metrics[2];
		train_batch(net, train + i, n, metrics);
		tfe_callback_batch_end(callback, (int64_t)(i / BATCH), metrics, 2); /* LOG */
		accuracy += metrics[0].value * (double)n / (double)n_train;
		loss += metrics[1].value * (double)n / (double)n_train;
		sleep_ms(pace_ms);
	}
	if (stopped)
		return;

	struct score score;
	validate(net, validation, VALIDATION, &score);
	read_weights(net);
	const tfe_metric logs[] = {
		{"accuracy", accuracy},           {"loss", loss},           {"learning_rate", rate},
		{"val_accuracy", score.accuracy}, {"val_loss", score.loss},
	};
	tfe_callback_epoch_end(callback, epoch, logs, 5); /* LOG */
	if (epoch % REPORT_EPOCHS == 0) {
		tfe_writer *writer =
			tfe_callback_writer(callback, TFE_TRAINING_RUN_VALIDATION); /* LOG */
		tfe_writer_add_confusion_matrix(writer, "confusion", epoch, score.confusion,
						CLASSES, NULL);
		log_mistakes(writer, epoch, &score);
	}
	printf("epoch %lld", (long long)epoch);
	for (int i = 0; i < 5; i++)
		printf(" %s %.9g", logs[i].name, logs[i].value);
	putchar('\n');
	fflush(stdout);
}

/* LOG: opens the callback; exits on failure. */
static tfe_callback *open_callback(const struct options *o, struct network *net)
{
	tfe_graph *graph;
	if (tfe_graph_open(NULL, &graph) != TFE_OK)
		need(NULL);
	build_graph(graph);
	static const tfe_embedding_metadata metadata = {"pixels", "pixels.tsv"};
	tfe_callback_options options = {
		.size = sizeof options,
		.histogram_freq = 1,
		.update_freq = TFE_UPDATE_FREQ_BATCH,
		.write_graph = true,
		.graph = graph,
		.write_images = true,
		.images = TFE_WEIGHT_IMAGES_SIGNED,
		.write_steps_per_second = true,
		.weights = next_weight,
		.weights_context = net,
		.embeddings_freq = REPORT_EPOCHS,
		.embeddings = next_embedding,
		.embeddings_metadata = &metadata,
		.n_embeddings_metadata = 1,
	};
	tfe_callback *callback;
	tfe_error error = TFE_ERROR_INIT;
	if (tfe_callback_open(o->logdir, &options, &callback, &error) != TFE_OK) {
		fprintf(stderr, "digits: %s: %s\n", error.path, error.message);
		exit(2);
	}
	write_pixels(o->logdir);
	tfe_callback_train_begin(callback);
	tfe_graph_close(graph);
	log_settings(tfe_callback_writer(callback, TFE_TRAINING_RUN_TRAIN), o);
	return callback;
}

static int train(const struct options *o, struct digit *digits, size_t n)
{
	struct network net = {0};
	uint64_t random = (uint64_t)o->seed;
	shuffle_digits(digits, n, &random);
	open_network(&net, &random, o->sick);
	tfe_callback *callback = open_callback(o, &net);

	time_t end = o->seconds ? time(NULL) + o->seconds : 0;
	for (long e = 0; !stopped && (!o->epochs || e < o->epochs) && (!end || time(NULL) < end);
	     e++) {
		shuffle_digits(digits + VALIDATION, n - VALIDATION, &random);
		train_epoch(&net, digits + VALIDATION, n - VALIDATION, digits, e, o->pace_ms,
			    callback);
	}
	print_findings(callback);
	tfe_callback_train_end(callback); /* LOG */
	tfe_error error = TFE_ERROR_INIT;
	/* LOG: reports the first error of the log, if any. */
	tfe_status status = tfe_callback_close(callback, &error);
	if (status != TFE_OK)
		fprintf(stderr, "digits: %s: %s\n", error.path, error.message);
	close_network(&net);
	return status == TFE_OK ? 0 : 2;
}

/* --- the command line ------------------------------------------------------------------------- */

static const char usage[] =
	"usage: digits --logdir DIR [options]\n"
	"Trains a network on handwritten digits; logs into DIR/train and DIR/validation.\n\n"
	"  --epochs N    stop after N epochs (default 20; 0: never)\n"
	"  --seconds N   stop after N seconds\n"
	"  --sick        begin with weights that are far too large\n"
	"  --seed N      seed of the random numbers (default 1)\n"
	"  --pace MS     pause after each batch, so that a viewer can follow\n"
	"  --data FILE   the digits (default examples/data/digits.csv.gz)\n";

static long number(const char *text)
{
	char *end;
	errno = 0;
	long v = strtol(text, &end, 10);
	if (errno || end == text || *end || v < 0 || v > 1000000000) {
		fprintf(stderr, "digits: '%s' is not a number from 0 to 1000000000\n", text);
		exit(2);
	}
	return v;
}

static void parse_options(int argc, char **argv, struct options *o)
{
	static const struct option names[] = {
		{"logdir", required_argument, NULL, 'l'},
		{"data", required_argument, NULL, 'd'},
		{"epochs", required_argument, NULL, 'e'},
		{"seconds", required_argument, NULL, 's'},
		{"sick", no_argument, NULL, 'x'},
		{"seed", required_argument, NULL, 'r'},
		{"pace", required_argument, NULL, 'p'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	*o = (struct options){.data = "examples/data/digits.csv.gz", .epochs = 20, .seed = 1};
	for (int c; (c = getopt_long(argc, argv, "", names, NULL)) != -1;)
		switch (c) {
		case 'l':
			o->logdir = optarg;
			break;
		case 'd':
			o->data = optarg;
			break;
		case 'e':
			o->epochs = number(optarg);
			break;
		case 's':
			o->seconds = number(optarg);
			break;
		case 'x':
			o->sick = true;
			break;
		case 'r':
			o->seed = number(optarg);
			break;
		case 'p':
			o->pace_ms = number(optarg);
			break;
		case 'h':
			fputs(usage, stdout);
			exit(0);
		default:
			fputs(usage, stderr);
			exit(2);
		}
	if (!o->logdir || optind < argc) {
		fputs(usage, stderr);
		exit(2);
	}
}

int main(int argc, char **argv)
{
	struct options o;
	parse_options(argc, argv, &o);
	struct digit *digits;
	size_t n = load_digits(o.data, &digits);
	if (n <= VALIDATION) {
		if (n)
			fprintf(stderr, "digits: %s: too few digits\n", o.data);
		return 2;
	}
	signal(SIGINT, stop);
	signal(SIGTERM, stop);
	int status = train(&o, digits, n);
	free(digits);
	return status;
}
