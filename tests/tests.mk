# The examples and the tests: the programs test_*.c in the folders of tests/unit and in tests/tui,
# and the scripts tests/*/*.sh. A script named lib*.sh is a helper of other scripts. `make check
# T=crc` runs the suites with crc in their path.

# --- examples: each is built with the staged headers only -----------------------------------------
EXAMPLE_SRCS := $(sort $(wildcard examples/*.c))
using = $(if $(EXAMPLE_SRCS),$(shell grep -l '$1' $(EXAMPLE_SRCS)))
FANN_SRCS := $(call using,fann\.h>)
FANN_LIBS := $(call pc_libs,fann)
XGBOOST_SRCS := $(call using,<xgboost/)
XGBOOST_LIBS := $(call pc_libs,xgboost)
# Without FANN or XGBoost, the examples that need it are not built, nor those in C++ and Fortran
# without a compiler for them.
FC_FOUND := $(shell command -v $(FC))
CXX_FOUND := $(shell command -v $(CXX))
SKIPPED_SRCS := $(if $(FANN_LIBS),,$(FANN_SRCS)) $(if $(XGBOOST_LIBS),,$(XGBOOST_SRCS))
C_EXAMPLES := $(patsubst %.c,$(BUILD)/%,$(filter-out $(SKIPPED_SRCS),$(EXAMPLE_SRCS)))
# One example has a file for each kind of summary.
KINDS := $(BUILD)/examples/every_kind
KINDS_OBJS := $(patsubst %.c,$(BUILD)/obj/%.o,$(sort $(wildcard examples/every_kind/*.c)))
CXX_EXAMPLES := $(if $(CXX_FOUND),$(patsubst %.cc,$(BUILD)/%,$(sort $(wildcard examples/*.cc))))
FC_EXAMPLES := $(if $(FC_FOUND),$(patsubst %.f90,$(BUILD)/%,$(sort $(wildcard examples/*.f90))))
EXAMPLES := $(C_EXAMPLES) $(KINDS) $(CXX_EXAMPLES) $(FC_EXAMPLES)
# The libraries of an example: $(call example_libs,SOURCE).
example_libs = $(if $(filter $1,$(FANN_SRCS)),$(FANN_LIBS) $(call pc_libs,zlib)) \
	$(if $(filter $1,$(XGBOOST_SRCS)),$(XGBOOST_LIBS)) -lm

# A source that was removed may be named by the dependencies of an earlier build.
examples/%.c: ;

.PHONY: examples
examples: $(EXAMPLES) ## build the examples
$(EXAMPLES): | $(STAGED_HDRS) $(PREREQS)
$(C_EXAMPLES): $(BUILD)/examples/%: examples/%.c $(SHARED_LIB) $(COMPILE_STAMP) $(LINK_STAMP)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(COMPILE) $(OUR_LDFLAGS) $(LDFLAGS) -I$(BUILD)/include -MT $@ -MF $@.d \
		-o $@ $< -Wl,-rpath,'$$ORIGIN/../lib' $(SHARED_LIB) $(call example_libs,$<) \
		$(LDLIBS)

$(KINDS_OBJS): $(BUILD)/obj/%.o: %.c $(COMPILE_STAMP) | $(STAGED_HDRS) $(PREREQS)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(COMPILE) -I$(BUILD)/include -c -o $@ $<
$(KINDS): $(KINDS_OBJS) $(SHARED_LIB) $(LINK_STAMP)
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(LINK) -o $@ $(KINDS_OBJS) -Wl,-rpath,'$$ORIGIN/../lib' $(SHARED_LIB) \
		-lm $(LDLIBS)

$(CXX_EXAMPLES): $(BUILD)/examples/%: examples/%.cc $(SHARED_LIB) $(COMPILE_STAMP) $(LINK_STAMP)
	@mkdir -p $(@D)
	$(call say,CXX,$<)$(CXX) -std=c++17 -Wall -Wextra $(if $(filter 1,$(DEVELOPER)),-Werror) \
		$(SANITIZE_FLAGS) $(CFLAGS) -MMD -MP $(LDFLAGS) -I$(BUILD)/include -MT $@ -MF $@.d \
		-o $@ $< -Wl,-rpath,'$$ORIGIN/../lib' $(SHARED_LIB) $(LDLIBS)

# Fortran modules are needed only while their program is compiled.
$(FC_EXAMPLES): $(BUILD)/examples/%: examples/%.f90 $(SHARED_LIB) $(COMPILE_STAMP) $(LINK_STAMP)
	@mkdir -p $(@D)/modules
	$(call say,FC,$<)$(FC) -std=f2018 -Wall $(if $(filter 1,$(DEVELOPER)),-Werror) \
		$(SANITIZE_FLAGS) -O2 -g -J $(@D)/modules -o $@ $< \
		-Wl,-rpath,'$$ORIGIN/../lib' $(SHARED_LIB) $(LDLIBS)

# --- test programs: they may include private headers ----------------------------------------------
UNIT_SRCS := $(sort $(wildcard tests/unit/*/test_*.c tests/unit/*/*/test_*.c))
TUI_SRCS := $(sort $(wildcard tests/tui/test_*.c))
TEST_PROGRAMS := $(patsubst %.c,$(BUILD)/%,$(UNIT_SRCS) $(TUI_SRCS))
TEST_CFLAGS := $(LIB_INCLUDES) $(LIB_HAVE) $(TERM_HAVE) -Itools -Itests -Itests/unit \
	$(call pc_cflags,$(LIB_PKGS) $(COMMON_PKGS) $(TERM_PKGS)) $(call pc_cflags,cmocka)
