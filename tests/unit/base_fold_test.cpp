#include <doctest/doctest.h>

#include "base/fold.hpp"

using namespace itss;

TEST_CASE("case and width of letters and digits make no difference to a search") {
  CHECK(fold_text("Login") == "login");
  CHECK(fold_text("ＬＯＧＩＮ １２３") == "login 123");
  CHECK(fold_text("ÄÖ Straße") == "äö strasse");
  CHECK(fold_text("ﾛｸﾞｲﾝ") == "ログイン");
  CHECK(fold_text("登录") == "登录");
  CHECK(fold_text("①Ⅳ㎏") == "1ivkg");
  CHECK(fold_text("e\u0301") == fold_text("\u00c9"));
}

TEST_CASE("any run of blanks is one blank, and there is none at the ends") {
  CHECK(fold_text("  a \t\r\n b  ") == "a b");
  CHECK(fold_text("a\u3000\u00a0\u2028b\u0085") == "a b");
  CHECK(fold_text(" \n ").empty());
  CHECK(fold_text("").empty());
}

TEST_CASE("what has no width does not stand between the letters of a word") {
  CHECK(fold_text("log\u200bin\u00ad\ufeff") == "login");
}

TEST_CASE("bytes that are no text fold to something that is") {
  CHECK(fold_text("a\xff\xfe b") == "a\ufffd\ufffd b");
  CHECK(fold_text("\xe7\x99") == "\ufffd\ufffd");
}

TEST_CASE("the place of a folded word is found in the text as it was written") {
  const auto at = [](std::string_view text, std::string_view word) {
    const auto place = find_folded(text, word);
    return place ? std::string(text.substr(place->begin, place->end - place->begin)) : std::string("-");
  };
  CHECK(at("用户无法登录 BRT", "登录") == "登录");
  CHECK(at("ＶＰＮ　Ｌｏｇｉｎ fails", "vpn login") == "ＶＰＮ　Ｌｏｇｉｎ");
  CHECK(at("the  Straße\n ends", "strasse ends") == "Straße\n ends");
  CHECK(at("cafe\u0301 one", "café") == "cafe\u0301");
  CHECK(at("log\u200bin", "login") == "log\u200bin");
  CHECK(at("a\xff b", "b") == "b");
  CHECK(at("nothing", "login") == "-");
  CHECK(at("", "login") == "-");
}
