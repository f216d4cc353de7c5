/* Element types of tensors. The numbers are those of TensorFlow's DataType
 * (tensorflow/core/framework/types.proto). */
#ifndef TFEVENTS_DTYPE_H
#define TFEVENTS_DTYPE_H

#include <stddef.h>

#include <tfevents/api.h>

TFE_BEGIN_DECLS

#define TFE_DTYPE_MAP(X)                                                                           \
	X(0, TFE_DTYPE_INVALID, "DT_INVALID", 0)                                                   \
	X(1, TFE_DTYPE_FLOAT32, "DT_FLOAT", 4)                                                     \
	X(2, TFE_DTYPE_FLOAT64, "DT_DOUBLE", 8)                                                    \
	X(3, TFE_DTYPE_INT32, "DT_INT32", 4)                                                       \
	X(4, TFE_DTYPE_UINT8, "DT_UINT8", 1)                                                       \
	X(5, TFE_DTYPE_INT16, "DT_INT16", 2)                                                       \
	X(6, TFE_DTYPE_INT8, "DT_INT8", 1)                                                         \
	X(7, TFE_DTYPE_STRING, "DT_STRING", 0)                                                     \
	X(8, TFE_DTYPE_COMPLEX64, "DT_COMPLEX64", 8)                                               \
	X(9, TFE_DTYPE_INT64, "DT_INT64", 8)                                                       \
	X(10, TFE_DTYPE_BOOL, "DT_BOOL", 1)                                                        \
	X(14, TFE_DTYPE_BFLOAT16, "DT_BFLOAT16", 2)                                                \
	X(17, TFE_DTYPE_UINT16, "DT_UINT16", 2)                                                    \
	X(18, TFE_DTYPE_COMPLEX128, "DT_COMPLEX128", 16)                                           \
	X(19, TFE_DTYPE_FLOAT16, "DT_HALF", 2)                                                     \
	X(22, TFE_DTYPE_UINT32, "DT_UINT32", 4)                                                    \
	X(23, TFE_DTYPE_UINT64, "DT_UINT64", 8)

/* Types whose elements are not read: number and name. */
#define TFE_OTHER_DTYPE_MAP(X)                                                                     \
	X(11, "DT_QINT8")                                                                          \
	X(12, "DT_QUINT8")                                                                         \
	X(13, "DT_QINT32")                                                                         \
	X(15, "DT_QINT16")                                                                         \
	X(16, "DT_QUINT16")                                                                        \
	X(20, "DT_RESOURCE")                                                                       \
	X(21, "DT_VARIANT")                                                                        \
	X(24, "DT_FLOAT8_E5M2")                                                                    \
	X(25, "DT_FLOAT8_E4M3FN")                                                                  \
	X(26, "DT_FLOAT8_E4M3FNUZ")                                                                \
	X(27, "DT_FLOAT8_E4M3B11FNUZ")                                                             \
	X(28, "DT_FLOAT8_E5M2FNUZ")                                                                \
	X(29, "DT_INT4")                                                                           \
	X(30, "DT_UINT4")                                                                          \
	X(31, "DT_INT2")                                                                           \
	X(32, "DT_UINT2")                                                                          \
	X(33, "DT_FLOAT4_E2M1FN")

/* The type of the elements of a tensor. */
typedef enum tfe_dtype {
#define TFE_DTYPE_ENUM(number, name, text, bytes) name = number,
	TFE_DTYPE_MAP(TFE_DTYPE_ENUM)
#undef TFE_DTYPE_ENUM
} tfe_dtype;

/* The name that TensorFlow gives to a type, such as "DT_FLOAT". A number that is 100 higher is a
 * reference type: "DT_FLOAT_REF". Returns NULL for a number not listed here. Ownership: static.
 * Threads: any. */
TFE_API const char *tfe_dtype_name(int dtype);

/* The size of one element in bytes. Returns 0 if elements have no fixed size or the number is not
 * listed here. Threads: any. */
TFE_API size_t tfe_dtype_bytes(int dtype);

TFE_END_DECLS

#endif
