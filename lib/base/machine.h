/* base: how much memory there is for us. */
#ifndef TFE_BASE_MACHINE_H
#define TFE_BASE_MACHINE_H

#include <stdint.h>

/* Bytes of memory of the machine, or of the control group that we are in, where that has less.
 * Above 0. */
uint64_t tfe__machine_memory_bytes(void);

#endif
