#include <doctest/doctest.h>

#include "base/pieces.hpp"

using namespace itss;

namespace {

std::vector<std::string> texts(std::string_view text) {
  std::vector<std::string> all;
  for (const auto& piece : pieces_of(text)) all.push_back(piece.text);
  return all;
}
using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("pieces are words where blanks part them") {
  CHECK(texts("Mail queue, full!") == (Texts{"mail", "queue", "full"}));
  CHECK(texts("mail-01/db_2024") == (Texts{"mail", "01", "db", "2024"}));
  CHECK(texts("Zürich Ёлка") == (Texts{"zürich", "ёлка"}));
}

TEST_CASE("pieces are two neighbouring characters of chinese") {
  CHECK(texts("无法登录") == (Texts{"无法", "法登", "登录"}));
  CHECK(texts("无法，登录") == (Texts{"无法", "登录"}));
  CHECK(texts("登录OA系统") == (Texts{"登录", "oa", "系统"}));
}

TEST_CASE("pieces of a run follow one another") {
  CHECK(pieces_of("无法登 VPN 中断") ==
        (std::vector<Piece>{{"无法", false}, {"法登", true}, {"vpn", false}, {"中断", false}}));
}

TEST_CASE("pieces are the same whatever case and width") { CHECK(texts("ＶＰＮ　Ｌｏｇｉｎ") == texts("vpn LOGIN")); }

TEST_CASE("pieces leave out what says nothing") {
  CHECK(texts("I cannot log in to the VPN x") == (Texts{"log", "vpn"}));
  CHECK(texts("卡") == Texts());
  CHECK(texts("") == Texts());
}
