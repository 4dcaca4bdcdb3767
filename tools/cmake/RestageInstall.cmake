# Install rules: the program, both libraries with the public headers, find_package(restage) and pkg-config support.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS restage_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
set(libraries restage)
if(TARGET restage_shared)
  list(APPEND libraries restage_shared)
endif()
install(TARGETS ${libraries} EXPORT restageTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY ${RESTAGE_PUBLIC_FOLDER}/restage DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT restageTargets NAMESPACE restage:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/restage)
configure_package_config_file(tools/cmake/restageConfig.cmake.in restageConfig.cmake
        INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/restage)
write_basic_package_version_file(restageConfigVersion.cmake COMPATIBILITY SameMajorVersion)
install(FILES ${PROJECT_BINARY_DIR}/restageConfig.cmake ${PROJECT_BINARY_DIR}/restageConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/restage)
if(TARGET restage_shared)
  # For plain `cc`: the shared library, which needs nothing named beside it. It names its folder in the program, so that
  # a copy outside the system's folders runs too.
  file(RELATIVE_PATH RESTAGE_PREFIX_FROM_PKGCONFIG ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
  configure_file(tools/cmake/restage.pc.in restage.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/restage.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endif()
