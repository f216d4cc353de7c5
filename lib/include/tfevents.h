/* libtfevents: TensorBoard event files, written, read and judged. Includes every public header. */
#ifndef TFEVENTS_H
#define TFEVENTS_H

#include <tfevents/confusion.h>
#include <tfevents/dtype.h>
#include <tfevents/event.h>
#include <tfevents/graph.h>
#include <tfevents/health.h>
#include <tfevents/histogram.h>
#include <tfevents/image.h>
#include <tfevents/kind.h>
#include <tfevents/logdir.h>
#include <tfevents/reader.h>
#include <tfevents/series.h>
#include <tfevents/status.h>
#include <tfevents/train.h>
#include <tfevents/version.h>
#include <tfevents/writer.h>

#endif
