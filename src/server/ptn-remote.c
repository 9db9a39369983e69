// SPDX-License-Identifier: GPL-3.0-or-later
// Who a request comes from.

#include "config.h"

#include "ptn-remote.h"

#include <string.h>

#define IPV4_BYTES       4
#define IPV6_BYTES       16
#define HOUSEHOLD_BYTES  8
#define IPV4_MAPPED_FROM (IPV6_BYTES - IPV4_BYTES)

static const guint8 ipv4_mapped[IPV4_MAPPED_FROM] = { [10] = 0xff, [11] = 0xff };

static GInetAddress *
household (GInetAddress *address)
{
  guint8 bytes[IPV6_BYTES] = { 0 };

  memcpy (bytes, g_inet_address_to_bytes (address), HOUSEHOLD_BYTES);
  return g_inet_address_new_from_bytes (bytes, G_SOCKET_FAMILY_IPV6);
}

/* Returns: (transfer full) */
static GInetAddress *
simplify (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6 ||
      g_inet_address_get_is_loopback (address))
    return g_object_ref (address);
  if (memcmp (bytes, ipv4_mapped, sizeof ipv4_mapped) == 0)
    return g_inet_address_new_from_bytes (bytes + IPV4_MAPPED_FROM, G_SOCKET_FAMILY_IPV4);
  return household (address);
}

char *
ptn_remote_name (GInetAddress *address)
{
  g_autoptr (GInetAddress) simple = address != NULL ? simplify (address) : NULL;

  return simple != NULL ? g_inet_address_to_string (simple) : g_strdup (PTN_REMOTE_UNIX);
}

gboolean
ptn_remote_is_near (const char *name)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (name);

  return address == NULL || g_inet_address_get_is_loopback (address);
}

char *
ptn_remote_forwarded (const char *header)
{
  const char              *comma = header != NULL ? strrchr (header, ',') : NULL;
  g_autofree char         *last = g_strdup (comma != NULL ? comma + 1 : header);
  g_autoptr (GInetAddress) address = last != NULL
                                         ? g_inet_address_new_from_string (g_strstrip (last))
                                         : NULL;

  return address != NULL ? ptn_remote_name (address) : NULL;
}
