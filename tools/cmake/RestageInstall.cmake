# Install rules: the program, the library with its public headers, and find_package(restage) support.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS restage_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS restage EXPORT restageTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY include/restage DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT restageTargets NAMESPACE restage:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/restage)
configure_package_config_file(tools/cmake/restageConfig.cmake.in restageConfig.cmake
        INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/restage)
write_basic_package_version_file(restageConfigVersion.cmake COMPATIBILITY SameMajorVersion)
install(FILES ${PROJECT_BINARY_DIR}/restageConfig.cmake ${PROJECT_BINARY_DIR}/restageConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/restage)
