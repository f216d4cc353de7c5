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

#endif
