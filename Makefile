# tfevents: make, make check, make demo; `make help` lists the rest.
#
# Variables of the user: CC CFLAGS CPPFLAGS LDFLAGS LDLIBS PREFIX DESTDIR BUILD SANITIZE V. They may
# also be set in config.mak.

all: ## build the library, the programs and the examples
-include config.mak

ifeq ($(filter 4.2% 4.3% 4.4% 4.5% 4.6% 4.7% 4.8% 4.9% 5.%,$(MAKE_VERSION)),)
$(error GNU make 4.2 or later is needed, this is $(MAKE_VERSION))
endif
MAKEFLAGS += -rR --no-print-directory
.DELETE_ON_ERROR:
.SECONDARY:
SHELL = /bin/sh

VERSION := $(shell cat VERSION)
SOVERSION := 0

# --- settings -------------------------------------------------------------------------------------
ifneq ($(filter default undefined,$(origin CC)),)
CC := cc
endif
ifneq ($(filter default undefined,$(origin AR)),)
AR := ar
endif
ifneq ($(filter default undefined,$(origin CXX)),)
CXX := c++
endif
ifneq ($(filter default undefined,$(origin FC)),)
FC := gfortran
endif
PKG_CONFIG ?= pkg-config
PROTOC_C ?= protoc-c
CFLAGS ?= -O2 -g
# Warnings are errors in a git checkout, but not in a build of a release.
DEVELOPER ?= $(if $(wildcard .git),1,0)
SANITIZE ?=
comma := ,
# The names of the sanitizers in that of the build folder: -asan-ubsan, -tsan.
SANITIZERS := $(subst undefined,ubsan,$(subst address,asan,$(SANITIZE:thread=tsan)))
BUILD ?= build$(if $(SANITIZE),-$(subst $(comma),-,$(SANITIZERS)))

PREFIX ?= /usr/local
bindir ?= $(PREFIX)/bin
libdir ?= $(PREFIX)/lib
includedir ?= $(PREFIX)/include
mandir ?= $(PREFIX)/share/man
INSTALL ?= install

# Programs find the library in the lib folder beside their own, in the build tree and after the
# installation. A packager may set RPATH to nothing.
RPATH ?= $$ORIGIN/../lib

# --- flags of the project -------------------------------------------------------------------------
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wpedantic -Wpointer-arith -Wcast-qual -Wwrite-strings -Wundef -Wvla -Wformat=2 \
	-Wimplicit-fallthrough -Wredundant-decls -Wdate-time -Wno-missing-field-initializers
OUR_CPPFLAGS := -D_POSIX_C_SOURCE=200809L
OUR_CFLAGS := -std=c17 -pthread -ffile-prefix-map=$(CURDIR)=. -fvisibility=hidden -fno-common \
	$(WARNINGS) $(if $(filter 1,$(DEVELOPER)),-Werror)
OUR_LDFLAGS := -pthread -Wl,--as-needed -Wl,-z,relro,-z,now
ifneq ($(SANITIZE),)
SANITIZE_FLAGS := -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
OUR_CFLAGS += $(SANITIZE_FLAGS)
OUR_LDFLAGS += -fsanitize=$(SANITIZE)
else
OUR_CFLAGS += -fstack-protector-strong
OUR_CPPFLAGS += $(if $(filter -O1 -O2 -O3 -Os,$(CFLAGS)),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
endif

# --- libraries of this machine --------------------------------------------------------------------
# A missing REQUIRED library stops the build. An OPTIONAL one, NAME:MACRO, defines HAVE_MACRO.
REQUIRED := libprotobuf-c zlib libpng ncursesw libpcre2-8 libutf8proc jansson inih
LIB_PKGS := libprotobuf-c zlib libpng
LIB_OPTIONAL := libisal:ISAL libmd:MD libgif:GIF
COMMON_PKGS := libpcre2-8 libutf8proc zlib jansson inih
COMMON_OPTIONAL := cairo:CAIRO
TERM_PKGS := ncursesw libpng
TERM_OPTIONAL := libcmark:CMARK libgif:GIF libjpeg:JPEG chafa:CHAFA
TFEVENTS_OPTIONAL := libcurl:CURL

has = $(shell $(PKG_CONFIG) --exists $1 2>/dev/null && echo 1)
# The headers of other libraries are system headers, whose warnings are not ours.
pc_cflags = $(if $1,$(patsubst -I%,-isystem%,$(shell $(PKG_CONFIG) --cflags $1 2>/dev/null)))
pc_libs = $(if $1,$(shell $(PKG_CONFIG) --libs $1 2>/dev/null))
pkg_of = $(firstword $(subst :, ,$1))
macro_of = $(lastword $(subst :, ,$1))

MISSING := $(shell $(PKG_CONFIG) --exists $(REQUIRED) 2>/dev/null || \
	for p in $(REQUIRED); do $(PKG_CONFIG) --exists $$p 2>/dev/null || echo $$p; done; \
	for c in $(firstword $(CC)) $(PROTOC_C); do command -v $$c >/dev/null || echo $$c; done)
found = $(foreach o,$1,$(if $(call has,$(call pkg_of,$o)),$o))
LIB_FOUND := $(call found,$(LIB_OPTIONAL))
TFEVENTS_FOUND := $(call found,$(TFEVENTS_OPTIONAL))
COMMON_FOUND := $(call found,$(COMMON_OPTIONAL))
TERM_FOUND := $(call found,$(TERM_OPTIONAL))

# Without -j, `make check` and `make demo` use every processor.
JOBS = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 2))

