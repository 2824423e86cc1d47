#include "format/mail.hpp"

#include <fmt/format.h>
#include <gmime/gmime.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "base/hash.hpp"
#include "base/say.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"
#include "format/mail_header.hpp"

namespace itss::format {

namespace {

struct Free {
  template <class T>
  void operator()(T* object) const {
    g_object_unref(object);
  }
  void operator()(char* text) const { g_free(text); }
  void operator()(GMimeFormatOptions* options) const { g_mime_format_options_free(options); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

// GObject's classes derive by layout.
template <class Wanted, class Given>
Wanted* as(const Owned<Given>& object) {
  return reinterpret_cast<Wanted*>(object.get());
}

void start_library() {
  static const bool kStarted = [] {
    g_mime_init();
    return true;
  }();
  static_cast<void>(kStarted);
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < '\x7F' && std::string_view("()<>@,;:\\\"/[]?=").find(c) == std::string_view::npos;
  });
}

bool is_type(std::string_view text) {
  const std::string_view essence = trim(text.substr(0, text.find(';')));
  const std::size_t slash = essence.find('/');
  return slash != std::string_view::npos && is_token(essence.substr(0, slash)) && is_token(essence.substr(slash + 1)) &&
         is_header_text(text);
}

bool is_message_id(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F' && c != '<' && c != '>'; }) &&
         text.find('@') != 0 && text.find('@') != std::string_view::npos && text.find('@') == text.rfind('@') &&
         text.back() != '@';
}

// What is wrong with the mail.
std::optional<std::string> defect(const Mail& mail) {
  std::vector<Mailbox> people{mail.from};
  for (const auto* list : {&mail.to, &mail.cc}) people.insert(people.end(), list->begin(), list->end());
  for (const auto& person : people)
    if (const auto good = checked(person); !good) return good.error();
  if (people.size() == 1) return tr("the mail has no recipient");
  if (const auto good = checked_header(mail.subject); !good) return good.error();
  for (const auto* text : {&mail.text, &mail.html, &mail.calendar})
    if (find_invalid_utf8(*text)) return tr("the text of the mail is not UTF-8");
  if (!mail.message_id.empty() && !is_message_id(mail.message_id))
    return say(tr("'{}' is no message id"), printable(mail.message_id));
  if (!mail.calendar.empty() && !is_token(mail.method))
    return say(tr("'{}' is no method of a calendar"), printable(mail.method));
  for (const auto& attachment : mail.attachments) {
    if (attachment.name.empty()) return tr("an attachment has no name");
    if (const auto good = checked_header(attachment.name); !good) return good.error();
    if (!is_type(attachment.type)) return say(tr("'{}' is no type of an attachment"), printable(attachment.type));
  }
  return std::nullopt;
}

// Parts mails of different contents; no line of quoted-printable or base64 can begin with `=_`.
std::string boundary(const Mail& mail, std::string_view which) {
  Sha256 hash;
  const auto add = [&](const std::string& text) { hash.add(std::to_string(text.size()) + ":" + text); };
  for (const auto* text : {&mail.message_id, &mail.subject, &mail.text, &mail.html, &mail.calendar}) add(*text);
  for (const auto& attachment : mail.attachments) {
    add(attachment.name);
    add(attachment.bytes);
  }
  return "=_" + std::string(which) + "_" + hash.hex().substr(0, 32);
}

Owned<GMimePart> part_of(const char* type, const char* subtype, const std::string& bytes,
                         GMimeContentEncoding encoding) {
  Owned<GMimePart> part(g_mime_part_new_with_type(type, subtype));
  const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
  const Owned<GMimeDataWrapper> content(
      g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
  g_mime_part_set_content(part.get(), content.get());
  g_mime_part_set_content_encoding(part.get(), encoding);
  return part;
}

// Quoted-printable stays legible where most is ASCII; of Chinese it would make three times as much.
GMimeContentEncoding encoding_of(const std::string& text) {
  const auto beyond =
      std::count_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > 0x7E; });
  return static_cast<std::size_t>(beyond) * 6 > text.size() ? GMIME_CONTENT_ENCODING_BASE64
                                                            : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
}

Owned<GMimePart> text_part(const char* subtype, const std::string& text) {
  std::string lines;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') lines += text[i];
  if (lines.empty() || lines.back() != '\n') lines += '\n';
  auto part = part_of("text", subtype, lines, encoding_of(lines));
  g_mime_object_set_content_type_parameter(as<GMimeObject>(part), "charset", "utf-8");
  return part;
}

Owned<GMimePart> calendar_part(const Mail& mail) {
  auto part = part_of("text", "calendar", mail.calendar, GMIME_CONTENT_ENCODING_BASE64);
  g_mime_object_set_content_type_parameter(as<GMimeObject>(part), "charset", "utf-8");
  g_mime_object_set_content_type_parameter(as<GMimeObject>(part), "method", mail.method.c_str());
  return part;
}

Owned<GMimePart> attachment_part(const Attachment& attachment) {
  auto part = part_of("application", "octet-stream", attachment.bytes, GMIME_CONTENT_ENCODING_BASE64);
  const Owned<GMimeContentType> type(g_mime_content_type_parse(nullptr, attachment.type.c_str()));
  g_mime_object_set_content_type(as<GMimeObject>(part), type.get());
  g_mime_object_set_disposition(as<GMimeObject>(part), "attachment");
  g_mime_part_set_filename(part.get(), attachment.name.c_str());
  return part;
}

Owned<GMimeMultipart> multipart(const Mail& mail, const char* subtype) {
  Owned<GMimeMultipart> many(g_mime_multipart_new_with_subtype(subtype));
  g_mime_multipart_set_boundary(many.get(), boundary(mail, subtype).c_str());
  return many;
}

template <class Part>
void add(const Owned<GMimeMultipart>& many, const Owned<Part>& part) {
  g_mime_multipart_add(many.get(), as<GMimeObject>(part));
}

template <class Part>
Owned<GMimeObject> object_of(Owned<Part> part) {
  return Owned<GMimeObject>(reinterpret_cast<GMimeObject*>(part.release()));
}

Owned<GMimeObject> text_of(const Mail& mail) {
  auto plain = text_part("plain", mail.text);
  if (mail.html.empty() && mail.calendar.empty()) return object_of(std::move(plain));
  auto ways = multipart(mail, "alternative");
  add(ways, plain);
  if (!mail.html.empty()) add(ways, text_part("html", mail.html));
  if (!mail.calendar.empty()) add(ways, calendar_part(mail));
  return object_of(std::move(ways));
}

Owned<GMimeObject> body_of(const Mail& mail) {
  if (mail.attachments.empty()) return text_of(mail);
  auto all = multipart(mail, "mixed");
  add(all, text_of(mail));
  for (const auto& attachment : mail.attachments) add(all, attachment_part(attachment));
  return object_of(std::move(all));
}

// `Tue, 24 Nov 2026 09:00:00 +0800`, in English whatever the language.
std::string date_of(const Instant& instant) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const SysSeconds local = instant.utc + instant.offset;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const Date date(day);
  const std::chrono::hh_mm_ss time(local - day);
  const auto minutes = std::abs(instant.offset.count()) / 60;
  return fmt::format("{}, {} {} {:04} {:02}:{:02}:{:02} {}{:02}{:02}", kDays[std::chrono::weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count(), instant.offset.count() < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

std::string header_of(const Mail& mail) {
  std::string out;
  const auto put = [&](const std::string& name, const std::string& value) { out += name + ": " + value + "\n"; };
  const auto put_people = [&](const std::string& name, const std::vector<Mailbox>& people) {
    if (!people.empty()) put(name, header_value(people, name.size() + 2));
  };
  put_people("From", {mail.from});
  put_people("To", mail.to);
  put_people("Cc", mail.cc);
  put("Subject", header_value(mail.subject, std::string_view("Subject: ").size()));
  if (mail.date) put("Date", date_of(*mail.date));
  if (!mail.message_id.empty()) put("Message-ID", "<" + mail.message_id + ">");
  if (mail.automatic) put("Auto-Submitted", "auto-generated");
  put("MIME-Version", "1.0");
  return out;
}

}  // namespace

Result<std::string> mail_bytes(const Mail& mail) {
  if (const auto wrong = defect(mail)) return failure(*wrong);
  start_library();
  const auto body = body_of(mail);
  const Owned<GMimeFormatOptions> options(g_mime_format_options_new());
  g_mime_format_options_set_newline_format(options.get(), GMIME_NEWLINE_FORMAT_UNIX);
  const Owned<char> bytes(g_mime_object_to_string(body.get(), options.get()));
  return header_of(mail) + bytes.get();
}

}  // namespace itss::format
