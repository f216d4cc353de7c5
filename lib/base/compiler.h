/* base: the extensions of GCC and Clang that the library uses. All other files are standard C17. */
#ifndef TFE_BASE_COMPILER_H
#define TFE_BASE_COMPILER_H

#include <stdint.h>

/* A cold function: it is seldom called. It is not inlined, so that its callers need no registers
 * and no stack for it. */
#define TFE__RARE __attribute__((noinline, cold))

/* A function that is inlined into all its callers, whatever its length. */
#define TFE__OFTEN static inline __attribute__((always_inline))

/* A function with a printf format as parameter number `format`, whose arguments begin at number
 * `first`. */
#define TFE__PRINTF(format, first) __attribute__((__format__(__printf__, format, first)))

/* A function compiled for an instruction set extension, which may be called only where
 * TFE__CPU_HAS(name). */
#define TFE__TARGET(name) __attribute__((target(name)))
#define TFE__CPU_HAS(name) __builtin_cpu_supports(name)

/* Starts loading the cache line at p. */
#define TFE__PREFETCH(p) __builtin_prefetch(p)

/* The number of zero bits above the highest one that is set; v is not 0. */
#define TFE__LEADING_ZEROS64(v) ((unsigned)__builtin_clzll(v))

/* Store a + b or a * b in *out, for any integer types. True if the result does not fit. */
#define TFE__ADD_OVERFLOWS(a, b, out) __builtin_add_overflow(a, b, out)
#define TFE__MUL_OVERFLOWS(a, b, out) __builtin_mul_overflow(a, b, out)

/* Types of 128 bits: one number, and a vector of two words. */
__extension__ typedef unsigned __int128 tfe__uint128;
typedef uint64_t tfe__uint64x2 __attribute__((vector_size(16)));

#endif
