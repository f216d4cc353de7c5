/* common: the patterns of lines. */
#include "common/paper.h"

const double pen_dashes[PEN_DASHES][PEN_PARTS] = {{0}, {4, 2}, {1.2, 1.6}, {6, 2, 1.2, 2}};
