/* common: the attribute of GCC and Clang for functions with a printf format. */
#ifndef TFE_COMMON_PRINTF_LIKE_H
#define TFE_COMMON_PRINTF_LIKE_H

/* Declares a printf format as parameter number `format`; its arguments begin at parameter number
 * `first`. */
#define PRINTF_LIKE(format, first) __attribute__((__format__(__printf__, format, first)))

#endif
