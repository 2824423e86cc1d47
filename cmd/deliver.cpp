#include "deliver.hpp"

#include <filesystem>
#include <fstream>

#include "base/text.hpp"
#include "schema/schema.hpp"
#include "store/errors.hpp"
#include "store/new_file.hpp"
#include "vcs/run.hpp"

namespace itss::cmd {

namespace {

namespace fs = std::filesystem;

// The program named in itss.yaml, else the one on PATH, else where systems keep it.
std::string sendmail_program(App& app) {
  const auto& setting = app.repository().config().sendmail;
  if (!setting.empty()) return setting;
  for (const auto& directory : split(app.env("PATH").value_or(""), ':'))
    if (!directory.empty() && fs::exists(fs::path(directory) / "sendmail")) return "sendmail";
  return "/usr/sbin/sendmail";
}

bool send(App& app, const std::string& program, const Outgoing& mail) {
  const auto output = vcs::run({program, "-i", "-t"}, app.repository().root(), mail.bytes);
  if (output.status == 0) return true;
  std::string why = std::string(trim(output.err));
  if (why.empty()) why = trf("exit code {}", output.status);
  app.error(trf("the mail to {} was not sent: {}", mail.to, why), program);
  return false;
}

bool write(App& app, const fs::path& directory, const Outgoing& mail) {
  try {
    store::NewFile file(directory / (mail.name + ".eml"), store::Existing::replace);
    std::ofstream(file.path(), std::ios::binary) << mail.bytes << std::flush;
    file.install();
    return true;
  } catch (const Error& failed) {
    app.error(trf("the mail to {} was not written: {}", mail.to, failed.what()));
    return false;
  }
}

}  // namespace

void add_delivery_options(Parser& parser, DeliveryWords& words) {
  parser.group(tr("Mail"));
  parser.flag("--sendmail", words.sendmail, tr("send it by sendmail(8), or the program that mail.sendmail names"));
  parser.option("--mail-dir", words.mail_dir, "DIR", tr("write it into this directory, a file for each mail"))
      .completes.with = Completes::With::files;
  parser.option("--from", words.from, "ADDRESS", tr("whom it is from (else mail.from of itss.yaml, else who acts)"));
}

format::Mailbox sender(App& app, const DeliveryWords& words) {
  const auto& setting = app.repository().config().mail_from;
  if (words.from.empty() && setting.empty()) {
    auto own = mailbox_of(app, app.actor());
    if (format::is_mail_address(own.address)) return own;
    throw Failure(Exit::usage, trf("'{}' has no mail address", app.actor()),
                  tr("--from ADDRESS, or 'mail: {from: ADDRESS}' in itss.yaml"));
  }
  const std::string& address = words.from.empty() ? setting : words.from;
  if (!format::is_mail_address(address))
    throw Failure(Exit::usage, trf("'{}' is no mail address", address), words.from.empty() ? "mail.from" : "--from");
  return {app.repository().config().name, address};
}

format::Mailbox mailbox_of(App& app, const std::string& person) {
  const auto record = app.repository().find(person, schema::kPersonType);
  if (!record) return {};
  const auto* type = app.schemas().find(schema::kPersonType);
  return {type == nullptr ? std::string() : to_text(get(record->fields, type->title_field)),
          get(record->fields, "email").text()};
}

std::vector<bool> deliver(App& app, const DeliveryWords& words, const std::vector<Outgoing>& mails) {
  if (words.sendmail && !words.mail_dir.empty())
    throw Failure(Exit::usage, trf("give one of {}, not several", "--sendmail, --mail-dir"));
  const fs::path directory = words.mail_dir;
  if (!words.sendmail) {
    std::error_code error;
    fs::create_directories(directory, error);
    if (!fs::is_directory(directory))
      throw Failure(Exit::cannot, trf("cannot make '{}': {}", words.mail_dir, error.message()));
  }
  const std::string program = words.sendmail ? sendmail_program(app) : std::string();
  std::vector<bool> delivered;
  delivered.reserve(mails.size());
  for (const auto& mail : mails)
    delivered.push_back(words.sendmail ? send(app, program, mail) : write(app, directory, mail));
  return delivered;
}

}  // namespace itss::cmd
