# The examples and the tests: tests/unit/test_*.c, tests/tui/test_*.c and the scripts tests/*/*.sh.
# A script named lib*.sh is a helper that others read. `make check T=crc` runs the suites with crc in their path.

# --- examples: each builds against the staged headers alone ----------------------------------------
EXAMPLE_SRCS := $(sort $(wildcard examples/*.c))
FANN_SRCS := $(if $(EXAMPLE_SRCS),$(shell grep -l 'fann\.h>' $(EXAMPLE_SRCS)))
FANN_LIBS := $(call pc_libs,fann)
EXAMPLES := $(patsubst %.c,$(BUILD)/%,$(if $(FANN_LIBS),$(EXAMPLE_SRCS),$(filter-out $(FANN_SRCS),$(EXAMPLE_SRCS))))

.PHONY: examples
examples: $(EXAMPLES) ## build the examples
$(BUILD)/examples/%: examples/%.c $(SHARED_LIB) $(COMPILE_STAMP) $(LINK_STAMP) | $(STAGED_HDRS) $(PREREQS)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(COMPILE) $(OUR_LDFLAGS) $(LDFLAGS) -I$(BUILD)/include -o $@ $< \
		-Wl,-rpath,'$$ORIGIN/../lib' $(SHARED_LIB) $(if $(filter $<,$(FANN_SRCS)),$(FANN_LIBS)) -lm $(LDLIBS)

# --- test programs: they may look inside -----------------------------------------------------------
UNIT_SRCS := $(sort $(wildcard tests/unit/test_*.c))
TUI_SRCS := $(sort $(wildcard tests/tui/test_*.c))
TEST_PROGRAMS := $(patsubst %.c,$(BUILD)/%,$(UNIT_SRCS) $(TUI_SRCS))
TEST_CFLAGS := $(LIB_INCLUDES) $(LIB_HAVE) -Itools -Itests $(call pc_cflags,$(LIB_PKGS) $(COMMON_PKGS) $(TERM_PKGS)) \
	$(call pc_cflags,cmocka)
TEST_LIBS := $(call pc_libs,cmocka) $(LIB_LIBS) $(COMMON_LIBS) $(TERM_LIBS)

$(BUILD)/tests/tui/%: TEST_LIBS += $(call pc_libs,vterm) -lutil
$(BUILD)/tests/%: tests/%.c $(TBTOP_LIB) $(COMMON_LIB) $(STATIC_LIB) $(COMPILE_STAMP) $(LINK_STAMP) | $(GEN_HDRS) $(PREREQS)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(COMPILE) $(OUR_LDFLAGS) $(LDFLAGS) $(TEST_CFLAGS) -o $@ $< \
		$(TBTOP_LIB) $(COMMON_LIB) $(STATIC_LIB) $(TEST_LIBS) $(LDLIBS)

# --- running ---------------------------------------------------------------------------------------
T ?=
TEST_SCRIPTS := $(filter-out $(wildcard tests/*/lib*.sh),$(sort $(wildcard tests/lint/*.py) $(foreach d,lint cli golden tui compat,$(wildcard tests/$d/*.sh))))
ALL_SUITES := $(TEST_PROGRAMS) $(TEST_SCRIPTS)
SUITES := $(if $(T),$(foreach s,$(ALL_SUITES),$(if $(findstring $(T),$(s:$(BUILD)/%=%)),$s)),$(ALL_SUITES))

.PHONY: check run-check
check: ## run the tests: all, or T=pattern
	@sh .ci/deps
	@$(MAKE) run-check
run-check: all $(filter $(TEST_PROGRAMS),$(SUITES))
	@BUILD=$(BUILD) sh tests/run $(SUITES)
