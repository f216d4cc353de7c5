/* read/query: reading a run a second time for the points that the memory budget had dropped. */
#ifndef TFE_READ_QUERY_EXACT_READ_H
#define TFE_READ_QUERY_EXACT_READ_H

struct tfe__again;

/* The runs that were read a second time last. */
struct tfe__exact_reads {
	struct tfe__again *run[2];
	unsigned next; /* which of them gives way to the next */
};

void tfe__exact_reads_release(struct tfe__exact_reads *reads);

#endif
