#include <doctest/doctest.h>

#include <thread>

#include "made_invitations.hpp"

using namespace itss;
using namespace itss::format;

namespace {

Mail note() {
  Mail mail;
  mail.from = {"Desk", "desk@example.cn"};
  mail.to = {{"", "li.na@example.cn"}};
  mail.subject = "Approved";
  mail.text = "It is approved.\n";
  return mail;
}

// The defect of the mail, or `none`.
std::string defect(const Mail& mail) {
  const auto bytes = mail_bytes(mail);
  return bytes ? "none" : bytes.error();
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a mail of text alone is one part, and has no header that was not asked for") {
  CHECK(mail_bytes(note()).value() ==
        "From: Desk <desk@example.cn>\n"
        "To: li.na@example.cn\n"
        "Subject: Approved\n"
        "MIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: base64\n"
        "\n"
        "SXQgaXMgYXBwcm92ZWQuCg==\n");
}

TEST_CASE("date, id and who wrote a mail stand in its header") {
  Mail mail = note();
  mail.date = instant("2026-11-24T09:00:00+08:00");
  mail.message_id = "a.1@example.cn";
  mail.automatic = true;
  const std::string bytes = mail_bytes(mail).value();
  CHECK(has(bytes, "\nDate: Tue, 24 Nov 2026 09:00:00 +0800\n"));
  mail.date = instant("2026-03-01T23:59:59-03:30");
  CHECK(has(mail_bytes(mail).value(), "\nDate: Sun, 1 Mar 2026 23:59:59 -0330\n"));
  mail.date = instant("9999-12-31T23:59:59+14:00");
  CHECK(has(mail_bytes(mail).value(), "\nDate: Fri, 31 Dec 9999 23:59:59 +1400\n"));
  CHECK(has(bytes, "\nMessage-ID: <a.1@example.cn>\n"));
  CHECK(has(bytes, "\nAuto-Submitted: auto-generated\n"));
}

TEST_CASE("the same mail is the same bytes, in threads too; another one has other boundaries") {
  const std::string bytes = mail_bytes(letter()).value();
  std::string others[4];
  std::vector<std::thread> threads;
  for (auto& other : others) threads.emplace_back([&other] { other = mail_bytes(letter()).value(); });
  for (auto& thread : threads) thread.join();
  for (const auto& other : others) CHECK(other == bytes);
  const auto boundary = [](const std::string& text) { return text.substr(text.find("=_mixed_"), 40); };
  Mail mail = letter();
  mail.text += "x";
  CHECK(boundary(mail_bytes(mail).value()) != boundary(bytes));
}

TEST_CASE("a mail is ASCII in lines that every mail system takes, ended by LF") {
  Mail mail = letter();
  mail.text = std::string(5000, 'a') + "\n" + mail.text;
  const std::string bytes = mail_bytes(mail).value();
  for (const char c : bytes) CHECK((c == '\n' || c == '\t' || (c >= ' ' && c < '\x7F')));
  std::size_t start = 0;
  for (auto end = bytes.find('\n'); end != std::string::npos; start = end + 1, end = bytes.find('\n', start))
    CHECK(end - start <= 76);
  CHECK(bytes.back() == '\n');
}

TEST_CASE("the ways to read a mail are alternatives, the calendar the last of them; attachments stand beside them") {
  const std::string bytes = mail_bytes(letter()).value();
  const char* const order[] = {"multipart/mixed",
                               "multipart/alternative",
                               "text/plain",
                               "text/html",
                               "text/calendar; charset=utf-8; method=REQUEST",
                               "Content-Type: text/plain",
                               "Content-Type: application/octet-stream"};
  std::size_t at = 0;
  for (const char* part : order) {
    at = bytes.find(part, at);
    REQUIRE_MESSAGE(at != std::string::npos, part);
    ++at;
  }
  Mail mail = note();
  mail.html = "<p>x</p>";
  CHECK(!has(mail_bytes(mail).value(), "multipart/mixed"));
}

TEST_CASE("a text with line breaks cannot become a header") {
  const std::string injected = "x\nBcc: everybody@example.cn";
  const std::string said =
      "'x Bcc: everybody@example.cn' cannot stand in one line of a header: it has a line break or another control "
      "character";
  Mail mail = note();
  mail.subject = injected;
  CHECK(defect(mail) == said);
  mail.subject = "x\rBcc: y";
  CHECK(has(defect(mail), "'x Bcc: y'"));
  mail.subject = std::string("x\0y", 3);
  CHECK(has(defect(mail), "control character"));
  mail.subject = "x\xFF";
  CHECK(defect(mail) == "a text that is to stand in one line of a header is not UTF-8");
  for (Mailbox Mail::*const one : {&Mail::from}) {
    mail = note();
    (mail.*one).name = injected;
    CHECK(defect(mail) == said);
  }
  for (auto Mail::*const many : {&Mail::to, &Mail::cc}) {
    mail = note();
    (mail.*many).push_back({injected, "a@example.cn"});
    CHECK(defect(mail) == said);
  }
  mail = note();
  mail.attachments = {{injected, "text/plain", ""}};
  CHECK(defect(mail) == said);
  mail.attachments = {{"a.txt", "text/plain\nBcc: x", ""}};
  CHECK(defect(mail) == "'text/plain Bcc: x' is no type of an attachment");
  mail = note();
  mail.message_id = "a@b\nBcc: x";
  CHECK(defect(mail) == "'a@b Bcc: x' is no message id");
  mail = note();
  mail.calendar = "x";
  mail.method = "REQUEST\nBcc: x";
  CHECK(defect(mail) == "'REQUEST Bcc: x' is no method of a calendar");
}

TEST_CASE("a mail needs addresses that are such: each defect is named") {
  Mail mail = note();
  mail.from.address.clear();
  CHECK(defect(mail) == "'Desk' has no mail address");
  mail = note();
  mail.cc = {{"", "li.na"}};
  CHECK(defect(mail) == "'li.na' is no mail address");
  mail = note();
  mail.to = {{"", "a@example.cn\nBcc: b@example.cn"}};
  CHECK(defect(mail) == "'a@example.cn Bcc: b@example.cn' is no mail address");
  mail = note();
  mail.to.clear();
  CHECK(defect(mail) == "the mail has no recipient");
  mail.cc = {{"", "li.na@example.cn"}};
  CHECK(defect(mail) == "none");
}

TEST_CASE("what is no text, no type, no name and no id is refused") {
  Mail mail = note();
  mail.text = "\xC3(";
  CHECK(defect(mail) == "the text of the mail is not UTF-8");
  mail = note();
  mail.html = "\xC3(";
  CHECK(defect(mail) == "the text of the mail is not UTF-8");
  mail = note();
  mail.calendar = "x";
  CHECK(defect(mail) == "'' is no method of a calendar");
  for (const char* type : {"", "text", "text/", "/plain", "te xt/plain", "text/pl@in"}) {
    mail = note();
    mail.attachments = {{"a", type, ""}};
    CHECK_MESSAGE(has(defect(mail), "is no type of an attachment"), type);
  }
  mail.attachments = {{"", "text/plain", ""}};
  CHECK(defect(mail) == "an attachment has no name");
  for (const char* id : {"a", "@b", "a@", "a@b@c", "a b@c", "<a@b>"}) {
    mail = note();
    mail.message_id = id;
    CHECK_MESSAGE(has(defect(mail), "is no message id"), id);
  }
}

TEST_CASE("a mail address is `local@domain` of RFC 5322's atoms and names of hosts") {
  for (const char* good : {"a@b", "wang.fang@example.cn", "o'neil+it@mail-1.example.cn", "a_b@1.2"})
    CHECK_MESSAGE(is_mail_address(good), good);
  for (const char* bad : {"",
                          "a",
                          "@b",
                          "a@",
                          "a@b@c",
                          "a b@c",
                          "a@b c",
                          ".a@b",
                          "a.@b",
                          "a..b@c",
                          "a@.b",
                          "a@b.",
                          "a@b..c",
                          "a@-b",
                          "a@b-",
                          "<a@b>",
                          "a@b,c@d",
                          "\"a\"@b",
                          "a@[127.0.0.1]",
                          "王芳@example.cn",
                          "a@例子.cn",
                          "a@b\n",
                          "a\n@b",
                          "a@b\r\nBcc: c@d",
                          "a(x)@b"})
    CHECK_MESSAGE(!is_mail_address(bad), bad);
  CHECK(is_mail_address(std::string(64, 'a') + "@b"));
  CHECK(!is_mail_address(std::string(65, 'a') + "@b"));
  CHECK(!is_mail_address("a@" + std::string(64, 'b')));
  std::string longest = "a@";
  while (longest.size() < 254) longest += "b.";
  longest.back() = 'b';
  CHECK(is_mail_address(longest));
  CHECK(!is_mail_address(longest + "b"));
}

TEST_CASE("a plain subject stands as it is, folded at blanks; any other is encoded words") {
  const auto subject = [](const std::string& text) {
    Mail mail = note();
    mail.subject = text;
    const std::string bytes = mail_bytes(mail).value();
    const auto start = bytes.find("\nSubject: ") + 10;
    return bytes.substr(start, bytes.find("\nMIME-Version", start) - start);
  };
  CHECK(subject("") == "");
  CHECK(subject("Re: [CHG-1] \"a\", b") == "Re: [CHG-1] \"a\", b");
  CHECK(subject("王芳") == "=?utf-8?B?546L6Iqz?=");
  CHECK(subject("=?utf-8?B?546L6Iqz?=") == "=?utf-8?B?PT91dGYtOD9CPzU0Nkw2SXF6Pz0=?=");
  CHECK(subject(" a ") == "=?utf-8?B?IGEg?=");
  std::string words;
  for (int i = 0; i < 20; ++i) words += "twelve bytes ";
  words.pop_back();
  std::string lines = subject(words);
  CHECK(has(lines, "\n "));
  for (auto at = lines.find('\n'); at != std::string::npos; at = lines.find('\n')) lines.erase(at, 1);
  CHECK(lines == words);
}

TEST_CASE("a name is quoted where its characters want it, and encoded where it is not plain ASCII") {
  const auto from = [](const std::string& name) {
    Mail mail = note();
    mail.from.name = name;
    const std::string bytes = mail_bytes(mail).value();
    return bytes.substr(0, bytes.find("\nTo:"));
  };
  CHECK(from("") == "From: desk@example.cn");
  CHECK(from("Wang Fang") == "From: Wang Fang <desk@example.cn>");
  CHECK(from("Fang, W. \"W\" \\") == "From: \"Fang, W. \\\"W\\\" \\\\\" <desk@example.cn>");
  CHECK(from("x@y.z <a@b>") == "From: \"x@y.z <a@b>\" <desk@example.cn>");
  CHECK(from("王芳") == "From: =?utf-8?B?546L6Iqz?= <desk@example.cn>");
}
