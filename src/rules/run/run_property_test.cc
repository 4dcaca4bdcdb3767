// SPDX-License-Identifier: Apache-2.0
// The set result of a run against brute force: random small packs, every assignment of what is unknown tried
// with a plain row scan that shares no code with the engine.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>

#include "rules/pack/pack_reader.h"
#include "rules/run/compiled_pack.h"

namespace restage::rules {
namespace {

constexpr int kLeaves = 4;                                                   // a: a0..a3, coarse A = a0 a1, X = all
constexpr int kMembers = 3;                                                  // s: m0..m2
const std::vector<std::string> kNumbers = {"0", "4", "5", "7", "10", "12"};  // below, on and above the cuts 5 and 10

struct World {
  int coarse = -1;  // a as stated: -1 leaf, 0 A, 1 X
  int leaf = 0;
  int number = 0;  // index of kNumbers
  unsigned set = 0;
  int flag = 0;
  std::string u, v;  // results of tables; "none" when there is none
  int points = 0;
};

struct Cell {
  std::string text = "-";
  std::set<int> leaves;
  std::set<int> coarse;
  std::function<bool(const World&)> accepts = [](const World&) { return true; };
  bool any() const { return text == "-"; }
};

struct Table {
  std::string id, result, when_flag;
  bool sum = false;
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
  std::vector<std::string> results;
};

struct Draw {
  std::mt19937 random;
  int below(int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); }
  bool chance(int percent) { return below(100) < percent; }

  Cell cell(const std::string& column) {
    Cell cell;
    if (chance(35)) return cell;
    if (column == "a") {
      std::string text;
      for (int leaf = 0; leaf < kLeaves; ++leaf)
        if (chance(40)) cell.leaves.insert(leaf);
      if (chance(25)) cell.coarse.insert(below(2));
      if (cell.leaves.empty() && cell.coarse.empty()) cell.leaves.insert(below(kLeaves));
      for (const int leaf : cell.leaves) text += (text.empty() ? "a" : ",a") + std::to_string(leaf);
      for (const int coarse : cell.coarse) text += (text.empty() ? "" : ",") + std::string(coarse == 0 ? "A" : "X");
      cell.text = text;
      const std::set<int> leaves = cell.leaves;
      cell.accepts = [leaves](const World& world) { return leaves.contains(world.leaf); };
    } else if (column == "b") {
      static const std::vector<std::pair<std::string, std::set<int>>> kTests = {
          {"<5", {0, 1}},      {"<=5", {0, 1, 2}},  {">5", {3, 4, 5}}, {">=10", {4, 5}},
          {"[5..10)", {2, 3}}, {"(5..10]", {3, 4}}, {"5,10", {2, 4}}};
      const auto& [text, accepted] = kTests[static_cast<std::size_t>(below(static_cast<int>(kTests.size())))];
      cell.text = text;
      cell.accepts = [set = accepted](const World& world) { return set.contains(world.number); };
    } else if (column == "s") {
      unsigned members = static_cast<unsigned>(below(8));
      const bool none = members == 0;
      std::string text = none ? "none" : "";
      for (int i = 0; i < kMembers; ++i)
        if ((members >> i & 1u) != 0) text += (text.empty() ? "m" : ",m") + std::to_string(i);
      cell.text = text;
      cell.accepts = [members, none](const World& world) {
        return (world.set & members) != 0 || (none && world.set == 0);
      };
    } else if (column == "f") {
      const int wanted = below(2);
      cell.text = wanted == 1 ? "yes" : "no";
      cell.accepts = [wanted](const World& world) { return world.flag == wanted; };
    } else if (column == "p") {
      const int bound = below(6);
      cell.text = ">=" + std::to_string(bound);
      cell.accepts = [bound](const World& world) { return world.points >= bound; };
    } else {
      const std::string wanted = std::string(1, column[0]) + std::to_string(below(3));
      cell.text = wanted;
      cell.accepts = [wanted, column](const World& world) { return (column == "u" ? world.u : world.v) == wanted; };
    }
    return cell;
  }

