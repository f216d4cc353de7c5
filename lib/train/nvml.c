/* train: GPUs through NVIDIA's management library: dlopen(3), because few machines have it. */
#include "train/nvml.h"

#include <dlfcn.h>
#include <string.h>

/* Stores the address of a function in a pointer to it. ISO C has no conversion between the two
 * kinds of pointers, but POSIX gives them one representation. */
static bool find(const struct tfe__nvml *nvml, const char *name, void *function)
{
	void *address = dlsym(nvml->library, name);
	memcpy(function, &address, sizeof address);
	return address != NULL;
}

void tfe__nvml_open(struct tfe__nvml *nvml)
{
	int (*init)(void), (*count)(unsigned *), (*handle)(unsigned, void **);
	unsigned gpus = 0;
	*nvml = (struct tfe__nvml){.library = dlopen("libnvidia-ml.so.1", RTLD_NOW | RTLD_LOCAL)};
	if (!nvml->library)
		return;
	if (!find(nvml, "nvmlInit_v2", &init) || !find(nvml, "nvmlDeviceGetCount_v2", &count) ||
	    !find(nvml, "nvmlDeviceGetHandleByIndex_v2", &handle) ||
	    !find(nvml, "nvmlDeviceGetUtilizationRates", &nvml->utilization) ||
	    !find(nvml, "nvmlDeviceGetMemoryInfo", &nvml->memory) ||
	    !find(nvml, "nvmlShutdown", &nvml->shutdown) || init() != 0) {
		dlclose(nvml->library);
		nvml->library = NULL;
		return;
	}
	if (count(&gpus) != 0)
		gpus = 0;
	for (unsigned i = 0; i < gpus && nvml->gpus < TFE__GPUS_MAX; i++)
		if (handle(i, &nvml->gpu[nvml->gpus]) == 0)
			nvml->gpus++;
}

void tfe__nvml_close(struct tfe__nvml *nvml)
{
	if (!nvml->library)
		return;
	nvml->shutdown();
	dlclose(nvml->library);
}

bool tfe__nvml_get(const struct tfe__nvml *nvml, unsigned gpu, double *percent, double *mib)
{
	struct tfe__nvml_utilization utilization;
	struct tfe__nvml_memory memory;
	if (nvml->utilization(nvml->gpu[gpu], &utilization) != 0 ||
	    nvml->memory(nvml->gpu[gpu], &memory) != 0)
		return false;
	*percent = utilization.gpu;
	*mib = (double)memory.used / (1 << 20);
	return true;
}
