/* train: GPUs through NVIDIA's management library, which is opened at run time if it exists. */
#ifndef TFE_TRAIN_NVML_H
#define TFE_TRAIN_NVML_H

#include <stdbool.h>

enum { TFE__GPUS_MAX = 16 };

/* Of the structs of nvml.h. */
struct tfe__nvml_utilization {
	unsigned gpu, memory; /* percent */
};
struct tfe__nvml_memory {
	unsigned long long total, free, used; /* bytes */
};

struct tfe__nvml {
	void *library; /* NULL: there is none */
	unsigned gpus;
	void *gpu[TFE__GPUS_MAX];
	int (*utilization)(void *gpu, struct tfe__nvml_utilization *to);
	int (*memory)(void *gpu, struct tfe__nvml_memory *to);
	int (*shutdown)(void);
};

/* Opens the library. Without it, or without its functions, there are no GPUs. */
void tfe__nvml_open(struct tfe__nvml *nvml);
void tfe__nvml_close(struct tfe__nvml *nvml);

/* Gets the use of a GPU; false if it cannot be measured. */
bool tfe__nvml_get(const struct tfe__nvml *nvml, unsigned gpu, double *percent, double *mib);

#endif
