/* write: adds of images. */
#include "summary/image.h"
#include "write/add.h"

tfe_status tfe_writer_add_images(tfe_writer *w, const char *tag, int64_t step,
				 const tfe_image *images, size_t n)
{
	struct tfe__add a;
	tfe_status status =
		tfe__add_begin(&a, w, tag, step,
			       "the images are missing or differ in size, or are not uint8 or "
			       "float32 with 1 to 4 channels");
	return status ? status : tfe__add_end(&a, tfe__put_images(&a.buf, &a.header, images, n));
}
