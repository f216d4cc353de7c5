/* base: the memory of the machine. */
#ifndef TFE_BASE_MACHINE_H
#define TFE_BASE_MACHINE_H

#include <stdint.h>

/* Returns the memory of the machine in bytes; the limit of the control group of the process if that
 * is less. The result is above 0. */
uint64_t tfe__machine_memory_bytes(void);

#endif
