// SPDX-License-Identifier: GPL-3.0-or-later
// What a person may type as the address of a server, and what is said to the rest.

#include "config.h"

#include "sync/ptn-address.h"
#include "sync/ptn-sync.h"

static const struct
{
  const char *typed;
  const char *kept;
  const char *name;
} accepted[] = {
  { "https://hotel.example", "https://hotel.example", "hotel.example" },
  { "https://hotel.example/", "https://hotel.example", "hotel.example" },
  { "  https://Hotel.example:8443/desk/  ", "https://Hotel.example:8443/desk",
    "Hotel.example:8443" },
  { "hotel.example", "https://hotel.example", "hotel.example" },
  { "hotel.example:8443", "https://hotel.example:8443", "hotel.example:8443" },
  { "https://192.0.2.7", "https://192.0.2.7", "192.0.2.7" },
  { "https://[2001:db8::7]:8443", "https://[2001:db8::7]:8443", "[2001:db8::7]:8443" },
  { "HTTPS://hotel.example", "https://hotel.example", "hotel.example" },
  { "http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1:8080" },
  { "http://127.9.9.9", "http://127.9.9.9", "127.9.9.9" },
  { "http://[::1]:8080", "http://[::1]:8080", "[::1]:8080" },
  { "http://localhost:8080", "http://localhost:8080", "localhost:8080" },
  { "unix:/run/user/1000/portineria/socket", "unix:/run/user/1000/portineria/socket", "this PC" },
};

static const struct
{
  const char *typed;
  const char *message;
} refused[] = {
  { "", "Type the address of the server, as in https://hotel.example." },
  { " \t", "Type the address of the server, as in https://hotel.example." },
  { "ftp://hotel.example", "The address begins with “https://”, as in https://hotel.example." },
  { "file:///etc/passwd", "The address begins with “https://”, as in https://hotel.example." },
  { "https://", "The name of the server is missing after “//”, as in https://hotel.example." },
  { "https:///desk", "The name of the server is missing after “//”, as in https://hotel.example." },
  { "https://anna@hotel.example",
    "Give only the server’s address, without user name, “?” or “#”, as in https://hotel.example." },
  { "https://hotel.example/?x=1",
    "Give only the server’s address, without user name, “?” or “#”, as in https://hotel.example." },
  { "https://hotel.example/#top",
    "Give only the server’s address, without user name, “?” or “#”, as in https://hotel.example." },
  { "http://hotel.example", "Passwords and guests’ data need an encrypted connection. Use an "
                            "address that begins with “https://”." },
  { "http://192.0.2.7", "Passwords and guests’ data need an encrypted connection. Use an address "
                        "that begins with “https://”." },
  { "http://localhost.example", "Passwords and guests’ data need an encrypted connection. Use an "
                                "address that begins with “https://”." },
  { "http://127.0.0.1.example", "Passwords and guests’ data need an encrypted connection. Use an "
                                "address that begins with “https://”." },
  { "https://hotel example",
    "This is not the address of a server. It looks like https://hotel.example." },
  { "https://hotel.example:port",
    "This is not the address of a server. It looks like https://hotel.example." },
  { "https://hotel.example:99999",
    "This is not the address of a server. It looks like https://hotel.example." },
  { "my hotel", "This is not the address of a server. It looks like https://hotel.example." },
  { "unix:socket",
    "The address of a server on this PC is “unix:” and the full path of its socket, from “/” on." },
  { "unix:/run/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/"
    "0123456789/0123456789/0123456789",
    "The path of the socket is too long. Use a directory with a shorter name." },
};

static void
test_accepted (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char   *kept = ptn_address_parse (accepted[i].typed, &error);
      g_autofree char   *again = NULL;
      g_autofree char   *name = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (kept, ==, accepted[i].kept);
      again = ptn_address_parse (kept, &error);
      g_assert_cmpstr (again, ==, kept);
      name = ptn_address_name (kept);
      g_assert_cmpstr (name, ==, accepted[i].name);
    }
  g_assert_cmpstr (ptn_address_socket ("unix:/run/socket"), ==, "/run/socket");
  g_assert_null (ptn_address_socket ("https://hotel.example"));
}

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char   *kept = ptn_address_parse (refused[i].typed, &error);

      g_test_message ("%s", refused[i].typed);
      g_assert_null (kept);
      g_assert_error (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_ADDRESS);
      g_assert_cmpstr (error->message, ==, refused[i].message);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/accepted", test_accepted);
  g_test_add_func ("/address/refused", test_refused);
  return g_test_run ();
}
