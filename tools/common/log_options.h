/* common: the options with which both programs open log directories. */
#ifndef TFE_COMMON_LOG_OPTIONS_H
#define TFE_COMMON_LOG_OPTIONS_H

#include "common/command_line.h"

/* The words of --restarts; their values are of the type tfe_restarts. */
extern const struct option_word restarts_words[];

#define RESTARTS_OPTION                                                                            \
	{                                                                                          \
		"restarts", "HOW", "treatment of points that a restart repeats",                   \
			.words = restarts_words                                                    \
	}

#define PER_FILE_OPTION                                                                            \
	{                                                                                          \
		"per-file", NULL,                                                                  \
			"each event file is a run of its own, for files of several writers"        \
	}

/* Its value is parsed by size_parse. */
#define MEMORY_OPTION                                                                              \
	{                                                                                          \
		"memory", "SIZE",                                                                  \
			"memory for loaded data, such as 64M or 2G, 1M or more (a quarter of the " \
			"machine's)"                                                               \
	}

#endif
