/* common: the extension of GCC and Clang that the programs use. */
#ifndef TFE_COMMON_PRINTF_LIKE_H
#define TFE_COMMON_PRINTF_LIKE_H

/* A function with a printf format as parameter number `format`, whose arguments begin at number `first`. */
#define PRINTF_LIKE(format, first) __attribute__((__format__(__printf__, format, first)))

#endif