  Table table(std::string id, std::string result, std::vector<std::string> columns, int row_count, bool sum) {
    Table table{std::move(id), std::move(result), "", sum, {}, {}, {}};
    for (std::string& column : columns)
      if (chance(75)) table.columns.push_back(std::move(column));
    for (int row = 0; row < row_count; ++row) {
      auto& cells = table.rows.emplace_back();
      for (const std::string& column : table.columns) cells.push_back(cell(column));
      table.results.push_back(sum                       ? std::to_string(below(4))
                              : table.result == "group" ? "g" + std::to_string(below(5))
                                                        : table.result + std::to_string(row % 3));
    }
    return table;
  }
};

/// What docs/packs.md says, word by word, for one world.
std::string scan(const Table& table, const World& world) {
  std::size_t a = table.columns.size();
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i] == "a") a = i;
  if (world.coarse >= 0 && a < table.columns.size())
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      const Cell& cell = table.rows[row][a];
      bool accepted = cell.any() || cell.coarse.contains(world.coarse);
      for (std::size_t i = 0; i < table.columns.size(); ++i)
        accepted = accepted && (i == a || table.rows[row][i].accepts(world));
      if (!accepted) continue;
      if (cell.any()) break;  // the first match does not name the coarse value
      return table.results[row];
    }
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    bool accepted = true;
    for (std::size_t i = 0; i < table.columns.size(); ++i) accepted = accepted && table.rows[row][i].accepts(world);
    if (accepted) return table.results[row];
  }
  return "none";
}

int add(const Table& table, const World& world) {
  int points = 0;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    bool accepted = true;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const Cell& cell = table.rows[row][i];
      if (table.columns[i] != "a" || world.coarse < 0) {
        accepted = accepted && cell.accepts(world);
        continue;
      }
      bool named = false;  // somewhere in the column: then the coarse value is a value of its own
      for (const auto& other : table.rows) named |= other[i].coarse.contains(world.coarse);
      accepted = accepted && (cell.any() || (named ? cell.coarse.contains(world.coarse) : cell.accepts(world)));
    }
    if (accepted) points += std::stoi(table.results[row]);
  }
  return points;
}

struct RandomPack {
  std::vector<Table> tables;
  std::string toml;
  std::vector<std::pair<std::string, std::string>> texts;
  std::unique_ptr<CompiledPack> pack;

  explicit RandomPack(Draw& draw) {
    tables.push_back(draw.table("one", "u", {"a", "b", "s"}, 1 + draw.below(5), false));
    tables.push_back(draw.table("two", "v", {"a", "s", "f", "u"}, 1 + draw.below(5), false));
    tables.push_back(draw.table("score", "p", {"a", "b", "s", "f"}, draw.below(5), true));
    tables.push_back(draw.table("final", "group", {"u", "v", "p", "a", "f"}, 1 + draw.below(7), false));
    if (draw.chance(30)) tables[1].when_flag = draw.chance(50) ? "yes" : "no";
    toml =
        "id='x'\ntitle='x'\nsystem='x'\nedition='x'\nsite='x'\nkind='stage'\nversion='1'\nclassifications=['c']\n"
        "[[input]]\nname='a'\nrole='factor'\ntype='code'\nvalues=['a0','a1','a2','a3']\ncoarse={A=['a0','a1'],X=['*']}"
        "\n"
        "[[input]]\nname='b'\nrole='factor'\ntype='decimal'\n[[input]]\nname='f'\nrole='factor'\ntype='flag'\n"
        "[[input]]\nname='s'\nrole='factor'\ntype='set'\nvalues=['m0','m1','m2']\n"
        "[[output]]\nname='u'\nvalues=['u0','u1','u2']\n[[output]]\nname='v'\nvalues=['v0','v1','v2']\n"
        "[[output]]\nname='group'\nvalues=['g0','g1','g2','g3','g4']\n[[source]]\nid='q'\ncitation='q'\nstatus='"
        "verified'\n";
    for (const Table& table : tables) {
      toml += "[[table]]\nid='" + table.id + "'\n" + (table.sum ? "hit='sum'\n" : "") +
              (table.when_flag.empty() ? "" : "when={f=['" + table.when_flag + "']}\n");
      std::string text = "row";
      for (const std::string& column : table.columns) text += "\t" + column;
      text += "\t=" + table.result + "\tsource\n";
      for (std::size_t row = 0; row < table.rows.size(); ++row) {
        text += std::to_string(row + 1);
        for (const Cell& cell : table.rows[row]) text += "\t" + cell.text;
        text += "\t" + table.results[row] + "\tq\n";
      }
      texts.emplace_back("tables/" + table.id + ".tsv", text);
    }
    PackFiles files{"x", {{"pack.toml", toml}}};
    for (const auto& [name, text] : texts) files.files.emplace_back(name, text);
    auto program = Program::compile(read_pack(files));
    EXPECT_EQ(program->model().first_error(), nullptr) << program->model().first_error()->text() << toml;
    pack = std::make_unique<CompiledPack>(std::move(program));
  }

