// SPDX-License-Identifier: GPL-3.0-or-later
// Makes a desk's database with many orders: make-desk FILE ORDERS

#include "config.h"

#include <stdlib.h>

#include "ptn-load.h"

int
main (int argc, char **argv)
{
  g_autoptr (GError)  error = NULL;
  g_autoptr (PtnDesk) desk = NULL;
  PtnSynth            synth;

  if (argc != 3)
    return EXIT_FAILURE;
  desk = ptn_desk_open (argv[1], &error);
  if (desk == NULL)
    g_error ("%s", error->message);
  ptn_synth_init (&synth, 1, g_ascii_strtoll (argv[2], NULL, 10));
  ptn_load_desk (desk, &synth);
  ptn_desk_close (desk);
  return EXIT_SUCCESS;
}