TEST_LIBS := $(call pc_libs,cmocka) $(LIB_LIBS) $(COMMON_LIBS) $(TERM_LIBS)

# `wraps: write` in the first lines of a test replaces that function with its __wrap_write.
wrapped_by = $(shell sed -n '1,20{/wraps:/{s/.*wraps: *//;s| *[*]/.*||;p;};}' $1)
wraps_of = $(addprefix -Wl$(comma)--wrap=,$(call wrapped_by,$1))

$(BUILD)/tests/tui/%: TEST_LIBS += $(call pc_libs,vterm) -lutil
# The libraries of the project that a test is linked with.
TESTED_LIBS := $(TBTOP_LIB) $(COMMON_LIB) $(STATIC_LIB)
$(BUILD)/tests/%: tests/%.c $(TESTED_LIBS) $(COMPILE_STAMP) $(LINK_STAMP) | $(GEN_HDRS) $(PREREQS)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(COMPILE) $(OUR_LDFLAGS) $(LDFLAGS) $(TEST_CFLAGS) $(call wraps_of,$<) \
		-MT $@ -MF $@.d -o $@ $< $(filter %.o,$^) $(TESTED_LIBS) $(TEST_LIBS) $(LDLIBS)

# --- fuzzing: tests/fuzz/fuzz_NAME.c over tests/fuzz/corpus/NAME ----------------------------------
# `make check` replays the corpora under ASan and UBSan. `make fuzz` searches for new inputs with
# clang's libFuzzer.
FUZZ_SRCS := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ_PROGRAMS := $(FUZZ_SRCS:%.c=$(BUILD)/%)
REPLAY_BUILD := $(if $(SANITIZE),$(BUILD),$(BUILD)-asan-ubsan)
FUZZ ?=
# The duration of `make fuzz` (60) and `make check-live` (600) in seconds.
SECONDS ?=
# If it is empty, the targets use the project's driver; otherwise it is the compiler flag for an
# engine with its own main.
FUZZ_ENGINE ?=
$(FUZZ_PROGRAMS): TEST_LIBS := $(LIB_LIBS) $(COMMON_LIBS) $(TERM_LIBS) $(FUZZ_ENGINE)
$(FUZZ_PROGRAMS): $(if $(FUZZ_ENGINE),,$(BUILD)/obj/tests/fuzz/driver.o)
$(BUILD)/obj/tests/fuzz/driver.o: tests/fuzz/driver.c $(COMPILE_STAMP) | $(PREREQS)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(COMPILE) -c -o $@ $<

