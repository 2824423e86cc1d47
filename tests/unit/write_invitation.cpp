// Prints made_invitations.hpp as files, for parsers that are not ours: write_invitation
// shanghai.ics|berlin.ics|mail.eml
#include <iostream>

#include "made_invitations.hpp"

using namespace itss;
using namespace itss::format;

namespace {

Result<std::string> file(const std::string& name) {
  if (name == "shanghai.ics") return calendar_bytes({meeting()}, Method::request, Zone::find("Asia/Shanghai").value());
  if (name == "berlin.ics") return calendar_bytes(series(), Method::request, Zone::find("Europe/Berlin").value());
  if (name == "mail.eml") return mail_bytes(letter());
  return failure("no file '" + name + "'");
}

}  // namespace

int main(int count, char** words) {
  const auto bytes = file(count == 2 ? words[1] : "");
  (bytes ? std::cout : std::cerr) << (bytes ? *bytes : bytes.error() + "\n");
  return bytes ? 0 : 2;
}
