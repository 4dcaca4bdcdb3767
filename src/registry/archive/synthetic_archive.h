// SPDX-License-Identifier: Apache-2.0
#pragma once
// A small algorithm of our own that uses every feature of the format, for tests and fuzz targets. It stages nothing
// real.
#include <stdexcept>
#include <vector>

#include "registry/archive/archive.h"

namespace restage::registry {

inline std::vector<ArchiveEntry> synthetic_archive() {
  const auto table = [](const char* id, const char* definition, const char* rows) {
    return ArchiveEntry{std::string("tables/") + id + ".json",
                        std::string(R"({"id":")") + id + R"(","algorithm":"Demo","version":"1.0","name":")" + id +
                            R"(","definition":[)" + definition + R"(],"rows":)" + rows + "}"};
  };
  const auto input = [](const std::string& key) {
    return R"({"key":")" + key + R"(","name":")" + key + R"(","type":"INPUT"})";
  };
  const auto result = [](const std::string& key) {
    return R"({"key":")" + key + R"(","name":")" + key + R"(","type":"ENDPOINT"})";
  };
  const std::string text = R"({"key":"description","name":"D","type":"DESCRIPTION"})";
  std::vector<ArchiveEntry> entries = {
      table("primary_site", (input("site") + "," + text).c_str(),
            R"([["C000,C001,C002,C009","x"],["C500",""],["C619,C620","y"]])"),
      table("histology", (input("hist") + "," + text).c_str(), R"([["8000-8020","x"],["9000",""]])"),
      table("year", input("year_dx").c_str(), R"([["2000-{{ctx_year_current}}"],["9999"]])"),
      table("size", (input("size") + "," + text).c_str(), R"([["001-988","mm"],["0.1-99.9","cm"],["999","unknown"]])"),
      table("pair", (input("grade") + "," + input("size")).c_str(), R"([["1","*"],["2","001-500"],["9",""]])"),
      table("select_a", (input("site") + "," + input("hist") + "," + result("r")).c_str(),
            R"([["C000-C009","*","MATCH"]])"),
      table("select_b", (input("site") + "," + input("hist") + "," + input("disc") + "," + result("r")).c_str(),
            R"([["C500","8000-8010","1","MATCH"],["C500","9000",null,"MATCH"]])"),
      table("select_c", (input("site") + "," + input("hist") + "," + input("disc") + "," + result("r")).c_str(),
            R"([["C500","8000-8010","2,3,","MATCH"],["C619","*","{{hist}}","MATCH"]])"),
      table(
          "t", (input("size") + "," + input("grade") + "," + result("t") + "," + result("why")).c_str(),
          R"([["001-020","1","VALUE:T1","VALUE"],["021-988","1-2","VALUE:T2","VALUE:{{size}}"],["0.1-9.9","*","VALUE:T1","MATCH"],["999","*","ERROR:","STOP"],["p0I-, 1-9",null,"JUMP:jump","VALUE:"],["-5","2","ERROR:no such size","JUMP:missing"]])"),
      table("jump", (input("grade") + "," + result("t") + "," + result("more")).c_str(),
            R"([["1","VALUE:T3","JUMP:loop"],["*","JUMP:t","STOP"]])"),
      table("loop", (input("grade") + "," + result("t")).c_str(), R"([["1","JUMP:jump"],["2-3","VALUE:T9"]])"),
      table(
          "stage", (input("t") + "," + input("extra") + "," + result("stage")).c_str(),
          R"([["T1","*","VALUE:I"],["T2-T3","","VALUE:II"],["{{why}}","*","VALUE:odd"],["*","a,b","VALUE:{{extra}}"]])"),
      table("stages", input("stage").c_str(), R"([["I"],["II"]])"),
      table("include", input("gate").c_str(), R"([["1-3"],["x"]])"),
      table("defaults", (input("site") + "," + result("lvi")).c_str(),
            R"([["C000","VALUE:8"],["C001","VALUE:{{hist}}"],["C002","MATCH"]])"),
  };
  const char* body =
      R"("algorithm":"Demo","version":"1.0","title":"Demo","inputs":[{"key":"site","naaccr_item":400,"naaccr_xml_id":"primarySite","table":"primary_site","used_for_staging":true},
{"key":"hist","naaccr_item":522,"naaccr_xml_id":"histologicTypeIcdO3","table":"histology","used_for_staging":true},{"key":"year_dx","naaccr_item":390,"naaccr_xml_id":"dateOfDiagnosis","table":"year"},
{"key":"size","table":"size","used_for_staging":true},{"key":"grade","default":"9","table":"pair"},{"key":"disc","used_for_staging":true},{"key":"extra","table":"nowhere"},{"key":"lvi","default_table":"defaults"},{"key":"gate","default":"{{site}}"}],
"outputs":[{"key":"t"},{"key":"stage","default":"none","table":"stages"},{"key":"why","default":"{{hist}}","table":"stages"},{"key":"lvi"}],
"initial_context":[{"key":"more","value":"{{grade}}"},{"key":"nil"}],
"mappings":[{"id":"m1","initial_context":[{"key":"why"}],"tables":[{"id":"t","output_mapping":[{"from":"t","to":"t"},{"from":"t","to":"copy"}]},{"id":"stage","input_mapping":[{"from":"copy","to":"t"},{"from":"unset","to":"extra"}]}]},
{"id":"","inclusion_tables":[{"id":"include","input_mapping":[{"from":"grade","to":"gate"}]}],"exclusion_tables":[{"id":"stages"}],"tables":[{"id":"stage"},{"id":"absent_table"},{"id":"loop"}]}])";
  for (const auto& [id, policy] :
       {std::pair{"a", "CONTINUE"}, std::pair{"b", "FAIL"}, std::pair{"c", "FAIL_WHEN_USED_FOR_STAGING"}})
    entries.push_back({std::string("schemas/") + id + ".json", std::string(R"({"id":")") + id + R"(","name":")" + id +
                                                                   R"(","schema_selection_table":"select_)" + id +
                                                                   R"(","on_invalid_input":")" + policy + "\"," + body +
                                                                   "}"});
  return entries;
}

/// The archive with one text of one file changed.
inline std::vector<ArchiveEntry> changed_archive(const std::string& name, const std::string& from,
                                                 const std::string& to) {
  std::vector<ArchiveEntry> entries = synthetic_archive();
  for (ArchiveEntry& entry : entries)
    if (entry.name == name) {
      const std::size_t at = entry.bytes.find(from);
      if (at == std::string::npos) throw std::runtime_error("nothing to change in " + name);
      entry.bytes.replace(at, from.size(), to);
    }
  return entries;
}

}  // namespace restage::registry
