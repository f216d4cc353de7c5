/* What every public header needs: linkage, visibility and compiler checks. */
#ifndef TFEVENTS_API_H
#define TFEVENTS_API_H

#ifdef __cplusplus
#define TFE_BEGIN_DECLS extern "C" {
#define TFE_END_DECLS }
#else
#define TFE_BEGIN_DECLS
#define TFE_END_DECLS
#endif

#if defined(__GNUC__)
#define TFE_API __attribute__((visibility("default")))
#define TFE_MUST_CHECK __attribute__((warn_unused_result))
#else
#define TFE_API
#define TFE_MUST_CHECK
#endif

/* Structs that begin with a size may grow at their end from one version to the next. One rule
 * serves all of them: the caller initialises the struct with the macro of its type, TFE_ERROR_INIT
 * for a tfe_error, which sets every byte to 0 and `size` to the size that the caller was compiled
 * with. Of such a struct
 * - the library reads the fields that the caller has and uses the defaults of the others; a caller
 *   that sets a field which the library does not have gets TFE_E_ARG;
 * - the library fills the fields that both have, sets the rest of the caller's struct to 0 and
 *   leaves `size` as it is;
 * - one that a function returns a pointer to has the size that the library knows.
 * A size that no struct can have (less than a size_t, above 64 KiB, not a multiple of a size_t) is
 * a size that was not set: nothing is read or filled, and a function that returns a status returns
 * TFE_E_ARG. A tfe_error is only a detail of a status: where its size was not set it stays as it
 * is, and the status is returned. */
#ifdef __cplusplus
extern "C++" {
template <class T> inline T tfe_sized()
{
	T t = T();
	t.size = sizeof t;
	return t;
}
}
#define TFE_SIZED(type) (tfe_sized<type>())
#else
#define TFE_SIZED(type)                                                                            \
	{                                                                                          \
		.size = sizeof(type)                                                               \
	}
#endif

#endif
