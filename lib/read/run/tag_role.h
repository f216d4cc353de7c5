/* read/run: the role of a tag in a training, by its words: held-out data, a counter, or
 * training. */
#ifndef TFE_READ_RUN_TAG_ROLE_H
#define TFE_READ_RUN_TAG_ROLE_H

enum tfe__tag_role {
	TFE__TAG_ROLE_UNKNOWN,
	TFE__TAG_ROLE_TRAINING,
	TFE__TAG_ROLE_HELD_OUT, /* measured on validation or test data */
	TFE__TAG_ROLE_COUNTER   /* epochs, steps or seconds since the start */
};

/* The role of a tag, never UNKNOWN. */
enum tfe__tag_role tfe__tag_role_of(const char *tag);

#endif
