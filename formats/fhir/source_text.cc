// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/resource.h"

#include "base/sha256.h"
#include "base/text.h"

namespace restage::fhir {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

void refuse(ReadResult& result, IssueCode code, std::string path, std::string message, std::string remedy) {
  result.refused = true;
  result.issues.push_back(make_issue(code, std::move(path), std::move(message), std::move(remedy)));
}

std::string make_key(const Resource& resource) {
  std::string key(resource.type);
  key += '/';
  if (!resource.id.empty()) return key += resource.id;
  if (!resource.full_url.empty()) {
    const std::size_t cut = resource.full_url.find_last_of(":/");
    const std::string_view tail = cut == std::string_view::npos ? resource.full_url : resource.full_url.substr(cut + 1);
    if (!tail.empty()) return key += tail;
  }
  // No identifier at all: its content names it, so that the order of resources does not.
  return key += "h-" + sha256_hex(resource.body.compact()).substr(0, 16);
}

void collect(Json value, const std::string& place, std::string_view full_url, const std::string& file,
             ReadResult& result, std::vector<Resource>& resources);

void collect_bundle(Json bundle, const std::string& place, const std::string& file, ReadResult& result,
                    std::vector<Resource>& resources) {
  std::size_t number = 0;
  bundle["entry"].each([&](Json entry) {
    const std::string entry_place = place + ".entry[" + std::to_string(number++) + "]";
    const Json resource = entry["resource"];
    if (resource) {
      collect(resource, entry_place, entry["fullUrl"].text(), file, result, resources);
    } else if (entry["resourceType"]) {
      collect(entry, entry_place, {}, file, result, resources);
    } else if (!entry["request"] && !entry["response"] && !entry["search"]) {
      ++result.records;
      refuse(result, IssueCode::ResourceBroken, file + ": " + entry_place, "the entry holds no resource",
             "send the resource, or leave the entry out");
    }
  });
}

void collect(Json value, const std::string& place, std::string_view full_url, const std::string& file,
             ReadResult& result, std::vector<Resource>& resources) {
  const std::string_view type = value["resourceType"].text();
  if (type == "Bundle") {
    collect_bundle(value, place == "Bundle" ? place : place + ".Bundle", file, result, resources);
    return;
  }
  if (type == "Parameters") {  // what an operation such as $stage takes
    std::size_t number = 0;
    value["parameter"].each([&](Json parameter) {
      const std::string inner_place = place + ".parameter[" + std::to_string(number++) + "]";
      if (const Json inner = parameter["resource"]) collect(inner, inner_place, {}, file, result, resources);
    });
    return;
  }
  ++result.records;
  if (type.empty()) {
    refuse(result, IssueCode::ResourceBroken, file + ": " + place, "there is no resourceType",
           "name the type of the resource");
    return;
  }
  Resource resource{value, type, value["id"].text(), full_url, place, {}};
  resource.key = make_key(resource);
  const std::string key = resource.key;
  resources.push_back(std::move(resource));
  // Contained conditions and observations are read like others; their key says where they stand.
  std::string_view subject = value["subject"]["reference"].text();
  value["contained"].each([&](Json inner) {
    const std::string_view inner_type = inner["resourceType"].text();
    const std::string_view inner_id = inner["id"].text();
    if ((inner_type != "Condition" && inner_type != "Observation") || inner_id.empty()) return;
    resources.push_back(
        {inner, inner_type, inner_id, {}, place + ".contained", key + "#" + std::string(inner_id), subject});
  });
}

}  // namespace

void report_fault(JsonFault fault, const std::string& path, ReadResult& result) {
  switch (fault) {
    case JsonFault::None:
      return;
    case JsonFault::Empty:
      refuse(result, IssueCode::InputUnreadable, path, "there is no JSON value",
             "send a Bundle, a list of resources or one resource a line");
      return;
    case JsonFault::TooDeep:
      refuse(result, IssueCode::NestingTooDeep, path, "the JSON nests deeper than any record does",
             "check the program that wrote it");
      return;
    case JsonFault::NotUtf8:
      refuse(result, IssueCode::EncodingWrong, path, "the text is not UTF-8", "convert the file to UTF-8");
      return;
    case JsonFault::TooLarge:
      refuse(result, IssueCode::InputUnreadable, path, "the JSON is too large to be read at once",
             "split the file, one resource a line, below 4 GB each");
      return;
    case JsonFault::Malformed:
      refuse(result, IssueCode::ResourceBroken, path, "the JSON is not well-formed",
             "check that the file was written and sent completely");
      return;
  }
}

