// `itss TYPE invite ID...`: a record as an entry of calendars, to be read by any of them, as a file or by mail.
#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "format/icalendar.hpp"
#include "paper_mail.hpp"
#include "parser.hpp"
#include "process/apart.hpp"
#include "record/facts.hpp"
#include "report/paper.hpp"
#include "select.hpp"
#include "series.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

constexpr const char* kDomain = "@itss";

struct InviteWords {
  std::vector<std::string> ids;
  std::string format;
  bool series = false, draft = false;
  DeliveryWords delivery;
};

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// The fields that the entry shows.
std::set<std::string> shown_fields(const schema::Schema& type) {
  const auto& rule = type.invitation;
  std::vector<std::string> paths = {rule.summary, rule.place, rule.organizer};
  const auto dots = type.window.find("..");
  paths.push_back(type.window.substr(0, dots));
  if (dots != std::string::npos) paths.push_back(type.window.substr(dots + 2));
  for (const auto* people : {&rule.required, &rule.invited}) paths.insert(paths.end(), people->begin(), people->end());
  std::set<std::string> fields;
  for (const auto& path : paths) fields.insert(path.substr(0, path.find('.')));
  return fields;
}

bool changes(const record::Event& event, const std::set<std::string>& fields) {
  const auto touches = [&](const Fields& part) {
    return std::any_of(part.begin(), part.end(), [&](const auto& entry) { return fields.count(entry.first) > 0; });
  };
  return touches(event.set) || touches(event.add) || touches(event.remove) || touches(event.put) ||
         touches(event.drop) ||
         std::any_of(event.unset.begin(), event.unset.end(), [&](const auto& name) { return fields.count(name) > 0; });
}

// The events that made the versions of the entry, of a single one none before somebody was told: those that tell those
// invited, and those that change what it shows. What is taken back counts too, and so does taking it back: calendars
// ignore an entry whose number does not rise.
enum class Since { told, made };
std::vector<const record::Event*> versions_of(const schema::Schema& type, const record::Record& record,
                                              Since since = Since::told) {
  const auto fields = shown_fields(type);
  std::vector<const record::Event*> versions;
  std::set<std::string> ids;
  for (const auto& event : record.events) {
    const bool tells = contains(type.invitation.moves, event.verb);
    const bool takes_back = ids.count(event.retracts) > 0;
    if (!tells && !takes_back && ((versions.empty() && since == Since::told) || !changes(event, fields))) continue;
    versions.push_back(&event);
    ids.insert(event.id());
  }
  return versions;
}

bool is_cancelled(const schema::Schema& type, const record::Record& record) {
  return contains(type.invitation.cancelled, get(record.fields, "status").text());
}

void add_attendees(App& app, const record::Record& record, const std::vector<std::string>& paths, bool required,
                   const format::Mailbox& organizer, std::vector<format::Attendee>& attendees) {
  for (auto& mailbox : people_in(app, record, paths)) {
    const bool known = std::any_of(attendees.begin(), attendees.end(),
                                   [&](const auto& each) { return each.who.address == mailbox.address; });
    if (known || mailbox.address == organizer.address) continue;
    attendees.push_back({std::move(mailbox), required, format::Attendee::Answer::open});
  }
}

// Throws Failure (1) for a record without a time, or one of which nobody was told yet.
format::Invitation invitation_of(App& app, const schema::Schema& type, const record::Record& record, bool draft) {
  const auto window = process::window_of(record.fields, type.window);
  if (!window) throw Failure(Exit::no, trf("'{}' has no time yet", record.id));
  const auto versions = versions_of(type, record);
  if (versions.empty() && !draft)
    throw Failure(Exit::no, trf("nobody was told of '{}' yet", record.id),
                  trf("itss {} {} {}, or --draft", type.record, type.invitation.moves.front(), record.id));
  const auto& rule = type.invitation;
  format::Invitation made;
  made.uid = record.id + kDomain;
  made.sequence = versions.empty() ? 0 : static_cast<long>(versions.size()) - 1;
  made.summary = to_text(get(record.fields, rule.summary));
  if (!rule.place.empty()) made.location = to_text(get(record.fields, rule.place));
  made.from = window->from;
  made.to = window->to;
  const auto organizer = people_in(app, record, {rule.organizer});
  if (!organizer.empty()) made.organizer = organizer.front();
  add_attendees(app, record, rule.required, true, made.organizer, made.attendees);
  add_attendees(app, record, rule.invited, false, made.organizer, made.attendees);
  made.cancelled = is_cancelled(type, record);
  made.stamp = versions.empty() ? record.events.front().at : versions.back()->at;
  for (const auto& paper : type.papers)
    if (paper.name == rule.paper)
      made.description = format::show(report::paper_of(type, paper, record, record.fields, app.repository(), app.now()),
                                      {.form = format::Form::text});
  return made;
}

