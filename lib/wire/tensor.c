/* wire: tensors (TensorProto): their shape, and a cursor over their elements.
 *
 * Elements are either raw little-endian bytes in tensor_content, or in the list field of their
 * type, packed or not; a single element of a list may stand for all. If that list is empty, the
 * elements are those of the only other list of the same sort of numbers that has any. Elements are
 * never copied or expanded: the cursor decodes them in place. */
#include "wire/tensor.h"

#include <math.h>
#include <string.h>

#include "base/checked.h"
#include "base/compiler.h"
#include "base/le.h"
#include "wire/message_merge.h"
#include "wire/walk.h"

/* Field numbers of TensorProto. */
enum {
	DTYPE = 1,
	SHAPE = 2,
	CONTENT = 4,
	FLOAT_VAL = 5,
	DOUBLE_VAL = 6,
	INT_VAL = 7,
	STRING_VAL = 8,
	SCOMPLEX_VAL = 9,
	INT64_VAL = 10,
	BOOL_VAL = 11,
	DCOMPLEX_VAL = 12,
	HALF_VAL = 13,
	UINT32_VAL = 16,
	UINT64_VAL = 17
};

/* One stored element may be repeated this often. A larger shape is treated as an attack, not as a
 * constant. */
#define MOST_REPEATED (1u << 20)

/* The list field for elements of a type; 0 if there is none. */
static uint32_t list_of(int32_t dtype)
{
	switch (dtype) {
	case TFE_DTYPE_FLOAT32:
		return FLOAT_VAL;
	case TFE_DTYPE_FLOAT64:
		return DOUBLE_VAL;
	case TFE_DTYPE_INT32:
	case TFE_DTYPE_INT16:
	case TFE_DTYPE_INT8:
	case TFE_DTYPE_UINT16:
	case TFE_DTYPE_UINT8:
		return INT_VAL;
	case TFE_DTYPE_STRING:
		return STRING_VAL;
	case TFE_DTYPE_COMPLEX64:
		return SCOMPLEX_VAL;
	case TFE_DTYPE_INT64:
		return INT64_VAL;
	case TFE_DTYPE_BOOL:
		return BOOL_VAL;
	case TFE_DTYPE_COMPLEX128:
		return DCOMPLEX_VAL;
	case TFE_DTYPE_FLOAT16:
	case TFE_DTYPE_BFLOAT16:
		return HALF_VAL;
	case TFE_DTYPE_UINT32:
		return UINT32_VAL;
	case TFE_DTYPE_UINT64:
		return UINT64_VAL;
	default:
		return 0;
	}
}

/* The wire type of the numbers of a list. */
static enum tfe__wire_type type_of(uint32_t list)
{
	switch (list) {
	case FLOAT_VAL:
	case SCOMPLEX_VAL:
		return TFE__FIXED32;
	case DOUBLE_VAL:
	case DCOMPLEX_VAL:
		return TFE__FIXED64;
	case STRING_VAL:
		return TFE__LENGTH;
	default:
		return TFE__VARINT;
	}
}

static bool is_list(uint32_t number)
{
	return (number >= FLOAT_VAL && number <= HALF_VAL) || number == UINT32_VAL ||
	       number == UINT64_VAL;
}

static bool is_complex(int32_t dtype)
{
	return dtype == TFE_DTYPE_COMPLEX64 || dtype == TFE_DTYPE_COMPLEX128;
}

/* The number of elements of a list in one field of the message. */
static uint64_t count_in(const struct tfe__field *f)
{
	enum tfe__wire_type type = type_of(f->number);
	if (f->type == type)
		return 1;
	if (f->type != TFE__LENGTH)
		return 0;
	if (type != TFE__VARINT)
		return f->size / (type == TFE__FIXED32 ? 4 : 8);
	uint64_t n = 0; /* the last byte of each varint is below 0x80 */
	for (size_t i = 0; i < f->size; i++)
		n += f->data[i] < 0x80;
	return n;
}

/* The sorts of numbers that lists hold. */
enum sort { SORT_NONE, SORT_REAL, SORT_INTEGER, SORT_COMPLEX };

static enum sort sort_of_list(uint32_t list)
{
	switch (list) {
	case FLOAT_VAL:
	case DOUBLE_VAL:
		return SORT_REAL;
	case INT_VAL:
	case INT64_VAL:
	case BOOL_VAL:
	case UINT32_VAL:
	case UINT64_VAL:
		return SORT_INTEGER;
	case SCOMPLEX_VAL:
	case DCOMPLEX_VAL:
		return SORT_COMPLEX;
	default:
		return SORT_NONE;
	}
}

