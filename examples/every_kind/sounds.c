/* Sounds: stereo and mono, two at a step. */
#include "every_kind.h"

void sounds(void)
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
