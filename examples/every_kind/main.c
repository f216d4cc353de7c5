/* Writes every kind of summary, three steps of each kind that has steps.
 *
 *	every_kind logs       writes into this log directory
 *	every_kind --list     prints the same values as JSON, an object per line, writes nothing
 *
 * The tests ask TensorBoard for each value of the list. */
#include "every_kind.h"

tfe_writer *writer;
const char *logdir;

const char *const class_names[CLASSES] = {"cat", "dog", "bird"};

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
