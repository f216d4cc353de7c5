# The library: lib/*/*.c and the messages of proto/, as a shared and a static library.

LIB_SRCS := $(sort $(wildcard lib/*/*.c lib/*/*/*.c))
PROTOS := $(sort $(wildcard proto/*.proto))
GEN_SRCS := $(PROTOS:proto/%.proto=$(BUILD)/gen/%.pb-c.c)
VERSION_HDR := $(BUILD)/include/tfevents/version.h
GEN_HDRS := $(GEN_SRCS:.c=.h) $(VERSION_HDR)
LIB_OBJS := $(LIB_SRCS:%.c=$(BUILD)/obj/%.o) $(GEN_SRCS:$(BUILD)/%.c=$(BUILD)/obj/%.o)

LIB_HAVE := $(foreach o,$(LIB_FOUND),-DHAVE_$(call macro_of,$o)=1)
LIB_INCLUDES := -Ilib -Ilib/include -I$(BUILD)/gen -I$(BUILD)/include
LIB_CFLAGS := $(LIB_INCLUDES) $(LIB_HAVE) -Wconversion -Wno-sign-conversion -fPIC \
	$(call pc_cflags,$(LIB_PKGS) $(foreach o,$(LIB_FOUND),$(call pkg_of,$o)))
LIB_LIBS := $(call pc_libs,$(LIB_PKGS) $(foreach o,$(LIB_FOUND),$(call pkg_of,$o))) -lm -ldl

STATIC_LIB := $(BUILD)/lib/libtfevents.a
SHARED_LIB := $(BUILD)/lib/libtfevents.so
SONAME := libtfevents.so.$(SOVERSION)
REAL_NAME := libtfevents.so.$(VERSION)

# The staged public headers. Tools and examples can include no other header of the library.
PUBLIC_HDRS := $(patsubst lib/include/%,%,$(sort $(wildcard lib/include/*.h lib/include/*/*.h))) \
	$(VERSION_HDR:$(BUILD)/include/%=%)
STAGED_HDRS := $(PUBLIC_HDRS:%=$(BUILD)/include/%)
STALE_HDRS := $(filter-out $(STAGED_HDRS),$(wildcard $(BUILD)/include/*.h $(BUILD)/include/*/*.h))
$(if $(STALE_HDRS),$(shell rm -f $(STALE_HDRS)))

$(call stamp,lib-objects,$(LIB_OBJS:$(BUILD)/%=%))

lib: $(if $(LIB_SRCS),$(STATIC_LIB) $(SHARED_LIB)) $(STAGED_HDRS)

# The file VERSION contains the version, MAJOR.MINOR.PATCH.
version_part = $(word $1,$(subst ., ,$(VERSION)))
$(VERSION_HDR): lib/include/tfevents/version.h.in VERSION
	@mkdir -p $(@D)
	@sed -e 's|@MAJOR@|$(call version_part,1)|; s|@MINOR@|$(call version_part,2)|' \
		-e 's|@PATCH@|$(call version_part,3)|; s|@VERSION@|$(VERSION)|' $< >$@

$(BUILD)/include/%.h: lib/include/%.h
	@mkdir -p $(@D)
	$(Q)cp $< $@

$(BUILD)/gen/%.pb-c.c $(BUILD)/gen/%.pb-c.h: proto/%.proto | $(PREREQS)
	@mkdir -p $(@D)
	$(call say,PROTOC,$<)$(PROTOC_C) --c_out=$(BUILD)/gen -Iproto $<

# Generated code is compiled without the warnings of the project.
$(BUILD)/obj/gen/%.o: $(BUILD)/gen/%.c $(COMPILE_STAMP) | $(GEN_HDRS) $(PREREQS)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(COMPILE) -w -I$(BUILD)/gen -fPIC $(call pc_cflags,libprotobuf-c) \
		-c -o $@ $<

$(BUILD)/obj/lib/%.o: lib/%.c $(COMPILE_STAMP) | $(GEN_HDRS) $(PREREQS)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(COMPILE) $(LIB_CFLAGS) -c -o $@ $<

$(STATIC_LIB): $(LIB_OBJS) $(BUILD)/stamp/lib-objects
	@mkdir -p $(@D)
	@rm -f $@
	$(call say,AR,$@)$(AR) rcs $@ $(LIB_OBJS)

$(SHARED_LIB): $(BUILD)/lib/$(REAL_NAME)
	@ln -sf $(REAL_NAME) $(BUILD)/lib/$(SONAME)
	@ln -sf $(REAL_NAME) $@

$(BUILD)/lib/$(REAL_NAME): $(LIB_OBJS) lib/tfevents.map $(LINK_STAMP) $(BUILD)/stamp/lib-objects
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(LINK) -shared -Wl,-soname,$(SONAME) \
		-Wl,--version-script=lib/tfevents.map $(if $(SANITIZE),,-Wl,-z,defs) -o $@ \
		$(LIB_OBJS) $(LIB_LIBS) $(LDLIBS)