static enum sort sort_of_type(int32_t dtype)
{
	uint32_t list = list_of(dtype);
	return list == HALF_VAL ? SORT_REAL : sort_of_list(list);
}

/* The list that holds the elements of a tensor: that of its type if it has elements, else the only
 * other list with elements, if its numbers are of the same sort; otherwise that of its type. */
static uint32_t used_list(int32_t dtype, tfe_bytes message)
{
	uint32_t own = list_of(dtype), other = 0;
	bool several = false;
	struct tfe__field f;
	const uint8_t *p = message.data, *end = tfe__end(message);
	while (tfe__next_field(&p, end, &f)) {
		if (!is_list(f.number) || f.number == other || !count_in(&f))
			continue;
		if (f.number == own)
			return own;
		several = several || other;
		other = f.number;
	}
	bool fits = other && !several && sort_of_list(other) == sort_of_type(dtype);
	return fits && sort_of_list(other) ? other : own;
}

/* Decodes the dimensions of a shape; *unknown is set if even their number is unknown. */
static tfe_status decode_shape(struct tfe__arena *arena, tfe_bytes message, tfe_tensor *t,
			       bool *unknown)
{
	struct tfe__field f, g;
	const uint8_t *p, *end = tfe__end(message);
	for (p = message.data; tfe__next_field(&p, end, &f);) {
		if (f.number == 2 && f.type == TFE__LENGTH)
			t->rank++;
		else if (f.number == 3 && f.type == TFE__VARINT)
			*unknown = f.value != 0;
	}
	if (!t->rank)
		return TFE_OK;
	size_t bytes;
	int64_t *dims = tfe__mul_overflows(t->rank, sizeof *dims, &bytes)
				? NULL
				: tfe__arena_alloc(arena, bytes);
	if (!dims)
		return TFE_E_NOMEM;
	t->dims = dims;
	for (p = message.data; tfe__next_field(&p, end, &f);) {
		if (f.number != 2 || f.type != TFE__LENGTH)
			continue;
		*dims = 0;
		for (const uint8_t *q = f.data; tfe__next_field(&q, f.data + f.size, &g);)
			if (g.number == 1 && g.type == TFE__VARINT)
				*dims = (int64_t)g.value;
		dims++;
	}
	return TFE_OK;
}

/* The product of the dimensions; false if one is negative. It saturates at a value that no data can
 * match. */
static bool product(const tfe_tensor *t, uint64_t *count)
{
	bool zero = false, huge = false;
	*count = 1;
	for (size_t i = 0; i < t->rank; i++) {
		if (t->dims[i] < 0)
			return false;
		zero = zero || !t->dims[i];
		huge = huge || TFE__MUL_OVERFLOWS(*count, (uint64_t)t->dims[i], count);
	}
	if (zero || huge)
		*count = zero ? 0 : UINT64_MAX;
	return true;
}

/* Returns whether the data match the shape: raw content exactly, a list exactly or with one element
 * for all. `all` is the number of elements in all lists, `own` the number in the list of the
 * tensor's type. */
static bool fills(const tfe_tensor *t, uint64_t all, uint64_t own)
{
	size_t size = tfe_dtype_bytes(t->dtype);
	uint64_t bytes;
	if (!size)
		return false;
	if (t->content.size)
		return !TFE__MUL_OVERFLOWS(t->count, size, &bytes) && bytes == t->content.size;
	if (is_complex(t->dtype)) {
		all /= 2;
		own /= 2;
	}
	if (all != t->count && (!all || all > t->count || t->count > MOST_REPEATED))
		return false;
	return own > 0 || !t->count;
}

