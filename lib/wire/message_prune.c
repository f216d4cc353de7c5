/* wire: drops the fields of a message that its schema does not have. The depth of the recursion is
 * that of the schema. */
#include "wire/message_prune.h"

#include "wire/put.h"
#include "wire/walk.h"

tfe_status tfe__message_prune(struct tfe__buf *b, const ProtobufCMessageDescriptor *type,
			      tfe_bytes message)
{
	const uint8_t *p = message.data, *const end = p + message.size, *begin = p;
	struct tfe__field field;
	if (!message.size)
		return tfe__buf_status(b);
	for (; tfe__next_field(&p, end, &field); begin = p) {
		const ProtobufCFieldDescriptor *known =
			protobuf_c_message_descriptor_get_field(type, field.number);
		if (!known)
			continue;
		if (known->type != PROTOBUF_C_TYPE_MESSAGE) {
			tfe__buf_append(b, begin, (size_t)(p - begin));
			continue;
		}
		if (field.type != TFE__LENGTH)
			return TFE_E_DAMAGED;
		size_t inner = tfe__put_begin(b, field.number);
		tfe_status status = tfe__message_prune(b, known->descriptor,
						       (tfe_bytes){field.data, field.size});
		if (status)
			return status;
		tfe__put_end(b, inner);
	}
	return begin != end ? TFE_E_DAMAGED : tfe__buf_status(b);
}
