// SPDX-License-Identifier: GPL-3.0-or-later
// The demonstration's folder and file.
#include "config.h"

#include "ptn-demo.h"

#include <glib/gstdio.h>

char *
ptn_demo_folder_new (GError **error)
{
  g_autofree char *cache = g_build_filename (g_get_user_cache_dir (), "portineria", NULL);
  g_autofree char *dir = g_build_filename (cache, "demo-XXXXXX", NULL);

  if (g_mkdir_with_parents (cache, 0700) != 0 || g_mkdtemp_full (dir, 0700) == NULL)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", cache,
                   g_strerror (code));
      return NULL;
    }
  return g_steal_pointer (&dir);
}

static void
remove_tree (GFile *file)
{
  g_autoptr (GFileEnumerator) children =
      g_file_enumerate_children (file, G_FILE_ATTRIBUTE_STANDARD_NAME,
                                 G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child = NULL;

  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) &&
         child != NULL)
    remove_tree (child);
  g_file_delete (file, NULL, NULL);
}

void
ptn_demo_folder_remove (const char *dir)
{
  g_autoptr (GFile) file = g_file_new_for_path (dir);

  remove_tree (file);
}

char *
ptn_demo_file (void)
{
  const char *data = g_getenv ("PORTINERIA_DATA_DIR");

  return g_build_filename (data != NULL ? data : PTN_DATA_DIR, "demo", "hotel.json", NULL);
}
