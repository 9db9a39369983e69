// SPDX-License-Identifier: GPL-3.0-or-later
// The cross checks of an import: property, users, rooms, guests and offers.

#include "config.h"

#include "ptn-import-private.h"

#include <string.h>

#include "base/ptn-locale.h"

/* An IANA name: GLib alone would take offsets and POSIX rules too. */
static gboolean
is_time_zone (const char *name)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);

  return zone != NULL && (strchr (name, '/') != NULL || g_str_equal (name, "UTC")) &&
         g_str_equal (g_time_zone_get_identifier (zone), name);
}

static void
check_property (PtnImport *import)
{
  const PtnProperty *property = &import->hotel->property;

  if (property->name != NULL && !is_time_zone (property->time_zone))
    ptn_complain (import->complaints,
                  &(PtnJsonPath) { &(PtnJsonPath) { NULL, "property", 0 }, "time_zone", 0 },
                  "there is no time zone \"%s\"; give an IANA name such as \"Europe/Rome\"",
                  property->time_zone);
}

typedef char *(*TextOf) (gconstpointer record); /* (transfer full) */

static void
check_unique (PtnImport *import, PtnHotelList list, const char *member, TextOf text_of)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const GPtrArray       *records = import->hotel->lists[list];

  for (guint i = 0; i < records->len; i++)
    {
      if (records->pdata[i] != NULL && !g_hash_table_add (seen, text_of (records->pdata[i])))
        ptn_complain (import->complaints, PTN_MEMBER (list, i, member),
                      "another element of \"%s\" has it already; give each its own",
                      ptn_hotel_lists[list].name);
    }
}

static char *
login_of (gconstpointer user)
{
  return ptn_fold (((const PtnUser *) user)->login);
}

static char *
room_type_of (gconstpointer room_type)
{
  return g_strdup (((const PtnRoomType *) room_type)->code);
}

static char *
room_of (gconstpointer room)
{
  return g_strdup (((const PtnRoom *) room)->number);
}

static char *
rate_plan_of (gconstpointer rate_plan)
{
  return g_strdup (((const PtnRatePlan *) rate_plan)->code);
}

static char *
stay_of (gconstpointer stay)
{
  return g_strdup (((const PtnStay *) stay)->number);
}

/* No more than what an obvious slip would break: whether mail arrives is for mail to find out. */
static gboolean
is_email (const char *email)
{
  const char *at = strchr (email, '@');

  return at != NULL && at > email && at[1] != '\0' && strchr (at + 1, '@') == NULL &&
         strpbrk (email, " \t\n,;<>\"") == NULL;
}

static void
check_guests (PtnImport *import)
{
  const GPtrArray *guests = import->hotel->lists[PTN_HOTEL_GUESTS];

  for (guint i = 0; i < guests->len; i++)
    {
      const PtnGuest *guest = guests->pdata[i];

      if (guest == NULL)
        continue;
      if (guest->email != NULL && !is_email (guest->email))
        ptn_complain (
            import->complaints, PTN_MEMBER (PTN_HOTEL_GUESTS, i, "email"),
            "must be one address like \"anna@example.org\"; leave it out where there is none");
      if (guest->country != NULL &&
          !(g_ascii_isupper (guest->country[0]) && g_ascii_isupper (guest->country[1])))
        ptn_complain (import->complaints, PTN_MEMBER (PTN_HOTEL_GUESTS, i, "country"),
                      "must be two capital letters of ISO 3166-1 such as \"IT\"");
    }
}

static void
check_offers (PtnImport *import)
{
  const GPtrArray *offers = import->hotel->lists[PTN_HOTEL_OFFERS];

  for (guint i = 0; i < offers->len; i++)
    {
      const PtnOffer *offer = offers->pdata[i];
      gboolean        upgrade, leads;

      if (offer == NULL)
        continue;
      upgrade = offer->type == PTN_OFFER_UPGRADE;
      leads = !ptn_uuid_is_nil (&offer->to_type);
      if (upgrade != leads || (!upgrade && !ptn_uuid_is_nil (&offer->from_type)))
        ptn_complain (import->complaints, PTN_ELEMENT (PTN_HOTEL_OFFERS, i),
                      upgrade ? "an upgrade needs \"to_type\", the room type that it gives"
                              : "only an upgrade has \"from_type\" and \"to_type\"; leave them out "
                                "or correct the type");
      else if (upgrade && ptn_uuid_equal (&offer->from_type, &offer->to_type))
        ptn_complain (import->complaints, PTN_MEMBER (PTN_HOTEL_OFFERS, i, "to_type"),
                      "must differ from \"from_type\"");
    }
}

void
ptn_import_check (PtnImport *import)
{
  check_property (import);
  check_unique (import, PTN_HOTEL_USERS, "login", login_of);
  check_unique (import, PTN_HOTEL_ROOM_TYPES, "code", room_type_of);
  check_unique (import, PTN_HOTEL_ROOMS, "number", room_of);
  check_unique (import, PTN_HOTEL_RATE_PLANS, "code", rate_plan_of);
  check_unique (import, PTN_HOTEL_STAYS, "number", stay_of);
  check_guests (import);
  check_offers (import);
}
