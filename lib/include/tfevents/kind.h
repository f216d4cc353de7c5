/* Kinds of values in event files. */
#ifndef TFEVENTS_KIND_H
#define TFEVENTS_KIND_H

#include <tfevents/api.h>

TFE_BEGIN_DECLS

/* Number, name, and the word that programs print. A number never changes its meaning. */
#define TFE_KIND_MAP(X)                                                                            \
	X(0, TFE_KIND_EMPTY, "empty") /* a tag without a value */                                  \
	X(1, TFE_KIND_SCALAR, "scalar")                                                            \
	X(2, TFE_KIND_HISTOGRAM, "histogram")                                                      \
	X(3, TFE_KIND_IMAGE, "image")                                                              \
	X(4, TFE_KIND_AUDIO, "audio")                                                              \
	X(5, TFE_KIND_TEXT, "text")                                                                \
	X(6, TFE_KIND_TENSOR, "tensor")                                                            \
	X(7, TFE_KIND_GRAPH, "graph") /* Event.graph_def */                                        \
	X(8, TFE_KIND_META_GRAPH, "meta_graph")                                                    \
	X(9, TFE_KIND_RUN_METADATA, "run_metadata") /* Event.tagged_run_metadata */                \
	X(10, TFE_KIND_SESSION_LOG, "session_log")                                                 \
	X(11, TFE_KIND_FILE_VERSION, "file_version")                                               \
	X(12, TFE_KIND_LOG_MESSAGE, "log_message")                                                 \
	X(13, TFE_KIND_OLD_HISTOGRAM, "obsolete_old_style_histogram")

/* What a value is. */
typedef enum tfe_kind {
#define TFE_KIND_ENUM(number, name, text) name = number,
	TFE_KIND_MAP(TFE_KIND_ENUM)
#undef TFE_KIND_ENUM
} tfe_kind;

/* The word for a kind; "unknown" for any other number. Ownership: static. Threads: any. */
TFE_API const char *tfe_kind_name(tfe_kind kind);

TFE_END_DECLS

#endif