  std::string result(World world) const {
    world.u = scan(tables[0], world);
    world.v = tables[1].when_flag.empty() || (tables[1].when_flag == "yes") == (world.flag == 1)
                  ? scan(tables[1], world)
                  : "none";
    world.points = add(tables[2], world);
    return scan(tables[3], world);
  }
};

struct Given {
  std::map<std::string, std::string> texts;
};

std::vector<World> worlds_of(const RandomPack& pack, const Given& given) {
  const auto text = [&](const std::string& name) {
    return given.texts.contains(name) ? given.texts.at(name) : std::string();
  };
  std::set<int> named;
  for (const Table& table : pack.tables)
    for (const auto& row : table.rows)
      for (const Cell& cell : row) named.insert(cell.coarse.begin(), cell.coarse.end());
  std::vector<World> worlds;
  const auto each_rest = [&](int coarse, int leaf) {
    for (int number = 0; number < static_cast<int>(kNumbers.size()); ++number)
      for (unsigned set = 0; set < 8; ++set)
        for (int flag = 0; flag < 2; ++flag) {
          if (!text("b").empty() && kNumbers[static_cast<std::size_t>(number)] != text("b")) continue;
          if (!text("f").empty() && (text("f") == "yes") != (flag == 1)) continue;
          std::string members;
          for (int i = 0; i < kMembers; ++i)
            if ((set >> i & 1u) != 0) members += (members.empty() ? "m" : "+m") + std::to_string(i);
          if (!text("s").empty() && text("s") != (members.empty() ? "none" : members)) continue;
          worlds.push_back({coarse, leaf, number, set, flag, "", "", 0});
        }
  };
  for (int coarse = -1; coarse < 2; ++coarse)
    for (int leaf = 0; leaf < kLeaves; ++leaf) {
      if (coarse == 0 && leaf > 1) continue;
      if (text("a").empty() && coarse >= 0 && !named.contains(coarse)) continue;
      const std::string stated = coarse < 0 ? "a" + std::to_string(leaf) : coarse == 0 ? "A" : "X";
      if (!text("a").empty() && text("a") != stated) continue;
      each_rest(coarse, leaf);
    }
  return worlds;
}

std::set<std::string> engine_result(const RandomPack& pack, const Given& given) {
  std::vector<GivenInput> inputs;
  for (const auto& [name, text] : given.texts) inputs.push_back({name, text});
  const Evaluation evaluation = pack.pack->evaluate("c", inputs, Pack::Start::Categories);
  EXPECT_TRUE(evaluation.problems.empty());
  std::set<std::string> groups;
  if (const OutputValue* value = evaluation.output("group"))
    groups.insert(value->possible.begin(), value->possible.end());
  return groups;
}

Given draw_given(Draw& draw) {
  Given given;
  if (draw.chance(55))
    given.texts["a"] =
        std::vector<std::string>{"a0", "a1", "a2", "a3", "A", "X"}[static_cast<std::size_t>(draw.below(6))];
  if (draw.chance(50)) given.texts["b"] = kNumbers[static_cast<std::size_t>(draw.below(6))];
  if (draw.chance(50)) given.texts["f"] = draw.chance(50) ? "yes" : "no";
  if (draw.chance(50))
    given.texts["s"] =
        std::vector<std::string>{"none", "m0", "m1+m2", "m0+m1+m2"}[static_cast<std::size_t>(draw.below(4))];
  return given;
}

