// SPDX-License-Identifier: GPL-3.0-or-later
// What the interface needs before its first widget.
#include "ptn-ui.h"

#include "data/portineria-resources.h"

void
ptn_ui_init (void)
{
  /* Naming it is what makes the linker take the resources from the library. */
  g_resources_register (portineria_get_resource ());
}