// Whether the record has a place in the series.
bool is_member(App& app, const schema::Series& series, const record::Record& record) {
  return !get(record.fields, series.of).empty() && parse_instant(get(record.fields, series.slot).text()) &&
         schema::holds(series.where, record::RecordFacts(record, record.fields, app.repository(), app.now()));
}

// The series that the record belongs to. Throws Failure (1) if there is none.
const schema::Series& series_with(App& app, const schema::Schema& type, const record::Record& record) {
  for (const auto& series : type.series)
    if (is_member(app, series, record)) return series;
  throw Failure(Exit::no, trf("'{}' belongs to no series", record.id));
}

// All records of the series that the record belongs to, in order of their slots.
std::vector<record::RecordPtr> members_of(App& app, const schema::Schema& type, const schema::Series& series,
                                          const record::Record& record) {
  std::vector<std::pair<Instant, record::RecordPtr>> members;
  const auto& world = app.repository();
  world.each_linking(type.record, series.of, get(record.fields, series.of).text(), [&](const record::RecordPtr& each) {
    if (is_member(app, series, *each))
      members.emplace_back(*parse_instant(get(each->fields, series.slot).text()), each);
  });
  std::stable_sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<record::RecordPtr> records;
  records.reserve(members.size());
  for (auto& each : members) records.push_back(std::move(each.second));
  return records;
}

// One entry that repeats each week, without the weeks in which nothing takes place, and one for each record that stands
// at another time than its slot. A record whose slot is at another weekday or time than the first is an entry of its
// own.
std::vector<format::Invitation> series_of(App& app, const schema::Schema& type, const record::Record& record) {
  const auto& series = series_with(app, type, record);
  const auto members = members_of(app, type, series, record);
  const auto slot_of = [&](const record::RecordPtr& each) {
    return parse_instant(get(each->fields, series.slot).text())->utc;
  };
  std::vector<SysSeconds> held;
  for (const auto& member : members)
    if (!is_cancelled(type, *member)) held.push_back(slot_of(member));
  if (held.empty()) throw Failure(Exit::no, tr("all of the series is cancelled"));
  const Zone& zone = app.zone();
  const auto first = zone.to_local(held.front());
  const std::string uid = get(record.fields, series.of).text() + "-" + series.name + kDomain;
  auto whole = invitation_of(app, type, *members.front(), true);
  const Seconds length = *series.to - *series.from;
  std::vector<format::Invitation> all;
  long versions = 0;  // of all of them: a new one of any is a new version of the whole
  for (const auto& member : members) {
    auto each = invitation_of(app, type, *member, true);
    const auto slot = slot_of(member);
    for (const auto* event : versions_of(type, *member, Since::made)) {
      whole.stamp = std::max(whole.stamp, event->at);
      ++versions;
    }
    if (each.cancelled) continue;
    const bool repeats = (zone.to_local(slot) - first) % std::chrono::days(7) == Seconds(0);
    if (repeats && each.from.utc == slot && each.to.utc == slot + length) continue;
    if (repeats) {
      each.uid = uid;
      each.instead_of = slot;
    }
    all.push_back(std::move(each));
  }
  whole.uid = uid;
  whole.sequence = std::max(0L, versions - 1);
  whole.cancelled = false;
  whole.from = zone.at(held.front());
  whole.to = zone.at(held.front() + length);
  whole.summary = series.label.text();
  whole.description.clear();
  format::Repeats repeats;
  repeats.until = held.back();
  for (auto local = first; zone.to_utc(local) <= held.back(); local += std::chrono::days(7))
    if (std::find(held.begin(), held.end(), zone.to_utc(local)) == held.end())
      repeats.but.push_back(zone.to_utc(local));
  whole.repeats = repeats;
  for (auto& each : all)
    if (each.instead_of) each.sequence = whole.sequence;
  all.insert(all.begin(), std::move(whole));
  return all;
}

