// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a server's address.

#include "config.h"

#include "ptn-address.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/un.h>

#include "ptn-sync.h"

#define SOCKET_PREFIX "unix:"

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_ADDRESS, message);
  return FALSE;
}

static gboolean
is_this_pc (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

static gboolean
check_socket (const char *path, GError **error)
{
  if (!g_path_is_absolute (path))
    return refuse (error, _ ("The address of a server on this PC is “unix:” and the full path of "
                             "its socket, from “/” on."));
  if (strlen (path) >= sizeof ((struct sockaddr_un *) NULL)->sun_path)
    return refuse (error,
                   _ ("The path of the socket is too long. Use a directory with a shorter name."));
  return TRUE;
}

static gboolean
check_uri (GUri *uri, GError **error)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);

  if (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http"))
    return refuse (error, _ ("The address begins with “https://”, as in https://hotel.example."));
  if (host == NULL || *host == '\0')
    return refuse (
        error, _ ("The name of the server is missing after “//”, as in https://hotel.example."));
  if (g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL ||
      g_uri_get_fragment (uri) != NULL)
    return refuse (error, _ ("Give only the server’s address, without user name, “?” or “#”, as in "
                             "https://hotel.example."));
  if (g_str_equal (scheme, "http") && !is_this_pc (host))
    return refuse (error, _ ("Passwords and guests’ data need an encrypted connection. Use an "
                             "address that begins with “https://”."));
  return TRUE;
}

static char *
without_slash (GUri *uri)
{
  g_autofree char *text = g_uri_to_string (uri);
  gsize            length = strlen (text);

  while (length > 0 && text[length - 1] == '/')
    text[--length] = '\0';
  return g_steal_pointer (&text);
}

static char *
parse_uri (const char *text, GError **error)
{
  g_autofree char *full = strstr (text, "://") != NULL ? g_strdup (text)
                                                       : g_strconcat ("https://", text, NULL);
  g_autoptr (GUri) uri = g_uri_parse (full, G_URI_FLAGS_SCHEME_NORMALIZE, NULL);

  if (uri == NULL || strpbrk (text, " \t\r\n") != NULL) /* GUri takes a blank in a name */
    {
      refuse (error,
              _ ("This is not the address of a server. It looks like https://hotel.example."));
      return NULL;
    }
  return check_uri (uri, error) ? without_slash (uri) : NULL;
}

char *
ptn_address_parse (const char *text, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));

  if (*trimmed == '\0')
    {
      refuse (error, _ ("Type the address of the server, as in https://hotel.example."));
      return NULL;
    }
  if (!g_str_has_prefix (trimmed, SOCKET_PREFIX))
    return parse_uri (trimmed, error);
  return check_socket (trimmed + strlen (SOCKET_PREFIX), error) ? g_steal_pointer (&trimmed) : NULL;
}

const char *
ptn_address_socket (const char *address)
{
  return g_str_has_prefix (address, SOCKET_PREFIX) ? address + strlen (SOCKET_PREFIX) : NULL;
}

char *
ptn_address_name (const char *address)
{
  const char *rest = strstr (address, "://");

  if (rest == NULL)
    return g_strdup (_ ("this PC"));
  rest += strlen ("://");
  return g_strndup (rest, strcspn (rest, "/"));
}
