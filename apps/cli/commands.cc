// SPDX-License-Identifier: Apache-2.0
// The one list of sub-commands.
#include "apps/cli/command.h"

namespace restage::cli {

std::unique_ptr<Command> make_facts_command();
std::unique_ptr<Command> make_followup_command();
std::unique_ptr<Command> make_markers_command();
std::unique_ptr<Command> make_migrate_command();
std::unique_ptr<Command> make_pack_command();
std::unique_ptr<Command> make_primaries_command();
std::unique_ptr<Command> make_readiness_command();
std::unique_ptr<Command> make_registry_command();
std::unique_ptr<Command> make_response_command();
std::unique_ptr<Command> make_stage_command();
std::unique_ptr<Command> make_suspect_command();
std::unique_ptr<Command> make_timeline_command();
std::unique_ptr<Command> make_explain_command();

std::vector<std::unique_ptr<Command>> make_commands() {
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(make_facts_command());
  commands.push_back(make_followup_command());
  commands.push_back(make_markers_command());
  commands.push_back(make_migrate_command());
  commands.push_back(make_pack_command());
  commands.push_back(make_primaries_command());
  commands.push_back(make_readiness_command());
  commands.push_back(make_registry_command());
  commands.push_back(make_response_command());
  commands.push_back(make_stage_command());
  commands.push_back(make_suspect_command());
  commands.push_back(make_timeline_command());
  commands.push_back(make_explain_command());
  return commands;
}

}  // namespace restage::cli
