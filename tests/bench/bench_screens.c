/* Measures the CPU time from a key to a frame of the screens of texts and sounds, without a
 * terminal: 10,000 steps of a text, and 200 sounds of ten seconds. "whole" includes the work of the
 * thread that reads and decodes values. */
#include <string.h>

#include <tfevents/writer.h>

#include "bench/frames.h"
#include "folder.h"

enum { TEXTS = 10000, SOUNDS = 200, RATE = 22050, SOUND_S = 10 };

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

int main(void)
{
	char made[512], command[600];
	struct program p;
	tfe_writer *w;
	if (!folder_make(made, sizeof made, "screens") || tfe_writer_open(made, NULL, &w, NULL))
		return 1;
	write_texts(w);
	write_sounds(w);
	if (tfe_writer_close(w))
		return 1;
	program_open(&p, made);
	measure(&p, "one text, another step", "Enter [ [ [ { { { ]");
	measure(&p, "scroll in a text", "j j j PgDn PgDn k g G");
	measure(&p, "difference to another step", "m d [ [ {");
	measure(&p, "as it is in the file", "t t Esc");
	measure(&p, "sounds", "<");
	measure(&p, "one sound, another step", "Enter [ [ [ { ]");
	measure(&p, "cursor, zoom and pan", "h h h + + + L L H =");
	program_close(&p);
	snprintf(command, sizeof command, "rm -rf '%s'", made);
	return system(command) != 0;
}
