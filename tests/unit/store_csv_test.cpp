#include <doctest/doctest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "base/error.hpp"
#include "store/csv.hpp"

using namespace itss;
using namespace itss::store;

namespace {

// The table's rows as text: fields joined by `|`, rows by `;`, each with its line.
std::string shown(const CsvTable& table) {
  std::string text;
  for (const auto& row : table.rows) {
    text += (text.empty() ? "" : ";") + std::to_string(row.line) + ":";
    for (std::size_t i = 0; i < row.cells.size(); ++i) text += (i == 0 ? "" : "|") + table.cell(row, i);
  }
  return text;
}

std::string rejected(const CsvTable& table) {
  std::string text;
  for (const auto& reject : table.rejects) text += std::to_string(reject.line) + ": " + reject.reason + "\n";
  return text;
}

struct TempFile {
  std::filesystem::path path = std::filesystem::temp_directory_path() / "itss-csv-test.bin";
  ~TempFile() { std::filesystem::remove(path); }
};

}  // namespace

TEST_CASE("a table is read whatever its line breaks, quotes and byte order mark") {
  struct {
    const char* bytes;
    const char* rows;
  } const cases[] = {
      {"a,b\n1,2\n3,4\n", "2:1|2;3:3|4"},
      {"a,b\r\n1,2\r\n", "2:1|2"},
      {"\xEF\xBB\xBF"
       "a,b\n1,2",
       "2:1|2"},
      {"a,b\n\"x, y\",\"say \"\"so\"\"\"\n", "2:x, y|say \"so\""},
      {"a,b\n\"two\nlines\",2\n3,4\n", "2:two\nlines|2;4:3|4"},
      {"a,b\n\n1,2\n\n\n3,4\n", "3:1|2;6:3|4"},
      {"a,b\n,\n", "2:|"},
      {"标题,b\n用户无法登录,2\n", "2:用户无法登录|2"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.bytes);
    const CsvTable table = read_csv(each.bytes);
    CHECK(shown(table) == each.rows);
    CHECK(table.rejects.empty());
  }
}

TEST_CASE("a row that cannot be read is set aside with its line, and the others go on") {
  struct {
    const char* bytes;
    const char* rows;
    const char* rejects;
  } const cases[] = {
      {"a,b\n1\n2,3\n", "3:2|3", "2: 1 fields where the header has 2\n"},
      {"a,b\n1,2,3\n4,5\n", "3:4|5", "2: 3 fields where the header has 2\n"},
      {"a,b\n\"x\"y,2\n3,4\n", "3:3|4", "2: a quote stands inside a field or something follows a closing quote\n"},
      {"a,b\nx\"y,2\n3,4\n", "3:3|4", "2: a quote stands inside a field or something follows a closing quote\n"},
      {"a,b\n1,2\n\"open,2\n3,4\n", "2:1|2;4:3|4", "3: a quote is opened and not closed\n"},
      {"a,b\n1,2\n\"open,2", "2:1|2", "3: a quote is opened and not closed\n"},
      {"a,b\n1,\xFF\n3,4\n", "3:3|4", "2: not valid UTF-8 at byte 3 of the row (if it is GBK: iconv -f gbk -t utf-8)\n"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.bytes);
    const CsvTable table = read_csv(each.bytes);
    CHECK(shown(table) == each.rows);
    CHECK(rejected(table) == each.rejects);
  }
  const CsvTable nul = read_csv(std::string_view("a,b\n1,\0\n3,4\n", 12));
  CHECK(rejected(nul) == "2: a NUL byte\n");
}

TEST_CASE("without a header that can be read there is no table") {
  CHECK_THROWS_WITH_AS(read_csv(""), "the table is empty", Error);
  CHECK_THROWS_WITH_AS(read_csv("\n\n"), "the table is empty", Error);
  CHECK_THROWS_WITH_AS(read_csv("a,b,a\n1,2,3\n"), "the column 'a' occurs twice in the header", Error);
  CHECK_THROWS_WITH_AS(read_csv("a,\"b\nrest"), "the table has no readable header: a quote is opened and not closed",
                       Error);
}

TEST_CASE("another delimiter is taken when asked for") { CHECK(shown(read_csv("a;b\n1,5;2\n", ';')) == "2:1,5|2"); }

TEST_CASE("a file is read alike whether it is gzip or not") {
  const TempFile file;
  const std::string text = "a,b\n1,2\n";
  std::ofstream(file.path, std::ios::binary) << text;
  CHECK(read_plain_or_gzip(file.path) == text);
  gzFile out = gzopen(file.path.c_str(), "wb");
  gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
  gzclose(out);
  CHECK(read_plain_or_gzip(file.path) == text);
}

TEST_CASE("a damaged, missing or too large file is an error that names it") {
  const TempFile file;
  CHECK_THROWS_AS(read_plain_or_gzip(file.path), Error);
  gzFile out = gzopen(file.path.c_str(), "wb");
  const std::string text(10'000, 'x');
  gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
  gzclose(out);
  CHECK_THROWS_AS(read_plain_or_gzip(file.path, 100), Error);
  std::filesystem::resize_file(file.path, std::filesystem::file_size(file.path) / 2);
  CHECK_THROWS_AS(read_plain_or_gzip(file.path), Error);
  CHECK_THROWS_AS(read_plain_or_gzip(std::filesystem::temp_directory_path()), Error);
}

TEST_CASE("what was set aside is written with line and reason, and can be mended and read again") {
  const CsvTable table = read_csv("a,b\n1\n\"x, y\",2,3\n4,5\n");
  const std::string text = reject_file(table, table.rejects);
  CHECK(text ==
        "line,reason,a,b\n2,1 fields where the header has 2,1\n3,3 fields where the header has 2,\"x, y\",2,3\n");
  CHECK(shown(read_csv(text.substr(0, text.find("3,3")))).empty());
  CHECK(reject_file(table, {{9, "b;c", "4;5"}}, ';') == "line;reason;a;b\n9;\"b;c\";4;5\n");
}

TEST_CASE("the rejects of a file of rejects are one like the first") {
  const CsvTable table = read_csv("line,reason,a,b\n7,\"x, y\",1\n");
  CHECK(is_reject_file(table));
  REQUIRE(table.rejects.size() == 1);
  CHECK(reject_file(table, table.rejects) == "line,reason,a,b\n2,3 fields where the header has 4,1\n");
}

TEST_CASE("lines may all end with a carriage return alone") {
  const CsvTable table = read_csv("a,b\r1,2\r3\r\"4\",5");
  CHECK(table.header == std::vector<std::string>{"a", "b"});
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[1].line == 4);
  CHECK(table.cell(table.rows[1], 0) == "4");
  REQUIRE(table.rejects.size() == 1);
  CHECK(table.rejects[0].line == 3);
}

TEST_CASE("a carriage return alone among other line ends is named") {
  const CsvTable table = read_csv("a,b\r\n1\r2\n3,4\n");
  REQUIRE(table.rejects.size() == 1);
  CHECK(table.rejects[0].reason == "a carriage return stands inside the line");
  CHECK(table.rows.size() == 1);
  CHECK_THROWS_WITH_AS(read_csv("a,b\r1,2\n"),
                       "the table has no readable header: a carriage return stands inside the line", Error);
}
