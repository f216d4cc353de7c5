/* cache: how the values of pixels become brightness. */
#include "tbtop/cache/toning.h"

#include <math.h>

struct toning toning_of(int brightness, int contrast)
{
	struct toning t;
	double gain = pow(2, contrast / 4.0), shift = brightness / 10.0;
	for (int i = 0; i < 256; i++) {
		double v = (i / 255.0 - 0.5) * gain + 0.5 + shift;
		t.value[i] = (uint8_t)lround(fmin(fmax(v, 0), 1) * 255);
	}
	return t;
}

struct toning toning_up_to(double most)
{
	struct toning t;
	for (int i = 0; i < 256; i++)
		t.value[i] = most > 0 ? (uint8_t)lround(fmin(i / most, 1) * 255) : 0;
	return t;
}