.PHONY: fuzz fuzz-programs
fuzz-programs: $(FUZZ_PROGRAMS)
	@:
fuzz: ## search for inputs that break something: FUZZ=name SECONDS=60 (clang)
	@test -f tests/fuzz/fuzz_$(FUZZ).c || \
		{ echo "FUZZ=$(FUZZ): none of $(FUZZ_SRCS:tests/fuzz/fuzz_%.c=%)" >&2; false; }
	@$(MAKE) CC=clang SANITIZE=address,undefined BUILD=build-fuzz DEVELOPER=0 \
		CFLAGS='-O1 -g -fsanitize=fuzzer-no-link' FUZZ_ENGINE=-fsanitize=fuzzer \
		build-fuzz/tests/fuzz/fuzz_$(FUZZ)
	@mkdir -p build-fuzz/corpus/$(FUZZ)
	build-fuzz/tests/fuzz/fuzz_$(FUZZ) -max_total_time=$(or $(SECONDS),60) -timeout=10 \
		-artifact_prefix=build-fuzz/corpus/ build-fuzz/corpus/$(FUZZ) \
		$(wildcard tests/fuzz/corpus/$(FUZZ))

# --- running --------------------------------------------------------------------------------------
T ?=
ALL_SCRIPTS := $(wildcard $(patsubst %,tests/%/*.sh,lint cli golden tui compat) tests/lint/*.py)
TEST_SCRIPTS := $(sort $(filter-out $(wildcard tests/*/lib*.sh),$(ALL_SCRIPTS)))
REPLAYS := $(FUZZ_SRCS:%.c=$(REPLAY_BUILD)/%)
ALL_SUITES := $(TEST_PROGRAMS) $(TEST_SCRIPTS) $(REPLAYS)
# The path of a suite without its build folder: $(call suite_name,SUITE).
suite_name = $(patsubst $(BUILD)/%,%,$(1:$(REPLAY_BUILD)/%=%))
matching = $(foreach s,$(ALL_SUITES),$(if $(findstring $(T),$(call suite_name,$s)),$s))
SUITES := $(if $(T),$(matching),$(ALL_SUITES))

# `make check` runs a minute of tests with sanitizers: under ASan and UBSan forks, writers, a
# follower, chunks and the memory budget; under TSan the threads of writers and log directories, and
# the reclamation of memory. `make check T=asan:` and `make check T=tsan:` run only these.
ASAN_BUILD := $(REPLAY_BUILD)
TSAN_BUILD := $(BUILD)-tsan
ASAN_TESTS := read/column/test_chunk read/column/test_chunk_ends \
	read/run/test_budget read/run/test_budget_names write/test_writer \
	write/test_writer_failures write/test_writer_lanes write/test_writer_process \
	write/test_writer_threads
ASAN_PROGRAMS := $(ASAN_TESTS:%=$(ASAN_BUILD)/tests/unit/%)
ASAN_SCRIPTS := tests/cli/follow.sh
TSAN_TESTS := read/column/test_epoch read/query/test_cursor_live read/query/test_held \
	read/logdir/test_loader read/logdir/test_logdir read/logdir/test_soak \
	read/logdir/test_watch write/test_writer_lanes write/test_writer_threads
TSAN_PROGRAMS := $(TSAN_TESTS:%=$(TSAN_BUILD)/tests/unit/%)
SANITIZED := $(if $(SANITIZE),,$(patsubst %,asan:$(ASAN_BUILD):%,$(ASAN_PROGRAMS) $(ASAN_SCRIPTS)) \
	$(patsubst %,tsan:$(TSAN_BUILD):%,$(TSAN_PROGRAMS)))
