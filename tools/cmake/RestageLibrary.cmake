# The library is closed here: `restage` (static, the C++ and the C face) and `restage_shared` (the C face alone: nothing
# but restage_* leaves it) hold all modules, formats and packs.
get_property(modules GLOBAL PROPERTY RESTAGE_MODULES)
get_property(links GLOBAL PROPERTY RESTAGE_LINK)
list(REMOVE_DUPLICATES links)
set(objects)
foreach(module ${modules})
  get_target_property(type ${module} TYPE)
  if(type STREQUAL "OBJECT_LIBRARY")
    list(APPEND objects $<TARGET_OBJECTS:${module}>)
  endif()
endforeach()

add_library(restage STATIC ${objects})
target_link_libraries(restage PUBLIC $<BUILD_INTERFACE:restage_flags> PRIVATE ${links})
target_include_directories(restage INTERFACE $<INSTALL_INTERFACE:include>)
target_compile_features(restage PUBLIC cxx_std_20)

option(RESTAGE_SHARED "Build the shared library with the C face" ON)
if(RESTAGE_SHARED AND NOT RESTAGE_FUZZ)
  set(exports ${CMAKE_CURRENT_SOURCE_DIR}/tools/cmake/exports.map)
  add_library(restage_shared SHARED ${objects})
  set_target_properties(restage_shared PROPERTIES OUTPUT_NAME restage SOVERSION ${PROJECT_VERSION_MAJOR}
                        VERSION ${PROJECT_VERSION} LINK_DEPENDS ${exports} EXPORT_NAME shared LINKER_LANGUAGE CXX)
  target_link_libraries(restage_shared PRIVATE $<BUILD_INTERFACE:restage_flags> ${links})
  target_link_options(restage_shared PRIVATE -Wl,--version-script=${exports} -Wl,--no-undefined)
  target_include_directories(restage_shared INTERFACE $<INSTALL_INTERFACE:include>)
endif()
