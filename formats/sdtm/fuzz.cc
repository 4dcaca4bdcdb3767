// SPDX-License-Identifier: Apache-2.0
// One input is a whole study: the files stand one after the other, each below a line "==> tr.csv".
#include <stdlib.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "formats/sdtm/course_reader.h"

namespace {

std::string make_folder() {
  std::string name = (std::filesystem::is_directory("/dev/shm") ? std::string("/dev/shm") : std::string("/tmp")) +
                     "/restage-fuzz-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) std::abort();
  return name;
}

struct Folder {
  std::string path = make_folder();
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::map<std::string_view, std::string_view> files;
  for (const std::string_view name :
       {"tu.csv", "tr.csv", "rs.csv", "dm.csv", "ds.csv", "lb.csv", "cm.csv", "pr.csv", "supptr.csv", "supprs.csv"}) {
    const std::string mark = "==> " + std::string(name) + "\n";
    const std::size_t at = rest.find(mark);
    if (at == std::string_view::npos) {
      files[name] = {};
      continue;
    }
    const std::string_view body = rest.substr(at + mark.size());
    files[name] = body.substr(0, body.find("==> "));
  }
  for (const auto& [name, body] : files) {
    const std::string path = folder.path + "/" + std::string(name);
    if (body.empty()) {
      unlink(path.c_str());
    } else {
      std::ofstream(path, std::ios::binary).write(body.data(), static_cast<std::streamsize>(body.size()));
    }
  }
  const auto courses = restage::sdtm::read_courses(folder.path, [](restage::Course&& course) {
    std::set<std::string> ids;
    for (const restage::Fact& fact : course.facts)
      if (!ids.insert(fact.id).second) std::abort();
  });
  if (!courses && courses.error().text().empty()) std::abort();
  return 0;
}
