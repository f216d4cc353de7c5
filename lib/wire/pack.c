/* wire: the memory of messages that protobuf-c decodes. */
#include "wire/pack.h"

#include "base/alloc.h"

static void *allocate(void *context, size_t bytes)
{
	return tfe__alloc(context, bytes);
}

static void release(void *context, void *block)
{
	tfe__free(context, block);
}

ProtobufCAllocator tfe__pack_allocator(const tfe_allocator *allocator)
{
	return (ProtobufCAllocator){allocate, release, (void *)(uintptr_t)allocator};
}
