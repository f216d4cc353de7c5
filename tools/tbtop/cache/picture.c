/* cache: the memory of pictures, with a limit for their size. */
#include "tbtop/cache/picture.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"

void picture_release(struct picture *p)
{
	free(p->rgba);
	p->rgba = NULL;
}

bool picture_allocate(struct picture *p, uint32_t w, uint32_t h)
{
	p->w = w;
	p->h = h;
	if (!w || !h)
		snprintf(p->error, sizeof p->error, "%s of %" PRIu32 " x %" PRIu32 " pixels",
			 p->format, w, h);
	else if (w > PICTURE_PIXELS_MOST / h)
		snprintf(p->error, sizeof p->error,
			 "%s of %" PRIu32 " x %" PRIu32 " pixels: pictures of up to %d million are "
			 "shown",
			 p->format, w, h, PICTURE_PIXELS_MOST >> 20);
	else
		p->rgba = need_zeroed((size_t)w * h, 4);
	return p->rgba != NULL;
}
