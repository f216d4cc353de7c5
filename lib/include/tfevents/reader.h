/* The records of one event file, one after the other. */
#ifndef TFEVENTS_READER_H
#define TFEVENTS_READER_H

#include <tfevents/event.h>
#include <tfevents/status.h>

#endif
