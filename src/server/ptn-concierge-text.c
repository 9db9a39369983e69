// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the guest's pages.

#include "config.h"

#include "ptn-concierge-text.h"

#include <gio/gio.h>
#include <pthread.h>

#include "ptn-concierge-resources.h"

#define GROUP "strings"

typedef struct
{
  GHashTable *texts[PTN_N_LANGUAGES]; /* key → text */
  PtnLocale  *locales[PTN_N_LANGUAGES];
} Catalogue;

GBytes *
ptn_concierge_file (const char *name)
{
  g_autofree char   *path = g_strconcat ("/org/portineria/Portineria/concierge/", name, NULL);
  g_autoptr (GError) error = NULL;
  GBytes            *bytes = g_resource_lookup_data (ptn_concierge_get_resource (), path,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (bytes == NULL)
    g_error ("%s", error->message); /* it is compiled in */
  return bytes;
}

static GHashTable *
read_texts (PtnLanguage language)
{
  g_autofree char     *name = g_strdup_printf ("strings.%s.ini", ptn_language_names[language]);
  g_autoptr (GBytes)   bytes = ptn_concierge_file (name);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  GHashTable          *texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv)       keys = NULL;

  if (g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL))
    keys = g_key_file_get_keys (file, GROUP, NULL, NULL);
  for (int i = 0; keys != NULL && keys[i] != NULL; i++)
    g_hash_table_insert (texts, g_strdup (keys[i]),
                         g_key_file_get_string (file, GROUP, keys[i], NULL));
  return texts;
}

/* Made once, by whoever comes first, and never changed after. pthread's once is one that
 * ThreadSanitizer sees. */
static Catalogue catalogue;

static void
make_catalogue (void)
{
  static const char *const locales[] = { "en_GB", "it_IT", "th_TH" };

  for (PtnLanguage language = 0; language < PTN_N_LANGUAGES; language++)
    {
      catalogue.texts[language] = read_texts (language);
      catalogue.locales[language] = ptn_locale_new (locales[language], PTN_YEARS_OF_LOCALE);
    }
}

static const Catalogue *
get_catalogue (void)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;

  pthread_once (&once, make_catalogue);
  return &catalogue;
}

const char *
ptn_concierge_text (PtnLanguage language, const char *key)
{
  return g_hash_table_lookup (get_catalogue ()->texts[language], key);
}

char *
ptn_concierge_text_with (PtnLanguage language, const char *key, const char *value)
{
  GString *text = g_string_new (ptn_concierge_text (language, key));

  g_string_replace (text, "{}", value, 1);
  return g_string_free_and_steal (text);
}

char *
ptn_concierge_text_count (PtnLanguage language, const char *key, gint64 n)
{
  g_autofree char *form = g_strconcat (key, n == 1 ? ".one" : ".other", NULL);
  g_autofree char *number = ptn_locale_format_integer (ptn_concierge_locale (language), n);

  return ptn_concierge_text_with (language, form, number);
}

static int
compare (gconstpointer a, gconstpointer b, G_GNUC_UNUSED gpointer data)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

const char **
ptn_concierge_text_keys (PtnLanguage language)
{
  guint        length;
  const char **keys =
      (const char **) g_hash_table_get_keys_as_array (get_catalogue ()->texts[language], &length);

  g_sort_array (keys, length, sizeof *keys, compare, NULL);
  return keys;
}

PtnLocale *
ptn_concierge_locale (PtnLanguage language)
{
  return get_catalogue ()->locales[language];
}