struct Card {
  record::RecordPtr record;
  std::string bytes, method;
};

Card card_of(App& app, const schema::Schema& type, const std::string& id, const InviteWords& words) {
  Card card{pick(app, id, &type).record, {}, {}};
  const auto entries = words.series ? series_of(app, type, *card.record)
                                    : std::vector{invitation_of(app, type, *card.record, words.draft)};
  const auto method = words.draft                 ? format::Method::publish
                      : entries.front().cancelled ? format::Method::cancel
                                                  : format::Method::request;
  if (method != format::Method::publish && entries.front().organizer.address.empty())
    throw Failure(Exit::no, trf("'{}' of '{}' names nobody with a mail address", type.invitation.organizer, id),
                  tr("an invitation comes from an address; --draft needs none"));
  auto bytes = format::calendar_bytes(entries, method, app.zone());
  if (!bytes) throw Failure(Exit::no, bytes.error());
  card.bytes = std::move(*bytes);
  card.method = std::string(format::name_of(method));
  return card;
}

PaperMail mail_for(App& app, const schema::Schema& type, const Card& card) {
  const auto& rule = type.invitation;
  const auto& record = *card.record;
  format::Document document;
  for (const auto& paper : type.papers)
    if (paper.name == rule.paper)
      document = report::paper_of(type, paper, record, record.fields, app.repository(), app.now());
  std::string subject = to_text(get(record.fields, rule.summary));
  if (is_cancelled(type, record)) {
    const auto* state = type.find_state(get(record.fields, "status").text());
    subject = (state == nullptr ? std::string() : state->label.text()) + tr(": ") + subject;
  }
  std::vector<std::string> people = rule.required;
  people.insert(people.end(), rule.invited.begin(), rule.invited.end());
  if (document.title.empty()) document.title = subject;
  return {std::move(document), subject, people_in(app, record, people), card.bytes, card.method, record.id + ".ics"};
}

Exit run(App& app, const schema::Schema& type, const InviteWords& words) {
  if (!words.format.empty() && words.format != "ics" && words.format != "eml")
    throw Failure(Exit::usage, trf("there is no format '{}'", words.format), "ics, eml");
  if (words.delivery.given() && words.format == "ics")
    throw Failure(Exit::usage, tr("an invitation is sent as a mail"), "--format eml");
  if (words.draft && (words.delivery.given() || words.format == "eml"))
    throw Failure(Exit::usage, tr("a draft is for the own calendar and is not mailed"), "--format ics");
  const auto ids = read_ids(app, words.ids);
  if (ids.empty()) throw Failure(Exit::usage, tr("an id is missing"));
  if (ids.size() > 1 && !words.delivery.given())
    throw Failure(Exit::usage, tr("standard output takes one invitation"), "--mail-dir DIR");
  std::vector<Outgoing> outgoing;
  for (const auto& id : ids) {
    const auto card = card_of(app, type, id, words);
    auto people = type.invitation.required;
    people.insert(people.end(), type.invitation.invited.begin(), type.invitation.invited.end());
    people.push_back(type.invitation.organizer);
    say_unreachable(app, *card.record, people);
    if (words.format != "eml" && !words.delivery.given()) {
      app.out << card.bytes;
      return Exit::done;
    }
    outgoing.push_back(
        {card.record->id, card.record->id, mail_of(app, sender(app, words.delivery), mail_for(app, type, card))});
  }
  return hand_over(app, words.delivery, outgoing);
}

}  // namespace

Run setup_invite(Parser& parser, const Subject& subject) {
  auto words = std::make_shared<InviteWords>();
  const schema::Schema& type = *subject.type;
  parser.argument("ID", words->ids, tr("records; - reads ids from standard input")).completes = {
      Completes::With::ids, {}, type.record};
  parser.group(tr("Output"));
  parser.option("--format", words->format, "FORMAT", tr("ics (iCalendar, the default) or eml (a mail with it)"))
      .completes = {Completes::With::words, {"ics", "eml"}, {}};
  if (!type.series.empty())
    parser.flag("--series", words->series, tr("the whole series that the record belongs to, as one that repeats"));
  parser.flag("--draft", words->draft, tr("for the own calendar, before anybody is told"));
  add_delivery_options(parser, words->delivery);
  return [&app = subject.app, &type, words] { return run(app, type, *words); };
}

}  // namespace itss::cmd
