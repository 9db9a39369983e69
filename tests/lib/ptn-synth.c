// SPDX-License-Identifier: GPL-3.0-or-later
// A hotel of any size.

#include "config.h"

#include "ptn-synth.h"

#include <string.h>

#define ORDERS_PER_STAY 4
#define N_USERS         3
#define N_ROOMS         30
#define N_ROOM_TYPES    4
#define N_OFFERS        40
#define N_PLANS         3
#define DAY_MS          (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

typedef enum
{
  PROPERTY,
  USER,
  ROOM_TYPE,
  ROOM,
  RATE_PLAN,
  GUEST,
  STAY,
  OFFER,
  ORDER,
} Kind;

static const char *const given_names[][24] = {
  { "Anna",      "Marco",   "Giulia",   "Luca",    "Francesca", "Niccolò", "Chiara",     "Matteo",
    "Elena",     "Davide",  "Sara",     "Andrea",  "Martina",   "Simone",  "Alessandra", "Giovanni",
    "Valentina", "Stefano", "Beatrice", "Roberto", "Ilaria",    "Paolo",   "Noemi",      "Ugo" },
  { "James",  "Emma",      "Oliver", "Zoë",   "François", "Amélie", "Björn",  "Ingrid",
    "Łukasz", "Agnieszka", "José",   "María", "Jürgen",   "Sabine", "Pieter", "Siobhán",
    "Wei",    "Yuki",      "Priya",  "Ahmed", "Olga",     "Dmitri", "Chloé",  "Ben" },
  { "สมชาย",  "สมหญิง", "มาลี",   "ประเสริฐ", "วิชัย",   "สุดา",  "กิตติ",   "อรุณ",
    "พิมพ์ชนก", "ณัฐวุฒิ",  "ชลธิชา", "ธนากร",   "นภัสสร", "ปิยะ",  "ศิริพร",  "อนุชา",
    "จันทร์",   "ดวงใจ", "บุญมี",   "รัตนา",    "สุรชัย",  "ทองดี", "เอกชัย", "ไพลิน" },
};

static const char *const family_names[][24] = {
  { "Rossi",   "Russo", "Ferrari",  "Esposito", "Bianchi",  "Romano",  "Colombo", "Ricci",
    "Marino",  "Greco", "Bruno",    "Gallo",    "Conti",    "De Luca", "Costa",   "Giordano",
    "Mancini", "Rizzo", "Lombardi", "Moretti",  "D’Angelo", "Fontana", "Santoro", "Caputo" },
  { "Smith",   "O’Brien",      "Müller", "Dupont",    "García",       "Nowak", "Ångström", "Jensen",
    "Ivanova", "Tanaka",       "Li",     "Khan",      "van den Berg", "Silva", "Kowalski", "Novák",
    "Horvat",  "Papadopoulos", "Yılmaz", "Andersson", "Brown",        "Weiß",  "Lefèvre",  "Wu" },
  { "ใจดี",    "แสงทอง",  "ศรีสุข",     "วงศ์สวัสดิ์", "ทองคำ",   "บุญเรือง",  "รักไทย",    "จันทร์เพ็ญ",
    "สุขใจ",   "พงษ์ไพร",  "มณีรัตน์",    "ชัยมงคล",  "อินทร์แก้ว", "เพชรรัตน์", "ดีประเสริฐ", "คำแก้ว",
    "สายทอง", "นาคสวัสดิ์", "ธรรมรักษา", "พลอยงาม", "แก้วใส",   "สมบูรณ์",   "เจริญสุข",   "วิเศษ" },
};

/* What is offered, and where or when, in English, Italian and Thai. */
static const char *const things[][PTN_N_LANGUAGES] = {
  { "Breakfast", "Colazione", "อาหารเช้า" },
  { "Airport transfer", "Transfer aeroportuale", "รถรับส่งสนามบิน" },
  { "Spa ritual", "Rituale spa", "สปาทรีตเมนต์" },
  { "Bottle of Franciacorta", "Bottiglia di Franciacorta", "ไวน์ฟรานชาคอร์ตา" },
  { "Boat trip", "Gita in barca", "ทริปล่องเรือ" },
  { "Late check-out", "Check-out posticipato", "เช็คเอาท์ล่าช้า" },
  { "Cooking class", "Corso di cucina", "คลาสทำอาหาร" },
  { "Upgrade", "Upgrade di camera", "การอัพเกรดห้องพัก" },
};

