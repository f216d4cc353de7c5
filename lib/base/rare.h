/* base: what is done for every record, and keeping what is rare out of its way. */
#ifndef TFE_BASE_RARE_H
#define TFE_BASE_RARE_H

/* A function that is seldom called: its callers, into which it would be inlined, need no registers and no stack for it. */
#define TFE__RARE __attribute__((noinline, cold))

/* A function that is part of its callers, however long it is. */
#define TFE__OFTEN static inline __attribute__((always_inline))

#endif
