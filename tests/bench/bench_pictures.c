/* Measures the CPU time from a key to a frame of the screens of images and confusion matrices,
 * without a terminal: 12 tags of images of a megapixel, and matrices of 1000 classes. "whole"
 * includes the work of the thread that reads and decodes values. */
#include <string.h>

#include <tfevents/writer.h>

#include "bench/frames.h"
#include "folder.h"

enum { TAGS = 12, STEPS = 8, SIDE = 1000, CLASSES = 1000 };

static void write_images(tfe_writer *w)
{
	static uint8_t pixels[SIDE][SIDE][3];
	for (int i = 0; i < STEPS; i++)
		for (int tag = 0; tag < TAGS; tag++) {
			char name[16];
			snprintf(name, sizeof name, "image%d", tag);
			for (int y = 0; y < SIDE; y++)
				for (int x = 0; x < SIDE; x++) {
					pixels[y][x][0] = (uint8_t)(x + i * 20);
					pixels[y][x][1] = (uint8_t)(y + tag * 10);
					pixels[y][x][2] = (uint8_t)(x * y / 100);
				}
			const tfe_image image = {pixels, TFE_DTYPE_UINT8, SIDE, SIDE, 3};
			tfe_writer_add_images(w, name, i, &image, 1);
		}
}

static void write_matrices(tfe_writer *w)
{
	static int64_t counts[CLASSES * CLASSES];
	for (int i = 0; i < STEPS; i++) {
		for (size_t k = 0; k < CLASSES * CLASSES; k++)
			counts[k] = k % (CLASSES + 1) ? k * 7919 % 13 == (size_t)i : 40 + i;
		tfe_writer_add_confusion_matrix(w, "classes", i, counts, CLASSES, NULL);
	}
}

int main(void)
{
	char made[512], command[600];
	struct program p;
	tfe_writer *w;
	if (!folder_make(made, sizeof made, "pictures") || tfe_writer_open(made, NULL, &w, NULL))
		return 1;
	write_images(w);
	write_matrices(w);
	if (tfe_writer_close(w))
		return 1;
	program_open(&p, made);
	measure(&p, "pages of images, another step", "4 [ [ ] PgDn");
	measure(&p, "one image, another step", "Enter [ [ [ ]");
	measure(&p, "cursor and tones", "l l j j ) ) ' ; =");
	measure(&p, "difference to another step", "m [ d ] Esc");
	measure(&p, "a matrix of 1000 classes", "5 d [ [ ] t");
	measure(&p, "in full size, another step", "Enter [ ] [");
	measure(&p, "another cell, and its curve", "j l L PgDn G g");
	measure(&p, "difference to another step", "m [ d t t t");
	program_close(&p);
	snprintf(command, sizeof command, "rm -rf '%s'", made);
	return system(command) != 0;
}
