! A Fortran training: the library is called through iso_c_binding.
!
!   descent logs/fortran && tbtop logs
module tfevents
  use, intrinsic :: iso_c_binding
  implicit none

  interface
    integer(c_int) function tfe_writer_open(logdir, options, writer, error) bind(c)
      import :: c_int, c_char, c_ptr
      character(kind=c_char), intent(in) :: logdir(*)
      type(c_ptr), value :: options, error ! c_null_ptr: defaults; no detail of an error
      type(c_ptr), intent(out) :: writer
    end function

    integer(c_int) function tfe_writer_add_scalar(writer, tag, step, value) bind(c)
      import :: c_int, c_char, c_ptr, c_int64_t, c_double
      type(c_ptr), value :: writer
      character(kind=c_char), intent(in) :: tag(*)
      integer(c_int64_t), value :: step
      real(c_double), value :: value
    end function

    integer(c_int) function tfe_writer_add_histogram(writer, tag, step, values, dtype, n) bind(c)
      import :: c_int, c_char, c_ptr, c_int64_t, c_double, c_size_t
      type(c_ptr), value :: writer
      character(kind=c_char), intent(in) :: tag(*)
      integer(c_int64_t), value :: step
      real(c_double), intent(in) :: values(*)
      integer(c_int), value :: dtype ! TFE_DTYPE_FLOAT64 for real(c_double)
      integer(c_size_t), value :: n
    end function

    integer(c_int) function tfe_writer_close(writer) bind(c)
      import :: c_int, c_ptr
      type(c_ptr), value :: writer
    end function
  end interface

  integer(c_int), parameter :: TFE_OK = 0, TFE_DTYPE_FLOAT64 = 2
end module

program descent
  use tfevents
  implicit none
  integer, parameter :: n = 64
  character(len=1024) :: logdir
  type(c_ptr) :: writer
  real(c_double) :: x(n), gradient(n), scale(n)
  integer(c_int64_t) :: step
  integer(c_int) :: status
  integer :: i

  call get_command_argument(1, logdir)
  if (command_argument_count() /= 1 .or. logdir(1:1) == '-') then
    write (0, '(a)') 'usage: descent LOGDIR'
    stop 2
  end if
  status = tfe_writer_open(trim(logdir) // c_null_char, c_null_ptr, writer, c_null_ptr)
  if (status /= TFE_OK) then
    write (0, '(3a)') 'descent: ', trim(logdir), ': cannot open an event file'
    stop 2
  end if

  x = [(sin(real(i, c_double)), i = 1, n)]
  scale = [(real(i, c_double) / n, i = 1, n)]
  do step = 0, 49
    gradient = scale * x
    status = tfe_writer_add_scalar(writer, 'loss' // c_null_char, step, sum(scale * x**2) / 2)
    status = tfe_writer_add_scalar(writer, 'gradient_norm' // c_null_char, step, norm2(gradient))
    status = tfe_writer_add_histogram(writer, 'x' // c_null_char, step, x, TFE_DTYPE_FLOAT64, &
                                      int(n, c_size_t))
    x = x - 0.5_c_double * gradient
  end do
  if (tfe_writer_close(writer) /= TFE_OK) stop 2
end program
