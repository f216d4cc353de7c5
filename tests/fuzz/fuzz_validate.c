/* Target functions: tfe__validate_event tfe__validate_hparams tfe_hparams_open tfe__next_field
 * tfe__skip_group
 *
 * An event that the validator accepts can be read to its end, field by field; hyperparameters are
 * refused or decoded. */
#include <stdint.h>
#include <stdlib.h>

#include <tfevents/hparams.h>

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
	tfe_hparams *h;
	tfe_status status = tfe_hparams_open((tfe_bytes){data, size}, NULL, &h);
	if (!status && tfe__validate_hparams(data, size))
		abort();
	tfe_hparams_close(h);
	return 0;
}
