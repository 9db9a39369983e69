// SPDX-License-Identifier: GPL-3.0-or-later
// Where the server listens.

#include "config.h"

#include "ptn-listener.h"

#include <errno.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#define BACKLOG 128

struct _PtnListener
{
  GSocket *socket;
  char    *name;
  char    *path; /* of a Unix socket, once it is ours */
};

static GSocket *
open_socket (GSocketAddress *address, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (address),
                                             G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT,
                                             error);

  if (socket == NULL)
    return NULL;
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

/* Unix sockets */

/* A socket file stays behind when a process is killed: it may go when nobody answers. */
static gboolean
clear_path (const char *path, GSocketAddress *address, GError **error)
{
  g_autoptr (GSocketClient)     client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError)            fault = NULL;
  GStatBuf                      status;

  if (g_lstat (path, &status) != 0)
    return TRUE;
  if (!S_ISSOCK (status.st_mode))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                   "%s is there already and no socket. Give another path.", path);
      return FALSE;
    }
  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &fault);
  if (connection != NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE,
                 "Another process is listening on %s. Stop it first, or give another path.", path);
  else if (!g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 "The socket %s is there already and cannot be asked whether it is in use (%s). "
                 "Remove it, or give another path.",
                 path, fault->message);
  else if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 "The unused socket %s cannot be removed: %s. Remove it, or give another path.",
                 path, g_strerror (errno));
  return FALSE;
}

static gboolean
listen_on_path (PtnListener *self, const char *path, GError **error)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  mode_t                     mask;

  if (*path == '\0' || strlen (path) >= sizeof ((struct sockaddr_un *) NULL)->sun_path)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "The path of a Unix socket must have 1 to %zu bytes: “%s”.",
                   sizeof ((struct sockaddr_un *) NULL)->sun_path - 1, path);
      return FALSE;
    }
  if (!clear_path (path, address, error))
    return FALSE;
  mask = umask (0177);
  self->socket = open_socket (address, error);
  umask (mask);
  if (self->socket == NULL)
    return FALSE;
  self->path = g_strdup (path);
  self->name = g_strdup_printf ("unix:%s", path);
  return TRUE;
}

/* Addresses */

static GSocketAddress *
parse (const char *text, GError **error)
{
  g_autoptr (GSocketConnectable) connectable = g_network_address_parse (text, 0, NULL);
  GNetworkAddress               *parsed = (GNetworkAddress *) connectable;
  const char              *host = parsed != NULL ? g_network_address_get_hostname (parsed) : NULL;
  g_autoptr (GInetAddress) address = g_strcmp0 (host, "localhost") == 0
                                         ? g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4)
                                     : host != NULL ? g_inet_address_new_from_string (host)
                                                    : NULL;

  /* The parser does not tell "no port" from 0. */
  if (address != NULL && g_regex_match_simple (":[0-9]{1,5}$", text, 0, 0))
    return g_inet_socket_address_new (address, g_network_address_get_port (parsed));
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "“%s” is no address to listen on. Give one such as 127.0.0.1:8080, [::1]:8080 or "
               "unix:/run/portineria/socket.",
               text);
  return NULL;
}

static gboolean
check_loopback (GSocketAddress *address, const char *text, GError **error)
{
  if (g_inet_address_get_is_loopback (
          g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address))))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
               "%s can be reached from other computers, and this server speaks no TLS: passwords "
               "and guests' data would cross the network"
               " readable. Listen on 127.0.0.1 and put a reverse proxy with TLS in front, or add "
               "--allow-network if the network between"
               " is safe.",
               text);
  return FALSE;
}

static gboolean
listen_on_address (PtnListener *self, const char *text, gboolean allow_network, GError **error)
{
  g_autoptr (GSocketAddress) address = parse (text, error);
  g_autoptr (GSocketAddress) bound = NULL;

  if (address == NULL || (!allow_network && !check_loopback (address, text, error)))
    return FALSE;
  self->socket = open_socket (address, error);
  if (self->socket == NULL)
    {
      g_prefix_error (error, "%s cannot be listened on: ", text);
      return FALSE;
    }
  bound = g_socket_get_local_address (self->socket, error);
  if (bound == NULL)
    return FALSE;
  self->name = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (bound));
  return TRUE;
}

PtnListener *
ptn_listener_new (const char *address, gboolean allow_network, GError **error)
{
  g_autoptr (PtnListener) self = g_new0 (PtnListener, 1);

  if (g_str_has_prefix (address, "unix:") ? listen_on_path (self, address + strlen ("unix:"), error)
                                          : listen_on_address (self, address, allow_network, error))
    return g_steal_pointer (&self);
  return NULL;
}

GSocket *
ptn_listener_socket (PtnListener *listener)
{
  return listener->socket;
}

const char *
ptn_listener_name (PtnListener *listener)
{
  return listener->name;
}

void
ptn_listener_stop (PtnListener *listener)
{
  /* libsoup stops watching a socket when accepting from it fails; a blocking Unix socket would
   * never fail. */
  g_socket_set_blocking (listener->socket, FALSE);
  shutdown (g_socket_get_fd (listener->socket), SHUT_RDWR);
  if (listener->path != NULL)
    g_unlink (listener->path);
  g_clear_pointer (&listener->path, g_free);
}

void
ptn_listener_free (PtnListener *listener)
{
  if (listener == NULL)
    return;
  if (listener->socket != NULL)
    ptn_listener_stop (listener);
  g_clear_object (&listener->socket);
  g_free (listener->name);
  g_free (listener);
}
