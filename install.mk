# Man pages, install and uninstall: under PREFIX (or bindir, libdir, includedir, mandir), staged in
# DESTDIR.

MAN_SRCS := $(sort $(wildcard docs/*.[1-9].scd))
MAN_PAGES := $(if $(shell command -v scdoc),$(MAN_SRCS:docs/%.scd=$(BUILD)/man/%))
man_target = $(mandir)/man$(subst .,,$(suffix $1))/$(notdir $1)

.PHONY: man install uninstall
man: $(MAN_PAGES) ## build the man pages (needs scdoc)
	@$(if $(MAN_PAGES),:,echo 'no man pages: scdoc is not on this machine (run `make deps`)' >&2)
.PHONY: docs
docs: all examples $(MAN_PAGES) ## man pages in BUILD/man, and the pictures of docs/screens.md
	@BUILD=$(BUILD) sh docs/screens.sh

$(BUILD)/man/%: docs/%.scd docs/man.sh $(PROGRAMS)
	@mkdir -p $(@D)
	$(call say,MAN,$@)BUILD=$(BUILD) sh docs/man.sh $< >$@.scd && scdoc <$@.scd >$@

# The files that pkg-config and CMake find. Their paths are relative to the prefix or to the file,
# so that the prefix may be moved.
cmakedir := $(libdir)/cmake/tfevents
FOUND_BY := $(BUILD)/tfevents.pc $(BUILD)/tfeventsConfig.cmake $(BUILD)/tfeventsConfigVersion.cmake
from_prefix = $(patsubst $(PREFIX)/%,$${prefix}/%,$1)
$(FOUND_BY): $(BUILD)/%: lib/%.in $(COMPILE_STAMP) Makefile FORCE
	@sed -e 's|@PREFIX@|$(PREFIX)|; s|@LIBDIR@|$(call from_prefix,$(libdir))|' \
		-e 's|@INCLUDEDIR@|$(call from_prefix,$(includedir))|' \
		-e "s|@INCLUDE_FROM_CMAKE@|$$(realpath -m --relative-to=$(cmakedir) $(includedir))|" \
		-e 's|@REAL_NAME@|$(REAL_NAME)|; s|@SONAME@|$(SONAME)|; s|@VERSION@|$(VERSION)|' \
		-e 's|@MAJOR@|$(call version_part,1)|; s|@MINOR@|$(call version_part,2)|' \
		-e 's|@PRIVATE@|$(LIB_PKGS) $(foreach o,$(LIB_FOUND),$(call pkg_of,$o))|' $< >$@
.PHONY: FORCE

# The programs print their completion scripts. The path of a script tells the program and the shell.
datadir ?= $(PREFIX)/share
COMPLETIONS := bash-completion/completions/@ zsh/site-functions/_@ fish/vendor_completions.d/@.fish
completion_targets = $(foreach p,$(notdir $(PROGRAMS)),$(subst @,$p,$(COMPLETIONS)))
completion_program = $(patsubst _%,%,$(basename $(notdir $1)))
completion_shell = $(firstword $(subst -, ,$(firstword $(subst /, ,$1))))

install: lib tools man $(FOUND_BY) ## install under PREFIX (/usr/local), staged in DESTDIR
	$(Q)$(INSTALL) -d $(DESTDIR)$(bindir) $(DESTDIR)$(libdir)/pkgconfig $(DESTDIR)$(cmakedir) \
		$(DESTDIR)$(includedir)/tfevents
	$(Q)$(if $(strip $(PROGRAMS)),$(INSTALL) -m 755 $(PROGRAMS) $(DESTDIR)$(bindir))
	$(Q)$(INSTALL) -m 755 $(BUILD)/lib/$(REAL_NAME) $(DESTDIR)$(libdir)
	$(Q)ln -sf $(REAL_NAME) $(DESTDIR)$(libdir)/$(SONAME)
	$(Q)ln -sf $(SONAME) $(DESTDIR)$(libdir)/libtfevents.so
	$(Q)$(INSTALL) -m 644 $(STATIC_LIB) $(DESTDIR)$(libdir)
	$(Q)$(INSTALL) -m 644 $(filter %.pc,$(FOUND_BY)) $(DESTDIR)$(libdir)/pkgconfig
	$(Q)$(INSTALL) -m 644 $(filter %.cmake,$(FOUND_BY)) $(DESTDIR)$(cmakedir)
	$(Q)$(foreach h,$(PUBLIC_HDRS), \
		$(INSTALL) -m 644 $(BUILD)/include/$h $(DESTDIR)$(includedir)/$h &&) :
	$(Q)$(foreach m,$(MAN_PAGES),$(INSTALL) -D -m 644 $m $(DESTDIR)$(call man_target,$m) &&) :
	$(Q)$(foreach c,$(completion_targets), \
		$(INSTALL) -d $(DESTDIR)$(datadir)/$(dir $c) && \
		$(BUILD)/bin/$(call completion_program,$c) \
			--completion $(call completion_shell,$c) >$(DESTDIR)$(datadir)/$c &&) :
	$(Q)$(if $(DESTDIR),:,test "$$(id -u)" != 0 || ldconfig 2>/dev/null || :)

uninstall: ## remove the installed files
	rm -f $(PROGRAMS:$(BUILD)/bin/%=$(DESTDIR)$(bindir)/%) \
		$(addprefix $(DESTDIR)$(libdir)/,$(REAL_NAME) $(SONAME) libtfevents.so) \
		$(DESTDIR)$(libdir)/libtfevents.a \
		$(DESTDIR)$(libdir)/pkgconfig/tfevents.pc \
		$(addprefix $(DESTDIR)$(cmakedir)/,$(notdir $(filter %.cmake,$(FOUND_BY)))) \
		$(PUBLIC_HDRS:%=$(DESTDIR)$(includedir)/%) \
		$(addprefix $(DESTDIR)$(datadir)/,$(completion_targets)) \
		$(foreach m,$(MAN_SRCS:docs/%.scd=%),$(DESTDIR)$(call man_target,$m))
	@rmdir $(DESTDIR)$(includedir)/tfevents $(DESTDIR)$(cmakedir) 2>/dev/null || :