tfe_status tfe__tensor_decode(struct tfe__arena *arena, tfe_bytes message, tfe_tensor *t)
{
	*t = (tfe_tensor){.message = message};
	struct tfe__merged shape = {0};
	uint64_t all = 0, own = 0, strings = 0;
	bool unknown = false;
	struct tfe__field f;
	const uint8_t *p, *end = tfe__end(message);
	for (p = message.data; tfe__next_field(&p, end, &f);) {
		if (f.number == DTYPE && f.type == TFE__VARINT) {
			t->dtype = (int32_t)(uint32_t)f.value;
		} else if (f.number == CONTENT && f.type == TFE__LENGTH) {
			t->content = (tfe_bytes){f.data, f.size};
		} else if (f.number == SHAPE && f.type == TFE__LENGTH) {
			tfe_status status = tfe__merge(arena, &shape, f.data, f.size);
			if (status)
				return status;
		}
	}
	uint32_t list = used_list(t->dtype, message);
	for (p = message.data; tfe__next_field(&p, end, &f);) {
		if (!is_list(f.number))
			continue;
		uint64_t n = count_in(&f);
		own += f.number == list ? n : 0;
		if (f.number == STRING_VAL)
			strings += n;
		else
			all += n;
	}
	tfe_status status = decode_shape(arena, shape.bytes, t, &unknown);
	if (status)
		return status;
	bool sized = product(t, &t->count);
	if (t->dtype == TFE_DTYPE_STRING)
		t->count = strings;
	else
		t->bad = !sized || unknown || !fills(t, all, own);
	return TFE_OK;
}

bool tfe__tensor_is_scalar(const tfe_tensor *t)
{
	return !t->bad && t->count == 1 && t->dtype != TFE_DTYPE_INVALID &&
	       t->dtype != TFE_DTYPE_STRING && !is_complex(t->dtype);
}

const char *tfe__tensor_damage(const tfe_tensor *t)
{
	uint64_t count;
	if (!tfe_dtype_name(t->dtype))
		return "a tensor of an unknown element type";
	if (!tfe_dtype_bytes(t->dtype))
		return "a tensor of an element type that cannot be read";
	if (!product(t, &count))
		return "a tensor of unknown shape";
	return "a tensor whose data do not fill its shape";
}

void tfe_elements_init(tfe_elements *e, const tfe_tensor *tensor)
{
	*e = (tfe_elements){.tensor = *tensor};
	if (tensor->bad)
		return;
	e->left = tensor->count;
	if (tensor->dtype != TFE_DTYPE_STRING && tensor->content.size) {
		e->list_next = tensor->content.data;
		e->list_end = e->list_next + tensor->content.size;
	} else if (tensor->message.size) {
		e->type = used_list(tensor->dtype, tensor->message);
		e->next = tensor->message.data;
		e->end = e->next + tensor->message.size;
	}
}

/* Finds the next field of the message that belongs to the list. */
static bool next_in_message(tfe_elements *e, struct tfe__field *f)
{
	while (tfe__next_field(&e->next, e->end, f))
		if (f->number == e->type && (f->type == TFE__LENGTH || f->type == type_of(e->type)))
			return true;
	return false;
}

/* Gets the bits of the next number of a list; false at its end. */
static bool next_listed(tfe_elements *e, uint64_t *bits)
{
	enum tfe__wire_type type = type_of(e->type);
	while (e->list_next == e->list_end) {
		struct tfe__field f;
		if (!next_in_message(e, &f))
			return false;
		if (f.type == type) {
			*bits = f.value;
			return true;
		}
		e->list_next = f.data;
		e->list_end = f.data + f.size;
	}
	if (type == TFE__VARINT) {
		e->list_next = tfe__get_varint(e->list_next, e->list_end, bits);
		return true;
	}
	*bits = type == TFE__FIXED32 ? tfe__le32(e->list_next) : tfe__le64(e->list_next);
	e->list_next += type == TFE__FIXED32 ? 4 : 8;
	return true;
}

/* Gets the bits of the next raw number of the given size. */
static uint64_t next_raw(tfe_elements *e, size_t bytes)
{
	uint64_t bits = 0;
	for (size_t i = 0; i < bytes; i++)
		bits |= (uint64_t)*e->list_next++ << 8 * i;
	return bits;
}

static bool next_bits(tfe_elements *e, size_t bytes, uint64_t *bits)
{
	if (e->type)
		return next_listed(e, bits);
	if (e->list_next == e->list_end)
		return false;
	*bits = next_raw(e, bytes);
	return true;
}

/* IEEE 754 binary16. */
static double half(uint16_t bits)
{
	int exponent = bits >> 10 & 0x1f, fraction = bits & 0x3ff;
	double v = exponent == 0     ? ldexp(fraction, -24)
		   : exponent < 0x1f ? ldexp(0x400 | fraction, exponent - 25)
		   : fraction        ? (double)NAN
				     : (double)INFINITY;
	return bits & 0x8000 ? -v : v;
}

static double single(uint32_t bits)
{
	float f;
	memcpy(&f, &bits, sizeof f);
	return (double)f;
}