static const char *const places[][PTN_N_LANGUAGES] = {
  { "in the room", "in camera", "ในห้องพัก" },
  { "with lake view", "con vista lago", "วิวทะเลสาบ" },
  { "for two", "per due", "สำหรับสองท่าน" },
  { "at sunset", "al tramonto", "ยามพระอาทิตย์ตก" },
  { "deluxe", "deluxe", NULL },
};

/* SplitMix64 (Steele, Lea, Flood 2014): the same number for the same arguments. */
static guint64
draw (const PtnSynth *synth, Kind kind, gint64 n, int what)
{
  guint64 z = synth->seed + (guint64) n * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) +
              ((guint64) kind << 56) + ((guint64) what << 48);

  for (int i = 0; i < 2; i++)
    {
      z += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
      z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
      z ^= z >> 31;
    }
  return z;
}

/* UUIDv7 of the @n-th of its kind: its time ascends with @n. */
static PtnUuid
make_id (const PtnSynth *synth, Kind kind, gint64 n)
{
  const guint64 random[] = { draw (synth, kind, n, 1), draw (synth, kind, n, 2) };
  const guint64 time = (guint64) synth->start + (guint64) n;
  PtnUuid       id;

  memcpy (id.bytes, random, sizeof id.bytes);
  for (int i = 0; i < 6; i++)
    id.bytes[i] = time >> (8 * (5 - i));
  id.bytes[6] = 0x70 | (id.bytes[6] & 0x0f);
  id.bytes[8] = 0x80 | (id.bytes[8] & 0x3f);
  return id;
}

void
ptn_synth_init (PtnSynth *synth, guint64 seed, gint64 n_orders)
{
  *synth =
      (PtnSynth) { .seed = seed, .n_orders = n_orders, .n_stays = n_orders / ORDERS_PER_STAY + 1 };
  synth->start = G_GINT64_CONSTANT (1577836800000); /* 2020-01-01 */
  synth->step = MAX (1000, 6 * 365 * DAY_MS / MAX (n_orders, 1));
}

static void
set_texts (PtnTexts *texts, const char *en, const char *it, const char *th)
{
  *texts = (PtnTexts) { { g_strdup (en), g_strdup (it), g_strdup (th) } };
}

PtnProperty *
ptn_synth_property (const PtnSynth *synth)
{
  PtnProperty *property = ptn_record_new (&ptn_property_record);

  property->id = make_id (synth, PROPERTY, 0);
  property->name = g_strdup ("Hotel Serbelloni");
  ptn_currency_parse ("EUR", &property->currency);
  property->time_zone = g_strdup ("Europe/Rome");
  property->language = PTN_LANGUAGE_IT;
  property->night_audit = 240;
  property->business_date = ptn_date_from_ymd (2026, 1, 1);
  return property;
}

PtnUser *
ptn_synth_user (const PtnSynth *synth, gint64 n)
{
  PtnUser *user = ptn_record_new (&ptn_user_record);

  user->id = make_id (synth, USER, n);
  user->login = g_strdup (ptn_role_names[n]);
  user->name = g_strdup (given_names[0][n]);
  user->role = n;
  user->active = TRUE;
  return user;
}

static PtnRoomType *
make_room_type (const PtnSynth *synth, gint64 n)
{
  PtnRoomType *type = ptn_record_new (&ptn_room_type_record);

  type->id = make_id (synth, ROOM_TYPE, n);
  type->code = g_strdup_printf ("T%d", (int) n);
  set_texts (&type->name, "Double", "Doppia", "ห้องคู่");
  return type;
}

static PtnRoom *
make_room (const PtnSynth *synth, gint64 n)
{
  PtnRoom *room = ptn_record_new (&ptn_room_record);

  room->id = make_id (synth, ROOM, n);
  room->number = g_strdup_printf ("%d", 101 + (int) n);
  room->room_type = make_id (synth, ROOM_TYPE, n % N_ROOM_TYPES);
  return room;
}

static PtnRatePlan *
make_rate_plan (const PtnSynth *synth, gint64 n)
{
  PtnRatePlan *plan = ptn_record_new (&ptn_rate_plan_record);

  plan->id = make_id (synth, RATE_PLAN, n);
  plan->code = g_strdup_printf ("P%d", (int) n);
  set_texts (&plan->name, "Best available", "Migliore disponibile", NULL);
  ptn_currency_parse (n == 2 ? "USD" : "EUR", &plan->currency);
  return plan;
}