# --- helpers --------------------------------------------------------------------------------------
Q := $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V)),,@printf '  %-7s %s\n' '$1' '$2';)
# $(call stamp,NAME,TEXT): a file that changes when TEXT does; its dependents are then rebuilt.
# (strip: GNU make 4.3 does not always remove the final newline of a file.)
stamp = $(if $(call differs,$(strip $2),$(call stamped,$1)),$(file >$(BUILD)/stamp/$1,$(strip $2)))
stamped = $(strip $(file <$(BUILD)/stamp/$1))
differs = $(if $(subst x$1x,,x$2x)$(subst x$2x,,x$1x),1)
$(shell mkdir -p $(BUILD)/stamp)
COMPILE_STAMP := $(BUILD)/stamp/compile
LINK_STAMP := $(BUILD)/stamp/link

ALL_CFLAGS := $(OUR_CPPFLAGS) $(OUR_CFLAGS) $(CPPFLAGS) $(CFLAGS)
$(call stamp,compile,$(CC) $(ALL_CFLAGS) $(LIB_FOUND) $(COMMON_FOUND) \
	$(TERM_FOUND) $(TFEVENTS_FOUND) $(VERSION))
$(call stamp,link,$(CC) $(OUR_LDFLAGS) $(CFLAGS) $(LDFLAGS) $(LDLIBS) $(RPATH))

COMPILE = $(CC) $(OUR_CPPFLAGS) $(CPPFLAGS) $(OUR_CFLAGS) $(CFLAGS) -MMD -MP
LINK = $(CC) $(OUR_CFLAGS) $(CFLAGS) $(OUR_LDFLAGS) $(LDFLAGS)

# Every object depends on the target `missing`, which prints one clear message instead of many
# errors.
ifneq ($(MISSING),)
PREREQS := missing
endif
.PHONY: missing
missing:
	@echo 'not found on this machine: $(MISSING)' >&2
	@echo 'run `make deps` to install what the build needs' >&2
	@false

include lib/lib.mk
include tools/tools.mk
include tests/tests.mk
include install.mk

.PHONY: all lib tools deps demo clean help
all: lib tools examples

deps: ## install missing packages (asks first on a terminal)
	@sh .ci/deps

demo: ## train a network and watch it in tbtop
	@sh .ci/deps
	@$(MAKE) $(JOBS) all
	@sh examples/demo.sh $(BUILD)

clean: ## remove all build results
	rm -rf $(filter-out . / .. $(HOME),$(BUILD) $(REPLAY_BUILD) $(TSAN_BUILD)) \
		build build-asan build-ubsan build-asan-ubsan build-tsan build-fuzz

help: ## show this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' Makefile *.mk */*.mk | sort | \
		awk -F '\t' '{ printf "  %-16s %s\n", $$1, $$2 }'
	@echo
	@echo '  Variables: CC CFLAGS CPPFLAGS LDFLAGS PREFIX=$(PREFIX) DESTDIR BUILD=$(BUILD)'
	@echo '             SANITIZE=address,undefined | thread, V=1 (show commands), T=pattern (tests)'

BUILT := $(patsubst %,$(BUILD)/%,obj examples tests/unit tests/tui tests/fuzz tests/bench)
-include $(shell find $(BUILT) -name '*.d' 2>/dev/null)
