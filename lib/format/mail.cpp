#include "format/mail.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "base/base64.hpp"
#include "base/hash.hpp"
#include "base/say.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"
#include "format/mail_header.hpp"

namespace itss::format {

namespace {

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

// Parts mails of different contents; no line of base64 can begin with `=_`.
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

// A value with parameters, on lines of their own if there is no room for all.
std::string on_lines(std::string value) {
  constexpr std::size_t kRoom = 50;
  if (value.size() <= kRoom) return value;
  for (auto at = value.find("; "); at != std::string::npos; at = value.find("; ", at + 3))
    value.replace(at, 2, ";\n\t");
  return value;
}

// A part with its header: lines of base64, of at most 76 bytes.
std::string part_of(const std::string& type, const std::string& bytes, const std::string& disposition = {}) {
  constexpr std::size_t kLine = 76;
  std::string out = "Content-Type: " + on_lines(type) + "\n";
  if (!disposition.empty()) out += "Content-Disposition: " + on_lines(disposition) + "\n";
  out += "Content-Transfer-Encoding: base64\n\n";
  const std::string text = base64(bytes);
  for (std::size_t at = 0; at < text.size(); at += kLine) out += text.substr(at, kLine) + "\n";
  return out;
}

std::string text_part(const char* subtype, const std::string& text) {
  std::string lines;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') lines += text[i];
  if (lines.empty() || lines.back() != '\n') lines += '\n';
  return part_of(std::string("text/") + subtype + "; charset=utf-8", lines);
}

// The name of a file as a parameter: quoted if it is short and ASCII, else in pieces, as RFC 2231 has it.
std::string file_name(const std::string& name) {
  constexpr std::size_t kPiece = 40;
  const bool ascii = std::all_of(name.begin(), name.end(),
                                 [](char c) { return c >= ' ' && c < '\x7F' && c != '"' && c != '\\' && c != ';'; });
  if (ascii && name.size() <= kPiece) return "filename=\"" + name + "\"";
  std::vector<std::string> pieces = {"utf-8''"};
  for (const char c : name) {
    if (pieces.back().size() >= kPiece) pieces.emplace_back();
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '_';
    pieces.back() += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  std::vector<std::string> parameters;
  for (std::size_t i = 0; i < pieces.size(); ++i) parameters.push_back(fmt::format("filename*{}*={}", i, pieces[i]));
  return join(parameters, "; ");
}

std::string multipart(const Mail& mail, const char* subtype, const std::vector<std::string>& parts) {
  const std::string mark = boundary(mail, subtype);
  std::string out = fmt::format("Content-Type: multipart/{};\n\tboundary=\"{}\"\n\n", subtype, mark);
  for (const auto& part : parts) out += "--" + mark + "\n" + part + "\n";
  return out + "--" + mark + "--\n";
}

std::string text_of(const Mail& mail) {
  std::vector<std::string> ways = {text_part("plain", mail.text)};
  if (!mail.html.empty()) ways.push_back(text_part("html", mail.html));
  if (!mail.calendar.empty())
    ways.push_back(part_of("text/calendar; charset=utf-8; method=" + mail.method, mail.calendar));
  return ways.size() == 1 ? ways.front() : multipart(mail, "alternative", ways);
}

std::string body_of(const Mail& mail) {
  std::vector<std::string> all = {text_of(mail)};
  for (const auto& attachment : mail.attachments)
    all.push_back(part_of(attachment.type, attachment.bytes, "attachment; " + file_name(attachment.name)));
  return all.size() == 1 ? all.front() : multipart(mail, "mixed", all);
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
  return header_of(mail) + body_of(mail);
}

}  // namespace itss::format
