# restage_module(name [DEPENDS modules...] [LINK libraries...])
#   Builds every .cc of the calling folder into restage_<name>; *_test.cc become one test program,
#   fuzz.cc a fuzz target. Files are found by glob, never listed.
function(restage_module name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINK;TEST_LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cc)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "(_test|/fuzz|_fuzz|_bench)\\.cc$")
  list(TRANSFORM ARG_DEPENDS PREPEND restage_)
  set(target restage_${name})
  if(sources)
    add_library(${target} OBJECT ${sources})
    target_link_libraries(${target} PUBLIC restage_flags ${ARG_DEPENDS} PRIVATE ${ARG_LINK})
  else()
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE restage_flags ${ARG_DEPENDS})
  endif()
  set_property(GLOBAL APPEND PROPERTY RESTAGE_MODULES ${target})
  set_property(GLOBAL APPEND PROPERTY RESTAGE_LINK ${ARG_LINK})
  if(RESTAGE_DEV AND tests)
    restage_test(${name}_test SOURCES ${tests} LINK ${ARG_TEST_LINK})
  endif()
  if(RESTAGE_FUZZ)
    file(GLOB fuzzers CONFIGURE_DEPENDS fuzz.cc *_fuzz.cc)
    foreach(fuzzer ${fuzzers})
      get_filename_component(stem ${fuzzer} NAME_WE)
      set(program fuzz_${name}_${stem})
      add_executable(${program} ${fuzzer})
      target_link_libraries(${program} PRIVATE restage ${ARG_LINK})
      target_link_options(${program} PRIVATE -fsanitize=fuzzer)
    endforeach()
  endif()
endfunction()

# restage_test(name SOURCES files...): a GoogleTest program linked against the whole library.
function(restage_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE restage GTest::gtest GTest::gmock GTest::gtest_main ${ARG_LINK})
  target_compile_definitions(${name} PRIVATE RESTAGE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 600
    ENVIRONMENT "GTEST_OUTPUT=xml:${PROJECT_BINARY_DIR}/test-reports/${name}.xml")
endfunction()

# restage_embed(module symbol file): the file's bytes between restage_<symbol>_begin and restage_<symbol>_end.
function(restage_embed module symbol file)
  set(path ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  set(blob ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.S)
  file(CONFIGURE OUTPUT ${blob} @ONLY CONTENT [=[
    .section .rodata
    .global restage_@symbol@_begin
    .global restage_@symbol@_end
    .balign 16
restage_@symbol@_begin:
    .incbin "@path@"
restage_@symbol@_end:
    .byte 0
    .section .note.GNU-stack,"",%progbits
]=])
  set_source_files_properties(${blob} PROPERTIES OBJECT_DEPENDS ${path})
  target_sources(restage_${module} PRIVATE ${blob})
endfunction()