# A pattern without a colon selects none of these.
labelled = $(if $(findstring :,$(T)),$(foreach s,$(SANITIZED),$(if $(findstring $(T),$s),$s)))
SANITIZED_SUITES := $(if $(T),$(labelled),$(SANITIZED))
# The programs to build for these suites: $(call needed,LABEL,ALL OF ITS PROGRAMS,ITS BUILD).
needed = $(filter $2,$(patsubst $1:$3:%,%,$(SANITIZED_SUITES))) \
	$(if $(filter $1:$3:%.sh,$(SANITIZED_SUITES)),$3/bin/tfevents)
ASAN_NEEDS := $(strip $(call needed,asan,$(ASAN_PROGRAMS),$(ASAN_BUILD)) \
	$(filter $(REPLAYS),$(SUITES)))
TSAN_NEEDS := $(strip $(call needed,tsan,$(TSAN_PROGRAMS),$(TSAN_BUILD)))

# Benchmarks are not run by `make check`, but they must compile.
BENCH_PROGRAMS := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/bench/bench_*.c)))

NEEDS ?=
.PHONY: check run-check needs
needs: $(NEEDS)
	@:
check: ## run the tests: all, or T=pattern
	@sh .ci/deps
	@$(MAKE) $(JOBS) run-check
# The test program that a script runs.
SCRIPT_NEEDS := $(if $(filter tests/compat/percentiles.sh,$(SUITES)),\
	$(BUILD)/tests/unit/tbtop/test_percentiles)
run-check: all $(if $(T),,$(BENCH_PROGRAMS)) $(filter $(TEST_PROGRAMS),$(SUITES)) $(SCRIPT_NEEDS)
	@$(if $(ASAN_NEEDS),$(MAKE) SANITIZE=$(or $(SANITIZE),address$(comma)undefined) \
		BUILD=$(ASAN_BUILD) NEEDS='$(ASAN_NEEDS)' needs)
	@$(if $(TSAN_NEEDS),$(MAKE) SANITIZE=thread BUILD=$(TSAN_BUILD) NEEDS='$(TSAN_NEEDS)' needs)
	@BUILD=$(BUILD) sh tests/run $(SUITES) $(SANITIZED_SUITES)

# --- longer tests ---------------------------------------------------------------------------------
VALGRIND := valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite
UNIT_PROGRAMS := $(filter $(BUILD)/tests/unit/%,$(TEST_PROGRAMS))
FULL_CHECKS := check check-asan check-tsan check-valgrind check-fuzz check-soak check-hostile \
	check-live check-packages check-dist
.PHONY: check-full $(FULL_CHECKS) unit-programs
check-full: $(FULL_CHECKS) ## all tests: sanitizers, valgrind, longer fuzzing, the archive
unit-programs: $(UNIT_PROGRAMS)
	@:
check-asan:
	@echo 'everything under ASan and UBSan:'
	@TBTOP_KEYS_S=60 TEST_TIMEOUT=1800 $(MAKE) SANITIZE=address,undefined run-check
check-tsan:
	@echo 'everything under TSan:'
	@TEST_TIMEOUT=1800 $(MAKE) SANITIZE=thread run-check
check-valgrind: unit-programs
	@echo 'unit tests under valgrind:'
	@if command -v valgrind >/dev/null; then \
		BUILD=$(BUILD) TEST_WRAPPER='$(VALGRIND)' TEST_TIMEOUT=1800 \
		sh tests/run $(UNIT_PROGRAMS); \
		else echo 'SKIP valgrind is not installed'; fi
check-fuzz:
	@echo 'fuzz targets, 100,000 mutations each:'
	@$(MAKE) SANITIZE=address,undefined fuzz-programs
	@for f in $(FUZZ_SRCS:tests/fuzz/fuzz_%.c=%); do \
		build-asan-ubsan/tests/fuzz/fuzz_$$f -m 100000 tests/fuzz/corpus/$$f || exit 1; done
check-soak: $(BUILD)/tests/unit/read/logdir/test_soak
	@echo 'a reader follows a writer at full speed, 60 s or 2 GB:'
	@SOAK_SECONDS=60 SOAK_MB=2000 TEST_TIMEOUT=1800 $(MAKE) T=logdir/test_soak run-check
