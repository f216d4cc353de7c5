/* model: the table of views. A new screen is a line here, a file in view/ that defines its struct
 * view_entry, and its keys in the table of bindings. A view is listed only when its screen exists.
 *
 * Columns: the identifier; the name for --view; the digit that shows it, 0 for none; its titles in
 * a wide, a medium and a narrow line of tabs; the noun for its data; the kind of its tags; its
 * function in update/; its struct view_entry. The lines are in the order of the tabs. */
#ifndef TBTOP_MODEL_VIEW_MAP_H
#define TBTOP_MODEL_VIEW_MAP_H

/* clang-format off */
#define VIEW_MAP(X)                                                                                \
	X(VIEW_SCALARS, "scalars", '1', "Scalars", "Scal", "Sc", "scalars", TAG_SCALARS,           \
	  update_charts, scalars_view)                                                             \
	X(VIEW_HISTOGRAMS, "histograms", '2', "Histograms", "Hist", "Hi", "histograms",            \
	  TAG_HISTOGRAMS, update_charts, histograms_view)                                          \
	X(VIEW_DISTRIBUTIONS, "distributions", '3', "Distributions", "Dist", "Di",                 \
	  "histograms", TAG_HISTOGRAMS, update_charts, distributions_view)                         \
	X(VIEW_IMAGES, "images", '4', "Images", "Img", "Im", "images", TAG_IMAGES, update_images,  \
	  images_view)                                                                             \
	X(VIEW_CONFUSION, "confusion", '5', "Confusion", "Conf", "Co", "confusion matrices",       \
	  TAG_CONFUSION, update_matrices, confusion_view)                                          \
	X(VIEW_PR, "pr", '6', "PR curves", "PR", "PR", "PR curves", TAG_PR_CURVES, update_pr,      \
	  pr_view)                                                                                 \
	X(VIEW_TEXTS, "text", '7', "Text", "Txt", "Tx", "texts", TAG_TEXTS, update_texts,          \
	  texts_view)                                                                              \
	X(VIEW_GRAPH, "graph", '8', "Graph", "Gra", "Gr", "graphs", TAG_GRAPHS, update_graph,      \
	  graph_view)                                                                              \
	X(VIEW_HPARAMS, "hparams", '9', "HParams", "HP", "HP", "hyperparameters", TAG_SCALARS,     \
	  update_trials, trials_view)                                                              \
	X(VIEW_FINDINGS, "findings", '0', "Findings", "Find", "Fi", "findings", TAG_SCALARS,       \
	  update_findings, findings_view)                                                          \
	X(VIEW_AUDIO, "audio", 0, "Audio", "Aud", "Au", "sounds", TAG_AUDIO, update_sounds,        \
	  audio_view)                                                                              \
	X(VIEW_EMBEDDINGS, "embeddings", 0, "Embeddings", "Emb", "Em", "embeddings", TAG_SCALARS,  \
	  update_embeddings, embeddings_view)
/* clang-format on */

#endif