std::string Resource::path(const std::string& input, std::string_view element) const {
  const std::string& own = file != nullptr ? *file : input;
  std::string path = own.empty() ? key : own + ": " + key;
  if (!element.empty()) path.append(".").append(element);
  return path;
}

void collect_resources(Json value, const std::string& place, const std::string& file, ReadResult& result,
                       std::vector<Resource>& resources) {
  const Json inner = value["resource"];
  if (inner.is_object() && !value["resourceType"])
    collect(inner, place, value["fullUrl"].text(), file, result, resources);
  else
    collect(value, place, {}, file, result, resources);
}

std::vector<Resource> SourceText::load(const std::string& file, std::string_view bytes, const ReadOptions& options,
                                       ReadResult& result) {
  std::vector<Resource> resources;
  if (bytes.starts_with(kUtf8Mark)) bytes.remove_prefix(kUtf8Mark.size());
  const bool wide = bytes.size() >= 2 && (bytes[0] == '\0' || bytes[1] == '\0' || bytes.starts_with("\xFF\xFE") ||
                                          bytes.starts_with("\xFE\xFF"));
  if (wide) {
    refuse(result, IssueCode::EncodingWrong, file, "the text is UTF-16 or UTF-32", "convert the file to UTF-8");
    return resources;
  }
  Json root;
  const JsonFault fault = document_.parse(bytes, options.depth_limit);
  root = document_.root();
  if (fault == JsonFault::Empty || fault == JsonFault::TooLarge) {
    report_fault(fault, file, result);
    return resources;
  }
  if (!root) {
    const Pieces pieces = split_objects(bytes);
    JsonDocument probe;
    salvaged_ = "[";
    std::size_t number = 0;
    for (const std::string_view piece : pieces.whole) {
      const std::string place = "entry[" + std::to_string(number++) + "]";
      const JsonFault piece_fault = probe.parse(piece, options.depth_limit);
      if (piece_fault != JsonFault::None) {
        ++result.records;
        report_fault(piece_fault, file + ": " + place, result);
        continue;
      }
      if (salvaged_.size() > 1) salvaged_ += ',';
      salvaged_ += piece;
    }
    salvaged_ += ']';
    if (!pieces.cut.empty() || pieces.whole.empty())
      refuse(result, fault == JsonFault::TooDeep ? IssueCode::NestingTooDeep : IssueCode::InputUnreadable, file,
             fault == JsonFault::TooDeep && pieces.whole.empty() ? "the JSON nests deeper than any record does"
             : pieces.whole.empty() ? "the text is not well-formed JSON and nothing in it could be used"
                                    : "the text ends inside entry[" + std::to_string(number) +
                                          "]; the complete entries before it are used",
             "send the file again, complete");
    else if (!result.refused)
      refuse(result, IssueCode::InputUnreadable, file,
             "the JSON around the entries is not well-formed; the complete entries are used",
             "check that the file was written and sent completely");
    if (document_.parse(salvaged_, options.depth_limit + 2) != JsonFault::None) return resources;
    root = document_.root();
  }
  const bool is_bundle = root["resourceType"].text() == "Bundle";
  if (is_bundle) {
    collect_bundle(root, "Bundle", file, result, resources);
    return resources;
  }
  if (root.type() != Json::Type::List && root.type() != Json::Type::Object) {
    refuse(result, IssueCode::InputUnreadable, file, "the JSON is a bare value, not a resource",
           "send a Bundle, a list of resources or one resource a line");
    return resources;
  }
  std::size_t number = 0;
  const bool list = root.type() == Json::Type::List;
  root.each([&](Json value) {
    const std::string place = list ? "entry[" + std::to_string(number++) + "]" : std::string("resource");
    collect_resources(value, place, file, result, resources);
  });
  return resources;
}

}  // namespace restage::fhir
