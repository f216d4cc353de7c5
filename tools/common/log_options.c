/* common: the options with which both programs open log directories. */
#include "common/log_options.h"

#include <tfevents/logdir.h>

const struct option_word restarts_words[] = {
	{"supersede", TFE_RESTARTS_SUPERSEDE},
	{"keep", TFE_RESTARTS_KEEP},
	{"tensorboard", TFE_RESTARTS_TENSORBOARD},
	{0},
};
