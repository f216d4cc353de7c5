/* Target functions: tfe__validate_event tfe__next_field tfe__skip_group
 *
 * An event that the validator accepts can be read to its end, field by field. */
#include <stdint.h>
#include <stdlib.h>

#include "wire/validate.h"
#include "wire/walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tfe__field field;
	const uint8_t *p = data, *end = data + size;
	while (tfe__next_field(&p, end, &field))
		;
	if (!tfe__validate_event(data, size) && p != end)
		abort();
	return 0;
}
