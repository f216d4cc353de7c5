/* train: what the process uses: processor time, memory, and the GPUs through NVIDIA's NVML. */
#ifndef TFE_TRAIN_RESOURCES_H
#define TFE_TRAIN_RESOURCES_H

#include <stddef.h>

#include "train/nvml.h"

struct tfe__resources {
	double interval_s; /* 0: nothing is measured */
	double last_s;     /* monotonic time of the last measurement; NaN: none yet */
	double last_cpu_s; /* processor time of the process at last_s */
	struct tfe__nvml nvml;
};

void tfe__resources_init(struct tfe__resources *r, double interval_s);
void tfe__resources_release(struct tfe__resources *r);

#endif
