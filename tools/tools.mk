# The programs. They include the staged public headers and their own, and link the shared library.

TOOL_INCLUDES := -I$(BUILD)/include -Itools
TOOL_CFLAGS := $(TOOL_INCLUDES) $(call pc_cflags,$(COMMON_PKGS))
CAIRO_CFLAGS := $(foreach o,$(COMMON_FOUND),-DHAVE_$(call macro_of,$o)=1) \
	$(call pc_cflags,$(foreach o,$(COMMON_FOUND),$(call pkg_of,$o)))
TERM_HAVE := $(foreach o,$(TERM_FOUND),-DHAVE_$(call macro_of,$o)=1)
TERM_ALL_PKGS := $(TERM_PKGS) $(foreach o,$(TERM_FOUND),$(call pkg_of,$o))
TERM_CFLAGS := $(call pc_cflags,$(TERM_PKGS))
CACHE_CFLAGS := $(TERM_HAVE) $(call pc_cflags,$(filter-out ncursesw,$(TERM_ALL_PKGS)))
TFEVENTS_CFLAGS := $(foreach o,$(TFEVENTS_FOUND),-DHAVE_$(call macro_of,$o)=1) \
	$(call pc_cflags,$(foreach o,$(TFEVENTS_FOUND),$(call pkg_of,$o)))
COMMON_LIBS := $(call pc_libs,$(COMMON_PKGS) $(foreach o,$(COMMON_FOUND),$(call pkg_of,$o))) -lm
TERM_LIBS := $(call pc_libs,$(TERM_ALL_PKGS))
TFEVENTS_LIBS := -ldl

COMMON_SRCS := $(sort $(wildcard tools/common/*.c))
TFEVENTS_SRCS := $(sort $(wildcard tools/tfevents/*.c))
TBTOP_SRCS := $(sort $(wildcard tools/tbtop/*.c tools/tbtop/*/*.c))
tool_objs = $(1:%.c=$(BUILD)/obj/%.o)

COMMON_LIB := $(if $(COMMON_SRCS),$(BUILD)/lib/libtfecommon.a)
TBTOP_LIB := $(if $(filter-out %/main.c,$(TBTOP_SRCS)),$(BUILD)/lib/libtbtop.a)
PROGRAMS := $(if $(filter %/main.c,$(TFEVENTS_SRCS)),$(BUILD)/bin/tfevents) \
	$(if $(filter tools/tbtop/main.c,$(TBTOP_SRCS)),$(BUILD)/bin/tbtop)

$(call stamp,common-objects,$(COMMON_SRCS))
$(call stamp,tfevents-objects,$(TFEVENTS_SRCS))
$(call stamp,tbtop-objects,$(TBTOP_SRCS))

tools: $(PROGRAMS) $(COMMON_LIB) $(TBTOP_LIB)

# The table of the rules, with their explanations, from docs/health.md.
RULES_SRC := $(BUILD)/gen/check_rule_table.c
$(RULES_SRC): docs/rules.awk lib/health/thresholds.h docs/health.md
	@mkdir -p $(@D)
	$(call say,AWK,$@)awk -v form=c -f $^ >$@
$(RULES_SRC:$(BUILD)/%.c=$(BUILD)/obj/%.o): $(RULES_SRC) $(COMPILE_STAMP)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(COMPILE) $(TOOL_CFLAGS) -c -o $@ $<

$(BUILD)/obj/tools/common/%.o: TOOL_CFLAGS += $(CAIRO_CFLAGS)
$(BUILD)/obj/tools/tbtop/term/%.o: TOOL_CFLAGS += $(TERM_CFLAGS)
$(BUILD)/obj/tools/tbtop/cache/%.o: TOOL_CFLAGS += $(CACHE_CFLAGS)
$(BUILD)/obj/tools/tfevents/%.o: TOOL_CFLAGS += $(TFEVENTS_CFLAGS)
$(BUILD)/obj/tools/%.o: tools/%.c $(COMPILE_STAMP) | $(STAGED_HDRS) $(PREREQS)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(COMPILE) $(TOOL_CFLAGS) -c -o $@ $<

$(BUILD)/lib/libtfecommon.a: $(call tool_objs,$(COMMON_SRCS)) $(BUILD)/stamp/common-objects
$(BUILD)/lib/libtbtop.a: $(call tool_objs,$(filter-out %/main.c,$(TBTOP_SRCS))) \
	$(BUILD)/stamp/tbtop-objects
$(BUILD)/lib/libtfecommon.a $(BUILD)/lib/libtbtop.a:
	@mkdir -p $(@D)
	@rm -f $@
	$(call say,AR,$@)$(AR) rcs $@ $(filter %.o,$^)

$(BUILD)/bin/tfevents: $(call tool_objs,$(TFEVENTS_SRCS)) \
	$(RULES_SRC:$(BUILD)/%.c=$(BUILD)/obj/%.o) $(BUILD)/stamp/tfevents-objects
$(BUILD)/bin/tbtop: $(call tool_objs,tools/tbtop/main.c) $(TBTOP_LIB)
$(BUILD)/bin/tfevents: TOOL_LIBS := $(TFEVENTS_LIBS)
$(BUILD)/bin/tbtop: TOOL_LIBS := $(TERM_LIBS)
$(BUILD)/bin/%: $(COMMON_LIB) $(SHARED_LIB) $(LINK_STAMP)
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(LINK) $(if $(RPATH),-Wl$(comma)-rpath$(comma)'$(RPATH)') -o $@ \
		$(filter %.o,$^) $(filter %libtbtop.a,$^) $(COMMON_LIB) $(SHARED_LIB) $(TOOL_LIBS) \
			$(COMMON_LIBS) $(LDLIBS)
