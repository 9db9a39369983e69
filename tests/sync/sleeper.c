// SPDX-License-Identifier: GPL-3.0-or-later
// For desk-cli, linked with --wrap=clock_gettime: as soon as the file $DESK_SLEPT exists, the boot
// clock has run an hour that the monotonic clock has not, as after a PC's sleep.

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int __real_clock_gettime (clockid_t clock, struct timespec *time);
int __wrap_clock_gettime (clockid_t clock, struct timespec *time);

int
__wrap_clock_gettime (clockid_t clock, struct timespec *time)
{
  const char *slept = getenv ("DESK_SLEPT");
  const int   result = __real_clock_gettime (clock, time);

  if (clock == CLOCK_BOOTTIME && slept != NULL && access (slept, F_OK) == 0)
    time->tv_sec += 3600;
  return result;
}