/// A value of an unknown first column that no row combines with the rest is no possibility beside others.
bool leaves_out_no_row(const RandomPack& pack, const Given& given) {
  const Table& group = pack.tables[3];
  if (group.columns.empty()) return false;
  const std::string& leading = group.columns.front();
  if (leading != "a" && leading != "b" && leading != "f" && leading != "s") return false;
  const auto known = given.texts.find(leading);
  return known == given.texts.end() || known->second == "A" || known->second == "X";
}

/// Is the first column a result of an earlier table? Then only a run knows how open it is.
bool leads_with_result(const RandomPack& pack) {
  const Table& group = pack.tables[3];
  return !group.columns.empty() && (group.columns.front() == "u" || group.columns.front() == "v");
}

std::set<std::string> without_no_row(std::set<std::string> results) {
  if (results.size() > 1) results.erase("none");
  return results;
}

TEST(RunProperty, EqualsBruteForceOverEveryWorld) {
  Draw draw{std::mt19937(4711)};
  for (int round = 0; round < 400; ++round) {
    const RandomPack pack(draw);
    for (int i = 0; i < 6; ++i) {
      const Given given = draw_given(draw);
      std::set<std::string> wanted;
      for (const World& world : worlds_of(pack, given)) wanted.insert(pack.result(world));
      std::set<std::string> got = engine_result(pack, given);
      if (leaves_out_no_row(pack, given)) wanted = without_no_row(wanted);
      if (leads_with_result(pack) && got.count("none") == 0) wanted = without_no_row(wanted);
      std::string shown;
      for (const auto& [name, text] : given.texts) shown += name + "=" + text + " ";
      for (const auto& [name, text] : pack.texts) shown += "\n" + name + "\n" + text;
      ASSERT_EQ(got, wanted) << "round " << round << ": " << shown;
    }
  }
}

TEST(RunProperty, LearningAnInputNeverAddsAResult) {
  Draw draw{std::mt19937(815)};
  const std::map<std::string, std::vector<std::string>> values = {{"a", {"a0", "a1", "a2", "a3"}},
                                                                  {"b", kNumbers},
                                                                  {"f", {"yes", "no"}},
                                                                  {"s", {"none", "m0", "m1", "m0+m2", "m0+m1+m2"}}};
  for (int round = 0; round < 150; ++round) {
    const RandomPack pack(draw);
    const Given given = draw_given(draw);
    const std::set<std::string> before = engine_result(pack, given);
    for (const auto& [name, choices] : values) {
      if (given.texts.contains(name)) continue;
      for (const std::string& text : choices) {
        Given more = given;
        more.texts[name] = text;
        for (const std::string& group : engine_result(pack, more))
          ASSERT_TRUE(group == "none" || before.contains(group)) << name << " " << text << " adds " << group;
      }
    }
  }
}

TEST(RunProperty, WhatIsCalledImmaterialChangesNothing) {
  Draw draw{std::mt19937(99)};
  for (int round = 0; round < 150; ++round) {
    const RandomPack pack(draw);
    const Given given = draw_given(draw);
    std::vector<GivenInput> inputs;
    for (const auto& [name, text] : given.texts) inputs.push_back({name, text});
    const Evaluation evaluation = pack.pack->evaluate("c", inputs, Pack::Start::Categories);
    const std::set<std::string> immaterial(evaluation.immaterial.begin(), evaluation.immaterial.end());
    // Worlds that differ in immaterial inputs only must agree.
    std::map<std::string, std::set<std::string>> by_rest;
    for (const World& world : worlds_of(pack, given)) {
      std::string rest;
      if (!immaterial.contains("a")) rest += std::to_string(world.coarse) + "," + std::to_string(world.leaf);
      if (!immaterial.contains("b")) rest += "b" + std::to_string(world.number);
      if (!immaterial.contains("s")) rest += "s" + std::to_string(world.set);
      if (!immaterial.contains("f")) rest += "f" + std::to_string(world.flag);
      by_rest[rest].insert(pack.result(world));
    }
    if (immaterial.empty()) continue;
    for (const auto& [rest, groups] : by_rest)
      ASSERT_EQ(without_no_row(groups).size(), 1u) << "round " << round << " rest " << rest;
  }
}

}  // namespace
}  // namespace restage::rules