check-hostile:
	@echo 'every program on a million tags, ten million records, a tag of 100 MB:'
	@HOSTILE=large TEST_TIMEOUT=1800 $(MAKE) T=cli/hostile_all run-check
check-live:
	@echo 'every program beside log directories that change at random, $(or $(SECONDS),600) s each:'
	@seconds=$(or $(SECONDS),600); \
		LIVE_SECONDS=$$seconds TEST_TIMEOUT=$$((seconds + 900)) \
		$(MAKE) T=live_ run-check
# The suites of tests/full install what they need: browsers, other trainers, other readers.
FULL_SUITES := $(sort $(filter-out tests/full/debian.sh,$(wildcard tests/full/*.sh)))
check-packages: all ## suites that install large packages: T=pattern for some
	@echo 'suites that install large packages:'
	@BUILD=$(BUILD) TEST_TIMEOUT=1800 sh tests/run \
		$(foreach s,$(FULL_SUITES),$(if $(or $(if $T,,1),$(findstring $T,$s)),$s))
check-dist: dist
	@echo 'the archive builds, installs and uninstalls by itself:'
	@rm -rf $(BUILD)/dist && mkdir -p $(BUILD)/dist && tar xzf $(DIST).tar.gz -C $(BUILD)/dist
	@$(MAKE) -C $(BUILD)/dist/tfevents-$(VERSION) BUILD=build SANITIZE= T=cli/install \
		run-check >$(BUILD)/dist/log 2>&1 || { cat $(BUILD)/dist/log; false; }
	@tail -n 1 $(BUILD)/dist/log

DIST := $(BUILD)/tfevents-$(VERSION)
.PHONY: dist
dist: ## make the release archive of the committed files
	@git archive --format=tar --prefix=tfevents-$(VERSION)/ HEAD | gzip -9n >$(DIST).tar.gz
	@echo $(DIST).tar.gz

# --- benchmarks: tests/bench/bench_*.c and the scripts there --------------------------------------
BENCH_SCRIPTS := $(sort $(wildcard tests/bench/*.sh))
.PHONY: bench
bench: all $(BENCH_PROGRAMS) ## measure: T=pattern for some
	@BUILD=$(abspath $(BUILD)); export BUILD; for b in $(BENCH_PROGRAMS) $(BENCH_SCRIPTS); do \
		case $$b in *$(T)*) ;; *) continue ;; esac; \
		echo "$$b:"; \
		case $$b in *.sh) sh $$b ;; *) $$b ;; esac || exit 1; done

# --- style ----------------------------------------------------------------------------------------
C_FILES := $(sort $(wildcard lib/include/*.h lib/include/*/*.h lib/*/*.[ch] lib/*/*/*.[ch] \
	tools/*/*.[ch] tools/*/*/*.[ch] tests/*.h tests/*/*.[ch] tests/unit/*/*.[ch] \
	tests/unit/*/*/*.[ch] examples/*.[ch] examples/*/*.[ch]))
TIDY_FILES := $(filter %.c,$(filter lib/% tools/%,$(C_FILES)))
.PHONY: lint format
lint: all ## check layers, names and layout, and run clang-tidy
	@BUILD=$(BUILD) sh tests/run $(filter tests/lint/%,$(TEST_SCRIPTS))
	@if command -v clang-format >/dev/null; then clang-format --dry-run -Werror $(C_FILES); \
		else echo 'SKIP layout: clang-format is not installed'; fi
	@if command -v clang-tidy >/dev/null; then \
		printf '%s\n' $(TIDY_FILES) | xargs -P 2 -n 4 sh -c 'clang-tidy --quiet "$$@" -- \
		$(OUR_CPPFLAGS) -std=c17 $(LIB_INCLUDES) $(LIB_HAVE) $(TERM_HAVE) -Itools \
		$(call pc_cflags,$(REQUIRED)) 2>/dev/null' -; \
		else echo 'SKIP clang-tidy: it is not installed'; fi
format: ## lay the sources out with clang-format
	clang-format -i $(C_FILES)