PtnGuest *
ptn_synth_guest (const PtnSynth *synth, gint64 n)
{
  PtnGuest   *guest = ptn_record_new (&ptn_guest_record);
  const guint script = draw (synth, GUEST, n, 3) % 3;
  const char *given = given_names[script][draw (synth, GUEST, n, 4) % 24];
  const char *middle = given_names[script][draw (synth, GUEST, n, 5) % 24];
  const char *family = family_names[script][draw (synth, GUEST, n, 6) % 24];

  guest->id = make_id (synth, GUEST, n);
  guest->name = n % 3 == 0 ? g_strdup_printf ("%s %s", given, family)
                           : g_strdup_printf ("%s %s %s", given, middle, family);
  guest->email = g_strdup_printf ("guest%d@example.com", (int) n);
  guest->language = script == 2 ? PTN_LANGUAGE_TH : script == 0 ? PTN_LANGUAGE_IT : PTN_LANGUAGE_EN;
  return guest;
}

PtnStay *
ptn_synth_stay (const PtnSynth *synth, gint64 n)
{
  PtnStay  *stay = ptn_record_new (&ptn_stay_record);
  const int n_nights = 1 + draw (synth, STAY, n, 3) % 4;
  PtnNight *nights = g_new0 (PtnNight, n_nights);

  stay->id = make_id (synth, STAY, n);
  stay->number = g_strdup_printf ("S%07d", (int) n);
  stay->guest = make_id (synth, GUEST, n);
  stay->status = PTN_STAY_DEPARTED;
  stay->arrival = (synth->start + n * ORDERS_PER_STAY * synth->step) / DAY_MS;
  stay->departure = stay->arrival + n_nights;
  stay->adults = 2;
  for (int i = 0; i < n_nights; i++)
    {
      const gint64 room = draw (synth, STAY, n, 4) % N_ROOMS;

      nights[i].date = stay->arrival + i;
      nights[i].room = make_id (synth, ROOM, room);
      nights[i].room_type = make_id (synth, ROOM_TYPE, room % N_ROOM_TYPES);
      nights[i].rate_plan = make_id (synth, RATE_PLAN, 0);
      nights[i].rate = 12000 + room * 500;
    }
  stay->nights = (PtnRecords) { .data = nights, .length = n_nights };
  return stay;
}

static PtnOffer *
make_offer (const PtnSynth *synth, gint64 n)
{
  PtnOffer          *offer = ptn_record_new (&ptn_offer_record);
  const char *const *thing = things[n % G_N_ELEMENTS (things)];
  const char *const *place = places[n / G_N_ELEMENTS (things) % G_N_ELEMENTS (places)];

  offer->id = make_id (synth, OFFER, n);
  for (int i = 0; i < PTN_N_LANGUAGES; i++)
    if (place[i] != NULL)
      offer->name.text[i] = g_strdup_printf (i == PTN_LANGUAGE_TH ? "%s%s" : "%s %s", thing[i],
                                             place[i]);
  offer->type = n % 8 == 7 ? PTN_OFFER_UPGRADE : PTN_OFFER_OFFER;
  offer->price = 500 + (gint64) (draw (synth, OFFER, n, 3) % 200) * 50;
  offer->basis = PTN_BASIS_UNIT;
  offer->quantity_max = 9;
  offer->position = n;
  return offer;
}

static void
add_history (const PtnSynth *synth, PtnOrder *order, gint64 n)
{
  PtnOrderHistory *line;

  if (order->status == PTN_ORDER_PENDING)
    return;
  line = g_new0 (PtnOrderHistory, 1);
  line->at = order->ordered_at + 1000 + draw (synth, ORDER, n, 8) % 3600000;
  line->event = order->status == PTN_ORDER_CONFIRMED ? PTN_EVENT_CONFIRMED : PTN_EVENT_CANCELLED;
  line->by = make_id (synth, USER, n % N_USERS);
  order->history = (PtnRecords) { .data = line, .length = 1 };
}

