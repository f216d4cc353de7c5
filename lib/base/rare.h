/* base: keeping what is rare out of the way of what is done for every record. */
#ifndef TFE_BASE_RARE_H
#define TFE_BASE_RARE_H

/* A function that is seldom called: its callers, into which it would be inlined, need no registers and no stack for it. */
#define TFE__RARE __attribute__((noinline, cold))

#endif
