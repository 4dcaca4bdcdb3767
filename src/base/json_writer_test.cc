// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.h"

#include <gtest/gtest.h>

namespace restage {
namespace {

TEST(JsonWriter, WritesNestedDocuments) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("a", 1).key("b").begin_array().value("x").value(true).null().end_array();
  json.key("c").begin_object().end_object().member("d", Decimal::of(205, 1)).end_object();
  EXPECT_EQ(out, R"({"a":1,"b":["x",true,null],"c":{},"d":20.5})");
}

TEST(JsonWriter, EscapesAndRepairsText) {
  std::string out;
  JsonWriter::append_quoted(out, "a\"\\\n\x01\xFF\xC3\xA4");
  EXPECT_EQ(out, "\"a\\\"\\\\\\n\\u0001\xEF\xBF\xBD\xC3\xA4\"");
}

}  // namespace
}  // namespace restage