PtnOrder *
ptn_synth_order (const PtnSynth *synth, gint64 n)
{
  PtnOrder    *order = ptn_record_new (&ptn_order_record);
  const gint64 stay = MIN (n / ORDERS_PER_STAY, synth->n_stays - 1);
  const gint64 offer_number = draw (synth, ORDER, n, 3) % N_OFFERS;
  PtnOffer    *offer = make_offer (synth, offer_number);
  const guint  chance = draw (synth, ORDER, n, 4) % 100;

  order->id = make_id (synth, ORDER, n);
  order->guest = make_id (synth, GUEST, stay);
  order->stay = make_id (synth, STAY, stay);
  order->offer = offer->id;
  order->name = offer->name;
  offer->name = (PtnTexts) { 0 };
  order->type = offer->type;
  order->quantity = 1 + draw (synth, ORDER, n, 5) % 3;
  order->persons = 2;
  order->unit_price = offer->price;
  order->revenue = order->unit_price * order->quantity;
  ptn_currency_parse (draw (synth, ORDER, n, 6) % 50 == 0 ? "THB" : "EUR", &order->currency);
  /* Not quite in the order of the ids: desks and imports bring orders late. */
  order->ordered_at = synth->start + n * synth->step +
                      draw (synth, ORDER, n, 7) % (10 * synth->step);
  order->status = chance < 2    ? PTN_ORDER_PENDING
                  : chance < 85 ? PTN_ORDER_CONFIRMED
                                : PTN_ORDER_CANCELLED;
  add_history (synth, order, n);
  ptn_record_free (&ptn_offer_record, offer);
  return order;
}

static gpointer
make_record (const PtnSynth *synth, Kind kind, gint64 n)
{
  switch (kind)
    {
    case PROPERTY:
      return ptn_synth_property (synth);
    case USER:
      return ptn_synth_user (synth, n);
    case ROOM_TYPE:
      return make_room_type (synth, n);
    case ROOM:
      return make_room (synth, n);
    case RATE_PLAN:
      return make_rate_plan (synth, n);
    case GUEST:
      return ptn_synth_guest (synth, n);
    case STAY:
      return ptn_synth_stay (synth, n);
    case OFFER:
      return make_offer (synth, n);
    case ORDER:
    default:
      return ptn_synth_order (synth, n);
    }
}

static gint64
count (const PtnSynth *synth, Kind kind)
{
  const gint64 counts[] = {
    1,        N_USERS,        N_ROOM_TYPES, N_ROOMS, N_PLANS, synth->n_stays, synth->n_stays,
    N_OFFERS, synth->n_orders
  };

  return counts[kind];
}

void
ptn_synth_iter_init (PtnSynthIter *iter, const PtnSynth *synth)
{
  *iter = (PtnSynthIter) { .synth = synth };
}

gboolean
ptn_synth_iter_next (PtnSynthIter *iter, PtnFeedRow *row)
{
  while (ptn_record_types[iter->kind] != NULL && iter->n == count (iter->synth, iter->kind))
    {
      iter->kind++;
      iter->n = 0;
    }
  if (ptn_record_types[iter->kind] == NULL)
    return FALSE;
  *row = (PtnFeedRow) { .type = ptn_record_types[iter->kind], .rev = 1 };
  row->record = make_record (iter->synth, iter->kind, iter->n++);
  row->id = *(const PtnUuid *) row->record;
  return TRUE;
}

static void
free_row (gpointer row)
{
  ptn_feed_row_clear (row);
  g_free (row);
}

GPtrArray *
ptn_synth_rows_new (void)
{
  return g_ptr_array_new_with_free_func (free_row);
}

void
ptn_synth_rows_add (GPtrArray           *rows,
                    const PtnRecordType *type,
                    const PtnUuid       *id,
                    gint64               rev,
                    gint64               seq,
                    gpointer             record)
{
  PtnFeedRow *row = g_new0 (PtnFeedRow, 1);

  *row = (PtnFeedRow) {
    .type = type, .id = *id, .rev = rev, .seq = seq, .deleted = record == NULL, .record = record
  };
  g_ptr_array_add (rows, row);
}

GPtrArray *
ptn_synth_iter_chunk (PtnSynthIter *iter, guint max)
{
  GPtrArray *rows = ptn_synth_rows_new ();
  PtnFeedRow row;

  while (rows->len < max && ptn_synth_iter_next (iter, &row))
    g_ptr_array_add (rows, g_memdup2 (&row, sizeof row));
  return rows;
}
