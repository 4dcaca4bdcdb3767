// SPDX-License-Identifier: Apache-2.0
#include "rules/pack/pack_folders.h"

#include <algorithm>
#include <filesystem>

#include "base/byte_source.h"
#include "rules/pack/pack_text.h"

namespace restage::rules {
namespace {

constexpr std::string_view kMark = "==> ";
constexpr std::string_view kMarkEnd = " <==\n";

bool is_pack_file(std::string_view name) {
  return name == "pack.toml" || name == "cases.tsv" ||
         (name.substr(0, 7) == "tables/" && name.size() > 11 && name.substr(name.size() - 4) == ".tsv");
}

/// Where the folder of a pack file ends in its path: before pack.toml, cases.tsv or tables/.
std::size_t folder_length(std::string_view path) {
  const std::size_t tables = path.rfind("/tables/");
  if (tables != std::string_view::npos) return tables;
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? 0 : slash;
}

}  // namespace

PackFolders PackFolders::embedded() {
  PackFolders result;
  const std::string_view bundle = embedded_pack_bundle();
  std::size_t at = bundle.substr(0, kMark.size()) == kMark ? 0 : std::string_view::npos;
  while (at != std::string_view::npos) {
    const std::size_t path_begin = at + kMark.size();
    const std::size_t path_end = bundle.find(kMarkEnd, path_begin);
    if (path_end == std::string_view::npos) break;
    const std::string_view path = bundle.substr(path_begin, path_end - path_begin);
    const std::size_t begin = path_end + kMarkEnd.size();
    const std::size_t next = bundle.find("\n==> ", begin);
    const std::string_view text = bundle.substr(begin, next == std::string_view::npos ? next : next + 1 - begin);
    at = next == std::string_view::npos ? next : next + 1;
    const std::size_t length = folder_length(path);
    const std::string_view folder = path.substr(0, length);
    const std::string_view name = length == 0 ? path : path.substr(length + 1);
    if (!is_pack_file(name)) continue;
    if (result.folders_.empty() || result.folders_.back().folder != folder)
      result.folders_.push_back({std::string(folder), {}});
    result.folders_.back().files.emplace_back(std::string(name), text);
  }
  for (PackFiles& files : result.folders_) std::sort(files.files.begin(), files.files.end());
  return result;
}

Result<PackFolders> PackFolders::read(const std::string& directory) {
  namespace fs = std::filesystem;
  PackFolders result;
  std::error_code failure;
  const fs::path root(directory);
  if (!fs::is_directory(root, failure))
    return Error{ErrorCode::FileUnreadable, "this is not a folder; name one that holds packs", directory};
  std::vector<fs::path> folders;
  for (fs::recursive_directory_iterator at(root, failure), end; at != end && !failure; at.increment(failure))
    if (at->path().filename() == "pack.toml") folders.push_back(at->path().parent_path());
  if (failure) return Error{ErrorCode::FileUnreadable, failure.message(), directory};
  std::sort(folders.begin(), folders.end());
  for (const fs::path& folder : folders) {
    PackFiles files;
    files.folder = fs::relative(folder, root, failure).generic_string();
    std::vector<fs::path> paths = {folder / "pack.toml"};
    if (fs::exists(folder / "cases.tsv", failure)) paths.push_back(folder / "cases.tsv");
    if (fs::is_directory(folder / "tables", failure))
      for (const auto& entry : fs::directory_iterator(folder / "tables", failure))
        if (entry.path().extension() == ".tsv") paths.push_back(entry.path());
    for (const fs::path& path : paths) {
      auto text = read_file(path.string(), std::size_t{64} << 20);
      if (!text) return std::move(text).error();
      result.texts_.push_back(std::move(*text));
      files.files.emplace_back(fs::relative(path, folder, failure).generic_string(), result.texts_.back());
    }
    std::sort(files.files.begin(), files.files.end());
    result.folders_.push_back(std::move(files));
  }
  return result;
}

void PackFolders::append(PackFolders&& more) {
  for (PackFiles& files : more.folders_) folders_.push_back(std::move(files));
  // Texts are moved as whole deque elements; the views into short ones must follow their new place.
  for (std::string& text : more.texts_) {
    const std::string_view before = text;
    const char* begin = before.data();
    texts_.push_back(std::move(text));
    for (PackFiles& files : folders_)
      for (auto& [name, view] : files.files)
        if (view.data() == begin) view = texts_.back();
  }
}

}  // namespace restage::rules
