/* wire: the memory of messages of protobuf-c: arenas, limited when a message comes from a file. */
#include "wire/pack.h"

#include <string.h>

#include "base/checked.h"
#include "base/utf8.h"

void *tfe__pack_array(struct tfe__arena *arena, size_t n, size_t bytes)
{
	size_t all;
	if (tfe__mul_overflows(n, bytes, &all))
		return NULL;
	return tfe__arena_alloc(arena, all ? all : 1);
}

void *tfe__unpack_array(struct tfe__arena *arena, size_t n, size_t bytes, tfe_status *failure)
{
	enum { BLOCK_BYTES = 1 << 16 }; /* the arena requests so much at once */
	const size_t left = arena->limit_bytes - arena->used_bytes;
	size_t all;
	*failure = TFE_E_LIMIT;
	if (tfe__mul_overflows(n ? n : 1, bytes, &all))
		return NULL;
	void *block = tfe__arena_alloc(arena, all);
	if (!block && left >= BLOCK_BYTES && left - BLOCK_BYTES >= all)
		*failure = TFE_E_NOMEM;
	return block;
}

const char *tfe__unpack_text(struct tfe__arena *arena, ProtobufCBinaryData from,
			     tfe_status *failure)
{
	if (from.len &&
	    (memchr(from.data, '\0', from.len) || !tfe__utf8_valid(from.data, from.len))) {
		*failure = TFE_E_DAMAGED;
		return NULL;
	}
	char *text = tfe__unpack_array(arena, from.len + 1, 1, failure);
	if (!text)
		return NULL;
	if (from.len)
		memcpy(text, from.data, from.len);
	text[from.len] = '\0';
	return text;
}

/* The arena of a message that is being decoded, and why its last allocation failed. */
struct unpacking {
	struct tfe__arena *arena;
	tfe_status failure;
};

static void *allocate(void *context, size_t bytes)
{
	struct unpacking *u = context;
	tfe_status failure;
	void *block = tfe__unpack_array(u->arena, bytes, 1, &failure);
	if (!block)
		u->failure = failure;
	return block;
}

/* The arena frees all blocks together. */
static void release(void *context, void *block)
{
	(void)context;
	(void)block;
}

tfe_status tfe__unpack(struct tfe__arena *arena, const ProtobufCMessageDescriptor *type,
		       tfe_bytes bytes, ProtobufCMessage **out)
{
	return tfe__unpack_most(arena, type, bytes, TFE__UNPACK_MOST_BYTES, out);
}

tfe_status tfe__unpack_most(struct tfe__arena *arena, const ProtobufCMessageDescriptor *type,
			    tfe_bytes bytes, size_t most_bytes, ProtobufCMessage **out)
{
	/* The contents of TensorBoard's plugins expand to about ten times their size. */
	enum { EXPANSION = 32, EXPANSION_FREE = 1 << 16 };
	struct unpacking u = {arena, TFE_E_DAMAGED};
	ProtobufCAllocator allocator = {allocate, release, &u};
	*out = NULL;
	if (bytes.size > most_bytes)
		return TFE_E_LIMIT;
	arena->limit_bytes = arena->used_bytes + bytes.size * EXPANSION + EXPANSION_FREE;
	*out = protobuf_c_message_unpack(type, &allocator, bytes.size, bytes.data);
	return *out ? TFE_OK : u.failure;
}
