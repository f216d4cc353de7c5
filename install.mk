# install and uninstall, for PREFIX (and bindir, libdir, includedir, mandir), staged under DESTDIR.