static double real(uint64_t bits)
{
	double d;
	memcpy(&d, &bits, sizeof d);
	return d;
}

static void set_signed(tfe_number *n, int64_t i)
{
	n->type = TFE_NUMBER_TYPE_SIGNED;
	n->i = i;
	n->value = (double)i;
}

static void set_unsigned(tfe_number *n, uint64_t u)
{
	n->type = TFE_NUMBER_TYPE_UNSIGNED;
	n->u = u;
	n->value = (double)u;
}

/* Converts the bits of an element to a number. Bits above the width of the type are cut off, as in
 * a cast. */
static void convert(int32_t dtype, uint64_t bits, tfe_number *n)
{
	*n = (tfe_number){.type = TFE_NUMBER_TYPE_FLOAT};
	switch (dtype) {
	case TFE_DTYPE_FLOAT32:
	case TFE_DTYPE_COMPLEX64:
		n->value = single((uint32_t)bits);
		break;
	case TFE_DTYPE_FLOAT64:
	case TFE_DTYPE_COMPLEX128:
		n->value = real(bits);
		break;
	case TFE_DTYPE_FLOAT16:
		n->value = half((uint16_t)bits);
		break;
	case TFE_DTYPE_BFLOAT16:
		n->value = single((uint32_t)(uint16_t)bits << 16);
		break;
	case TFE_DTYPE_INT8:
		set_signed(n, (int8_t)bits);
		break;
	case TFE_DTYPE_INT16:
		set_signed(n, (int16_t)bits);
		break;
	case TFE_DTYPE_INT32:
		set_signed(n, (int32_t)bits);
		break;
	case TFE_DTYPE_INT64:
		set_signed(n, (int64_t)bits);
		break;
	case TFE_DTYPE_UINT8:
		set_unsigned(n, (uint8_t)bits);
		break;
	case TFE_DTYPE_UINT16:
		set_unsigned(n, (uint16_t)bits);
		break;
	case TFE_DTYPE_UINT32:
		set_unsigned(n, (uint32_t)bits);
		break;
	case TFE_DTYPE_UINT64:
		set_unsigned(n, bits);
		break;
	case TFE_DTYPE_BOOL:
		set_signed(n, bits != 0);
		n->type = TFE_NUMBER_TYPE_BOOL;
		break;
	}
}

/* The type that the bits of an element have: that of a list of floats, else that of the tensor. */
static int32_t stored_type(const tfe_elements *e)
{
	switch (e->type) {
	case FLOAT_VAL:
	case SCOMPLEX_VAL:
		return TFE_DTYPE_FLOAT32;
	case DOUBLE_VAL:
	case DCOMPLEX_VAL:
		return TFE_DTYPE_FLOAT64;
	default:
		return e->tensor.dtype;
	}
}

bool tfe_elements_next(tfe_elements *e, tfe_number *number)
{
	int32_t dtype = e->tensor.dtype;
	if (!e->left || dtype == TFE_DTYPE_STRING)
		return false;
	e->left--;
	/* Fast path: raw content matches its shape exactly, so no element is repeated. */
	if (dtype == TFE_DTYPE_FLOAT64 && !e->type && e->list_end - e->list_next >= 8) {
		*number = (tfe_number){.type = TFE_NUMBER_TYPE_FLOAT,
				       .value = real(tfe__le64(e->list_next))};
		e->list_next += 8;
		return true;
	}
	size_t bytes = tfe_dtype_bytes(dtype) / (is_complex(dtype) ? 2 : 1);
	uint64_t bits, imaginary = 0;
	/* After the last stored element, that element is repeated. Half a complex number is not an
	 * element. */
	if (next_bits(e, bytes, &bits) && (!is_complex(dtype) || next_bits(e, bytes, &imaginary))) {
		int32_t stored = stored_type(e);
		convert(stored, bits, &e->last);
		if (is_complex(dtype)) {
			tfe_number n;
			convert(stored, imaginary, &n);
			e->last.type = TFE_NUMBER_TYPE_COMPLEX;
			e->last.imaginary = n.value;
		}
	}
	*number = e->last;
	return true;
}

bool tfe_elements_next_bytes(tfe_elements *e, tfe_bytes *bytes)
{
	struct tfe__field f;
	if (!e->left || e->tensor.dtype != TFE_DTYPE_STRING || !next_in_message(e, &f))
		return false;
	e->left--;
	*bytes = (tfe_bytes){f.data, f.size};
	return true;
}
