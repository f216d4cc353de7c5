# The library: lib/*/*.c and the messages of proto/, as a shared and a static library.

LIB_SRCS := $(sort $(wildcard lib/*/*.c lib/*/*/*.c))
PROTOS := $(sort $(wildcard proto/*.proto))
GEN_SRCS := $(PROTOS:proto/%.proto=$(BUILD)/gen/%.pb-c.c)
GEN_HDRS := $(GEN_SRCS:.c=.h)
LIB_OBJS := $(LIB_SRCS:%.c=$(BUILD)/obj/%.o) $(GEN_SRCS:$(BUILD)/%.c=$(BUILD)/obj/%.o)

LIB_HAVE := $(foreach o,$(LIB_FOUND),-DHAVE_$(call macro_of,$o)=1)
LIB_INCLUDES := -Ilib -Ilib/include -I$(BUILD)/gen
LIB_CFLAGS := $(LIB_INCLUDES) $(LIB_HAVE) -DTFE_VERSION_STRING='"$(VERSION)"' -Wconversion -Wno-sign-conversion -fPIC \
	$(call pc_cflags,$(LIB_PKGS) $(foreach o,$(LIB_FOUND),$(call pkg_of,$o)))
LIB_LIBS := $(call pc_libs,$(LIB_PKGS) $(foreach o,$(LIB_FOUND),$(call pkg_of,$o))) -lm

STATIC_LIB := $(BUILD)/lib/libtfevents.a
SHARED_LIB := $(BUILD)/lib/libtfevents.so
SONAME := libtfevents.so.$(SOVERSION)
REAL_NAME := libtfevents.so.$(VERSION)

# The public headers, staged: all that tools and examples can include.
PUBLIC_HDRS := $(patsubst lib/include/%,%,$(sort $(wildcard lib/include/*.h lib/include/*/*.h)))
STAGED_HDRS := $(PUBLIC_HDRS:%=$(BUILD)/include/%)
STALE_HDRS := $(filter-out $(STAGED_HDRS),$(wildcard $(BUILD)/include/*.h $(BUILD)/include/*/*.h))
$(if $(STALE_HDRS),$(shell rm -f $(STALE_HDRS)))

$(call stamp,lib-objects,$(LIB_OBJS:$(BUILD)/%=%))

lib: $(if $(LIB_SRCS),$(STATIC_LIB) $(SHARED_LIB)) $(STAGED_HDRS)

$(BUILD)/include/%.h: lib/include/%.h
	@mkdir -p $(@D)
	$(Q)cp $< $@

$(BUILD)/gen/%.pb-c.c $(BUILD)/gen/%.pb-c.h: proto/%.proto | $(PREREQS)
	@mkdir -p $(@D)
	$(call say,PROTOC,$<)$(PROTOC_C) --c_out=$(BUILD)/gen -Iproto $<

# Generated code is not held to our warnings.
$(BUILD)/obj/gen/%.o: $(BUILD)/gen/%.c $(COMPILE_STAMP) | $(GEN_HDRS) $(PREREQS)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(COMPILE) -w -I$(BUILD)/gen -fPIC $(call pc_cflags,libprotobuf-c) -c -o $@ $<

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
	$(call say,LINK,$@)$(LINK) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=lib/tfevents.map \
		$(if $(SANITIZE),,-Wl,-z,defs) -o $@ $(LIB_OBJS) $(LIB_LIBS) $(LDLIBS)
