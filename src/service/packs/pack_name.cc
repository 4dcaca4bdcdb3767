// SPDX-License-Identifier: Apache-2.0
#include "service/packs/pack_name.h"

#include "rules/pack/system_name.h"

namespace restage::service {

statement::PackName name_of(const rules::PackIdentity& identity) {
  return {identity.id,
          identity.title,
          identity.system,
          identity.edition,
          rules::system_name(identity.system, identity.edition),
          identity.site,
          identity.kind,
          identity.version};
}

}  // namespace restage::service
